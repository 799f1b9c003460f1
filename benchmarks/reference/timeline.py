"""A picture of one story's time: step after step above, ours below, both as they were measured. An SVG, no scripts."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

from benchmarks.reference.workload import SEQUENTIAL, STEPS, critical_path

WIDTH, LEFT, RIGHT, TOP = 960.0, 118.0, 28.0, 96.0
LANE, BAR, GAP = 21.0, 14.0, 66.0
PALER = 0.35
INK, PALE, PAPER, RULE = "#1f2933", "#52606d", "#ffffff", "#e4e7eb"
FONT = 'font-family="system-ui, -apple-system, Segoe UI, Roboto, Helvetica, Arial, sans-serif"'
COLOURS: Mapping[str, str] = {
    "content": "#3d6fb4",
    **dict.fromkeys(("cover", "scene_1", "scene_2", "scene_3", "scene_4"), "#d97a2b"),
    "audio": "#3f8f6b",
    **dict.fromkeys(("activities", "pdf"), "#8a5aa8"),
}
NAMES = {"content": "text", "pdf": "PDF", **{f"scene_{number}": f"scene {number}" for number in range(1, 5)}}
DOORS = {step.door for step in STEPS.values() if step.door}

Bar = tuple[str, float, float]


def drawn(measured: dict[str, Any]) -> str:
    """The SVG. `measured` holds `sequence` and `ours`, each optional, as `__main__` keeps them."""
    panels: list[tuple[str, list[Bar], list[Bar]]] = []
    if "sequence" in measured:
        panels.append(("One step after another", _sequence(measured["sequence"]), []))
    if "ours" in measured:
        ours = measured["ours"]
        panels.append(("Storytailor", _parts(ours), _waits(ours)))
    longest = max((end for _, bars, _ in panels for _, _, end in bars), default=SEQUENTIAL)
    height = TOP + len(panels) * (len(STEPS) * LANE + GAP) + 6
    body = [_text(24, 34, "One story, at a tenth of its waits", size=21, weight=600)]
    body.append(_text(24, 57, f"Its critical path is {critical_path():.1f} seconds.", size=13, fill=PALE))
    body += _legend()
    top = TOP
    for title, bars, waits in panels:
        body += _panel(title, bars, waits, top, longest)
        top += len(STEPS) * LANE + GAP
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:.0f} {height:.0f}" role="img" {FONT}>',
            "<title>When each part of one story is made</title>",
            f'<rect width="{WIDTH:.0f}" height="{height:.0f}" rx="10" fill="{PAPER}"/>',
            *body,
            "</svg>\n",
        ]
    )


def _legend() -> list[str]:
    """What strong and pale bars are."""
    right = WIDTH - RIGHT
    return [
        _bar(right - 262, 46, 22, PALE),
        _text(right - 234, 57, "a model is waited for", size=13, fill=PALE),
        _bar(right - 92, 46, 22, PALE, PALER),
        _text(right, 57, "own work", size=13, fill=PALE, end=True),
    ]


def _sequence(told: dict[str, Any]) -> list[Bar]:
    """Each began when the one before it ended."""
    began, bars = 0.0, []
    for name, (_, ended) in sorted(told["parts"].items(), key=lambda part: part[1][1]):
        bars.append((name, began, ended - told["asked"]))
        began = ended - told["asked"]
    return bars


def _parts(told: dict[str, Any]) -> list[Bar]:
    return [(name, began - told["asked"], ended - told["asked"]) for name, (began, ended) in told["parts"].items()]


def _waits(told: dict[str, Any]) -> list[Bar]:
    """A part's calls to the model that makes it: those within its time at its door."""
    bars = []
    for call in told["calls"]:
        for name, (began, ended) in told["parts"].items():
            if call["door"] in DOORS and STEPS[name].door == call["door"] and call["ended"]:
                middle = (call["at"] + call["ended"]) / 2
                if began <= middle <= ended:
                    bars.append((name, call["at"] - told["asked"], call["ended"] - told["asked"]))
                    break
    return bars


def _panel(title: str, bars: list[Bar], waits: list[Bar], top: float, longest: float) -> list[str]:
    lanes = {name: place for place, name in enumerate(STEPS)}
    end = max(end for _, _, end in bars)
    bottom = top + 12 + len(lanes) * LANE

    def x(seconds: float) -> float:
        return LEFT + seconds / longest * (WIDTH - LEFT - RIGHT)

    def bar(one: Bar, opacity: float) -> str:
        name, began, ended = one
        y = top + 12 + lanes[name] * LANE + (LANE - BAR) / 2
        return _bar(x(began), y, max(1.5, x(ended) - x(began)), COLOURS[name], opacity)

    told = f"{end:.1f} s"
    found = [_text(24, top, title, size=15, weight=600), _text(WIDTH - RIGHT, top, told, size=15, weight=600, end=True)]
    for second in range(0, int(longest) + 1, 5):
        found.append(
            f'<line x1="{x(second):.1f}" y1="{top + 10:.1f}" x2="{x(second):.1f}" y2="{bottom:.1f}" stroke="{RULE}"/>'
        )
        found.append(
            _text(x(second), bottom + 14, f"{second} s" if second else "asked for", size=11, fill=PALE, middle=True)
        )
    for name, lane in lanes.items():
        found.append(_text(LEFT - 12, top + 12 + lane * LANE + 15, NAMES.get(name, name), size=12, end=True))
    found += [bar(one, PALER if waits else 1) for one in bars]
    found += [bar(one, 1) for one in waits]
    mark = f'stroke="{INK}" stroke-width="1.5" stroke-dasharray="3 3"'
    found.append(f'<line x1="{x(end):.1f}" y1="{top + 10:.1f}" x2="{x(end):.1f}" y2="{bottom:.1f}" {mark}/>')
    return found


def _text(
    x: float,
    y: float,
    words: str,
    *,
    size: int,
    fill: str = INK,
    weight: int = 400,
    end: bool = False,
    middle: bool = False,
) -> str:
    anchor = ' text-anchor="end"' if end else ' text-anchor="middle"' if middle else ""
    look = f'font-size="{size}" font-weight="{weight}" fill="{fill}"{anchor}'
    return f'<text x="{x:.1f}" y="{y:.1f}" {look}>{escape(words)}</text>'


def _bar(x: float, y: float, width: float, colour: str, opacity: float = 1) -> str:
    place = f'x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{BAR:.0f}" rx="3"'
    return f'<rect {place} fill="{colour}" fill-opacity="{opacity}"/>'
