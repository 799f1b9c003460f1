"""Is all well? What is looked at, how grave it is, and what to do about it: for the job `health`, and for the doctor.

Each look reads and changes nothing that matters; docs/operating.md has an entry for every alarm.
"""
