"""The trunk and what is worn on it: outlines, patterns, collars, scarves, capes. Sleeves and trousers are in limbs.py.

Everything is drawn in the trunk's own space: hips at (0, 0), shoulders at (0, -96), before the figure leans.
"""

from __future__ import annotations

from storytailor_dagster.providers.studio.illustration.canvas import Canvas
from storytailor_dagster.providers.studio.illustration.colour import lum
from storytailor_dagster.providers.studio.illustration.figures.aids import catalogue, marks, needs
from storytailor_dagster.providers.studio.illustration.figures.aids.catalogue import Seen
from storytailor_dagster.providers.studio.illustration.figures.emblems import heart, star
from storytailor_dagster.providers.studio.illustration.figures.limbs import crease_of
from storytailor_dagster.providers.studio.illustration.figures.look import Look
from storytailor_dagster.providers.studio.illustration.figures.skeleton import Bones
from storytailor_dagster.providers.studio.illustration.shapes import Point, ell, g, line, pad, path, rect, smooth

_HEMS = {
    "dress": (68, 44),
    "pinafore": (64, 40),
    "tunic": (58, 44),
    "coat": (60, 34),
    "raincoat": (64, 38),
    "bare": (60, 26),
}
_ABOVE_THE_KNEE = 26
"""How low a hem may hang where the knees and all below them are to be seen."""


def trunk(cv: Canvas, look: Look, bones: Bones, *, neck: bool = True) -> str:
    """The trunk in its clothes, leaning as the bones do."""
    o, side, bow = look.outfit, bones.stance.side, bones.stance.bow
    wide, hem = _HEMS.get(o.cut, (49, 22))
    top = 45
    if needs.SHORT_HEM & set(look.aids):
        hem = min(hem, _ABOVE_THE_KNEE)
    if side:
        top, wide, hem = 34, 46 if wide > 49 else 40, min(hem, 24)
    points = _pear(0.84 if side else 1.0) if o.cut == "bare" else _outline(top, wide, hem)
    outline = smooth([_bent(p, bow) for p in points], k=1 / 6.2)
    colour = look.skin if o.cut == "bare" else o.top
    if o.cut in ("dungarees", "pinafore"):
        colour = o.second
    clip = cv.clip(outline)
    skin_marks = marks.on_belly(look) if o.cut == "bare" else ""
    over = g(_over(look, hem, wide) + skin_marks, clip_path=f"url(#{clip})")
    body = g(path(outline, colour) + over, "gC")
    long = bones.build.neck - 6
    throat = line(f"M0 -90V{-112 - long:.0f}", crease_of(look.skin), 24) if neck or long else ""
    skirt = ""
    if o.below == "skirt" and o.cut != "bare":
        short = "scale(1 .72)" if needs.SHORT_HEM & set(look.aids) else None
        skirt = g(_skirt(look, side), "gC", short)
    worn = _collar(look) + catalogue.on_trunk(look, _as_seen(bones)) + _neckwear(look)
    return g(throat + skirt + body + worn, None, trunk_place(bones))


def _as_seen(bones: Bones) -> Seen:
    if bones.stance.side:
        return Seen.SIDE
    return Seen.SITTING if bones.stance.legs_before else Seen.FRONT


def trunk_place(bones: Bones) -> str:
    """The trunk's own space in the figure's: a transform."""
    k, shift = bones.build.trunk / 96, 4 if bones.stance.side else 0
    return (
        f"translate({bones.hip[0] + shift:.1f} {bones.hip[1]:.1f})"
        f" rotate({bones.stance.lean}) scale({bones.build.girth:.3f} {k:.3f})"
    )


def _outline(top: float, wide: float, hem: float) -> list[Point]:
    right = [(top * 0.62, -100), (top, -84), (top + 1, -50), (wide - 3, -10), (wide, hem - 8), (wide * 0.5, hem + 2)]
    return [(0, -104), *right, (0, hem + 4), *[(-x, y) for x, y in reversed(right)]]


def _pear(k: float) -> list[Point]:
    """A creature's own body."""
    right = [(27 * k, -98), (41 * k, -82), (50 * k, -48), (59 * k, -14), (52 * k, 14), (30 * k, 28)]
    return [(0, -102), *right, (0, 32), *[(-x, y) for x, y in reversed(right)]]


