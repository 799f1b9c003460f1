"""The others: each a worker that runs the same step functions in its own way, and a client that hands it stories.

They run in an environment of their own (`requirements-bench.lock`), without anything of the product.
"""
