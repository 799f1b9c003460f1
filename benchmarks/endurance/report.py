"""What became of the stories, as tables in Markdown: a line for each process and setup."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import median
from typing import Any

from benchmarks.endurance.bought import Again
from benchmarks.endurance.breaking import BOUND, OUTAGE_SECONDS, Break
from benchmarks.endurance.machine import CHILDREN, ONE_MACHINE_RUNS, WORKERS
from benchmarks.endurance.stories import Story, outcomes

AIM_SECONDS = 30.0
TOLD = f"""`one` is `storytailor up`, which starts again what dies of it; {ONE_MACHINE_RUNS} runs at a time in the place
of two, so that the stories are under way and do not wait. `fleet` is the same with Redis and {WORKERS} workers of
{CHILDREN} children, which the harness starts again a second after they died, as systemd would. Each break comes at a
random moment, once the stories in flight have begun; stories are asked for through the API, and topped up.

- `run`: the process of one run. `worker`: a worker with all its children, as if its machine were lost. `store`: its
  mount is read-only for {OUTAGE_SECONDS[0]:.0f} to {OUTAGE_SECONDS[1]:.0f} s. `emulator`: the providers' connections
  are reset and new ones refused for as long. `nothing`: nothing is broken; what is told is what the machine takes. All
  others: `kill -9` of that process.
- **hit**: stories in flight at a break; one that was in flight at several counts for each. **lost**: not ended, and no
  step of any story for three minutes.
- **bought twice**: the emulator billed the very same request again. **finished**: its first answer lay in our store by
  then; **in flight**: it did not. Told for what had broken last.
- **goes on after**: from the break (of an outage: from its end) until every story that was in flight, and one asked for
  right after, has taken its next step (a part begun or ended, a call begun or answered), and API and UI answer. Seen
  twice a second. A step may itself take as long as the longest call."""
HEAD = (
    "| broken | times | hit | ready | partial | failed | lost | bought twice: finished | in flight |"
    " goes on after, median s | longest s | over 30 s |"
)


def lines(breaks: Sequence[Break], again: Sequence[Again]) -> list[str]:
    """A line for each thing that was broken. A story counts for each thing that broke while it was in flight."""
    found = [HEAD, "|" + " --- |" * HEAD.count(" | ") + " --- |"]
    twice = _twice(breaks, again)
    for what in dict.fromkeys(one.what for one in breaks):
        of = [one for one in breaks if one.what == what]
        hit = list({story.id: story for one in of for story in one.hit}.values())
        ends = outcomes(hit)
        on = [BOUND if one.on is None else one.on for one in of]
        longest = f"more than {BOUND:.0f}" if any(one.on is None for one in of) else f"{max(on):.1f}"
        found.append(
            f"| {what} | {len(of)} | {len(hit)} | {ends['ready']} | {ends['partial']} | {ends['failed']} |"
            f" {ends['lost']} | {twice[what][0]} | {twice[what][1]} | {median(on):.1f} | {longest} |"
            f" {sum(seconds > AIM_SECONDS for seconds in on)} |"
        )
    return found


def _twice(breaks: Sequence[Break], again: Sequence[Again]) -> Mapping[str, tuple[int, int]]:
    """Finished ones and ones in flight, by what had broken last before they were made again."""
    found = {one.what: (0, 0) for one in breaks}
    for call in again:
        before = [one for one in breaks if one.began <= call.at] or list(breaks[:1])
        what = max(before, key=lambda one: one.began).what
        finished, flying = found[what]
        found[what] = (finished + call.finished, flying + (not call.finished))
    return found


def written(about: Mapping[str, Any], setups: Mapping[str, Sequence[str]]) -> str:
    """The page."""
    place = f"{about['processor']}, {about['cores']} cores, {about['memory'] / 1e9:.0f} GB"
    load = f"load {about['load']:.1f} at the beginning, beside other people's work"
    versions = f"Python {about['versions']['Python']}, Dagster {about['versions']['Dagster']}"
    run = f"Seed {about['seed']}, each {about['times']} times, {about['stories']} stories in flight"
    parts = [
        f"""# Twenty stories in flight while everything is killed

Made by `make endurance` on {about["when"]}: {place}, {load}; {versions}. {run}, calls of {about["scale"]:g} × the
reference waits (text 3 s, picture 2.5 s, voice 5.5 s).

{TOLD}
"""
    ]
    for name, table in setups.items():
        parts += [f"## {name}\n", *table, ""]
    return "\n".join(parts) + "\n"


def totals(stories: Sequence[Story], hollow: Sequence[str]) -> str:
    """All stories of a setup, in a sentence."""
    ends = outcomes(stories)
    return (
        f"{len(stories)} stories: "
        + ", ".join(f"{count} {name}" for name, count in ends.items())
        + (
            f"; {len(hollow)} of the ready ones lack an object."
            if hollow
            else "; of the ready ones none lacks an object."
        )
    )
