"""What is worn on an arm: a dressed line, a sensor, a dressed fistula, a wristband with its sign, a fidget band."""

from __future__ import annotations

import math

from storytailor_dagster.providers.studio.illustration.colour import lum, mix
from storytailor_dagster.providers.studio.illustration.figures.aids.tag import part
from storytailor_dagster.providers.studio.illustration.figures.look import Look
from storytailor_dagster.providers.studio.illustration.figures.skeleton import Bow
from storytailor_dagster.providers.studio.illustration.shapes import ell, g, line, pad, polar, rect

TAPE = "#fdfaf2"
_BLUE, _RED, _VIOLET = "#4f9bd6", "#d8403c", "#8b62c9"


def upper_arm(look: Look, bow: Bow, side: str) -> str:
    """What is on the upper arm or the forearm, over a rolled-up sleeve."""
    out = ""
    if look.has("iv_picc_line", side):
        out += part("iv_picc_line", _line_in_its_dressing(bow))
    if look.has("glucose_sensor", side):
        out += part("glucose_sensor", _sensor(look, bow))
    if look.has("dialysis_fistula", side) and not look.has("limb_difference_arm_missing", side):
        out += part("dialysis_fistula", _fistula(look, bow))
    return out


def wrist(look: Look, bow: Bow, side: str) -> str:
    """What is round the wrist."""
    out = ""
    if look.has("medical_alert_symbol", side):
        out += part("medical_alert_symbol", _alert(bow))
    if look.has("fidget_band", side):
        out += part("fidget_band", _coils(look, bow))
    return out


def _line_in_its_dressing(bow: Bow) -> str:
    """A clear dressing with a thin line coiled under it, and two coloured ends hanging from its lower edge."""
    film = rect(-12.5, -15, 25, 31, "#f4fbff", 5, stroke="#ffffff", stroke_width=3.4)
    film += rect(-9, -11, 18, 23, "#cfe4ee", 4, opacity=0.75)
    coil = ell(0, -2, 6.4, 7, "none", stroke="#5f7f9c", stroke_width=2.6) + line("M-4 4Q-6 10 -4 19", "#5f7f9c", 2.6)
    ends = line("M-4 18L-8 31", "#f4fbff", 4.6) + line("M-4 18L2 31", "#f4fbff", 4.6)
    caps = line("M-8 29L-9 35", _VIOLET, 7.5) + line("M2 29L3 35", _RED, 7.5)
    return g(ends + film + coil + caps + pad((-18, -20), (18, 42), m=2), "gH", bow.along(0.36))


def _sensor(look: Look, bow: Bow) -> str:
    """A round sensor on its tape, the tape in the child's own colour."""
    body = ell(0, 0, 13, 13, mix(look.accent, "#ffffff", 0.25)) + ell(0, 0, 9, 9, "#ffffff")
    return g(body + ell(0, 0, 2.6, 2.6, "#8b94a4") + pad((-14, -14), (14, 14), m=3), "gH", bow.along(0.34))


def _fistula(look: Look, bow: Bow) -> str:
    """A forearm's raised, winding vein, and a gauze pad under two strips of tape where the needles go."""
    vein = "M-1 -21Q6 -13 0 -5T1 23"
    raised = line(vein, lum(look.skin, -0.09), 7.5) + g(
        line(vein, lum(look.skin, 0.05), 4.6), None, "translate(-1.4 -1)"
    )
    pad_of = rect(-11.5, -3, 23, 19, TAPE, 4, stroke="#cfd6dc", stroke_width=2)
    tapes = "".join(line(f"M-14 {y}H14", "#bcd8ea", 5.5, style="stroke-linecap:butt") for y in (1, 12))
    return g(raised + pad_of + tapes + pad((-16, -32), (16, 28), m=3), "gH", bow.along(0.72))


def _alert(bow: Bow) -> str:
    """A white band with a red six-armed star on its plate: never a cross."""
    band = line("M-14 0Q0 4 14 0", "#f4f1ea", 10, style="stroke-linecap:butt") + line("M-14 4.6Q0 8.6 14 4.6", _RED, 2)
    bars = "".join(f"M{6.4 * math.sin(a):.1f} {6.4 * math.cos(a):.1f}L{-6.4 * math.sin(a):.1f} {-6.4 * math.cos(a):.1f}"
                   for a in (0, math.pi / 3, -math.pi / 3))  # fmt: skip
    plate = ell(0, 1, 11.5, 11.5, "#ffffff", stroke="#c9ced8", stroke_width=2) + g(
        line(bars, _RED, 3.6), None, "translate(0 1)"
    )
    (x, y), way = polar(bow.end, bow.direction, -7), bow.direction
    return g(band + plate + pad((-16, -12), (16, 14), m=2), "gH", f"translate({x:.1f} {y:.1f}) rotate({-way:.1f})")


def _coils(look: Look, bow: Bow) -> str:
    """A stretchy coil to pull at."""
    turns = "".join(
        line(f"M-13 {y}Q0 {y + 5} 13 {y}", look.accent if i % 2 else _BLUE, 4.4) for i, y in enumerate((-7, -2, 3, 8))
    )
    x, y = polar(bow.end, bow.direction, -8)
    return g(turns + pad((-15, -10), (15, 14), m=2), "gH", f"translate({x:.1f} {y:.1f}) rotate({-bow.direction:.1f})")
