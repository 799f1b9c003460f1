"""What only needs waiting: it is waited out within a try, or costs a try; and who stays out of order fails the part."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from storytailor_dagster.story.parts import SCENES, Part
from storytailor_dagster_tests.defs.conftest import House
from storytailor_dagster_tests.defs.hosted.faults import LATE, MAKERS, PICTURES, WAITED
from storytailor_dagster_tests.defs.hosted.one_part import BOUGHT, OnePart
from storytailor_dagster_tests.emulator import Emulator, Fault, Rule

TRIES = {Part.CONTENT: 3, **dict.fromkeys(PICTURES, 4), Part.AUDIO: 2}


@pytest.mark.parametrize("fault", WAITED)
@pytest.mark.parametrize(("part", "door"), [(Part.CONTENT, "text"), (Part.COVER, "picture"), (Part.AUDIO, "speech")])
def test_what_only_needs_waiting_is_waited_out(
    home: House, emulator: Emulator, fault: Fault, part: Part, door: str
) -> None:
    one = OnePart(home, part)
    emulator.rule(Rule(door=door, fault=fault, retry_after=0.05))
    assert one.make()
    first, second = one.calls(door)
    assert (first.outcome, first.error_code, first.try_number) == ("failed", WAITED[fault], 1)
    assert (second.outcome, second.try_number) == ("answered", 1)
    assert (first.cost > 0) == (WAITED[fault] == "NO_ANSWER")
    assert len(emulator.at(door)) == 2


@pytest.mark.parametrize("fault", WAITED)
@pytest.mark.parametrize(
    ("part", "door"),
    [*((scene, "picture") for scene in SCENES), (Part.CONTENT, "moderation"), (Part.SCENE_1, "check")],
)
def test_who_is_not_waited_for_costs_a_try_and_is_asked_again_at_the_next(
    impatient: House, emulator: Emulator, fault: Fault, part: Part, door: str
) -> None:
    one = OnePart(impatient, part)
    emulator.rule(Rule(door=door, fault=fault))
    assert one.make()
    first, second = one.calls(door)[:2]
    assert (first.error_code, first.try_number) == (WAITED[fault], 1)
    assert (second.outcome, second.try_number) == ("answered", 2)
    made = [call for call in emulator.calls if call.door in ("text", "picture") and call.door != door]
    assert len(made) == (0 if door == "picture" else 1)


@pytest.mark.parametrize(("part", "door"), [*MAKERS, (Part.CONTENT, "moderation")])
def test_who_stays_out_of_order_fails_the_part_after_its_tries(
    impatient: House, emulator: Emulator, part: Part, door: str
) -> None:
    one = OnePart(impatient, part)
    emulator.rule(Rule(door=door, fault=Fault.OVERLOADED, times=None))
    assert one.fails("BUSY")
    assert len(emulator.at(door)) == TRIES[part]
    assert [call.try_number for call in one.calls(door)] == list(range(1, TRIES[part] + 1))
    assert sum(call.cost for call in one.calls(door)) == 0


@pytest.mark.parametrize("part", PICTURES)
@pytest.mark.parametrize("door", ["check", "moderation"])
def test_without_a_verdict_there_is_no_picture_and_the_picture_is_bought_once(
    impatient: House, emulator: Emulator, door: str, part: Part
) -> None:
    one = OnePart(impatient, part)
    emulator.rule(Rule(door=door, fault=Fault.SERVER_ERROR, times=None))
    assert one.fails("BUSY")
    assert len(emulator.at(door)) == 4
    assert len(emulator.at("picture")) == 1


@pytest.mark.parametrize("fault", LATE)
@pytest.mark.parametrize(("part", "door"), [(Part.CONTENT, "text"), (Part.COVER, "picture"), (Part.AUDIO, "speech")])
def test_no_call_takes_longer_than_its_limit(
    hosted_house: Callable[..., House], emulator: Emulator, fault: Fault, part: Part, door: str
) -> None:
    house = hosted_house(text_seconds=2.5, picture_seconds=2.5, speech_seconds=2.5, patience_seconds=0.0)
    one = OnePart(house, part)
    emulator.rule(Rule(door=door, fault=fault, seconds=30.0))
    assert one.make()
    first, second = one.calls(door)
    assert (first.error_code, second.outcome) == ("NO_ANSWER", "answered")


@pytest.mark.parametrize("fault", LATE)
@pytest.mark.parametrize("door", ["check", "moderation"])
def test_no_verdict_takes_longer_than_its_limit(
    hosted_house: Callable[..., House], emulator: Emulator, fault: Fault, door: str
) -> None:
    one = OnePart(hosted_house(check_seconds=2.5, patience_seconds=0.0), Part.SCENE_2)
    emulator.rule(Rule(door=door, fault=fault, seconds=30.0))
    assert one.make()
    first, second = one.calls(door)
    assert (first.error_code, second.outcome) == ("NO_ANSWER", "answered")
    assert len(emulator.at("picture")) == 1


@pytest.mark.parametrize("part", [Part.COVER, Part.AUDIO])
def test_what_was_bought_and_cannot_be_kept_is_not_bought_again_until_the_store_is_back(
    impatient: House, emulator: Emulator, part: Part
) -> None:
    one = OnePart(impatient, part)
    bought = impatient.folder / BOUGHT
    bought.parent.mkdir(parents=True, exist_ok=True)
    bought.symlink_to(impatient.folder / "a disk that is gone")
    assert one.fails("STORE_UNREACHABLE")
    (call,) = [call for call in impatient.ledger.spending.calls(one.story) if call.provider not in ("double", "studio")]
    assert call.cost > 0
    assert len(emulator.calls) == 1
    bought.unlink()
    impatient.ledger.ask(subject_id=one.story, parts=[part])
    assert one.make()
