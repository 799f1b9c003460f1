"""The report in Markdown: what was measured, where and when, and how it stands to what we aim at."""

from __future__ import annotations

import os
import platform
import subprocess
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any

import psutil

from benchmarks.reference.peer import PYTHON
from benchmarks.reference.reasons import reasons
from benchmarks.reference.workload import SEQUENTIAL, critical_path, leaning_on_the_cover

Row = Sequence[object]
_VERSIONS = "from importlib.metadata import version as v; print(v('dbos'), v('prefect'))"
_DBOS, _PREFECT = 0, 1

OURS = ("threads", "cover", "processes", "fleet")
PICTURE = "timeline.svg"
"""Beside the page."""
NOT_MEASURED = "not measured"


def machine() -> dict[str, Any]:
    """Where and when, and which versions."""
    found = ["not installed"] * 2
    if PYTHON.exists():
        found = subprocess.run([PYTHON, "-c", _VERSIONS], capture_output=True, text=True, check=True).stdout.split()
    return {
        "when": datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        "processor": _processor(),
        "cores": psutil.cpu_count(),
        "memory": psutil.virtual_memory().total,
        "system": f"{platform.system()} {platform.release().split('-')[0]}",
        "load": os.getloadavg()[0],
        "versions": {
            "Python": platform.python_version(),
            "Dagster": version("dagster"),
            "DBOS": found[_DBOS],
            "Prefect": found[_PREFECT],
        },
    }


def _processor() -> str:
    told = Path("/proc/cpuinfo")
    lines = told.read_text().splitlines() if told.exists() else []
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "") or (
        platform.processor() or platform.machine()
    )


def written(results: dict[str, Any]) -> str:
    """The whole page."""
    parts = [_head(results), _one(results), _at_once(results), _killed(results), _idle(results)]
    parts += [_work(results), _growth(results), _aims(results), _left_out(results)]
    return "\n\n".join(part for part in parts if part) + "\n"


def _head(results: dict[str, Any]) -> str:
    about = results["machine"]
    versions = ", ".join(f"{name} {number}" for name, number in about["versions"].items())
    path, on_cover = critical_path(), critical_path(leaning_on_the_cover())
    return f"""# A story beside other engines

Made by `make bench` on {about["when"]}: {about["processor"]}, {about["cores"]} cores,
{about["memory"] / 1e9:.0f} GB, {about["system"]}, load {about["load"]:.1f} at the beginning;
{versions}. Compare ratios within one run; seconds are this machine's.

The workload is one story with a tenth of real waits: text 3 s, five pictures of 2.5 s in a chain, the voice
5.5 s, activities and PDF 0.5 s each. One step after another that is {SEQUENTIAL:.1f} s; its critical path is
{path:.1f} s, and {on_cover:.1f} s where scenes lean on the cover alone. Providers are emulated on loopback, with bodies
of real size. All keep their state on one Postgres server.

The others run nine bare steps: a status written, a call (for activities and PDF a pause), what came kept on disk, a
status written. Ours is the product: it also moderates and checks (twelve calls more, answered at once), looks at every
pixel, letters the cover, finds colours, times words, and sets a real book where the others pause. That is
its own work, measured alone and told apart from orchestration below."""


def _one(results: dict[str, Any]) -> str:
    rows: list[Row] = []
    for name, found in results["systems"].items():
        one, pickup = found.get("single"), found.get("pickup")
        if not one and not pickup:
            continue
        rows.append(
            (
                found["name"],
                _spread(one["seconds"]) if one else "",
                _spread(one["ratio"]) if one else "",
                f"{median(pickup['seconds']):.2f} ({max(pickup['seconds']):.2f})"
                if pickup and pickup["seconds"]
                else "",
                _cpu(results, name) if one else "",
                _orchestration(results, name) if one else "",
                _middle(one["postgres"]) if one else "",
                f"{median(one['memory']) / 1e6:.0f}" if one and one["memory"] else "",
            )
        )
    counted = results["options"]
    head = (
        *("", "one story, s", "× critical path", "row to first call, s (worst)", "CPU-s a story"),
        *("of it orchestration", "and Postgres", "MB more while it is made"),
    )
    told = f"Medians of {counted['times']} stories (lowest to highest) and of {counted['pickups']} pick-ups."
    table = _table("One story", head, rows, told)
    return f"{table}\n\n![One story's time]({PICTURE})" if table and "timeline" in results else table


