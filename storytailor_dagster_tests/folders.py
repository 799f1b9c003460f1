"""A folder that root may hand a database server: open to the user it runs as.

pytest's own is closed, and each pytest that begins closes it again, over the heads of those that run.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def open_folder() -> Iterator[Path]:
    """It is gone afterwards, with all that is in it."""
    folder = Path(tempfile.mkdtemp(prefix="storytailor-test-"))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder)
