"""What traits change in a face's features: almond eyes, a scarred lip; and a face whose halves differ."""

from __future__ import annotations

from dataclasses import dataclass

from storytailor_dagster.providers.studio.illustration.canvas import Canvas
from storytailor_dagster.providers.studio.illustration.colour import lum, oklab
from storytailor_dagster.providers.studio.illustration.figures.aids.tag import part
from storytailor_dagster.providers.studio.illustration.shapes import Point, ell, g, line, path

_NARROWER, _LOWER = 0.77, 0.2
"""How much narrower the smaller half of a face is, and how much lower per unit from the middle."""


_SHINING = 0.75
"""Eyes lighter than this shine by themselves, on a robot's screen, and have no whites."""


@dataclass(frozen=True, kw_only=True)
class Almond:
    """An almond eye's colours, its half width, and whether it has lashes; `edge` colours its lid's line."""

    ink: str
    edge: str
    fold: str
    lid: str
    size: float
    lashes: bool


def almond_eye(kind: str, x: float, y: float, side: int, gaze: Point, a: Almond) -> str:
    """An almond eye: its upper lid a soft arch that ends higher outside, a small fold at the inner corner.

    `kind` is as in an expression. The eye itself is as round and dark as everybody's, so that the look stays as warm;
    it stays open in laughter, where everybody else's is an arc, so that its shape is seen.
    """
    s, k = side, a.size / 8.2
    lift = min(k, 1.1)
    inner, outer = (x - s * 12.5 * k, y + 4.5 * lift), (x + s * 15.5 * k, y - 7 * lift)
    start = f"M{inner[0]:.1f} {inner[1]:.1f}"
    upper = f"C{x - s * 9 * k:.1f} {y - 12 * k:.1f} {x + s * 5 * k:.1f} {y - 17 * k:.1f} {outer[0]:.1f} {outer[1]:.1f}"
    lower = f"C{x + s * 12 * k:.1f} {y + 11 * k:.1f} {x - s * 3 * k:.1f} {y + 15 * k:.1f} {inner[0]:.1f} {inner[1]:.1f}"
    fold = line(
        f"M{inner[0] + s * 1.5 * k:.1f} {inner[1] - 5 * k:.1f}"
        f"q{-s * 4.5 * k:.1f} {2.5 * k:.1f} {-s * 2.5 * k:.1f} {7.5 * k:.1f}", a.fold, 2.4, opacity=0.7,
    )  # fmt: skip
    lash = line(f"M{outer[0] - s * 2:.1f} {outer[1] + 1:.1f}q{s * 5} -1 {s * 7} -6", a.edge, 3) if a.lashes else ""
    if kind == "closed":
        return fold + line(f"{start}Q{x:.1f} {y + 11 * k:.1f} {outer[0]:.1f} {outer[1]:.1f}", a.edge, 4.8) + lash
    r = 8.4 if kind == "wide" else 7.8
    u, v = x + s * 0.8 * k + gaze[0] * 0.08, y - 0.8 * k + gaze[1] * 0.1
    shines = oklab(a.ink)[0] > _SHINING
    white = path(f"{start}{upper}{lower}Z", a.lid if shines else "#fffaf4", fill_opacity=1 if shines else 0.85)
    ball = ell(u, v, r * k, r * 1.16 * k, a.ink) + ell(u + 2.5 * k, v - 3.4 * k, 3 * k, 3 * k, "#fff")
    ball += ell(u - 2.6 * k, v + 3.6 * k, 1.6 * k, 1.6 * k, "#fff", opacity=0.55)
    if kind == "half":
        low = f"Q{x - s * 2 * k:.1f} {y - 12 * k:.1f} {inner[0]:.1f} {inner[1]:.1f}"
        lid = path(f"{start}{upper}{low}Z", a.lid, a.lid, 2)
        rim = line(f"M{outer[0]:.1f} {outer[1]:.1f}{low}", a.edge, 3.6)
        return white + ball + lid + rim + fold + lash
    return white + ball + line(f"{start}{upper}", a.edge, 3.4) + fold + lash


_PEAKS = {"smile": None, "small": None, "firm": None, "frown": 1.5, "wobble": 1.0}
"""Where a shut lip is notched, in units below the mouth's middle; None: it is drawn anew, in one uneven line."""


def cleft_mouth(mouth: str, drawn: str, x: float, y: float, *, scar: str, lip: str) -> str:
    """A mouth a little uneven, a small notch in its upper lip and the fine seam that runs from there to the nose."""
    tilted = g(drawn, None, f"rotate(-8 {x:.1f} {y:.1f})")
    if not drawn:
        return _seam(x + 4, y - 32, y - 10, scar)
    if mouth not in _PEAKS:
        notch = path(f"M{x + 0.5:.1f} {y - 3:.1f}Q{x + 5.5:.1f} {y - 12:.1f} {x + 11:.1f} {y - 5:.1f}Z", "#7a2430")
        return _seam(x + 5.5, y - 17, y - 7, scar) + tilted + notch
    peak = _PEAKS[mouth]
    if peak is None:
        uneven = (
            f"M{x - 14:.1f} {y:.1f}Q{x - 7:.1f} {y + 9:.1f} {x + 1:.1f} {y + 7.5:.1f}"
            f"Q{x + 4.5:.1f} {y + 6.5:.1f} {x + 6.5:.1f} {y + 3.5:.1f}"
            f"Q{x + 8.5:.1f} {y + 6:.1f} {x + 11:.1f} {y + 4.5:.1f}"
            f"Q{x + 15:.1f} {y + 2:.1f} {x + 18:.1f} {y - 4.5:.1f}"
        )
        return _seam(x + 6, y - 15, y + 1, scar) + line(uneven, lip, 4.4)
    top = y + peak - 4
    notch = line(f"M{x + 2.5:.1f} {y + peak:.1f}L{x + 6:.1f} {top:.1f}L{x + 9.5:.1f} {y + peak:.1f}", lip, 4)
    return _seam(x + 6, y - 15, top, scar) + tilted + notch


def _seam(x: float, high: float, low: float, scar: str) -> str:
    """A fine healed line: its colour, and a paler edge that the light catches."""
    d = f"M{x - 1:.1f} {high:.1f}Q{x + 2.5:.1f} {(high + low) / 2:.1f} {x:.1f} {low:.1f}"
    return line(d, scar, 3.8) + g(line(d, lum(scar, 0.12), 1.4), None, "translate(1.4 0)")


def halves(cv: Canvas, head: str, middle: float, *, smaller_right: bool) -> str:
    """A head whose one half is smaller and lower, the whole kept in one piece at the line `middle`.

    `smaller_right` is the figure's own right, which is at the left of the picture.
    """
    way = -1 if smaller_right else 1
    far = middle + way * 400
    small = cv.clip(f"M{middle:.1f} -400H{far:.1f}V400H{middle:.1f}Z")
    rest = cv.clip(f"M{middle + 2.5 * way:.1f} -400H{middle - way * 400:.1f}V400H{middle + 2.5 * way:.1f}Z")
    shear = way * _LOWER
    matrix = f"matrix({_NARROWER} {shear:.3f} 0 1 {middle * (1 - _NARROWER):.2f} {-middle * shear:.2f})"
    changed = g(g(head, None, matrix), clip_path=f"url(#{small})")
    return g(head, clip_path=f"url(#{rest})") + part("facial_differences", changed)
