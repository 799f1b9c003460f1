"""What the system takes, measured: each figure beside a reference of the same run, printed as a table. Nothing here is
asserted, and nothing of the package imports it.
"""