def _bent(p: Point, bow: float) -> Point:
    return p[0] + bow * max(0.0, 1 - ((p[1] + 48) / 56) ** 2), p[1]


def _over(look: Look, hem: float, wide: float) -> str:
    """What lies on the cloth, clipped to it."""
    o = look.outfit
    if look.kind == "robot":
        return _panel(look)
    if o.cut == "bare":
        return path(smooth([(-34, 34), (-41, -24), (-26, -74), (0, -84), (26, -74), (41, -24), (34, 34)]), look.belly)
    if o.cut == "dungarees":
        return _bib(o.top, o.second, -62)
    if o.cut == "pinafore":
        return _bib(o.top, o.second, -70) + path(f"M{-wide} {hem}L-46 -34H46L{wide} {hem + 8}H{-wide}Z", o.top)
    out = _pattern(look)
    if o.cut in ("coat", "raincoat", "cardigan", "shirt"):
        seam = lum(o.top, -0.12)
        out += line(f"M2 -98Q5 -40 2 {hem + 4}", seam, 3.5)
        out += "".join(ell(13 if o.cut != "shirt" else 6, y, 4.6, 4.6, o.second) for y in (-72, -46, -20, 6))
    if o.cut in ("coat", "raincoat", "cardigan"):
        out += "".join(path(f"M{x} -12q11 4 22 0l-2 19q-9 5-18 0Z", lum(o.top, -0.07)) for x in (-42, 22))
    if o.cut == "hoodie":
        out += path("M-30 -26Q0 -34 30 -26L36 8Q0 16 -36 8Z", lum(o.top, -0.06))
        out += line("M-9 -92v26M9 -92v24", o.second, 3.4)
    if o.cut in ("jumper", "hoodie"):
        out += line(f"M-70 {hem - 3}Q0 {hem + 9} 70 {hem - 3}", lum(o.top, -0.07), 11)
    if o.cut in ("dress", "tunic"):
        out += line(f"M-80 {hem - 6}Q0 {hem + 7} 80 {hem - 6}", o.second, 5)
    return out


def _panel(look: Look) -> str:
    """A robot's front: a plate with a heart lamp, a dial and three keys."""
    plate = rect(-32, -78, 64, 72, look.belly, 14) + path(heart(-11, -54, 12), "#e8564f")
    dial = ell(15, -55, 10, 10, "#ffffff") + line("M15 -55l5 -5", "#3a3140", 3)
    keys = "".join(rect(x, -32, 13, 13, c, 4) for x, c in ((-24, "#ffcf4d"), (-6, "#4fb3a5"), (12, "#e8774f")))
    return plate + dial + keys


def _bib(colour: str, second: str, top: float) -> str:
    straps = "".join(line(f"M{x * 0.9} -104L{x} {top + 6}", colour, 11) for x in (-24, 24))
    bib = path(f"M-32 {top}Q0 {top + 5} 32 {top}L36 -26H60V60H-60V-26H-36Z", colour)
    buttons = "".join(ell(x, top + 9, 4.5, 4.5, second) for x in (-24, 24))
    pocket = path("M-17 -40h34l-3 20q-14 7-28 0Z", lum(colour, -0.07)) + line("M-17 -39h34", lum(colour, 0.12), 3)
    return straps + bib + buttons + pocket