def _cpu(results: dict[str, Any], name: str) -> str:
    return NOT_MEASURED if _missed(results, name) else _middle(results["systems"][name]["single"]["cpu"])


def _orchestration(results: dict[str, Any], name: str) -> str:
    """CPU beyond the work itself: of ours its makers', of the others what the floor takes for the same steps."""
    value = orchestration(results, name)
    return NOT_MEASURED if _missed(results, name) else "" if value is None else f"{value:.2f}"


def orchestration(results: dict[str, Any], name: str) -> float | None:
    """In CPU seconds; None where it, or something to subtract, was not measured."""
    systems = results["systems"]
    used = systems[name].get("single", {}).get("cpu")
    if name in OURS:
        own = results.get("work", {}).get("total")
    else:
        floor = systems.get("floor", {}).get("single", {}).get("cpu")
        own = median(floor) if floor else None
    return None if not used or own is None or _missed(results, name) else max(0.0, median(used) - own)


def _missed(results: dict[str, Any], name: str) -> bool:
    """Whether the meter saw less of ours than its own work takes: processes ended uncounted."""
    used, own = results["systems"][name].get("single", {}).get("cpu"), results.get("work", {}).get("total")
    return name in OURS and bool(used) and own is not None and median(used) < own


def _at_once(results: dict[str, Any]) -> str:
    rows: list[Row] = []
    for name, found in results["systems"].items():
        path = critical_path(leaning_on_the_cover()) if name == "cover" else critical_path()
        for batch in found.get("batch", ()):
            done = batch["seconds"] is not None
            rows.append(
                (
                    found["name"],
                    batch["count"],
                    batch["at_once"] or "all",
                    f"{batch['seconds']:.1f}" if done else "",
                    f"{batch['seconds'] / path:.2f}" if done else "",
                    f"{batch['median']:.1f}" if done else "",
                    f"{batch['cpu']:.2f}",
                    f"{batch['postgres']:.2f}",
                    f"{batch['memory'] / 1e6:.0f}",
                    batch["unfinished"] or "",
                )
            )
    head = (
        *("", "asked for", "made at once", "all ready after, s", "× critical path", "the median one, s"),
        *("CPU-s a story", "and Postgres", "MB in all", "not ready"),
    )
    told = (
        "Where each run is a process that loads everything, fewer are asked for: more only measure how many"
        " interpreters two cores start."
    )
    return _table("Many at once", head, rows, told)


def _killed(results: dict[str, Any]) -> str:
    rows: list[Row] = []
    for found in results["systems"].values():
        killed = found.get("killed")
        if not killed:
            continue
        ended = "failed" if killed["failed"] else "never" if killed["ready"] is None else f"{killed['ready']:.1f}"
        goes_on = "never" if killed["goes_on"] is None else f"{killed['goes_on']:.1f}"
        rows.append(
            (found["name"], killed["killed"], goes_on, ended, killed["finished_twice"], killed["in_flight_twice"])
        )
    head = (
        "",
        "killed",
        "goes on after, s",
        "ready after, s",
        "finished calls bought twice",
        "calls in flight bought twice",
    )
    told = (
        "A second into the second picture, while the voice speaks. The others' worker is started again a second later;"
        " nobody does anything for ours. Never: not within a minute."
    )
    return _table("kill -9", head, rows, told)


