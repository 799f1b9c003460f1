"""`storytailor backup` and `storytailor restore` as they are typed. What they do is `making.py` and `restoring.py`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from storytailor_dagster.errors import Transient
from storytailor_dagster.local.backup.making import back_up
from storytailor_dagster.local.backup.restoring import restore as put_back
from storytailor_dagster.local.commands import said, stop_when_told
from storytailor_dagster.local.home import Home
from storytailor_dagster.settings import Settings


@said
def backup(
    target: Annotated[Path, typer.Argument(metavar="FILE|FOLDER", help="Where to: a new file, or a folder for one.")],
) -> None:
    """Write everything of this home into one file, also while stories are made. It holds children's data."""
    stop_when_told()
    with _disk_told():
        file = back_up(Home(Settings()), target)
    typer.echo(f"{file} ({file.stat().st_size / 1e6:.1f} MB)")


@said
def restore(
    file: Annotated[Path, typer.Argument(help="What `storytailor backup` wrote.")],
    replace: Annotated[
        bool, typer.Option("--replace", help="Put it in the place of what is there, which is kept beside it.")
    ] = False,
) -> None:
    """Make this home what it was when the backup was taken; `storytailor up` goes on with what was being made then."""
    stop_when_told()
    home = Home(Settings())
    with _disk_told():
        former = put_back(home, file, replace=replace)
    typer.echo(f"Restored: {home.folder}. `storytailor up` goes on with what was being made.")
    if former is not None:
        typer.echo(f"The former home is {former}. Delete it when you need it no more.")
    typer.echo('What was forgotten after the backup is back: docs/operating.md, "Backups", says how it goes again.')


@contextmanager
def _disk_told() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise Transient(
            f"The disk would not do it: {error.strerror}.",
            code="DISK",
            remedy="Look at its free space and at the rights of the folder. Nothing was left half-done.",
        ) from error


def add_to(app: typer.Typer) -> None:
    """Makes them commands of the application."""
    app.command()(backup)
    app.command()(restore)
