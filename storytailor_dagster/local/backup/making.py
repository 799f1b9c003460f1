"""`storytailor backup`: the database as of one moment, then every object, into one file that appears when it is whole.

Objects are stored before they are recorded and never changed, so those that the database of that moment speaks of
are there when they are copied after it. What is stored meanwhile is copied too; restoring leaves it out.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_hex
from typing import BinaryIO

from storytailor_dagster.errors import MissingObject, NotSetUp, Permanent
from storytailor_dagster.ledger import applied_migrations
from storytailor_dagster.ledger.server import major_version
from storytailor_dagster.local.backup.archive import DATABASE, FORMAT, JWT, OBJECTS, About, Writing, this_version
from storytailor_dagster.local.backup.dumping import dump
from storytailor_dagster.local.database import started
from storytailor_dagster.local.home import Home
from storytailor_dagster.local.postgres import EmbeddedPostgres
from storytailor_dagster.store import FolderStore


def back_up(home: Home, target: Path) -> Path:
    """Writes a backup of the home to the file, or into the folder under the time's name; the file, its owner's only.

    Raises:
        Permanent: the file is there already, its folder is not, or the home holds no database.
        NotSetUp: the database or the objects are not in this home; or `pg_dump` is not here.
        Transient: the database stopped meanwhile.
    """
    all_in(home)
    file = _file(target)
    server = EmbeddedPostgres(home.folder / "postgres")
    if not server.exists():
        raise Permanent(
            f"There is no database in {home.folder}.", code="NOTHING_TO_BACK_UP", remedy="Look at STORYTAILOR_HOME."
        )
    store = FolderStore(home.objects, base_url="")
    with _appearing(file) as opened, started(server) as dsn, tempfile.TemporaryFile(dir=file.parent) as dumped:
        writing = Writing(opened, _about(dsn))
        dump(dsn, dumped)
        writing.add(DATABASE, dumped)
        with suppress(FileNotFoundError), (home.folder / JWT).open("rb") as key:
            writing.add(JWT, key)
        for name in store.all_keys():
            with suppress(MissingObject), store.opened(name) as found:  # forgotten since it was listed
                writing.add(f"{OBJECTS}/{name}", found)
        writing.close()
    return file


def all_in(home: Home) -> None:
    """Raises NotSetUp where the data lie elsewhere than in the home."""
    if home.settings.database_url is not None or home.settings.object_store != "folder":
        raise NotSetUp(
            "These settings keep the data elsewhere: DATABASE_URL or STORYTAILOR_OBJECT_STORE is set.",
            code="NOT_IN_THIS_HOME",
            remedy='docs/operating.md, "Backups", has the commands for Postgres and S3.',
        )


def _about(dsn: str) -> About:
    program, dagster = this_version()
    return About(
        format=FORMAT,
        made_at=datetime.now(UTC).isoformat(timespec="seconds"),
        storytailor=program,
        dagster=dagster,
        postgres=major_version(dsn),
        migrations=applied_migrations(dsn),
    )


def _file(target: Path) -> Path:
    file = target / f"storytailor-{datetime.now(UTC):%Y%m%dT%H%M%SZ}.backup" if target.is_dir() else target
    if file.exists():
        raise Permanent(
            f"{file} is there already.", code="BACKUP_EXISTS", remedy="Choose another name, or give a folder."
        )
    if not file.parent.is_dir():
        raise Permanent(f"There is no folder {file.parent}.", code="NO_FOLDER", remedy="Make it, closed to others.")
    return file.resolve()


@contextmanager
def _appearing(file: Path) -> Iterator[BinaryIO]:
    """A new file under another name, its owner's only; it takes its own when all is on the disk, or goes."""
    beside = file.with_name(f".{file.name}.{token_hex(4)}.partial")
    try:  # around its making too: a signal may come right after
        with open(beside, "xb", opener=_private) as opened:
            yield opened
            opened.flush()
            os.fsync(opened.fileno())
        beside.rename(file)
    finally:
        beside.unlink(missing_ok=True)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