def _idle(results: dict[str, Any]) -> str:
    rows: list[Row] = [
        (
            found["name"],
            f"{found['idle']['cpu'] * 100:.1f}",
            f"{found['idle']['postgres'] * 100:.1f}",
            f"{found['idle']['memory'] / 1e6:.0f}",
            f"{found['idle']['seconds']:.0f}",
        )
        for found in results["systems"].values()
        if "idle" in found
    ]
    return _table("Nothing to do", ("", "% of a core", "and Postgres", "MB", "over, s"), rows)


def _work(results: dict[str, Any]) -> str:
    found = results.get("work")
    if not found:
        return ""
    rows: list[Row] = [(part, f"{seconds:.3f}") for part, seconds in found["parts"].items()]
    rows += [("all of it", f"{found['total']:.2f}"), ("a process's first, libraries loaded", f"{found['first']:.2f}")]
    return _table("A story's own work", ("", "CPU-s"), rows, "Ours, with nothing around it: no Dagster, no waits.")


def _growth(results: dict[str, Any]) -> str:
    found = results.get("growth")
    if not found:
        return ""
    rows: list[Row] = [
        (what, f"{both['few'] * 1000:.1f}", f"{both['many'] * 1000:.1f}", f"{both['many'] / both['few']:.2f}")
        for what, both in found["answers"].items()
    ]
    told = f"{found['stories']:,} finished stories and {found['sizes']['dagster.event_logs']:,} of Dagster's events."
    return _table("Growth", ("", "one story, ms", "all of them, ms", "×"), rows, told)


def _aims(results: dict[str, Any]) -> str:
    systems = results["systems"]
    rows: list[Row] = []

    def aim(what: str, where: str, most: float, value: float | None) -> None:
        if value is not None:
            rows.append((what, where, f"≤ {most:g}", f"{value:.2f}", "yes" if value <= most else "no"))

    for name in ("threads", "fleet"):
        found = systems.get(name, {})
        where = found.get("name", "")
        ratios, picked = found.get("single", {}).get("ratio"), found.get("pickup", {}).get("seconds")
        aim("one story, × critical path", where, 1.12, median(ratios) if ratios else None)
        aim("row to first call, s, median", where, 1.0, median(picked) if picked else None)
        aim("row to first call, s, worst", where, 2.0, max(picked) if picked else None)
        if found:
            aim("orchestration, CPU-s a story", where, 1.6 if name == "threads" else 0.35, orchestration(results, name))
        for batch in found.get("batch", ()):
            if batch["count"] == 50 and batch["seconds"] is not None:
                aim("50 at once, × critical path", where, 1.5, batch["seconds"] / critical_path())
    for what, both in results.get("growth", {}).get("answers", {}).items():
        aim(f"{what}, × one story's database", "Storytailor, threads", 1.2, both["many"] / both["few"])
    missed = {(str(row[0]), str(row[1])) for row in rows if row[-1] == "no"}
    why = "\n".join(f"- {reason}" for reason in reasons(results, missed))
    aims = _table("What we aim at", ("", "", "aim", "measured", "reached"), rows)
    return f"{aims}\n\n## What falls short, and why\n\n{why}" if why else aims


def _left_out(results: dict[str, Any]) -> str:
    told = [f"{name} is left out: {why}." for name, why in results["left_out"].items()]
    told += [
        f"{found.get('name', name)} did not get through: {found['broke']}"
        for name, found in results["systems"].items()
        if "broke" in found
    ]
    return "\n".join(told)


def _spread(values: Sequence[float]) -> str:
    return f"{median(values):.2f} ({min(values):.2f} to {max(values):.2f})" if values else "none got ready"


def _middle(values: Sequence[float]) -> str:
    return f"{median(values):.2f}" if values else ""


def _table(title: str, head: Row, rows: Iterable[Row], told: str = "") -> str:
    lines = [_line(row) for row in rows]
    if not lines:
        return ""
    rule = _line(["---"] + ["--:"] * (len(head) - 1))
    return "\n".join([f"## {title}\n", *([f"{told}\n"] if told else []), _line(head), rule, *lines])


def _line(cells: Row) -> str:
    return f"| {' | '.join(str(cell) for cell in cells)} |"
