"""What is on the chest, at the throat and at the belly: port, catheter, breathing tube, feeding button, pump, lanyards.

In the trunk's own space: hips at (0, 0), shoulders at (0, -96).
"""

from __future__ import annotations

from storytailor_dagster.providers.studio.illustration.colour import lum, mix
from storytailor_dagster.providers.studio.illustration.figures.emblems import star
from storytailor_dagster.providers.studio.illustration.figures.look import Look
from storytailor_dagster.providers.studio.illustration.shapes import ell, g, line, path, rect, smooth

_TAPE, _TUBE = "#fdfaf2", ("#7a97a8", "#f3fbff")
_BLUE, _RED = "#4f9bd6", "#d8403c"


def _skin(look: Look) -> str:
    return look.skin if look.human else look.belly if look.kind != "robot" else look.skin


def open_collar(look: Look, *, side: bool) -> str:
    """Skin in a wide neckline, in the place of a collar; a creature without clothes needs none."""
    if look.outfit.cut == "bare":
        return ""
    w = 30 if side else 38
    d = smooth([(-w, -97), (-w * 0.78, -72), (0, -54), (w * 0.78, -72), (w, -97), (0, -112)], k=1 / 6.5)
    trim = line(
        smooth([(-w, -97), (-w * 0.78, -72), (0, -54), (w * 0.78, -72), (w, -97)], closed=False), look.outfit.second, 6
    )
    return g(path(d, look.skin) + trim, "gH")


def port(look: Look) -> str:
    """The round bump under the skin with its fine scar, under a clear dressing."""
    c, (x, y) = _skin(look), (-17, -79) if look.kind != "robot" else (-22, -88)
    opened = ell(x, y, 25, 22, c) if look.has("halo_cervical_orthosis") else ""
    film = opened + rect(x - 17, y - 16, 34, 31, "#f6fcff", 7, fill_opacity=0.28, stroke="#ffffff", stroke_width=3.2)
    bump = ell(x + 1.4, y + 2.2, 11.5, 11, lum(c, -0.09)) + ell(x, y, 10.6, 10.2, lum(c, 0.06))
    bump += ell(x - 3.4, y - 4, 3.6, 2.6, lum(c, 0.2)) + ell(x + 0.6, y + 0.8, 4.6, 4.4, lum(c, 0.0))
    return film + g(bump, "gH") + line(f"M{x + 6} {y - 12}l6 3", lum(c, -0.15), 3)


def catheter(look: Look) -> str:
    """A dialysis catheter: two capped tubes, red and blue, from under a dressing on the chest."""
    x, y = (16, -80) if look.kind != "robot" else (24, -86)
    tubes = "".join(
        line(f"M{x} {y}Q{x + a} {y + 18} {x + b} {y + 36}", colour, width)
        for a, b in ((-3, -8), (5, 6))
        for colour, width in zip(_TUBE, (7, 4.4), strict=True)
    )
    caps = line(f"M{x - 8} {y + 35}l-1 9", _RED, 9) + line(f"M{x + 6} {y + 35}l2 9", _BLUE, 9)
    clamps = rect(x - 11, y + 20, 11, 7, _RED, 2) + rect(x + 1, y + 20, 11, 7, _BLUE, 2)
    opened = ell(x, y - 2, 24, 20, _skin(look)) if look.has("halo_cervical_orthosis") else ""
    return g(opened + tubes + caps + clamps + rect(x - 14, y - 13, 28, 24, _TAPE, 6), "gH")


def breathing_tube(look: Look) -> str:
    """A tracheostomy: the soft band round the neck, the plate at the throat, and the short tube with its filter cap."""
    y = -93
    band = line(
        f"M-29 {y - 13}Q-25 {y - 2} -15 {y - 1}M29 {y - 13}Q25 {y - 2} 15 {y - 1}", mix(look.accent, "#ffffff", 0.3), 11
    )
    holds = line(f"M-24 {y - 3}h-5M24 {y - 3}h5", "#fbf6ec", 10)
    plate = rect(-22, y - 8, 44, 14, "#f2f8fc", 7, stroke="#b4c6d4", stroke_width=2.2)
    plate += line(f"M-16 {y - 4}v6M16 {y - 4}v6", "#b4c6d4", 2.6)
    tube = rect(-8, y - 6, 16, 21, "#dfeaf2", 5, stroke="#9fb4c4", stroke_width=2.2)
    cap = rect(-12, y + 10, 24, 12, "#5aa9c9", 5) + line(f"M-6 {y + 13}v6M0 {y + 13}v6M6 {y + 13}v6", "#d8f0f8", 2.2)
    return g(band + holds + plate + tube + cap, "gH")


