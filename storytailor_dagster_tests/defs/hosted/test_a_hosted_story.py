"""A whole story through every hosted door: what was sent, to whom, what it cost, and what nobody was told."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from io import BytesIO

import dagster as dg
import pytest
from PIL import Image, ImageChops

from storytailor_dagster.story.parts import Part
from storytailor_dagster_tests.defs.conftest import House
from storytailor_dagster_tests.emulator import Emulator, Fault, Rule

Events = Callable[[dg.ExecuteInProcessResult], str]


def sent(emulator: Emulator) -> str:
    return json.dumps([call.request for call in emulator.calls], ensure_ascii=False)


def test_a_story_is_made_by_hosted_models_alone(home: House, emulator: Emulator) -> None:
    story = home.asked(theme="patience")
    assert home.run(story).success
    assert set(home.states(story).values()) == {"ready"}
    doors = [call.door for call in emulator.calls]
    assert {door: doors.count(door) for door in set(doors)} == {
        "moderation": 7,
        "text": 1,
        "picture": 5,
        "check": 5,
        "speech": 1,
    }
    assert "Zuzka" in home.row(story).content["text"]
    assert "Zuzka" in str(home.row(story).title)


def test_no_name_leaves_the_house_but_for_the_voice(home: House, emulator: Emulator) -> None:
    story = home.asked(
        title="Zuzka and Uncle Bartolomej",
        idea="Zuzka waits for Bartolomej",
        storyType="birthday",
        birthday={"to": "Zuzka", "from": "Bartolomej", "ageTurning": 5, "birthdayMessage": "Love, Bartolomej"},
        hero={"name": "Zuzka", "appearance": "Zuzka has red hair"},
    )
    assert home.run(story).success
    spoken = [json.dumps(call.request, ensure_ascii=False) for call in emulator.at("speech")]
    others = [json.dumps(call.request, ensure_ascii=False) for call in emulator.calls if call.door != "speech"]
    assert "Zuzka" in spoken[0]
    for name in ("Zuzka", "Bartolomej"):
        assert not any(name in request for request in others)


def test_the_voice_gets_stand_ins_where_the_family_wants_it_so(
    hosted_house: Callable[..., House], emulator: Emulator
) -> None:
    house = hosted_house(speak_names=False)
    story = house.asked()
    assert house.run(story).success
    assert "Zuzka" not in sent(emulator)
    assert any("Zuzka" in word["txt"] for word in house.row(story).audio_words or ())


def test_each_picture_is_drawn_from_those_before_it(home: House, emulator: Emulator) -> None:
    story = home.asked()
    home.run(story)
    drawn: list[str] = []
    references: list[list[str]] = []
    for call in emulator.at("picture"):
        references.append([file["sha256"] for file in call.request.get("image[]", ())])
        drawn.append(call.path.rpartition("/")[2])
    assert drawn == ["generations", "edits", "edits", "edits", "edits"]
    assert [len(files) for files in references] == [0, 1, 2, 2, 2]
    cover, first = references[1][0], references[2][1]
    assert references[2][0] == cover
    assert references[3][0] == first
    assert references[4][0] == references[3][1]


def test_a_hosted_cover_is_lettered_here_and_its_scenes_see_it_without(home: House, emulator: Emulator) -> None:
    story = home.asked(title="The Lantern")
    home.run(story)
    job = home.row(story).job(Part.COVER)
    assert job is not None
    lettered, plain = (home.store.get(job.metadata[name]) for name in ("object_key", "plain_key"))
    changed = ImageChops.difference(
        Image.open(BytesIO(lettered)).convert("RGB"), Image.open(BytesIO(plain)).convert("RGB")
    ).getbbox()
    assert changed is not None
    left, top, right, bottom = changed
    assert top < bottom < 360
    assert left < 768 < right
    assert "The Lantern" not in json.dumps([call.request for call in emulator.at("picture")])


def test_nothing_is_stored_at_the_provider_and_the_family_is_a_hash(home: House, emulator: Emulator) -> None:
    story = home.asked()
    home.run(story)
    creator = home.row(story).creator_user_id
    asked = [call.request for call in emulator.calls if call.door in ("text", "check")]
    assert all(request["store"] is False for request in asked)
    identifiers = {request["safety_identifier"] for request in asked}
    assert len(identifiers) == 1
    assert str(creator) not in sent(emulator)


def test_every_call_is_a_row_and_the_costs_agree(home: House, emulator: Emulator) -> None:
    story = home.asked()
    result = home.run(story)
    rows = [row for row in home.ledger.spending.calls(story) if row.provider != "studio"]
    assert len(rows) == len(emulator.calls)
    assert all(row.outcome == "answered" and row.request_id and row.milliseconds is not None for row in rows)
    paid = [row for row in rows if row.purpose != "moderation"]
    assert all(row.cost > 0 and row.units for row in paid)
    told = {
        event.asset_key.path[-1]: event.materialization.metadata["cost_usd"].value
        for event in result.get_asset_materialization_events()
        if event.asset_key is not None
    }
    for job in home.row(story).jobs:
        cost = sum((row.cost for row in rows if row.part is job.part), Decimal(0))
        assert abs((job.cost or 0) - cost) < Decimal("0.0001")
        assert told[job.part.value] == pytest.approx(float(cost))


def test_dagster_holds_no_name_no_look_and_no_key(home: House, emulator: Emulator, events: Events) -> None:
    story = home.asked(
        title="Zuzka and the Moon",
        hero={"name": "Zuzka", "appearance": "hair like a copper kettle", "inclusivityTraits": ["vitiligo"]},
    )
    held = events(home.run(story))
    assert "story__cover" in held
    for secret in ("Zuzka", "copper kettle", "vitiligo", emulator.key):
        assert secret not in held


def test_a_second_run_in_the_queue_buys_nothing(home: House, emulator: Emulator) -> None:
    story = home.asked()
    home.run(story)
    before = len(emulator.calls)
    home.run(story)
    assert len(emulator.calls) == before
    assert emulator.bought_twice() == []


def test_a_person_who_asks_again_gets_another_picture(home: House, emulator: Emulator) -> None:
    story = home.asked()
    home.run(story)
    first = home.row(story).cover_art_url
    assert home.run(story, [Part.COVER], by_queue=False).success
    assert len(emulator.at("picture")) == 6
    assert first is not None


def test_past_the_storys_cap_a_part_fails_and_nothing_is_bought(
    hosted_house: Callable[..., House], emulator: Emulator
) -> None:
    house = hosted_house(budget_per_story=Decimal("0.07"))
    story = house.asked()
    result = house.run(story)
    assert not result.success
    assert house.states(story)["content"] == "ready"
    assert house.states(story)["cover"] == "failed"
    assert emulator.at("picture") == []
    assert "BUDGET_EXCEEDED" in str(result.failure_data_for_node("story__cover"))
    assert sum(row.cost for row in house.ledger.spending.calls(story)) <= Decimal("0.07")


def test_a_persons_note_reaches_the_painter_without_names(home: House, emulator: Emulator) -> None:
    story = home.asked()
    home.run(story, [Part.CONTENT, Part.COVER])
    home.ledger.ask(subject_id=story, parts=[Part.COVER], note="Let Zuzka wear a yellow coat.")
    assert home.run(story, [Part.COVER]).success
    prompt = emulator.at("picture")[-1].request["prompt"]
    assert "wear a yellow coat" in prompt
    assert "Zuzka" not in prompt
    home.ledger.ask(subject_id=story, parts=[Part.COVER])
    assert home.run(story, [Part.COVER]).success
    assert "yellow coat" not in emulator.at("picture")[-1].request["prompt"]


def test_a_note_that_is_not_for_children_buys_nothing(home: House, emulator: Emulator) -> None:
    story = home.asked()
    home.run(story, [Part.CONTENT, Part.COVER])
    home.ledger.ask(subject_id=story, parts=[Part.COVER], note="Make it a bloodbath.")
    result = home.run(story, [Part.COVER])
    assert "REQUEST_NOT_FOR_CHILDREN" in str(result.failure_data_for_node("story__cover"))
    assert len(emulator.at("picture")) == 1


@pytest.mark.parametrize("part", [Part.CONTENT, Part.COVER])
def test_a_note_is_moderated_at_the_next_try_where_the_first_found_nobody_to_ask(
    hosted_house: Callable[..., House], emulator: Emulator, part: Part
) -> None:
    house = hosted_house(patience_seconds=0.0)
    story = house.asked()
    house.run(story, [Part.CONTENT, Part.COVER])
    before = len(emulator.calls)
    house.ledger.ask(subject_id=story, parts=[part], note="Put a trebuchet into it.")
    emulator.rule(Rule(door="moderation", fault=Fault.OVERLOADED))
    emulator.rule(Rule(door="moderation", fault=Fault.FLAGGED, containing="trebuchet"))
    result = house.run(story, [part])
    assert "REQUEST_NOT_FOR_CHILDREN" in str(result.failure_data_for_node(f"story__{part.value}"))
    assert [call.door for call in emulator.calls[before:]] == ["moderation", "moderation"]
