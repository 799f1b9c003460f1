"""What is leaned on or felt with: a walking cane, a long white cane, crutches. Drawn from the hand to the ground."""

from __future__ import annotations

from storytailor_dagster.providers.studio.illustration.figures.aids.walker import walker
from storytailor_dagster.providers.studio.illustration.figures.skeleton import Bow, between
from storytailor_dagster.providers.studio.illustration.shapes import Point, ell, g, line, pad, polar


def cane(hand: Point, side: int, *, ground: float = 4) -> str:
    """A walking stick with a crook; `side` is the way its foot stands out (-1 or 1)."""
    x, y = hand
    foot = x + 9 + side * 8
    crook = f"M{x - 14:.1f} {y - 4:.1f}Q{x - 12:.1f} {y - 20:.1f} {x + 2:.1f} {y - 18:.1f}"
    crook += f"Q{x + 10:.1f} {y - 16:.1f} {x + 9:.1f} {y - 4:.1f}L{foot:.1f} {ground:.1f}"
    out = line(crook, "#c98a4b", 9)
    for share in (0.35, 0.45):
        u, v = between((x + 9, y - 4), (foot, ground), share)
        out += line(f"M{u - 1:.1f} {v:.1f}l2 .5", "#fff0d0", 10)
    tip = line(f"M{foot:.1f} {ground - 8:.1f}L{foot:.1f} {ground:.1f}", "#2c2530", 12)
    return g(pad((x - 20, y - 30), (x + 30, ground), m=14) + out + tip, "gH")


def white_cane(hand: Point, side: int, *, ground: float = 4) -> str:
    """A long white cane, red below, a rolling tip at its end, reaching out over the ground before its owner."""
    x, y = hand
    top = (x - side * 13, y - 27)
    foot = (x + side * (ground - y) * 0.46, ground - 5)
    red, band = between(top, foot, 0.74), between(top, foot, 0.68)
    out = _stroke(top, foot, "#8796aa", 12.5) + _stroke(top, foot, "#fdfcf8", 8.5)
    out += _stroke(red, foot, "#d8403c", 8.5) + _stroke(band, between(top, foot, 0.7), "#d8403c", 8.5)
    out += _stroke(top, between(top, foot, 0.24), "#3a3140", 12) + ell(*foot, 8.5, 8.5, "#fdfcf8", stroke="#8796aa")
    strap = line(f"M{top[0]:.1f} {top[1]:.1f}q{-side * 13} 3 {-side * 9} 18q{side * 9} 2 {side * 13} -10", "#3a3140", 3)
    return g(pad(top, foot, m=24) + strap + out, "gH")


def _stroke(a: Point, b: Point, colour: str, width: float) -> str:
    return line(f"M{a[0]:.1f} {a[1]:.1f}L{b[0]:.1f} {b[1]:.1f}", colour, width)


def lying(aid: str, colour: str) -> str:
    """The stick on the ground before a sleeper, within reach of the hand."""
    if aid == "walker":
        back, front = walker(((120, -128), (204, -128)), colour, ground=6)
        return back + front
    shafts = {"cane": "#c98a4b", "white_cane": "#fbfaf4", "crutches": colour}
    body = line("M-96 9H66", shafts[aid], 9)
    if aid == "cane":
        body += line("M-96 9Q-112 8 -110 -4Q-108 -14 -96 -12", shafts[aid], 9) + line("M60 9H68", "#2c2530", 12)
    elif aid == "white_cane":
        body += line("M44 9H70", "#d8403c", 9) + line("M-100 9H-70", "#3a3140", 10)
    else:
        body += line("M-96 0v18M-52 9v-10", colour, 9) + line("M60 9H68", "#2c2530", 12)
    return g(pad((-116, -20), (76, 22), m=4) + body, "gH")


def crutch(arm: Bow, colour: str, *, ground: float = 4) -> str:
    """A forearm crutch: a cuff round the arm, a grip in the hand and a bright shaft to the ground."""
    cuff = arm.point(0.62)
    x, y = polar(arm.end, arm.direction, 8)
    foot = (x + (x - cuff[0]) * 0.35, ground)
    shaft = line(f"M{cuff[0]:.1f} {cuff[1]:.1f}L{x:.1f} {y:.1f}L{foot[0]:.1f} {foot[1]:.1f}", colour, 9)
    shaft += line(f"M{cuff[0] - 15:.1f} {cuff[1]:.1f}q15 9 30 0", colour, 9) + line(
        f"M{x - 12:.1f} {y:.1f}h26", "#3a3140", 9
    )
    tip = line(f"M{foot[0]:.1f} {ground - 9:.1f}V{ground:.1f}", "#2c2530", 13)
    return g(pad(cuff, foot, m=18) + shaft + tip, "gH")