_WHOLE_CUTS = frozenset({"dress", "pinafore", "dungarees", "coat", "raincoat"})
"""Clothes that cannot be lifted a little; they have an opening with a bound edge, as a tailor makes it."""


def _at_the_belly(look: Look, x: float, y: float) -> str:
    o = look.outfit
    if o.cut == "bare":
        return ""
    if o.cut in _WHOLE_CUTS:
        return path(smooth([(x - 25, y + 8), (x - 4, y - 22), (x + 33, y + 2), (x + 26, y + 29), (x - 16, y + 31)]),
                    look.skin, o.second if o.second != o.top else lum(o.top, -0.14), 5.5)  # fmt: skip
    edge = f"M{x - 34} 25Q{x - 30} {y - 26} {x} {y - 25}T{x + 34} 24"
    lifted = path(f"{edge}Z", look.skin) + line(edge, lum(o.top, -0.09), 7)
    return lifted + (line(f"M{x - 33} 24H{x + 33}", o.bottom, 7) if o.below != "none" else "")


def feeding_tube(look: Look) -> str:
    """A feeding button at the belly, where the clothes leave it free, its tube with a clamp in a loop."""
    c, (x, y) = _skin(look), (8, -12)
    lifted = _at_the_belly(look, x, y)
    loop = f"M{x + 2} {y}Q{x + 30} {y - 8} {x + 24} {y + 20}T{x - 10} {y + 26}"
    tube = "".join(line(loop, colour, width) for colour, width in zip(_TUBE, (6.4, 3.8), strict=True))
    clamp = rect(x + 19, y + 8, 12, 8, _BLUE, 2) + line(f"M{x - 11} {y + 26}l-6 -1", "#8b62c9", 8)
    button = ell(x, y + 1, 11, 10, lum(c, -0.1)) + ell(x, y, 9.4, 8.8, "#f4f8fb") + ell(x, y, 4.4, 4, "#b9c9d6")
    return g(lifted + tube + clamp + button, "gH")


def pump(look: Look) -> str:
    """An insulin pump clipped at the waist, its thin tube to a small round set on the belly."""
    x, y = -27, -6
    tube = f"M{x + 8} {y - 16}Q{x + 18} {y - 34} {x + 30} {y - 20}"
    line_of = "".join(line(tube, colour, width) for colour, width in zip(_TUBE, (4.4, 2.4), strict=True))
    set_of = ell(x + 31, y - 17, 8, 8, _TAPE, stroke="#d9d2c4", stroke_width=1.6) + ell(
        x + 31, y - 17, 3.4, 3.4, look.accent
    )
    body = rect(x - 13, y - 17, 27, 36, "#343b52", 6) + rect(x - 9, y - 13, 19, 14, "#bfe8e0", 3)
    body += (
        line(f"M{x - 6} {y - 5}l4 -4 4 3 5 -5", "#3f8f86", 2)
        + ell(x - 4, y + 9, 3, 3, look.accent)
        + ell(x + 5, y + 9, 3, 3, "#8b94a4")
    )
    return g(line_of + set_of + body, "gH")


def _cord(x: float, y: float, colour: str) -> str:
    return line(f"M-25 -102Q-14 -70 {x} {y}M25 -102Q16 -70 {x} {y}", colour, 3.4)


def inhaler(look: Look, *, spacer: bool) -> str:
    """A blue inhaler on a cord round the neck; with a spacer, its clear chamber below it."""
    y = -50
    body = path(f"M-9 {y - 12}H9V{y + 12}Q9 {y + 18} 3 {y + 18}H-20V{y + 5}H-9Z", _BLUE, _BLUE, 3)
    can = rect(-6.5, y - 22, 13, 13, "#e6ebf0", 3) + line(f"M-3 {y - 6}v12", lum(_BLUE, 0.16), 3)
    mouth = rect(-25, y + 5, 8, 13, lum(_BLUE, -0.14), 2)
    chamber = ""
    if spacer:
        chamber = rect(-60, y + 1, 37, 21, "#e8f4f8", 9, opacity=0.92, stroke="#8fb0c0", stroke_width=2.6)
        chamber += rect(-66, y + 4, 10, 15, "#f0a040", 4) + line(f"M-52 {y + 6}h20", "#ffffff", 3)
    return g(_cord(0, y - 16, look.accent) + chamber + mouth + can + body, "gH")


def chew(look: Look) -> str:
    """A chewing pendant, a star of soft silicone on a cord."""
    return g(
        _cord(0, -62, lum(look.accent, -0.14))
        + path(star(0, -48, 18), look.accent, look.accent, 6)
        + ell(0, -50, 4, 4, lum(look.accent, 0.2)),
        "gH",
    )
