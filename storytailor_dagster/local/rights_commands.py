"""`storytailor forget` and `storytailor takeout` as they are typed. What they do is `rights.py` and `takeout.py`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer

from storytailor_dagster.errors import MissingObject
from storytailor_dagster.local import rights
from storytailor_dagster.local.commands import User, ledger_of, said
from storytailor_dagster.local.home import Home
from storytailor_dagster.local.takeout import take_out
from storytailor_dagster.settings import Settings
from storytailor_dagster.store import store_from
from storytailor_dagster.subjects import CHARACTER, STORY, Subject

forgetting = typer.Typer(
    help="Delete a story, a character, or everything of a user; again after a restore.", no_args_is_help=True
)


@forgetting.command("story")
@said
def forget_story(story_id: Annotated[UUID, typer.Argument(help="The story's id.")]) -> None:
    """Delete it: rows and objects now, what Dagster holds of it as soon as the daemon looks. A receipt is left."""
    _forget(STORY, story_id)


@forgetting.command("character")
@said
def forget_character(character_id: Annotated[UUID, typer.Argument(help="The character's id.")]) -> None:
    """Delete it, as a story is deleted; the stories about it stay."""
    _forget(CHARACTER, character_id)


def _forget(subject: Subject, subject_id: UUID) -> None:
    settings = Settings()
    with ledger_of(Home(settings)) as ledger:
        rights.forget(ledger, store_from(settings), subject, subject_id)
    typer.echo(f"Forgotten: {subject_id}")


@forgetting.command("user")
@said
def forget_user(user: User) -> None:
    """Delete every story and character of the user, webhooks and counts. Receipts are left."""
    settings = Settings()
    with ledger_of(Home(settings)) as ledger:
        count = rights.forget_user(ledger, store_from(settings), user)
    typer.echo(f"Forgotten: {count} stories and characters of {user}")


@forgetting.command("receipts")
@said
def print_receipts() -> None:
    """Print what was ever forgotten, as digests. Kept apart from the backups it makes them forget, too."""
    with ledger_of(Home(Settings())) as ledger:
        for line in rights.receipts(ledger):
            typer.echo(line)


@forgetting.command("again")
@said
def forget_again(
    file: Annotated[typer.FileText, typer.Argument(help="What `receipts` printed; `-` is the input.")],
    even_most: Annotated[
        bool, typer.Option("--even-most", help="Clear objects although most that there are belong to nothing here.")
    ] = False,
) -> None:
    """Delete what was forgotten after the backup that was restored, and all objects that belong to nothing here."""
    settings = Settings()
    with ledger_of(Home(settings)) as ledger:
        store = store_from(settings)
        count = rights.forget_again(ledger, store, file)
        typer.echo(f"Forgotten again: {count}")
        count = rights.clear_unknown(ledger, store, even_most=even_most)
        typer.echo(f"Objects cleared of {count} unknown stories and characters")


@said
def takeout(user: User, folder: Annotated[Path, typer.Argument(help="Where to: a new or empty folder.")]) -> None:
    """Write everything of a user into a folder, as plain files that only you may read."""
    settings = Settings()
    with ledger_of(Home(settings)) as ledger:
        taken = take_out(ledger, store_from(settings), user, folder)
    for file in taken.files:
        typer.echo(str(file))
    if taken.lost:
        raise MissingObject(
            f"The folder is written, without what the store has lost: {', '.join(taken.lost)}.",
            remedy="Have these parts made again; then take everything out again, into another folder.",
        )


def add_to(app: typer.Typer) -> None:
    """Makes them commands of the application."""
    app.add_typer(forgetting, name="forget")
    app.command()(takeout)
