"""A process killed with -9 between a provider's answer and its record has bought nothing that is bought again."""

from __future__ import annotations

import multiprocessing
import signal
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from storytailor_dagster.ledger import Ledger
from storytailor_dagster.story.parts import NEEDS, SCENES, Part
from storytailor_dagster_tests.acceptance import making_one_part
from storytailor_dagster_tests.conftest import emptied
from storytailor_dagster_tests.emulator import Emulator

DOORS = {
    Part.CONTENT: ("moderation", "text", "moderation"),
    **dict.fromkeys((Part.COVER, *SCENES), ("picture", "moderation", "check")),
    Part.AUDIO: ("speech",),
}


@pytest.fixture
def database(postgres_18: str) -> str:
    return emptied(postgres_18)


PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload([making_one_part.__name__])


class Maker:
    """Makes parts of one story, each in a process of its own."""

    def __init__(self, *, dsn: str, objects: Path, emulator: Emulator, story: UUID) -> None:
        self._fixed = (dsn, str(objects), emulator.url, str(story))

    def make(self, part: Part, run: UUID, *, parent: UUID | None = None, when: str = "never") -> int:
        """The exit status: 0, 1 where it failed, -9 where it was killed."""
        given = (*self._fixed, part.value, str(run), str(parent or ""), when)
        process = PROCESSES.Process(target=making_one_part.main, args=given)
        process.start()
        process.join(120)
        assert process.exitcode in (0, -signal.SIGKILL)
        return process.exitcode


@pytest.fixture
def maker(ledger: Ledger, database: str, tmp_path: Path, emulator: Emulator) -> tuple[Maker, UUID]:
    story = ledger.insert_story(
        creator_user_id=uuid4(), metadata={"hero": {"name": "Zuzka"}, "idea": "a kite that will not fly"}
    )
    return Maker(dsn=database, objects=tmp_path / "objects", emulator=emulator, story=story), story


@pytest.mark.parametrize("part", DOORS)
def test_a_kill_anywhere_between_answer_and_record_buys_nothing_again(
    maker: tuple[Maker, UUID], ledger: Ledger, emulator: Emulator, part: Part
) -> None:
    process, story = maker
    for need in in_graph_order(part):
        assert process.make(need, uuid4()) == 0
    before = len(emulator.calls)
    killed: UUID | None = None
    for _ in DOORS[part]:
        run = uuid4()
        assert process.make(part, run, parent=killed, when="answered") == -signal.SIGKILL
        killed = run
    run = uuid4()
    assert process.make(part, run, parent=killed, when="recording") == -signal.SIGKILL
    assert process.make(part, uuid4(), parent=run) == 0
    assert emulator.bought_twice() == []
    assert [call.door for call in emulator.calls[before:]] == list(DOORS[part])
    row = ledger.story(story)
    assert row is not None
    job = row.job(part)
    assert job is not None
    assert (job.status, job.attempt) == ("ready", 1)
    calls = [call for call in ledger.spending.calls(story) if call.part is part and call.provider != "studio"]
    assert [call.outcome for call in calls] == ["kept"] * len(DOORS[part])
    assert all(call.request_id for call in calls)


def in_graph_order(part: Part) -> list[Part]:
    """All that has to be there before the part."""
    wanted: set[Part] = set()
    left = list(NEEDS[part])
    while left:
        need = left.pop()
        wanted.add(need)
        left += NEEDS[need]
    return [other for other in Part if other in wanted]
