"""`storytailor` on the command line. Each command is a few lines over the rooms; refusals are sentences, not traces."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from itertools import chain
from pathlib import Path
from typing import Annotated, Any, ParamSpec
from uuid import UUID

import typer
from rich.console import Console

from storytailor_dagster.api.sign_in import development_key, development_token
from storytailor_dagster.errors import Gone
from storytailor_dagster.ledger import Ledger, StoryRow, SubjectRow
from storytailor_dagster.local import request_options as option
from storytailor_dagster.local import rights_commands
from storytailor_dagster.local.alone import alone
from storytailor_dagster.local.backup import commands as backup_commands
from storytailor_dagster.local.commands import Id, ledger_of, said, stop_when_told
from storytailor_dagster.local.database import kept_database
from storytailor_dagster.local.doctor import examine
from storytailor_dagster.local.emulated import emulated
from storytailor_dagster.local.export import export as export_story
from storytailor_dagster.local.home import Home
from storytailor_dagster.local.live import ask_providers
from storytailor_dagster.local.programs import kept_programs, programs
from storytailor_dagster.local.progress import watch
from storytailor_dagster.local.retrying import parts_to_retry
from storytailor_dagster.local.services import DAEMON, everything
from storytailor_dagster.local.standing import advice, overall, part_line, part_states, second_voice
from storytailor_dagster.local.worker import become_worker
from storytailor_dagster.settings import Settings
from storytailor_dagster.store import store_from

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=__doc__)
P = ParamSpec("P")

DEVELOPER = UUID("00000000-0000-4000-8000-000000000001")
"""Who is signed in on a laptop where nobody says otherwise."""

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
rights_commands.add_to(app)
backup_commands.add_to(app)


def _found(ledger: Ledger, subject_id: UUID) -> SubjectRow:
    row = ledger.subject(subject_id)
    if row is None:
        raise Gone("There is no such story or character.", remedy="Look at the id.")
    return row


def _story(ledger: Ledger, story_id: UUID) -> StoryRow:
    row = _found(ledger, story_id)
    if not isinstance(row, StoryRow):
        raise Gone("That is a character's id, not a story's.", remedy="Look at the id.")
    return row


@app.command()
@said
def story(
    title: option.Title = None,
    age: option.Age = 7,
    theme: option.Theme = None,
    type_: option.Type = "Adventure",
    idea: option.Idea = None,
    hero: option.Hero = None,
    species: option.Species = "human",
    kind: option.Kind = None,
    pronouns: option.Pronouns = None,
    appearance: option.Appearance = None,
    seed: option.Seed = None,
    hosted_emulator: Annotated[
        bool, typer.Option(help="By emulated hosted models on loopback: all the machinery, no key, nothing bought.")
    ] = False,
) -> None:
    """Make one story from beginning to end, and leave nothing running."""
    stop_when_told()
    console, home = Console(), Home(Settings())
    began = time.monotonic()
    options = option.RequestOptions(
        title=title, age=age, theme=theme, story_type=type_, idea=idea, hero=hero, species=species, kind=kind,
        pronouns=pronouns, appearance=appearance, seed=seed,
    )  # fmt: skip
    nobody: AbstractContextManager[Mapping[str, str]] = nullcontext({})
    with (
        emulated(home) if hosted_emulator else nobody as other,
        kept_database(home) as (dsn, look_at_database),
        Ledger(dsn) as ledger,
    ):
        story_id = option.insert_request(ledger, options)
        with programs(DAEMON, environment={**home.environment(dsn), **other}, logs=home.logs) as (daemon,):
            looks: tuple[Callable[[], object], ...] = (daemon.check, look_at_database)
            watch(ledger, story_id, console, check=lambda: [look() for look in looks])
            row = _story(ledger, story_id)
            seconds = time.monotonic() - began
        state, folder = overall(row), home.stories / str(story_id)
        is_told = part_states(row)[option.FIRST][0] == "ready"
        if is_told:
            export_story(row, store_from(home.settings), folder)
    if state != "ready":
        typer.echo(f"story {story_id} {state} after {seconds:.1f} s{f': {folder}' if is_told else ''}", err=True)
        raise typer.Exit(1)
    typer.echo(f"story {story_id} ready in {seconds:.1f} s: {folder}")


@app.command()
@said
def up() -> None:
    """Run everything until Ctrl-C: the database, the API and its page, Dagster's UI, its daemon, the file server.

    What ends by itself is started again.
    """
    stop_when_told()
    settings = Settings()
    home = Home(settings)
    with (
        alone(home.folder),
        kept_database(home) as (dsn, look_at_database),
        kept_programs(everything(home), environment=home.environment(dsn), logs=home.logs) as kept,
    ):
        looks = (look_at_database, *(one.look for one in kept))
        typer.echo(f"Page      {_page(settings, home)}\nAPI       http://127.0.0.1:{settings.api_port}/docs")
        typer.echo(f"Dagster   http://127.0.0.1:{settings.port}\nObjects   {settings.files_url}\nLogs      {home.logs}")
        typer.echo("Ctrl-C stops all of it.")
        try:
            while True:
                for name in filter(None, (look() for look in looks)):
                    typer.echo(f"{name} had ended by itself and was started again. Its log: {home.logs}", err=True)
                time.sleep(0.5)
        except KeyboardInterrupt:
            typer.echo("Stopping.")


def _page(settings: Settings, home: Home) -> str:
    """The page's address; where Supabase signs nobody in, with a token for the development user."""
    address = f"http://127.0.0.1:{settings.api_port}/"
    return address if settings.supabase_url else f"{address}#token={_token(settings, home)}"


