"""A child's own power wheelchair, three quarters from the side, facing +x; the seat is 112 units above the ground."""

from __future__ import annotations

from storytailor_dagster.providers.studio.illustration.colour import lum, mix
from storytailor_dagster.providers.studio.illustration.figures.emblems import star
from storytailor_dagster.providers.studio.illustration.shapes import Point, ell, g, line, pad, path, rect, smooth

_TYRE, _GREY = "#3a3140", "#8b94a4"


def power_chair(frame: str, guard: str, *, plate: Point, scale: float = 1.0) -> tuple[str, str]:
    """What is behind the child and what before: high back, head rest and foot plate; drive, arm rest and joystick.

    `plate` is the middle of the foot plate, which is where the feet are: the chair is made to measure.
    """
    tr = f"scale({scale:.3f})"
    return g(_behind(frame, guard, plate), None, tr), g(_before(frame, guard), None, tr)


def _wheel(x: float, r: float, hub: str) -> str:
    return ell(x, -r, r, r, _TYRE) + ell(x, -r, r * 0.56, r * 0.56, hub) + ell(x, -r, r * 0.2, r * 0.2, _TYRE)


def _behind(c: str, guard: str, plate: Point) -> str:
    dark = lum(c, -0.12)
    far = _wheel(14, 33, mix(_TYRE, c, 0.3)) + _wheel(72, 15, _GREY) + _wheel(-52, 15, _GREY)
    back = path(
        smooth([(-70, -112), (-82, -180), (-80, -222), (-60, -232), (-44, -220), (-42, -160), (-36, -108)], k=1 / 7),
        dark,
    )
    back += path(
        smooth([(-58, -122), (-68, -180), (-64, -214), (-54, -212), (-50, -160), (-44, -120)], k=1 / 7), lum(c, 0.02)
    )
    rest = (
        line("M-66 -228L-70 -250", _GREY, 8)
        + rect(-92, -286, 36, 46, guard, 16)
        + rect(-86, -280, 14, 34, lum(guard, 0.12), 7)
    )
    flag = line("M-88 -150L-104 -330", _GREY, 4) + path("M-104 -330L-66 -320L-101 -306Z", "#ffb43c", "#ffb43c", 4)
    seat = path(smooth([(-62, -108), (-58, -124), (60, -124), (72, -114), (62, -98), (-56, -96)]), lum(c, -0.18))
    u, v = plate
    leg = line(f"M58 -106Q{u - 14:.1f} -104 {u - 20:.1f} {v - 2:.1f}", _GREY, 11)
    foot = path(f"M{u - 30:.1f} {v:.1f}h62l-4 10h-54Z", _TYRE, _TYRE, 6)
    foot += line(f"M{u - 26:.1f} {v - 3:.1f}h52", lum(guard, 0.1), 4)
    return g(flag + rest + back + seat + pad((-110, -336), (76, -90), m=8), "gC") + g(
        far + leg + foot + pad((-76, -120), (u + 40, 0), m=8), "gH"
    )


def _before(c: str, guard: str) -> str:
    cushion = path(smooth([(-56, -98), (-58, -110), (-48, -116), (54, -114), (64, -106), (60, -96)], k=1 / 8),
                   lum(c, -0.18))  # fmt: skip
    shell = path(
        smooth([(-74, -52), (-70, -92), (-40, -102), (44, -102), (66, -88), (72, -52), (52, -40), (-56, -40)], k=1 / 9),
        c,
    )
    stripe = path(smooth([(-66, -62), (-64, -76), (60, -76), (64, -62)], k=1 / 12), guard)
    badge = ell(-2, -70, 19, 19, "#fff6e2") + path(star(-2, -70, 13), guard)
    lamp = ell(66, -78, 7, 8, "#fff3c4") + ell(-68, -78, 5, 7, "#e8564f")
    wheels = _wheel(-64, 17, lum(c, 0.18)) + _wheel(60, 17, lum(c, 0.18)) + _wheel(-4, 40, lum(guard, 0.08))
    spokes = line("M-4 -58V-22M-20 -49L12 -31M-20 -31L12 -49", lum(guard, -0.14), 4) + ell(-4, -40, 7, 7, lum(c, 0.2))
    post = line("M-34 -104V-142M36 -104V-140", _GREY, 8)
    arm_rest = line("M-44 -146H44", _TYRE, 15) + line("M-42 -149H40", lum(_TYRE, 0.12), 5)
    stick = rect(44, -158, 34, 21, "#4a5266", 6) + line("M63 -158V-174", _TYRE, 6) + ell(63, -179, 9.5, 9.5, "#e8564f")
    stick += ell(60, -182, 3, 3, "#ffd0c4") + ell(52, -148, 2.6, 2.6, "#8fe08a")
    return g(cushion + shell + stripe + badge + lamp + pad((-80, -120), (78, -36), m=8), "gC") + g(
        wheels + spokes + post + arm_rest + stick + pad((-84, -190), (80, 0), m=8), "gH"
    )
