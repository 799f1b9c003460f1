"""What falls short of an aim, and why, in figures of the same run. What was measured is in `report.py`."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median
from typing import Any

from benchmarks.reference.workload import critical_path

ON_THE_PATH = ("content", "cover", "scene_1", "scene_2", "scene_3", "scene_4")
"""The parts whose own work everybody waits for; the book's takes the place of a pause of the workload."""


def slow_story(found: dict[str, Any], work: dict[str, Any]) -> str:
    """Why one story takes longer than its critical path."""
    late = median(found["single"]["seconds"]) - critical_path()
    parts = [f"one story takes {late:.1f} s more than its critical path"]
    if picked := found.get("pickup", {}).get("seconds"):
        late -= median(picked)
        parts.append(f"{median(picked):.1f} s until it is picked up and its run's process asks for the first time")
    if work:
        own = sum(work["parts"][part] for part in ON_THE_PATH)
        late -= own
        parts.append(f"{own:.1f} s to look at its pictures and letter its cover")
    parts.append(
        f"{late:.1f} s between its steps, in which checks are asked for, objects are kept, and the ledger and Dagster"
        " write that a step began and ended, each on the disk before the next"
    )
    return f"{parts[0]}: {'; '.join(parts[1:])}."


def busy_cores(batch: dict[str, Any], cores: int) -> str:
    """Why many at once take longer than one."""
    each = batch["cpu"] + batch["postgres"]
    least = each * batch["count"] / cores
    return (
        f"{batch['count']} stories at {each:.1f} CPU-s each, Postgres included, keep {cores} cores busy for"
        f" {least:.0f} s, {least / critical_path():.1f} × the critical path, whoever orders them. For 1.5 ×,"
        f" {batch['count'] * each / (1.5 * critical_path()):.0f} cores would have to do nothing else."
    )


def orchestrating(name: str) -> str:
    """Why orchestration takes what it takes."""
    told = (
        "of the CPU beyond a story's own work, two fifths are Dagster's storage (some 380 events, each compiled,"
        " serialized and sent), the rest contexts, versions of inputs and checks of each step, and a run's beginning."
    )
    aim = " The aim was set for bare steps without checks; a story here has 61 of them." if name == "fleet" else ""
    return told + aim


def reasons(results: dict[str, Any], missed: set[tuple[str, str]]) -> Iterator[str]:
    """A sentence for each aim of (what, whose) that was missed."""
    for name, found in results["systems"].items():
        where = found.get("name", "")
        if ("one story, × critical path", where) in missed:
            yield f"**{where}**: {slow_story(found, results.get('work', {}))}"
        if ("orchestration, CPU-s a story", where) in missed:
            yield f"**{where}**: {orchestrating(name)}"
        for batch in found.get("batch", ()):
            if batch["count"] == 50 and ("50 at once, × critical path", where) in missed:
                yield f"**{where}**: {busy_cores(batch, results['machine']['cores'])}"
