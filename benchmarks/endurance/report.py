"""What became of the stories, as a page of Markdown: for each setup a line for each thing that was broken."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import median

from benchmarks.endurance.breaking import BOUND, OUTAGE_SECONDS, WHATS
from benchmarks.endurance.machine import CHILDREN, ONE_MACHINE_RUNS, WORKERS
from benchmarks.endurance.sitting import Broken, Sitting
from benchmarks.endurance.stories import outcomes

AIM_SECONDS = 30.0
TOLD = f"""`one` is `storytailor up`, which starts again what dies of it; {ONE_MACHINE_RUNS} runs at a time in the place
of two, so that the stories are under way and do not wait. `fleet` is the same with Redis and {WORKERS} workers of
{CHILDREN} children, which the harness starts again a second after they died, as systemd would. Each break comes at a
random moment, once the stories in flight have begun, and what breaks next is drawn from what was broken least; stories
are asked for through the API, and topped up.

- `run`: the process of one run in work (`child`, in an early sitting: any child of a worker, most of them idle).
  `worker`: a worker with all its children, as if its machine were lost. `store`: its mount is read-only for
  {OUTAGE_SECONDS[0]:.0f} to {OUTAGE_SECONDS[1]:.0f} s, or as long as is said. `emulator`: the providers' connections
  are reset and new ones refused for as long. `nothing`: nothing is broken; what is told is what the machine takes.
  `two`: two of the others within three seconds. All others: `kill -9` of that process.
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


def written(sittings: Sequence[Sitting]) -> str:
    """The page."""
    about = sittings[-1].about
    place = f"{about['processor']}, {about['cores']} cores, {about['memory'] / 1e9:.0f} GB"
    versions = f"Python {about['versions']['Python']}, Dagster {about['versions']['Dagster']}"
    parts = [
        f"# Stories in flight while everything is killed\n\nMade by `make endurance`: {place}; {versions}.\n\n{TOLD}"
    ]
    for setup in dict.fromkeys(one.setup for one in sittings):
        of = [one for one in sittings if one.setup == setup]
        parts += [f"## {setup}", "\n".join(lines(of)), totals(of), "\n".join(_sittings(of))]
    return "\n\n".join(parts) + "\n"


def lines(of: Sequence[Sitting]) -> list[str]:
    """A line for each thing that was broken. A story counts for each thing that broke while it was in flight."""
    ends = {story: overall for one in of for story, overall in one.ends.items()}
    breaks = [broken for one in of for broken in one.breaks]
    known = {what: place for place, what in enumerate(WHATS)}
    whats = sorted({one.what for one in breaks}, key=lambda what: (known.get(what, len(known)), what))
    rule = "|" + " --- |" * HEAD.count(" | ") + " --- |"
    return [HEAD, rule, *(_line(what, [one for one in breaks if one.what == what], ends) for what in whats)]


def _line(what: str, of: Sequence[Broken], ends: dict[str, str]) -> str:
    hit = {story for one in of for story in one.hit}
    became = outcomes(ends[story] for story in hit)
    on = [BOUND if one.on is None else one.on for one in of]
    longest = f"more than {BOUND:.0f}" if any(one.on is None for one in of) else f"{max(on):.1f}"
    return (
        f"| {what} | {len(of)} | {len(hit)} | {became['ready']} | {became['partial']} | {became['failed']} |"
        f" {became['lost']} | {sum(one.finished for one in of)} | {sum(one.flying for one in of)} |"
        f" {median(on):.1f} | {longest} | {sum(seconds > AIM_SECONDS for seconds in on)} |"
    )


def totals(of: Sequence[Sitting]) -> str:
    """All stories of a setup, in a sentence."""
    stories = [overall for one in of for overall in one.ends.values()]
    hollow = sum(len(one.hollow) for one in of)
    told = ", ".join(f"{count} {name}" for name, count in outcomes(stories).items())
    lack = f"{hollow} of the ready ones lack an object." if hollow else "of the ready ones none lacks an object."
    return f"{len(stories)} stories: {told}; {lack}"


def _sittings(of: Sequence[Sitting]) -> Iterator[str]:
    for one in of:
        yield (
            f"- Seed {one.seed}, {one.about['when']}, of {one.revision or 'no commit'}: {len(one.breaks)} breaks,"
            f" {one.in_flight} stories in flight, calls of {one.scale:g} × the reference waits (text 3 s, picture"
            f" 2.5 s, voice 5.5 s); load {one.about['load']:.1f} at the beginning; {one.minutes:.0f} minutes."
        )
