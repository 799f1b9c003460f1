"""What the commands share: arguments, how an error of ours is said, how they are stopped, the ledger they work on."""

from __future__ import annotations

import functools
import logging
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Annotated, ParamSpec
from uuid import UUID

import typer

from storytailor_dagster.errors import InvalidRequest, StorytailorError
from storytailor_dagster.ledger import Ledger
from storytailor_dagster.local.database import database
from storytailor_dagster.local.home import Home

P = ParamSpec("P")
Id = Annotated[UUID, typer.Argument(help="The id of the story, or of the character.")]
User = Annotated[UUID, typer.Argument(help="The user's id.")]


def said(command: Callable[P, None]) -> Callable[P, None]:
    """Errors of ours become two lines and an exit status: 2 for a request that can't become a story, else 1."""

    @functools.wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            with _driver_silent():
                command(*args, **kwargs)
        except StorytailorError as error:
            typer.echo(f"{error}\n{error.remedy} ({error.code})", err=True)
            raise typer.Exit(2 if isinstance(error, InvalidRequest) else 1) from None
        except KeyboardInterrupt:
            typer.echo("Stopped.", err=True)
            raise typer.Exit(130) from None

    return run


@contextmanager
def _driver_silent() -> Iterator[None]:
    """What the database's driver warns of while an error goes up is said once, by that error."""
    log = logging.getLogger("psycopg")
    before = log.level
    log.setLevel(logging.ERROR)
    try:
        yield
    finally:
        log.setLevel(before)


@contextmanager
def ledger_of(home: Home) -> Iterator[Ledger]:
    """The ledger of this home, whose database is started if need be."""
    with database(home) as dsn, Ledger(dsn) as ledger:
        yield ledger


def _interrupted(number: int, frame: FrameType | None) -> None:  # noqa: ARG001 - the handler's form
    raise KeyboardInterrupt


def stop_when_told() -> None:
    """Ctrl-C and SIGTERM stop everything, also where a shell started us in the background, deaf to Ctrl-C."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _interrupted)
