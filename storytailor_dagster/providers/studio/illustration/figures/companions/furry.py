"""Companions with fur that sit on the ground: dog, cat, fox, rabbit, and a teddy. Heads are the heroes' own."""

from __future__ import annotations

from dataclasses import dataclass

from storytailor_dagster.character.hero import Species
from storytailor_dagster.providers.studio.illustration.canvas import Canvas
from storytailor_dagster.providers.studio.illustration.colour import lum
from storytailor_dagster.providers.studio.illustration.figures.faces import Face
from storytailor_dagster.providers.studio.illustration.figures.heads import animals
from storytailor_dagster.providers.studio.illustration.figures.look import Look
from storytailor_dagster.providers.studio.illustration.figures.wardrobe import Outfit
from storytailor_dagster.providers.studio.illustration.shapes import ell, g, line, pad, path, scallop, smooth

_NOTHING = Outfit(cut="bare", top="#ffffff", second="#ffffff", below="none", bottom="#ffffff", shoes="#ffffff")


def plain_look(kind: str, skin: str, belly: str, *, species: Species = Species.ANIMAL, accent: str = "#ffcf4d") -> Look:
    """A look for a companion: no clothes, no age to speak of."""
    return Look(
        species=species, kind=kind, age=6, skin=skin, belly=belly, hair=accent, hair_style="none", outfit=_NOTHING,
        accent=accent, eyes="#2b1a22", seed=f"companion:{kind}",
    )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """A companion before it is placed: markup, height and where its head is."""

    markup: str
    height: float
    head: tuple[float, float]


_TAILS = {
    "dog": "M-28 -18Q-66 -26 -70 -72",
    "cat": "M-26 -12Q-84 -2 -80 -48T-98 -86",
    "rabbit": "",
    "fox": "",
}
_COATS = {
    "dog": ("#f0d3a0", "#fff3df", "#d9433f"),
    "cat": ("#7f8496", "#e3e6ee", "#ffcf4d"),
    "fox": ("#e07a35", "#fff1dc", "#4fb3a5"),
    "rabbit": ("#d9c3a8", "#fff6ea", "#7b5bd6"),
}


def sitting(cv: Canvas, kind: str, face: Face) -> Drawn:
    """A furry friend sitting upright with its front paws together, looking up at the hero."""
    skin, belly, collar = _COATS[kind]
    look = plain_look(kind, skin, belly, accent=collar)
    head = animals.head(cv, look, face)
    centre = (8.0, -116.0)
    body = g(_tail(kind, skin, belly), "gC") + g(_sitting_body(skin, belly), "gC")
    band = line("M-26 -82Q4 -66 38 -82", collar, 10) + ell(6, -70, 8, 8, "#ffd25a") + ell(4, -72, 2.4, 2.4, "#fff3c4")
    place = f"translate({centre[0]} {centre[1]}) rotate(-4) scale(.6)"
    front = g(head.front, None, place)
    behind = g(head.behind, None, place) if head.behind else ""
    return Drawn(markup=behind + body + g(band, "gH") + front, height=-(centre[1] + head.top * 0.6), head=centre)


def _tail(kind: str, skin: str, belly: str) -> str:
    if kind == "fox":
        brush = smooth([(-20, -8), (-58, -2), (-100, -20), (-112, -62), (-96, -84), (-84, -58), (-64, -40), (-24, -34)])
        return path(brush, skin) + path(smooth([(-111, -54), (-98, -84), (-86, -62), (-92, -50)]), belly)
    if kind == "rabbit":
        return path(scallop(-46, -20, 19, 18, 9, 0.17), belly)
    end = "M-69 -60L-70 -74" if kind == "dog" else "M-97 -78L-98 -86"
    return pad((-104, -92), (-20, 0), m=4) + line(_TAILS[kind], skin, 16) + line(end, lum(skin, -0.14), 16)


def _sitting_body(skin: str, belly: str) -> str:
    dark = lum(skin, -0.05)
    trunk = path(
        smooth([(-40, -6), (-48, -34), (-34, -74), (-8, -98), (24, -94), (44, -60), (48, -24), (40, -4), (0, 2)]), skin
    )
    chest = path(smooth([(-14, -30), (-18, -62), (6, -90), (30, -64), (28, -30), (8, -14)]), belly)
    haunches = ell(-30, -18, 25, 20, dark) + ell(38, -18, 24, 20, dark)
    feet = ell(-34, -6, 21, 10, skin) + ell(44, -6, 21, 10, skin)
    legs = line("M-8 -50L-10 -8", lum(skin, 0.015), 20) + line("M22 -50L24 -8", lum(skin, 0.015), 20)
    paws = ell(-11, -6, 14, 9.5, belly) + ell(25, -6, 14, 9.5, belly)
    toes = "".join(line(f"M{x} -6v5", lum(belly, -0.16), 2) for x in (-15, -7, 21, 29))
    return trunk + chest + haunches + feet + legs + paws + toes


def teddy(cv: Canvas, face: Face) -> Drawn:
    """A worn teddy bear with a bow, a seam down its belly and one patch."""
    c = "#c98a54"
    legs = "".join(ell(s * 36, -20, 25, 21, c) + ell(s * 40, -18, 13, 12, lum(c, 0.13)) for s in (-1, 1))
    arms = "".join(g(ell(0, 0, 15, 28, c), None, f"translate({s * 45} -60) rotate({s * -30})") for s in (-1, 1))
    body = (
        ell(0, -50, 43, 46, c)
        + ell(0, -46, 27, 30, lum(c, 0.13))
        + line("M0 -74V-20", lum(c, -0.04), 2.6, stroke_dasharray="5 5")
    )
    patch = path("M14 -44l17 -3l2 16l-17 3Z", "#7fb6c8") + line(
        "M12 -47l21 -3M16 -26l19 -3", "#fff3dc", 2, stroke_dasharray="4 4"
    )
    head = animals.head(cv, plain_look("bear", c, lum(c, 0.17), accent="#d9564a"), face)
    bow = path("M0 -84l-26 -12v24l26 -12l26 -12v24Z", "#d9564a", "#d9564a", 4) + ell(0, -84, 7, 7, "#b8433f")
    top = g(head.front, None, "translate(0 -124) rotate(3) scale(.56)")
    return Drawn(markup=g(arms + legs + body + patch, "gC") + top + g(bow, "gH"), height=184, head=(0, -124))
