"""What a run does to a story: every part's state is written back, whatever happens to the part."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from uuid import uuid4

import dagster as dg
import pytest

from storytailor_dagster.defs.checks import CHECKS, check_results, check_specs
from storytailor_dagster.defs.keys import asset_key
from storytailor_dagster.errors import Objection, Permanent
from storytailor_dagster.ledger import Ledger
from storytailor_dagster.providers.doubles import Script, doubles
from storytailor_dagster.providers.studio.check import StudioCheck
from storytailor_dagster.providers.studio.pictures import StudioPictures
from storytailor_dagster.settings import Settings
from storytailor_dagster.story.finding import Finding
from storytailor_dagster.story.parts import SCENES, Part
from storytailor_dagster.story.verdict import Matter, Objected, Verdict
from storytailor_dagster_tests.defs.conftest import House


def test_a_request_becomes_a_ready_story(house: House) -> None:
    story = house.asked()
    assert house.run(story).success
    row = house.row(story)
    assert row.status == "ready"
    assert row.asset_generation_status["overall"] == "ready"
    assert set(house.states(story).values()) == {"ready"}
    assert row.content["beats"][0]["id"] == "beat-1"
    assert len(row.content["metadata"]["keyBeats"]) == 4
    assert row.scene_art_urls is not None
    assert len(set(row.scene_art_urls)) == 4
    assert row.audio_words is not None
    assert row.audio_words[0]["txt"] == "Zuzka"
    assert row.pdf_pages is not None
    assert len(row.hue_extracted_colors) == 15


def test_every_recorded_url_names_an_object_that_is_there(house: House) -> None:
    story = house.asked()
    house.run(story)
    keys = [job.metadata["object_key"] for job in house.row(story).jobs]
    assert len(keys) == 9
    assert all(house.store.size(key) for key in keys)
    assert all(str(story) in key for key in keys)


def test_each_check_is_of_what_its_own_run_made(house: House) -> None:
    run = house.run(house.asked()).run_id
    for part in Part:
        checks = [spec.key for spec in check_specs(part)]
        told = house.instance.event_log_storage.get_latest_asset_check_execution_by_key(checks)
        assert len(told) == len(checks)
        for record in told.values():
            evaluation = record.event and record.event.asset_check_evaluation
            assert evaluation is not None
            assert evaluation.target_materialization_data is not None
            assert evaluation.target_materialization_data.run_id == run


def test_a_failed_check_is_an_error_where_it_blocks_else_a_warning_and_says_what_to_do() -> None:
    for part, checks in CHECKS.items():
        findings = [Finding(name=one.name, passed=False, summary="It is not.", blocks=one.blocks) for one in checks]
        for check, result in zip(checks, check_results(part, findings), strict=True):
            grave = dg.AssetCheckSeverity.ERROR if check.blocks else dg.AssetCheckSeverity.WARN
            assert (result.check_name, result.passed, result.severity) == (check.name, False, grave)
            assert set(result.metadata) == ({"code", "remedy"} if check.blocks else {"remedy"})


def test_what_blocks_as_it_is_listed_blocks_when_it_is_looked_at(house: House) -> None:
    result = house.run(house.asked())
    blocking = {spec.key for part in Part for spec in check_specs(part) if spec.blocking}
    grave = {one.asset_check_key for one in evaluations(result) if one.severity is dg.AssetCheckSeverity.ERROR}
    assert blocking <= grave


@pytest.mark.parametrize(
    ("matter", "check", "severities", "state"),
    [
        (Matter.FRIGHT, "nothing_frightening", ["ERROR"] * 4, "failed"),
        (Matter.LETTERS, "no_letters", ["ERROR"] * 3 + ["WARN"], "ready"),
    ],
)
def test_a_check_that_fails_at_every_try_is_an_error_until_the_picture_is_kept_all_the_same(
    house: House, matter: Matter, check: str, severities: list[str], state: str
) -> None:
    story = house.asked()
    objects = Verdict(objections=(Objected(matter=matter, says="There is something in it."),))
    result = house.run(story, (Part.CONTENT, Part.COVER), hands=doubles(verdicts=[objects] * 4))
    failed = [one for one in evaluations(result) if one.asset_key == asset_key(Part.COVER) and not one.passed]
    assert [(one.check_name, one.severity.name) for one in failed] == [(check, severity) for severity in severities]
    remedies = [str(one.metadata["remedy"].value) for one in failed]
    assert ["storytailor retry" in remedy for remedy in remedies] == [severity == "ERROR" for severity in severities]
    assert all(remedies)
    assert house.states(story)["cover"] == state


def evaluations(result: dg.ExecuteInProcessResult) -> list[dg.AssetCheckEvaluation]:
    events = (event for event in result.all_events if event.event_type_value == "ASSET_CHECK_EVALUATION")
    return [event.asset_check_evaluation_data for event in events]


def test_with_the_cover_alone_as_reference_a_failed_scene_takes_no_other_with_it(house: House, database: str) -> None:
    house.settings = Settings(scene_references="cover")
    with Ledger(database, references="cover") as house.ledger:
        story = house.asked()
        picture = Script([None, Permanent("The provider will never draw this.")])
        house.run(story, hands=doubles(picture=picture))
        states = house.states(story)
    assert sorted(states[scene] for scene in SCENES) == ["failed", "ready", "ready", "ready"]
    assert states["pdf"] == "failed"
    assert [len(call["references"]) for call in picture.calls[1:]] == [1] * 4


def test_an_objection_is_told_to_the_next_try(house: House) -> None:
    story = house.asked()
    picture = Script([Objection("The hero is missing.")])
    house.run(story, hands=doubles(picture=picture))
    assert house.states(story)["cover"] == "ready"
    assert [call["brief"].objection for call in picture.calls[:2]] == [None, "The hero is missing."]


def test_a_cover_that_stays_refused_takes_with_it_only_what_needs_it(house: House) -> None:
    story = house.asked()
    picture = Script([Objection("The hero is missing.")] * 4)
    assert not house.run(story, hands=doubles(picture=picture)).success
    assert len(picture.calls) == 4
    row, states = house.row(story), house.states(story)
    assert row.asset_generation_status["overall"] == "partial"
    assert row.status == "ready"
    assert [states[part] for part in (Part.CONTENT, Part.AUDIO, Part.ACTIVITIES)] == ["ready"] * 3
    assert [states[part] for part in (Part.COVER, *SCENES, Part.PDF)] == ["failed"] * 6
    error = row.asset_generation_status["assets"]["pdf"]["error"]
    assert "needs cover, which failed" in error
    assert "The hero is missing." in error


def test_what_no_try_can_cure_is_tried_once(house: House) -> None:
    story = house.asked()
    speech = Script([Permanent("The voice is gone.")] * 2)
    house.run(story, hands=doubles(speech=speech))
    assert len(speech.calls) == 1
    assert house.states(story)["audio"] == "failed"
    assert house.row(story).asset_generation_status["overall"] == "partial"


def test_a_bug_fails_the_part_and_never_hangs_it(house: House) -> None:
    story = house.asked()
    house.run(story, hands=doubles(speech=Script([ZeroDivisionError("Zuzka")])))
    row = house.row(story)
    assert house.states(story)["audio"] == "failed"
    assert "Zuzka" not in row.asset_generation_status["assets"]["audio"]["error"]


def test_a_story_that_can_not_be_told_fails_at_once_and_says_why(house: House) -> None:
    story = house.asked(age=12)
    assert not house.run(story).success
    row = house.row(story)
    assert row.status == "failed"
    assert set(house.states(story).values()) == {"failed"}
    assert "3 to 10" in row.asset_generation_status["assets"]["content"]["error"]


def test_a_story_deleted_while_it_is_made_ends_its_run(house: House) -> None:
    story = house.asked()
    house.run(story, [Part.CONTENT])
    house.ledger.forget(story)
    result = house.run(story, [Part.COVER])
    assert not result.success
    assert house.ledger.story(story) is None


def test_a_person_may_make_one_part_again_with_nothing_queued(house: House) -> None:
    story = house.asked()
    house.run(story)
    before = {job.part: job for job in house.row(story).jobs}
    assert house.run(story, [Part.AUDIO], by_queue=False).success
    after = {job.part: job for job in house.row(story).jobs}
    assert after[Part.AUDIO].attempt == before[Part.AUDIO].attempt + 1
    assert after[Part.AUDIO].status == "ready"
    assert after[Part.COVER] == before[Part.COVER]


def test_the_queues_run_never_makes_again_what_is_ready(house: House) -> None:
    story = house.asked()
    speech = Script()
    house.run(story, hands=doubles(speech=speech))
    result = house.run(story, [Part.AUDIO], hands=doubles(speech=speech))
    assert not result.success
    assert len(speech.calls) == 1
    assert house.states(story)["audio"] == "ready"


def test_a_part_is_refused_when_what_it_needs_is_gone_from_the_store(house: House) -> None:
    story = house.asked()
    house.run(story)
    content = next(job for job in house.row(story).jobs if job.part is Part.CONTENT)
    house.store.delete(content.metadata["object_key"])
    result = house.run(story, [Part.AUDIO], by_queue=False)
    assert not result.success
    assert "no such object" in str(result.failure_data_for_node("story__audio"))
    house.ledger.ask(subject_id=story, parts=[Part.AUDIO])
    house.run(story, [Part.AUDIO])
    audio = house.row(story).job(Part.AUDIO)
    assert audio is not None
    assert (audio.status, audio.code) == ("failed", "OBJECT_MISSING")


def test_a_part_whose_need_is_being_made_anew_stays_in_the_queue(house: House) -> None:
    story = house.asked()
    house.run(story)
    house.ledger.ask(subject_id=story, parts=[Part.CONTENT, Part.AUDIO])
    assert not house.run(story, [Part.AUDIO]).success
    audio = house.row(story).job(Part.AUDIO)
    assert audio is not None
    assert (audio.status, audio.attempt) == ("queued", 2)


def test_a_part_whose_need_failed_fails_at_once_and_says_so(house: House) -> None:
    story = house.asked()
    house.run(story, [Part.CONTENT, Part.COVER], hands=doubles(picture=Script([Permanent("No credit.", code="QUOTA")])))
    house.ledger.ask(subject_id=story, parts=[Part.SCENE_1])
    assert not house.run(story, [Part.SCENE_1]).success
    scene = house.row(story).job(Part.SCENE_1)
    assert scene is not None
    assert (scene.status, scene.code) == ("failed", "NEEDS_ANOTHER_PART")
    assert scene.error_message == "needs cover, which failed: No credit."
    assert scene.remedy == "`storytailor retry STORY cover` makes both."


def test_a_part_whose_need_was_not_asked_for_fails_at_once_and_says_so(house: House) -> None:
    story = house.asked(generateAssets=["scene_1"])
    assert not house.run(story, [Part.CONTENT, Part.SCENE_1]).success
    scene = house.row(story).job(Part.SCENE_1)
    assert scene is not None
    assert (scene.status, scene.code) == ("failed", "NEEDS_ANOTHER_PART")
    assert scene.error_message == "needs cover, which was not asked for."
    assert house.row(story).asset_generation_status["overall"] == "partial"


def test_each_call_to_a_provider_is_a_row(house: House) -> None:
    story = house.asked()
    house.run(story, hands=doubles(picture=Script([Objection("Blank.")])))
    rows = house.ledger.spending.calls(story)
    assert sum(row.purpose == "picture" for row in rows) == 6
    assert [row.outcome for row in rows if row.purpose == "picture" and row.part is Part.COVER] == [
        "failed",
        "answered",
    ]
    assert all(row.milliseconds is not None for row in rows)


def test_no_name_gets_into_anything_dagster_holds(
    house: House, events: Callable[[dg.ExecuteInProcessResult], str]
) -> None:
    story = house.asked(title="Zuzka and the Moon", theme="patience")
    result = house.run(story)
    assert result.success
    held = events(result)
    assert "story__cover" in held
    assert "Zuzka" not in held


def test_a_refused_name_is_in_no_error(house: House, events: Callable[[dg.ExecuteInProcessResult], str]) -> None:
    story = house.asked(hero={"name": "Zuzka/../../etc"})
    result = house.run(story)
    assert not result.success
    assert "Zuzka" not in events(result)
    assert "Zuzka" not in str(house.row(story).asset_generation_status)


def test_a_familys_stories_are_numbered_and_another_familys_begin_anew(house: House) -> None:
    mine = [house.row(house.asked()).ordinal for _ in range(3)]
    assert mine == [0, 1, 2]
    other = house.ledger.insert_story(creator_user_id=uuid4(), metadata={})
    assert house.row(other).ordinal == 0


def test_dagster_is_not_told_which_traits_a_studio_picture_shows(
    house: House, events: Callable[[dg.ExecuteInProcessResult], str]
) -> None:
    story = house.asked(hero={"name": "Zuzka", "inclusivityTraits": ["vitiligo"]})
    studio = replace(doubles(), picture=StudioPictures(), check=StudioCheck())
    held = events(house.run(story, (Part.CONTENT, Part.COVER), hands=studio))
    assert house.states(story)["cover"] == "ready"
    assert "setting:meadow" in held
    assert "vitiligo" not in held
