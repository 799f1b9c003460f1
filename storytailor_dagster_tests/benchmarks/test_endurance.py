"""The arithmetic of `make endurance`: what was bought twice, when stories went on, what is told of them."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random

import pytest

from benchmarks.endurance.__main__ import read_options, told
from benchmarks.endurance.bought import Again, Paid, again, kept, paid
from benchmarks.endurance.breaking import BOUND, Break, next_one
from benchmarks.endurance.report import lines, totals, written
from benchmarks.endurance.sitting import Broken, Sitting, counted, sittings
from benchmarks.endurance.stories import Story, outcomes, went_on

FIRST = Paid(digest="a", request_id="req_1", at=10.0)
SECOND = Paid(digest="a", request_id="req_2", at=20.0)


@pytest.mark.parametrize(
    ("held", "finished"),
    [({}, False), ({"req_1": 12.0}, True), ({"req_1": 25.0}, False), ({"req_2": 12.0}, False)],
    ids=["never stored", "stored before it was asked again", "stored after", "another one"],
)
def test_a_call_was_finished_when_its_answer_lay_in_the_store_before_it_was_made_again(
    held: dict[str, float], finished: bool
) -> None:
    assert again([SECOND, FIRST], held) == [Again(at=20.0, finished=finished)]


def test_different_requests_are_bought_once_each() -> None:
    assert again([FIRST, Paid(digest="b", request_id="req_3", at=20.0)], {"req_1": 12.0}) == []


def test_calls_are_read_as_the_emulator_tells_them_without_the_free_ones() -> None:
    call = {"digest": "a", "number": 7, "at": 5.0, "billed": True, "door": "picture", "provider": "openai"}
    voice = {**call, "door": "speech", "provider": "elevenlabs", "number": 8}
    free = {**call, "door": "moderation"}
    assert paid([call, voice, free, {**call, "billed": False}], offset=100.0) == [
        Paid(digest="a", request_id="req_7", at=105.0),
        Paid(digest="a", request_id="emulated-8", at=105.0),
    ]


def test_kept_answers_are_found_by_the_provider_s_name_for_them(tmp_path: Path) -> None:
    answer = tmp_path / "story" / "digest"
    answer.parent.mkdir()
    answer.write_bytes(json.dumps({"usage": {}, "request_id": "req_7"}).encode() + b"\n\x00\x01")
    assert kept(tmp_path) == {"req_7": answer.stat().st_mtime}


def test_stories_have_gone_on_when_the_last_of_them_took_a_step_or_ended() -> None:
    quick, slow, ended = (
        Story(id="quick", asked=0.0, stepped=12.0),
        Story(id="slow", asked=0.0, stepped=15.0),
        Story(id="ended", asked=0.0, stepped=14.0, overall="failed"),
    )
    assert went_on([quick, slow, ended], since=10.0) == 5.0
    assert went_on([quick, slow, ended], since=13.0) is None
    assert went_on([], since=13.0) == 0.0


def test_what_has_not_ended_is_lost() -> None:
    assert outcomes(["ready", "generating"]) == {"ready": 1, "partial": 0, "failed": 0, "lost": 1}


def test_a_call_bought_again_counts_for_what_had_broken_last() -> None:
    story = Story(id="a", asked=0.0, overall="ready")
    breaks = [
        Break(what="redis", at=10.0, began=10.0, on=5.0, hit=[story]),
        Break(what="store", at=45.0, began=40.0, on=None, hit=[story]),
    ]
    calls = [Again(at=at, finished=finished) for at, finished in ((9.0, False), (21.0, True), (41.0, False))]
    assert told(breaks, calls) == [
        Broken(what="redis", on=5.0, hit=["a"], finished=1, flying=1),
        Broken(what="store", on=None, hit=["a"], flying=1),
    ]


ABOUT = {
    "when": "2026-11-21 10:00 UTC", "processor": "one", "cores": 2, "memory": 8e9, "load": 0.5,
    "versions": {"Python": "3.11", "Dagster": "1.13"},
}  # fmt: skip


def sitting(seed: int, ends: dict[str, str], *breaks: Broken, setup: str = "one") -> Sitting:
    return Sitting(
        setup=setup, seed=seed, about=ABOUT, revision="abc", scale=3.0, in_flight=20, minutes=5.0, ends=ends,
        breaks=breaks, hollow=[],
    )  # fmt: skip


def test_sittings_are_kept_and_summed_up_with_a_line_for_each_thing_that_broke(tmp_path: Path) -> None:
    first = sitting(1, {"a": "ready"}, Broken(what="redis", on=5.0, hit=["a"], finished=1))
    second = sitting(
        2, {"b": "failed", "c": "ready"},
        Broken(what="redis", on=31.0, hit=["c"]), Broken(what="store", on=None, hit=["b", "c"], flying=1),
    )  # fmt: skip
    for one in (first, second, sitting(1, {"d": "ready"}, Broken(what="store", on=1.0, hit=["d"]), setup="fleet")):
        one.keep(tmp_path)
    kept = [one for one in sittings(tmp_path) if one.setup == "one"]
    redis, store = lines(kept)[2:]
    assert redis == "| redis | 2 | 2 | 2 | 0 | 0 | 0 | 1 | 0 | 18.0 | 31.0 | 1 |"
    assert store == f"| store | 1 | 2 | 1 | 0 | 1 | 0 | 0 | 1 | {BOUND:.1f} | more than {BOUND:.0f} | 1 |"
    assert totals(kept).startswith("3 stories: 2 ready, 0 partial, 1 failed, 0 lost;")
    assert counted(sittings(tmp_path), "one") == {"redis": 2, "store": 1}
    assert "## fleet" in written(sittings(tmp_path))


def test_what_was_broken_least_comes_next_until_all_were_broken_so_often() -> None:
    chance = Random(1)
    assert next_one(["redis", "store"], 2, {"redis": 1}, chance) == "store"
    assert next_one(["redis", "store"], 2, {"redis": 2, "store": 2}, chance) is None


def test_unknown_things_and_setups_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert read_options(["--what", "redis,store", "--setup", "fleet"]).what == ["redis", "store"]
    for wrong in (["--what", "moon"], ["--setup", "moon"]):
        with pytest.raises(SystemExit):
            read_options(wrong)
        assert "moon is none of" in capsys.readouterr().err
