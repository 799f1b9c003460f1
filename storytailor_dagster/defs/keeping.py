"""Whether this process keeps its connections between one look and the next, as a code server and a daemon do.

A process that ends with its run, or a worker's child between two runs, holds none.
"""

import threading

_kept = threading.Event()


def keep_connections() -> None:
    """From now on."""
    _kept.set()


def keeps_connections() -> bool:
    """Whether somebody said so."""
    return _kept.is_set()
