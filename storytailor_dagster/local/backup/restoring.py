"""`storytailor restore`: a home out of a backup, made whole beside the place and then put there by its name."""

from __future__ import annotations

import os
import re
import secrets
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, nullcontext, suppress
from datetime import UTC, datetime
from pathlib import Path

from storytailor_dagster.errors import Permanent
from storytailor_dagster.ledger import Ledger, known_migrations
from storytailor_dagster.ledger.server import major_version
from storytailor_dagster.local.backup.archive import DATABASE, FORMAT, OBJECTS, About, reading, this_version
from storytailor_dagster.local.backup.dumping import load
from storytailor_dagster.local.backup.making import all_in
from storytailor_dagster.local.database import migrated, started
from storytailor_dagster.local.home import Home
from storytailor_dagster.local.postgres import EmbeddedPostgres
from storytailor_dagster.local.rights import clear_unknown
from storytailor_dagster.store import FolderStore


def restore(home: Home, file: Path, *, replace: bool = False) -> Path | None:
    """Makes the home what it was when the backup was taken; where the former one is kept, if there was any.

    Raises:
        Permanent: there is no such file; the home holds something and `replace` was not said, or it is in use; a newer
            version made the backup; the backup is broken.
        NotSetUp: the settings keep the data elsewhere, or a program of Postgres is missing.
        Transient: the database could not be filled.
    """
    all_in(home)
    if not file.is_file():
        raise Permanent(
            f"There is no file {file}.", code="NO_BACKUP", remedy="Name the file that `storytailor backup` wrote."
        )
    _free(home.folder, replace=replace)
    with reading(file) as backup, _beside(home.folder) as folder:
        _readable(backup.about)
        (folder / OBJECTS).mkdir(mode=_mode_of(home.folder / OBJECTS))
        backup.unpack(folder)
        server = EmbeddedPostgres(folder / "postgres")
        with ExitStack() as unless_put:
            # Root's may lie elsewhere than in the folder, which goes by itself.
            unless_put.callback(lambda: shutil.rmtree(server.data.parent, ignore_errors=True))
            with started(server) as dsn:
                _fill(dsn, folder, backup.about)
            os.sync()
            former = _put(folder, home.folder, replace=replace)
            unless_put.pop_all()
            return former


def _mode_of(former: Path) -> int:
    """Who may read the objects: whoever could, and where there were none nobody else."""
    return former.stat().st_mode & 0o777 if former.is_dir() else 0o700


def _free(home: Path, *, replace: bool) -> None:
    if not home.exists() or not any(home.iterdir()):
        return
    if not replace:
        raise Permanent(
            f"{home} holds something.",
            code="HOME_NOT_EMPTY",
            remedy="Set STORYTAILOR_HOME to another folder, or say --replace: the former one is kept beside it.",
        )
    if EmbeddedPostgres(home / "postgres").running():
        raise Permanent(f"{home} is in use.", code="HOME_IN_USE", remedy="Stop `storytailor up`, then restore.")


def _readable(about: About) -> None:
    """Raises Permanent where only a newer version can read the backup."""
    known = {version for version, _, _ in known_migrations()}
    ours, dagster = this_version()
    is_newer = (
        about.format > FORMAT
        or not known.issuperset(about.migrations)
        or _numbers(about.storytailor) > _numbers(ours)
        or _numbers(about.dagster) > _numbers(dagster)
    )
    if is_newer:
        raise Permanent(
            f"A newer version made the backup: {about.storytailor}, with Dagster {about.dagster}.",
            code="BACKUP_TOO_NEW",
            remedy=f"This is {ours}, with Dagster {dagster}. Install the newer one, then restore.",
        )


def _numbers(version: str) -> list[int]:
    return [int(found) for found in re.findall(r"\d+", version)[:3]]


@contextmanager
def _beside(home: Path) -> Iterator[Path]:
    """A new folder on the same disk; gone in the end unless it has got another name."""
    home.parent.mkdir(parents=True, exist_ok=True)
    folder = home.with_name(f".{home.name}.restoring-{secrets.token_hex(4)}")
    folder.mkdir()
    if home.exists():
        folder.chmod(home.stat().st_mode & 0o7777)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _fill(dsn: str, folder: Path, about: About) -> None:
    """The database, brought up to this version; objects that belong to nothing in it go."""
    if about.postgres > (ours := major_version(dsn)):
        raise Permanent(
            f"The backup is of Postgres {about.postgres}, and this is {ours}.",
            code="BACKUP_TOO_NEW",
            remedy="Install that Postgres, then restore.",
        )
    dumped = folder / DATABASE
    with dumped.open("rb") as opened:
        load(dsn, opened)
    dumped.unlink()
    migrated(dsn)
    store = FolderStore(folder / OBJECTS, base_url="")
    with Ledger(dsn) as ledger:
        clear_unknown(ledger, store, even_most=True)  # both are the backup's


def _put(folder: Path, home: Path, *, replace: bool) -> Path | None:
    """Looks again first: unpacking takes its time. Who would start a server there meanwhile waits."""
    server = home / "postgres"
    with EmbeddedPostgres(server).locked() if server.is_dir() else nullcontext():
        _free(home, replace=replace)
        former = None
        if home.exists() and any(home.iterdir()):
            former = home.with_name(f"{home.name}.replaced-{datetime.now(UTC):%Y%m%dT%H%M%SZ}")
            home.rename(former)
        try:
            folder.rename(home)
        except OSError:
            if former is not None:
                with suppress(OSError):
                    former.rename(home)
            raise
    return former
