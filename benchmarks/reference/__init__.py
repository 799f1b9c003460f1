"""`make bench`: the reference workload, one story of nine steps, made by this system and by others side by side.

All of them ask the same emulated providers, keep their state on the same Postgres server, and are measured from
outside: by rows, by the emulator's log, and by what the operating system says of their processes.
"""
