"""A child's walking frame, seen from the front: grips in both hands, two wheels, a cross bar, its decoration."""

from __future__ import annotations

from storytailor_dagster.providers.studio.illustration.colour import lum, mix
from storytailor_dagster.providers.studio.illustration.figures.emblems import star
from storytailor_dagster.providers.studio.illustration.shapes import Point, ell, g, line, pad, path

_GRIP = "#3a3140"


def walker(hands: tuple[Point, Point], colour: str, *, ground: float = 4) -> tuple[str, str]:
    """What goes behind the legs and what before them; the grips are in the far and the near hand."""
    behind = before = ""
    for (x, y), side in zip(hands, (-1, 1), strict=True):
        back = line(f"M{x:.1f} {y:.1f}L{x - side * 4:.1f} {ground - 6:.1f}", mix(colour, _GRIP, 0.28), 8)
        behind += back + line(f"M{x - side * 4:.1f} {ground - 8:.1f}v8", _GRIP, 12)
        wheel = x + side * 17
        post = line(
            f"M{x + side * 3:.1f} {y + 3:.1f}Q{x + side * 13:.1f} {y + 8:.1f} {wheel:.1f} {ground - 16:.1f}", colour, 9
        )
        grip = line(f"M{x - side * 6:.1f} {y + 3:.1f}h{side * 22}", _GRIP, 12)
        round_of = ell(wheel, ground - 12, 13, 14, _GRIP) + ell(wheel, ground - 12, 5.5, 6, "#ffd25a")
        streamers = "".join(
            line(
                f"M{x + side * 16:.1f} {y + 3:.1f}q{side * (8 + 3 * i)} {4 + 3 * i} {side * (6 + 5 * i)} {18 + i * 3}",
                c,
                3.4,
            )
            for i, c in enumerate(("#e85a7c", "#ffcf4d", "#4fb3a5"))
        )
        before += post + round_of + streamers
        if side < 0:
            behind += grip
        else:
            before += grip
    (a, top), (b, _) = hands
    bar = top + (ground - top) * 0.34
    cross = line(f"M{a - 8:.1f} {bar:.1f}Q{(a + b) / 2:.1f} {bar + 7:.1f} {b + 8:.1f} {bar:.1f}", colour, 9)
    middle = (a + b) / 2
    plate = ell(middle, bar + 12, 17, 17, "#fff6e2", stroke=lum(colour, -0.12), stroke_width=3)
    plate += path(star(middle, bar + 12, 11), "#ffb43c")
    box = pad((a - 24, top - 8), (b + 24, ground), m=14)
    return g(behind + box, "gH"), g(before + cross + plate + box, "gH")
