"""A process killed with -9 between a provider's answer and its record has bought nothing that is bought again."""

from __future__ import annotations

import multiprocessing
import signal
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from storytailor_dagster.character.portraits import Portrait
from storytailor_dagster.defs.making import row_of
from storytailor_dagster.ledger import CharacterFields, Ledger
from storytailor_dagster.story.parts import SCENES, Part
from storytailor_dagster.subjects import AnyPart, below, in_order, subject_of
from storytailor_dagster_tests.acceptance import making_one_part
from storytailor_dagster_tests.conftest import emptied
from storytailor_dagster_tests.emulator import Emulator

DOORS: dict[AnyPart, tuple[str, ...]] = {
    Part.CONTENT: ("moderation", "text", "moderation"),
    **dict.fromkeys((Part.COVER, *SCENES), ("picture", "moderation", "check")),
    Part.AUDIO: ("speech",),
    Portrait.HEADSHOT: ("moderation", "picture", "moderation", "check"),
    Portrait.BODY: ("picture", "moderation", "check"),
}


@pytest.fixture
def database(postgres_18: str) -> str:
    return emptied(postgres_18)


PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload([making_one_part.__name__])


class Maker:
    """Makes parts of one story or character, each in a process of its own."""

    def __init__(self, *, dsn: str, objects: Path, emulator: Emulator, subject: UUID) -> None:
        self._fixed = (dsn, str(objects), emulator.url, str(subject))

    def make(self, part: AnyPart, run: UUID, *, parent: UUID | None = None, when: str = "never") -> int:
        """The exit status: 0, 1 where it failed, -9 where it was killed."""
        given = (*self._fixed, part.value, str(run), str(parent or ""), when)
        process = PROCESSES.Process(target=making_one_part.main, args=given)
        process.start()
        process.join(120)
        assert process.exitcode in (0, -signal.SIGKILL)
        return process.exitcode


def asked(ledger: Ledger, part: AnyPart) -> UUID:
    """A story, or a character, that the part is to be made of."""
    if isinstance(part, Part):
        metadata = {"hero": {"name": "Zuzka"}, "idea": "a kite that will not fly"}
        return ledger.insert_story(creator_user_id=uuid4(), metadata=metadata)
    fields = CharacterFields(name="Zuzka", traits={"appearance": "red hair"})
    character = uuid4()
    ledger.characters.insert(uuid4(), character_id=character, fields=fields)
    return character


@pytest.mark.parametrize("part", DOORS)
def test_a_kill_anywhere_between_answer_and_record_buys_nothing_again(
    ledger: Ledger, database: str, tmp_path: Path, emulator: Emulator, part: AnyPart
) -> None:
    subject = asked(ledger, part)
    process = Maker(dsn=database, objects=tmp_path / "objects", emulator=emulator, subject=subject)
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
    row = row_of(ledger, part, subject)
    assert row is not None
    job = row.job(part)
    assert job is not None
    assert (job.status, job.attempt) == ("ready", 1)
    calls = [call for call in ledger.spending.calls(subject) if call.part is part and call.provider != "studio"]
    assert [call.outcome for call in calls] == ["kept"] * len(DOORS[part])
    assert all(call.request_id for call in calls)


def in_graph_order(part: AnyPart) -> tuple[AnyPart, ...]:
    """All that has to be there before the part."""
    return in_order(other for other in subject_of(part).parts if part in below(other))