def _pattern(look: Look) -> str:
    o = look.outfit
    c = o.second
    if o.pattern == "emblem":
        return ell(0, -54, 22, 20, o.second) + path(star(0, -54, 15), o.top, o.top, 3)
    if o.pattern == "stripes":
        return "".join(line(f"M-80 {y}Q0 {y + 9} 80 {y}", c, 9) for y in range(-86, 50, 24))
    if o.pattern == "dots":
        rows = range(-92, 50, 18)
        return "".join(ell(x + (6 if (y // 18) % 2 else -5), y, 4.2, 4.2, c) for y in rows for x in range(-66, 70, 22))
    if o.pattern == "star":
        return path(star(0, -46, 20), c, c, 4)
    if o.pattern == "heart":
        return path(heart(0, -48, 19), c)
    if o.pattern == "check":
        lines = "".join(f"M{x} -110V60" for x in range(-60, 70, 24)) + "".join(
            f"M-80 {y}H80" for y in range(-96, 56, 24)
        )
        return line(lines, c, 6, opacity=0.55)
    if o.pattern == "yoke":
        marks = "".join(path(star(x, -72 + abs(x) * 0.14, 6), o.top) for x in range(-40, 41, 16))
        return line("M-62 -80Q0 -58 62 -80", c, 26) + marks
    if o.pattern == "leaf":
        spots = [
            (-28, -74),
            (22, -80),
            (-4, -52),
            (32, -44),
            (-34, -30),
            (4, -14),
            (-18, 8),
            (30, 4),
            (50, -14),
            (-50, 2),
        ]
        return "".join(
            ell(x, y, 8, 4.4, c, transform=f"rotate({(i * 47) % 180} {x} {y})") for i, (x, y) in enumerate(spots)
        )
    return ""


def _skirt(look: Look, side: bool) -> str:
    wide = 50 if side else 66
    colour = look.outfit.bottom
    outline = smooth(
        [(-42, -14), (0, -18), (42, -14), (wide - 6, 26), (wide, 46), (0, 54), (-wide, 46), (6 - wide, 26)]
    )
    pleats = "".join(f"M{x * 0.7:.0f} -4L{x} 42" for x in (-36, -12, 12, 36))
    return path(outline, colour) + line(pleats, lum(colour, -0.08), 3)


def _collar(look: Look) -> str:
    o = look.outfit
    if o.cut == "bare" or needs.OPEN_NECK & set(look.aids):
        return ""
    if o.cut == "hoodie":
        return g(path(smooth([(-40, -100), (0, -84), (40, -100), (34, -116), (-34, -116)]), lum(o.top, -0.05)), "gH")
    if o.cut == "shirt":
        return g(path("M-24 -106L0 -92L-14 -78L-30 -96ZM24 -106L0 -92L14 -78L30 -96Z", o.second, o.second, 4), "gH")
    colour = o.top if o.cut in ("dungarees",) else o.second
    return g(path(smooth([(-22, -101), (0, -90), (22, -101), (14, -112), (-14, -112)]), colour), "gH")


def _neckwear(look: Look) -> str:
    if "scarf" in look.features:
        c = look.accent
        wrap = smooth([(-36, -108), (0, -100), (36, -108), (38, -92), (0, -82), (-38, -92)])
        end = smooth([(14, -94), (30, -96), (36, -52), (40, -34), (22, -30), (18, -56)])
        fringe = line("M22 -32v7M29 -32v8M36 -34v7", c, 3.4)
        return g(
            path(end, c)
            + fringe
            + path(wrap, c)
            + line("M20 -46L38 -50M18 -56L37 -60", lum(c, 0.15), 4.5)
            + pad((-38, -108), (40, -26), m=6),
            "gH",
        )
    if "bow" in look.features and not look.human:
        c = look.accent
        return g(
            path("M0 -94L-28 -108Q-34 -94 -28 -80ZM0 -94L28 -108Q34 -94 28 -80Z", c, c, 4)
            + rect(-7, -101, 14, 14, lum(c, -0.1), 5),
            "gH",
        )
    return ""


def cape(look: Look, bones: Bones) -> str:
    """A hero's cape behind the body, lifted a little as if by wind."""
    c = look.accent if look.accent != look.outfit.top else "#e8564f"
    k = bones.build.trunk / 96
    outline = smooth(
        [(-34, -104), (34, -104), (48, -40), (44, 40), (10, 62), (-40, 74), (-98, 84), (-84, 30), (-58, -40)]
    )
    folds = line("M-30 -90Q-46 0 -66 72M-6 -90Q-10 0 -16 62", lum(c, -0.09), 5)
    place = f"translate({bones.hip[0]:.1f} {bones.hip[1]:.1f}) rotate({bones.stance.lean}) scale(1 {k:.3f})"
    return g(g(path(outline, c) + folds, "gC"), None, place)
