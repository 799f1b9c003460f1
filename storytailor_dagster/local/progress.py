"""Watching a story or character: each part with its state and time, live in a terminal, a line per change elsewhere."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from uuid import UUID

from rich.console import Console
from rich.live import Live
from rich.table import Table
from rich.text import Text

from storytailor_dagster.errors import Gone, Transient
from storytailor_dagster.ledger import Ledger, SubjectRow
from storytailor_dagster.local.standing import advice, overall, part_line, part_states
from storytailor_dagster.subjects import AnyPart

LONGEST = 30 * 60.0
PATIENCE_SECONDS = 60.0
"""How long a database that is out of reach is waited for: perhaps it is being started again."""
_PAUSE = 0.3
_SIGNS = {
    "pending": "[dim]·[/]",
    "generating": "[yellow]…[/]",
    "retrying": "[yellow]↻[/]",
    "ready": "[green]✓[/]",
    "failed": "[red]✗[/]",
}


def changes(ledger: Ledger, story_id: UUID, *, check: Callable[[], object]) -> Iterator[tuple[SubjectRow, bool]]:
    """The story whenever it is looked at, and whether it changed, until it is no longer being made.

    Raises:
        Gone: there is no such story.
        Transient: it is still being made after half an hour, the database is out of reach for long, or what `check`
            raises.
    """
    end, revision = time.monotonic() + LONGEST, -1
    heard = time.monotonic()
    while True:
        check()
        try:
            story = ledger.subject(story_id)
        except Transient:
            if time.monotonic() > heard + PATIENCE_SECONDS:
                raise
            time.sleep(_PAUSE)
            continue
        heard = time.monotonic()
        if story is None:
            raise Gone("There is no such story or character.")
        yield story, story.revision != revision
        revision = story.revision
        if overall(story) != "generating":
            return
        if time.monotonic() > end:
            raise Transient("It is still not ready after half an hour.", remedy="Look at its run in Dagster.")
        time.sleep(_PAUSE)


def watch(
    ledger: Ledger, story_id: UUID, console: Console, *, check: Callable[[], object] = lambda: None
) -> SubjectRow:
    """Shows the story's parts as they become ready; the finished row."""
    began = time.monotonic()
    seen: dict[AnyPart, str] = {}
    times: dict[AnyPart, float] = {}
    with Live(console=console, refresh_per_second=8, transient=False) as live:
        if not console.is_terminal:
            live.stop()
        for story, _ in changes(ledger, story_id, check=check):
            now = time.monotonic() - began
            for part, (state, _) in part_states(story).items():
                if seen.get(part) == state:
                    continue
                seen[part], times[part] = state, now
                if not console.is_terminal:
                    first, *others = part_line(story, part)
                    lines = (f"{now:6.1f} s  {first}", *(f"{'':10}{line}" for line in others))
                    console.print(*lines, sep="\n", markup=False, soft_wrap=True)
            if console.is_terminal:
                live.update(_table(story, times, now))
    return story


def _table(story: SubjectRow, times: dict[AnyPart, float], now: float) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), show_header=False, title=f"{now:.0f} s", title_justify="left")
    for part, (state, error) in part_states(story).items():
        since = f"{times[part]:.1f} s" if state in ("ready", "failed") else ""
        table.add_row(_SIGNS[state], part.value, state, since, _said(story, part, error))
    return table


def _said(story: SubjectRow, part: AnyPart, error: str | None) -> Text:
    return Text("\n").join([Text(error or "", "red"), *(Text(line, "dim") for line in advice(story, part))])
