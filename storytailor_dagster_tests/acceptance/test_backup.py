"""A machine is lost while stories are made; a backup that was taken before, and `storytailor up`, finish them."""

from __future__ import annotations

import shutil
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from uuid import UUID, uuid4

import psycopg
import pytest

from storytailor_dagster.ledger import Ledger, StoryRow
from storytailor_dagster.local.postgres import EmbeddedPostgres
from storytailor_dagster.story.parts import Part
from storytailor_dagster_tests.acceptance.agreement import disagreements
from storytailor_dagster_tests.acceptance.household import (
    address_of,
    left_running,
    said,
    storytailor,
    up,
)
from storytailor_dagster_tests.emulator import Emulator, Fault, Rule
from storytailor_dagster_tests.emulator.__main__ import environment

LONGEST = 240.0
AT_ONCE = 2
"""Runs at a time, as `dagster.yaml` has it."""
DRAWN = 3
HANGING = [*[0] * AT_ONCE, *[200] * DRAWN]
"""Statuses of the pictures' calls, sorted, when each story that is being made waits for one."""


def until(done: Callable[[], bool], home: Path) -> None:
    end = time.monotonic() + LONGEST
    while not done():
        assert time.monotonic() < end, said(home).read_text() + daemon_log(home)
        time.sleep(0.3)


def daemon_log(home: Path) -> str:
    log = home / "logs" / "daemon.log"
    return log.read_text()[-4000:] if log.exists() else ""


def states(ledger: Ledger, story: UUID) -> dict[str, str]:
    row = ledger.story(story)
    assert row is not None
    return {part: one["status"] for part, one in row.asset_generation_status["assets"].items()}


def ready(ledger: Ledger, stories: Sequence[UUID]) -> list[set[str]]:
    """Of each story its parts but the pictures and the book that are ready."""
    parts = {"content", "audio", "activities"}
    return [{part for part, state in states(ledger, story).items() if state == "ready"} & parts for story in stories]


def asked(ledger: Ledger, **fields: object) -> UUID:
    return ledger.insert_story(creator_user_id=uuid4(), age=5, metadata={"hero": {"name": "Zuzka"}, **fields})


@pytest.mark.timeout(600)
def test_stories_in_flight_end_ready_and_nothing_kept_is_bought_again(server_folder: Path, emulator: Emulator) -> None:
    lost, found, backup = (server_folder / name for name in ("lost", "found", "one.backup"))
    hosted = environment(emulator)
    emulator.rule(Rule(door="picture", fault=Fault.HANG, seconds=LONGEST, after=DRAWN, times=None))
    with up(lost, hosted, until_killed=True):
        address_of("Dagster", lost)
        with Ledger(EmbeddedPostgres(lost / "postgres").dsn) as ledger:
            text_alone = asked(ledger, generateAssets=False)
            stories = [asked(ledger, theme=theme) for theme in ("courage", "kindness", "honesty")[: AT_ONCE + 1]]
            until(lambda: ready(ledger, stories).count({"content", "audio", "activities"}) == AT_ONCE, lost)
            until(lambda: set(states(ledger, text_alone).values()) == {"ready"}, lost)
            until(lambda: sorted(call.status for call in emulator.at("picture")) == HANGING, lost)
            taken = storytailor(lost, "backup", str(backup))
            assert taken.returncode == 0, taken.stderr
            too_late = asked(ledger)
    assert left_running(lost) == []
    shutil.rmtree(lost)
    emulator.let_go()

    restored = storytailor(found, "restore", str(backup))
    assert restored.returncode == 0, restored.stderr
    assert [path.name for path in server_folder.iterdir() if "restoring" in path.name] == []
    with up(found, hosted):
        address_of("Dagster", found)
        dsn = EmbeddedPostgres(found / "postgres").dsn
        with Ledger(dsn) as ledger, psycopg.connect(dsn, autocommit=True) as connection:
            until(lambda: all(set(states(ledger, story).values()) == {"ready"} for story in stories), found)
            assert set(states(ledger, text_alone).values()) == {"ready"}
            assert ledger.story(too_late) is None
            assert disagreements(connection) == []
            assert [
                key
                for row in map(ledger.story, stories)
                for key in objects(row)
                if not (found / "objects" / key).exists()
            ] == []
    # By number: the emulator tells equal stories, whose calls are equal too.
    doors = Counter(call.door for call in emulator.calls)
    assert doors["text"] == 1 + len(stories)
    assert doors["speech"] == len(stories)
    assert doors["check"] == 5 * len(stories)
    assert doors["picture"] == 5 * len(stories) + AT_ONCE, "those in flight when it was lost, again, and no other"
    assert left_running(found) == []


def objects(row: StoryRow | None) -> list[str]:
    assert row is not None
    return [str(job.metadata["object_key"]) for job in row.jobs if job.part in Part]
