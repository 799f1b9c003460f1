"""Companions that are neither furry nor sitting up: owl, bird, turtle, octopus."""

from __future__ import annotations

from storytailor_dagster.providers.studio.illustration.canvas import Canvas
from storytailor_dagster.providers.studio.illustration.colour import lum
from storytailor_dagster.providers.studio.illustration.figures.companions.furry import Drawn, plain_look
from storytailor_dagster.providers.studio.illustration.figures.faces import Face, Features, cheeks, features
from storytailor_dagster.providers.studio.illustration.figures.heads import animals
from storytailor_dagster.providers.studio.illustration.shapes import ell, g, line, pad, path, smooth


def owl(cv: Canvas, face: Face) -> Drawn:
    """A round owl with spread wing tips and feathered bib."""
    c, pale = "#8a6a7a", "#ead9e2"
    body = path(smooth([(-50, -12), (-58, -60), (-44, -110), (0, -128), (44, -110), (58, -60), (50, -12), (0, 0)]), c)
    bib = path(smooth([(-32, -12), (-36, -56), (0, -78), (36, -56), (32, -12), (0, -4)]), pale)
    scales = "".join(
        line(f"M{x} {y}q6 8 12 0", lum(pale, -0.14), 3.4)
        for y, xs in ((-52, (-24, -6, 12)), (-36, (-30, -14, 2, 18)), (-20, (-22, -6, 10)))
        for x in xs
    )
    sides = "".join(
        path(smooth([(s * 50, -92), (s * 74, -56), (s * 62, -10), (s * 44, -30)]), lum(c, -0.07)) for s in (-1, 1)
    )
    feet = "".join(line(f"M{x} -4v6M{x - 8} 0v4M{x + 8} 0v4", "#e8933a", 7) for x in (-20, 20))
    head = animals.head(cv, plain_look("owl", c, pale), face)
    top = g(head.front, None, "translate(0 -120) scale(.64)")
    return Drawn(markup=g(feet, "gH") + g(body + bib + scales + sides, "gC") + top, height=192, head=(0, -120))


def bird(cv: Canvas, face: Face) -> Drawn:
    """A plump little bird with a crest, head and body in one."""
    c, pale = "#4f9fd0", "#fff0d8"
    tail = path(
        smooth([(-46, -40), (-96, -62), (-104, -44), (-86, -34), (-98, -20), (-40, -16)], k=1 / 8), lum(c, -0.09)
    )
    body = path(smooth([(-54, -40), (-40, -92), (4, -116), (50, -94), (58, -46), (36, -12), (-14, -8)]), c)
    bib = path(smooth([(-10, -12), (-16, -46), (20, -66), (54, -52), (52, -28), (30, -12)]), pale)
    wing = path(smooth([(-44, -58), (-10, -66), (4, -44), (-16, -24), (-46, -26), (-62, -38)]), lum(c, -0.1)) + line(
        "M-40 -40q14 8 28 2M-36 -30q10 5 20 2", lum(c, -0.02), 3.4
    )
    crest = line("M2 -112Q-4 -134 -18 -136M8 -114Q10 -134 2 -144", lum(c, -0.06), 7)
    legs = line("M-6 -10V0M18 -10V0M-14 0H2M10 0H26", "#e8933a", 5.5)
    f = Features(
        ink="#22182c",
        lip="#a8602a",
        brow=lum(c, -0.16),
        apart=34,
        eye=(9, 11),
        eye_y=0,
        mouth_y=24,
        beak=True,
        lid=lum(c, -0.05),
    )
    look = g(
        features(cv, face, f) + cheeks(face, "#f0614d", c, apart=46, y=22, size=0.8),
        None,
        "translate(16 -78) scale(.66)",
    )
    beak = path(smooth([(20, -74), (34, -80), (48, -70), (32, -60)], k=1 / 7), "#f3a53c") + line(
        "M22 -70L46 -70", "#c9772a", 2.6
    )
    return Drawn(
        markup=g(legs, "gH") + g(tail + crest + body + bib + wing, "gC") + look + g(beak, "gH"),
        height=144,
        head=(16, -78),
    )


def turtle(cv: Canvas, face: Face) -> Drawn:
    """A turtle with a patterned shell, one foot forward."""
    c, shell = "#7fb86a", "#b07a4a"
    legs = "".join(line(f"M{x} -30L{x + d} -8", c, 26) for x, d in ((-52, -4), (34, 8))) + path(
        smooth([(-84, -22), (-108, -14), (-86, -8)]), c
    )
    dome = path(smooth([(-88, -20), (-82, -62), (-40, -98), (14, -94), (50, -58), (58, -20), (0, -14)]), shell)
    plates = "".join(
        path(smooth([(x - r, y), (x - r * 0.5, y - r * 0.9), (x + r * 0.5, y - r * 0.9), (x + r, y), (x
            + r * 0.5, y + r * 0.8), (x - r * 0.5, y + r * 0.8)]), lum(shell, 0.11))
        for x, y, r in ((-18, -62, 21), (-58, -44, 15), (24, -48, 16))
    )  # fmt: skip
    rim = line("M-88 -20Q-10 -2 60 -20", lum(shell, 0.16), 11)
    neck = line("M48 -34Q70 -50 72 -74", c, 30)
    skull = path(smooth([(36, -84), (48, -118), (80, -126), (110, -108), (116, -80), (100, -58), (62, -56)]), c)
    f = Features(
        ink="#22262c",
        lip=lum(c, -0.32),
        brow=lum(c, -0.18),
        apart=34,
        eye=(9.4, 11.6),
        eye_y=0,
        mouth_y=36,
        lid=lum(c, -0.05),
    )
    look = g(
        features(cv, face, f) + cheeks(face, "#f0614d", c, apart=44, y=24, size=0.8),
        None,
        "translate(76 -96) scale(.58)",
    )
    body = g(pad((-116, -130), (124, 4), m=2) + legs + neck + dome + plates + rim, "gC")
    return Drawn(markup=body + g(skull, "gC") + look, height=128, head=(76, -96))


def octopus(cv: Canvas, face: Face) -> Drawn:
    """A small octopus on curled arms."""
    c = "#b56bd0"
    arms = ""
    for x, to, curl in ((-40, -82, -1), (-22, -46, -1), (0, -4, 1), (22, 40, 1), (40, 80, 1)):
        arms += line(f"M{x} -48Q{to * 1.04:.0f} -34 {to} -14q{curl * 4} 12 {curl * 16} 6", lum(c, -0.05), 22)
    suckers = "".join(ell(x, -16, 3.6, 3.6, lum(c, 0.16)) for x in (-76, -42, -2, 38, 75))
    dome = path(
        smooth([(-56, -50), (-66, -104), (-36, -150), (0, -158), (36, -150), (66, -104), (56, -50), (0, -38)]), c
    )
    spots = "".join(ell(x, y, q, q * 0.8, lum(c, 0.08)) for x, y, q in ((-34, -132, 9), (-18, -144, 5), (40, -124, 7)))
    f = Features(
        ink="#22183f",
        lip="#4a2460",
        brow=lum(c, -0.16),
        apart=32,
        eye=(10, 12.5),
        eye_y=0,
        mouth_y=34,
        lid=lum(c, -0.05),
    )
    look = g(features(cv, face, f) + cheeks(face, "#f28aa8", c, apart=50, y=22), None, "translate(0 -92) scale(.78)")
    body = g(pad((-112, -60), (112, 6), m=2) + arms + suckers, "gC") + g(dome + spots, "gC")
    return Drawn(markup=body + look, height=160, head=(0, -92))
