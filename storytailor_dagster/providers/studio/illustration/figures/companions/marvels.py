"""Companions from elsewhere: a small robot, a small dragon with a book, a small alien."""

from __future__ import annotations

from storytailor_dagster.character.hero import Species
from storytailor_dagster.providers.studio.illustration.canvas import Canvas
from storytailor_dagster.providers.studio.illustration.colour import lum
from storytailor_dagster.providers.studio.illustration.figures.companions.furry import Drawn, plain_look
from storytailor_dagster.providers.studio.illustration.figures.faces import Face
from storytailor_dagster.providers.studio.illustration.figures.heads import scaly, wonders
from storytailor_dagster.providers.studio.illustration.props import toys
from storytailor_dagster.providers.studio.illustration.shapes import ell, g, line, pad, path, rect, smooth


def robot(cv: Canvas, face: Face) -> Drawn:
    """A round-bodied robot on one wheel with a heart lamp."""
    c = "#8fb6c9"
    wheel = (
        ell(0, -16, 20, 18, "#4a4f63") + ell(0, -16, 8, 8, "#ffcf4d") + path("M-20 -34H20L13 -18H-13Z", lum(c, -0.14))
    )
    arms = line("M-40 -72Q-68 -66 -62 -40", lum(c, -0.08), 12) + line("M40 -72Q70 -78 74 -102", lum(c, -0.08), 12)
    hands = line("M-70 -34q8 -10 16 0", "#e8774f", 8) + line("M66 -110q10 -6 16 4", "#e8774f", 8)
    body = rect(-42, -92, 84, 62, c, 26) + rect(-24, -78, 48, 34, "#eaf4f6", 12) + ell(-9, -61, 7, 7, "#e8564f")
    body += line("M6 -66h12M6 -56h9", lum(c, -0.1), 4.5)
    head = wonders.robot(cv, plain_look("robot", c, "#eaf4f6", species=Species.ROBOT, accent="#ffcf4d"), face)
    top = g(head.front, None, "translate(0 -124) rotate(-4) scale(.55)")
    return Drawn(
        markup=g(arms + hands + pad((-80, -120), (90, -30), m=4), "gH") + g(wheel + body, "gC") + top,
        height=192,
        head=(0, -124),
    )


def dragon(cv: Canvas, face: Face) -> Drawn:
    """A small seated dragon reading a book with a star and a moon."""
    c, belly, horn = "#4aa878", "#f7e3b0", "#ff8a5c"
    look = plain_look("dragon", c, belly, species=Species.DRAGON, accent=horn)
    tail = path(
        smooth([(22, -24), (70, -22), (104, -34), (116, -60), (108, -74), (130, -58), (126, -20), (88, 0), (22, 0)]), c
    )
    tail += path(smooth([(106, -70), (102, -96), (120, -84), (134, -90), (128, -62)], k=1 / 8), horn)
    wings = "".join(
        path(smooth([(s * 22, -78), (s * 54, -112), (s * 88, -116), (s * 82, -98), (s * 86, -82), (s * 70, -82),
            (s * 64, -66), (s * 30, -54)], k=1 / 8), lum(horn, 0.06))
        + line(f"M{s * 28} -72Q{s * 56} -102 {s * 84} -113M{s * 30} -66Q{s * 60} -82 {s * 84} -82", lum(horn, -0.08), 3)
        for s in (-1, 1)
    )  # fmt: skip
    body = path(smooth([(-42, -2), (-46, -38), (-30, -80), (0, -96), (30, -80), (46, -38), (42, -2), (0, 4)]), c)
    body += path(smooth([(-26, 0), (-29, -36), (-18, -70), (0, -80), (18, -70), (29, -36), (26, 0)]), belly)
    feet = "".join(
        ell(s * 46, -14, 24, 20, c)
        + ell(s * 48, -12, 13, 12, belly)
        + "".join(ell(s * 48 + a, -27 + abs(a) * 0.2, 4.4, 4, belly) for a in (-10, 0, 10))
        for s in (-1, 1)
    )
    book = g(g(toys.covers(cv), "gH"), None, "translate(0 -2) scale(.56)")
    arms = "".join(
        pad((s * 34, -80), (s * 56, -20), m=14)
        + line(f"M{s * 34} -76Q{s * 66} -60 {s * 48} -36", c, 18)
        + ell(s * 47, -34, 11, 10, c)
        for s in (-1, 1)
    )
    head = scaly.dragon(cv, look, face)
    top = g(head.front, None, "translate(0 -124) rotate(-4) scale(.58)")
    return Drawn(
        markup=g(tail + wings, "gC") + g(body + feet, "gC") + book + g(arms, "gC") + top, height=200, head=(0, -124)
    )


def alien(cv: Canvas, face: Face) -> Drawn:
    """A small alien like a soft bell, waving with one hand."""
    c = "#7fd6b0"
    body = path(smooth([(-46, -6), (-50, -46), (-30, -88), (0, -98), (30, -88), (50, -46), (46, -6), (0, 2)]), c)
    belly = path(smooth([(-26, -4), (-28, -36), (0, -52), (28, -36), (26, -4), (0, 0)]), lum(c, 0.1))
    arms = line("M-38 -62Q-64 -54 -62 -28", c, 16) + line("M38 -62Q66 -70 70 -96", c, 16)
    feet = ell(-22, -4, 19, 9, lum(c, -0.07)) + ell(22, -4, 19, 9, lum(c, -0.07))
    head = wonders.alien(cv, plain_look("alien", c, lum(c, 0.1), species=Species.ALIEN), face)
    top = g(head.front, None, "translate(0 -112) scale(.6)")
    return Drawn(
        markup=g(pad((-74, -110), (84, 4), m=4) + arms + feet + body + belly, "gC") + top, height=192, head=(0, -112)
    )