def _token(settings: Settings, home: Home, *, user: UUID = DEVELOPER, hours: float = 24.0) -> str:
    return development_token(secret=home.jwt_secret(), issuer=settings.supabase_jwt_issuer, user=user, hours=hours)


@app.command()
@said
def request(
    title: option.Title = None,
    age: option.Age = 7,
    theme: option.Theme = None,
    type_: option.Type = "Adventure",
    idea: option.Idea = None,
    hero: option.Hero = None,
    species: option.Species = "human",
    kind: option.Kind = None,
    pronouns: option.Pronouns = None,
    appearance: option.Appearance = None,
    seed: option.Seed = None,
    priority: option.Priority = "normal",
    as_json: AsJson = False,
) -> None:
    """Put a request into the queue and print the story's id."""
    options = option.RequestOptions(
        title=title, age=age, theme=theme, story_type=type_, idea=idea, hero=hero, species=species, kind=kind,
        pronouns=pronouns, appearance=appearance, seed=seed, priority=priority,
    )  # fmt: skip
    with ledger_of(Home(Settings())) as ledger:
        story_id = option.insert_request(ledger, options)
    typer.echo(json.dumps({"id": str(story_id)}) if as_json else str(story_id))


@app.command()
@said
def status(
    story_id: Id, as_json: AsJson = False, follow: Annotated[bool, typer.Option(help="Stay until it is done.")] = False
) -> None:
    """Say how far a story or character is."""
    with ledger_of(Home(Settings())) as ledger:
        row = _found(ledger, story_id)
        if follow:
            row = watch(ledger, story_id, Console(stderr=as_json))
        voice = second_voice(row, ledger.spending.calls(story_id)) if isinstance(row, StoryRow) else None
    if as_json:
        typer.echo(json.dumps(_status(row, voice), ensure_ascii=False))
        return
    for part in () if follow else part_states(row):
        first, *others = part_line(row, part, voice=voice)
        typer.echo(first)
        for line in others:
            typer.secho(line, dim=True)
    kind = "story" if isinstance(row, StoryRow) else "character"
    typer.echo(f"{kind} {story_id} {overall(row)}{f', read by the second voice, {voice}' if follow and voice else ''}")


def _status(row: SubjectRow, voice: str | None) -> dict[str, Any]:
    told = {part.value: advice(row, part) for part in part_states(row)}
    failures = {part: {"remedy": found[0], "code": found[1]} for part, found in told.items() if found}
    called = {"title": row.title} if isinstance(row, StoryRow) else {"name": row.name}
    about = {"id": str(row.id), **called, "status": row.status, **row.asset_generation_status}
    return about | {"failures": failures, "secondVoice": voice}


@app.command()
@said
def retry(
    story_id: Id, part: Annotated[str | None, typer.Argument(help="Left out: every part that failed.")] = None
) -> None:
    """Ask again for what failed of a story or character. It is made while `storytailor up` runs."""
    settings = Settings()
    with ledger_of(Home(settings)) as ledger:
        parts = parts_to_retry(_found(ledger, story_id), option.part_of(part), settings.scene_references)
        ledger.ask(subject_id=story_id, parts=parts)
    typer.echo(f"Queued again: {', '.join(parts)}. `storytailor up` makes it.")
    typer.echo(f"Watch it: storytailor status {story_id} --follow")


@app.command()
@said
def worker(
    concurrency: Annotated[
        int | None, typer.Option(min=1, help="Stories made at once on this machine; left out, one for each core.")
    ] = None,
) -> None:
    """Make stories beside other machines; once told to stop, finish those under way. Told again: stop now."""
    become_worker(Settings(), concurrency)


@app.command()
@said
def token(
    user: Annotated[UUID, typer.Option(help="The user's id; left out, always the same development user.")] = DEVELOPER,
    hours: Annotated[float, typer.Option(help="For how long it is believed.")] = 24.0,
) -> None:
    """Print a token that signs a development user in to the API of this home."""
    settings = Settings()
    typer.echo(_token(settings, Home(settings), user=user, hours=hours))


@app.command()
@said
def key() -> None:
    """Print the public key that supabase-js is made with, next to the API's address."""
    settings = Settings()
    given = settings.supabase_anon_key
    made = development_key(secret=Home(settings).jwt_secret(), issuer=settings.supabase_jwt_issuer)
    typer.echo(made if given is None else given.get_secret_value())


@app.command()
@said
def export(story_id: Id, folder: Annotated[Path, typer.Argument(help="Where to; made if missing.")]) -> None:
    """Write what is ready of a story into a folder."""
    settings = Settings()
    with ledger_of(Home(settings)) as ledger:
        row = _story(ledger, story_id)
    for name in export_story(row, store_from(settings), folder):
        typer.echo(str(folder / name))


@app.command()
@said
def doctor(
    live: Annotated[
        bool, typer.Option("--live", help="Also make one cheap call to each hosted provider that is set up.")
    ] = False,
) -> None:
    """Say what is installed, set up and answering; exit 1 with a remedy per problem."""
    problems = 0
    settings = Settings()
    for report in chain(examine(settings), ask_providers(settings) if live else ()):
        typer.echo(f"{'ok  ' if report.remedy is None else 'NO  '}{report.what:<20} {report.says}")
        if report.remedy is not None:
            typer.echo(f"      {report.remedy}")
            problems += 1
    raise typer.Exit(1 if problems else 0)


if __name__ == "__main__":
    app()
