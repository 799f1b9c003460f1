"""The harness of `make bench` starts, measures something real and tells it. What it measures is asserted nowhere."""

from __future__ import annotations

import sys
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest

from benchmarks.reference import report, timeline, work
from benchmarks.reference.__main__ import read_options
from benchmarks.reference.measures import Bench
from benchmarks.reference.peer import KINDS, peer
from benchmarks.reference.provider import BoughtTwice, Called, Provider, bought_twice, provider
from benchmarks.reference.workload import SEQUENTIAL, STEPS, WAITS, critical_path, leaning_on_the_cover, word
from storytailor_dagster.story.parts import NEEDS, Part, needs
from storytailor_dagster_tests.emulator.rules import DOORS

QUICK = dict.fromkeys(WAITS, 0.05)
KILLED = 100.0


def called(digest: str, at: float, ended: float | None, door: str = "picture") -> Called:
    return Called(door=door, digest=digest, at=at, ended=ended, status=200)


def whole_graph(direct: dict[str, tuple[str, ...]]) -> dict[str, set[str]]:
    """What every step needs, directly or not."""
    found: dict[str, set[str]] = {}
    for name, own in direct.items():
        found[name] = set(own).union(*(found[need] for need in own))
    return found


def test_the_workload_is_the_product_s_graph() -> None:
    for ours, theirs in ((NEEDS, STEPS), (needs("cover"), leaning_on_the_cover())):
        mine = {part.value: tuple(need.value for need in ours[part]) for part in Part}
        assert whole_graph(mine) == whole_graph({name: step.needs for name, step in theirs.items()})
    assert (critical_path(), critical_path(leaning_on_the_cover()), SEQUENTIAL) == (16.0, 8.5, 22.0)
    assert set(WAITS) <= set(DOORS)


def test_every_story_has_a_word_of_its_own_and_all_are_as_long() -> None:
    words = [word(number) for number in range(5000)]
    assert len(set(words)) == 5000
    assert all(len(one) == len(other) for one, other in pairwise(words))


def test_what_is_bought_again_was_finished_or_in_flight() -> None:
    calls = [
        called("finished", 10, 20),
        called("in flight", 90, 110),
        called("once", 95, None),
        called("free", 10, 20, door="moderation"),
        *(called(again, 120, 130) for again in ("finished", "in flight", "new")),
        called("free", 120, 130, door="moderation"),
    ]
    assert bought_twice(calls, killed=KILLED) == BoughtTwice(finished=1, in_flight=1)


def test_the_floor_makes_a_story_and_is_measured(postgres_18: str, tmp_path: Path) -> None:
    with (
        provider(tmp_path, waits=QUICK) as providers,
        peer(
            KINDS["floor"], postgres=postgres_18, provider=providers, folder=tmp_path, python=Path(sys.executable)
        ) as floor,
    ):
        bench = Bench(floor, providers, postgres=0)
        systems = {"floor": {"name": floor.name, **measured(bench)}}
        doors = [call.door for call in providers.calls()]
    assert sorted(doors) == sorted(step.door for step in STEPS.values() if step.door)
    page = report.written(
        {"machine": report.machine(), "options": vars(read_options([])), "systems": systems, "left_out": {}}
    )
    assert page.count(f"| {floor.name} |") == 3


def measured(bench: Bench) -> dict[str, object]:
    found: dict[str, object] = {"idle": bench.idle(0.1), "pickup": bench.pickup(2), "batch": [bench.batch(2, 16.0)]}
    single = bench.single(1, 16.0)
    assert (single["unfinished"], len(single["ratio"])) == (0, 1)
    return {**found, "single": single}


def test_a_story_s_own_work_is_measured_part_by_part(postgres_18: str, tmp_path: Path) -> None:
    found = work.measured(postgres_18, tmp_path)
    assert set(found["parts"]) == {part.value for part in Part}


def test_what_falls_short_is_said_with_its_reason_and_nothing_else_is() -> None:
    slow = {"seconds": [24.0], "ratio": [1.5], "cpu": [2.0]}
    quick = {"seconds": [17.0], "ratio": [1.05], "cpu": [1.4]}
    batch = {
        "count": 50, "at_once": 50, "seconds": 160.0, "median": 150.0, "cpu": 3.0, "postgres": 1.0, "memory": 1e9,
        "unfinished": 0,
    }  # fmt: skip
    work = {"parts": dict.fromkeys((part.value for part in Part), 0.1), "total": 0.9, "first": 2.0}
    systems = {
        "threads": {"name": "Threads", "single": {**quick, "postgres": [1.0], "memory": []}},
        "fleet": {"name": "Fleet", "single": {**slow, "postgres": [1.0], "memory": []}, "batch": [batch]},
    }
    about = {**report.machine(), "cores": 2}
    page = report.written(
        {"machine": about, "options": vars(read_options([])), "systems": systems, "work": work, "left_out": {}}
    )
    why = page.partition("## What falls short, and why")[2]
    assert "Threads" not in why
    assert "one story takes 8.0 s more than its critical path" in why
    assert "50 stories at 4.0 CPU-s each, Postgres included, keep 2 cores busy for 100 s" in why
    assert "Dagster's storage" in why


def test_cpu_below_a_story_s_own_work_is_told_as_not_measured() -> None:
    single = {"seconds": [36.0], "ratio": [2.3], "postgres": [3.0], "memory": []}
    systems = {
        "processes": {"name": "Processes", "single": {**single, "cpu": [0.9]}},
        "threads": {"name": "Threads", "single": {**single, "cpu": [3.0]}},
    }
    work = {"parts": dict.fromkeys((part.value for part in Part), 0.1), "total": 1.3, "first": 2.0}
    about = {"machine": report.machine(), "options": vars(read_options([])), "work": work, "left_out": {}}
    page = report.written({**about, "systems": systems})
    (processes,) = [line for line in page.splitlines() if line.startswith("| Processes |")]
    (threads,) = [line for line in page.splitlines() if line.startswith("| Threads |")]
    assert "| not measured | not measured | 3.00 |" in processes
    assert "| 3.00 | 1.70 | 3.00 |" in threads


def test_the_picture_is_an_svg_with_a_bar_for_every_part() -> None:
    parts = {name: (float(place), place + 1.0) for place, name in enumerate(STEPS)}
    calls = [{"door": "text", "at": 0.2, "ended": 0.8}]
    told = {"sequence": {"asked": 0.0, "parts": parts}, "ours": {"asked": 0.0, "parts": parts, "calls": calls}}
    root = ElementTree.fromstring(timeline.drawn(told))
    rounded = [one for one in root.iter("{http://www.w3.org/2000/svg}rect") if one.get("rx") == "3"]
    legend = 2
    assert len(rounded) == legend + 2 * len(STEPS) + len(calls)


@pytest.mark.parametrize("given", [["--only", "nothing"], ["--systems", "floor,nobody"]])
def test_a_name_that_nobody_knows_is_refused(given: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        read_options(given)
    assert "is none of" in capsys.readouterr().err


def test_the_emulator_waits_by_door_only_where_it_is_told(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="is no door"), provider(tmp_path, waits={"window": 1.0}) as there:
        assert isinstance(there, Provider)
