"""Arms and legs: skin, sleeves, trousers, socks and shoes along a curve. No poses and no torsos here."""

from __future__ import annotations

from dataclasses import dataclass

from storytailor_dagster.providers.studio.illustration.colour import lum, mix
from storytailor_dagster.providers.studio.illustration.figures.aids import limb_aids, marks, needs, worn
from storytailor_dagster.providers.studio.illustration.figures.aids.tag import part
from storytailor_dagster.providers.studio.illustration.figures.hands import hand
from storytailor_dagster.providers.studio.illustration.figures.look import Look
from storytailor_dagster.providers.studio.illustration.figures.skeleton import Bow
from storytailor_dagster.providers.studio.illustration.shapes import Point, g, line, pad, path, smooth


@dataclass(frozen=True, kw_only=True)
class Limbs:
    """How a kind's limbs are made: the hand's kind, thickness of arm and leg, whether feet wear shoes, joints shown."""

    hand: str = "paw"
    arm: float = 27
    leg: float = 33
    foot: str = "paw"
    jointed: bool = False


CHILD = Limbs(hand="child", arm=22, leg=27, foot="shoe")

_SLEEVES = {
    "tee": 0.46, "jumper": 0.88, "shirt": 0.88, "hoodie": 0.9, "cardigan": 0.88, "dungarees": 0.46, "coat": 0.88,
    "raincoat": 0.9, "tunic": 0.86, "dress": 0.45, "pinafore": 0.86,
}  # fmt: skip
_LEGS = {"trousers": 0.9, "leggings": 0.86, "shorts": 0.5, "skirt": 0.0, "none": 0.0}


def crease_of(skin: str) -> str:
    """The colour of a fold, a nose, a finger's edge on this skin."""
    return mix(lum(skin, -0.13), "#b0402f", 0.22)


def sleeve_colour(look: Look) -> str:
    return look.outfit.second if look.outfit.cut in ("dungarees", "pinafore") else look.outfit.top


def arm(look: Look, limbs: Limbs, bow: Bow, held: str, *, near: bool, side: str) -> str:
    """One arm with its sleeve and hand, and what is worn on it or seen on its skin."""
    crease = crease_of(look.skin)
    bare = line(bow.d, look.skin, limbs.arm)
    if limbs.jointed:
        bare += "".join(
            line(f"M{x - 7:.1f} {y:.1f}h14", lum(look.skin, -0.14), 4) for x, y in (bow.point(0.45), bow.point(0.6))
        )
    sleeve = _sleeve(look, limbs, bow, at_most=_uncovered(look, side))
    if look.has("limb_difference_arm_missing", side):
        return limb_aids.short_arm(look, bow, limbs.arm) + sleeve + worn.upper_arm(look, bow, side)
    thumb = 1 if near == (bow.direction < 100) else -1
    artificial = look.has("prosthetic_arm", side)
    skin = limb_aids.METAL if artificial else look.skin
    fingers = hand(limbs.hand, held, skin, crease, at=bow.end, direction=bow.direction, thumb=thumb)
    if artificial:
        upper = line(bow.until(0.52).d, look.skin, limbs.arm)
        whole = g(upper + pad(*bow.reach, m=36), "gH") + limb_aids.lower_arm(look, bow, fingers)
    else:
        fingers += marks.on_arm(look, bow, side=side)
        whole = g(bare + fingers + pad(*bow.reach, m=36), "gH")
    return whole + sleeve + worn.upper_arm(look, bow, side) + worn.wrist(look, bow, side)


def _uncovered(look: Look, side: str) -> float:
    """How much of the arm a sleeve may cover."""
    shares = [share for aid, share in needs.SLEEVES.items() if look.has(aid, side)]
    shares += [0.8] if look.marked("vitiligo", "arm") or look.marked("vitiligo", "hand") else []
    shares += [0.4] if look.marked("burn_scars", "arm") and look.has("burn_scars", side) else []
    return min(shares, default=1.0)


def _sleeve(look: Look, limbs: Limbs, bow: Bow, *, at_most: float) -> str:
    share = min(at_most, _SLEEVES.get(look.outfit.cut, 0.0))
    if not share:
        return ""
    colour, width = sleeve_colour(look), limbs.arm + (11 if look.outfit.cut in ("coat", "raincoat", "hoodie") else 9)
    out = line(bow.until(share).d, colour, width)
    if share > 0.6:
        (x, y), (u, v) = bow.point(share - 0.03), bow.point(share + 0.04)
        cuff = lum(colour, -0.05) if look.outfit.cut == "hoodie" else look.outfit.second
        if colour == cuff:
            cuff = lum(cuff, -0.08)
        out += line(f"M{x:.1f} {y:.1f}L{u:.1f} {v:.1f}", cuff, width - 1, style="stroke-linecap:butt")
    return g(out + pad(*bow.reach), "gC")


def leg(look: Look, limbs: Limbs, bow: Bow, *, side: str, foot: int, toes: float) -> str:
    """One leg with its trouser, sock and shoe; `foot` is the way it points, `toes` turns it (degrees)."""
    below = "none" if look.outfit.cut == "bare" and look.outfit.below == "trousers" else look.outfit.below
    artificial = look.has("prosthetic_leg", side)
    ankle = bow.end
    end = _shoe(look, ankle, foot) if limbs.foot == "shoe" else _paw(look, ankle, foot, artificial=artificial)
    if look.has("limb_length_discrepancy", side) and not look.told.short_arm:
        end = limb_aids.raised(look, ankle, foot) + end
    lower = limb_aids.lower_leg(look, bow, limbs.leg) if artificial else _bare_leg(look, limbs, bow, side)
    rolled = limb_aids.below_knee(look) - 0.1
    share = min(_LEGS[below], rolled if needs.BARE_SHINS & set(look.aids) else 1.0)
    cloth = ""
    if not share and abs(bow.bend[0] - bow.start[0]) > abs(bow.bend[1] - bow.start[1]):
        cloth = _lap(look, bow, limbs.leg)
    if share:
        width = limbs.leg + (8 if below == "leggings" else 15)
        cloth = g(line(bow.until(share).d, look.outfit.bottom, width) + pad(*bow.reach), "gC")
    if look.has("orthotic_devices") and not artificial:
        cloth += limb_aids.brace(look, bow, limbs.leg)
    return lower + cloth + g(end, "gH", f"rotate({toes:.0f} {ankle[0]:.1f} {ankle[1]:.1f})")


def _lap(look: Look, bow: Bow, width: float) -> str:
    """A skirt or a dress over the thigh of somebody who sits."""
    o = look.outfit
    colour = o.bottom if o.below == "skirt" else o.top if o.cut in ("dress", "pinafore") else None
    if colour is None:
        return ""
    share = 0.36 if needs.BARE_SHINS & set(look.aids) else 0.48
    (x, y), (u, v) = bow.point(share - 0.01), bow.point(share + 0.02)
    hem = line(f"M{x:.1f} {y:.1f}L{u:.1f} {v:.1f}", o.second, width + 17, style="stroke-linecap:butt")
    return g(line(bow.until(share).d, colour, width + 18) + hem + pad(*bow.reach), "gC")


def _bare_leg(look: Look, limbs: Limbs, bow: Bow, side: str) -> str:
    bare = line(bow.d, look.skin, limbs.leg)
    bare += marks.on_leg(look, bow, side=side)
    if limbs.foot == "shoe":
        (x, y), (u, v) = bow.point(0.84), bow.end
        bare += line(f"M{x:.1f} {y:.1f}L{u:.1f} {v:.1f}", look.outfit.second, 28)
    if limbs.jointed:
        bare += "".join(
            line(f"M{x - 9:.1f} {y:.1f}h18", lum(look.skin, -0.14), 4) for x, y in (bow.point(0.5), bow.point(0.62))
        )
    return g(bare + pad(*bow.reach), "gH")


def _shoe(look: Look, at: Point, way: int) -> str:
    x, y = at
    colour = look.outfit.shoes
    outline = [(-14, -8), (4, -12), (22, -3), (32, 9), (20, 16), (-12, 16), (-19, 6)]
    body = path(smooth([(x + a * way, y + b) for a, b in outline]), colour)
    if "boots" in look.features:
        body = (
            line(f"M{x:.1f} {y - 24:.1f}V{y:.1f}", colour, 34)
            + body
            + line(f"M{x - 15:.1f} {y - 26:.1f}h30", lum(colour, 0.12), 7)
        )
    sole = line(f"M{x - 17 * way:.1f} {y + 13:.1f}L{x + 29 * way:.1f} {y + 13:.1f}", lum(colour, 0.32, 0.4), 5)
    lace = line(f"M{x + 6 * way:.1f} {y - 7:.1f}l{7 * way} 5", lum(colour, 0.26, 0.5), 3)
    return body + sole + lace


def _paw(look: Look, at: Point, way: int, *, artificial: bool) -> str:
    x, y = at
    tone = limb_aids.METAL if artificial else lum(look.skin, -0.03)
    outline = [(-17, -6), (2, -13), (22, -6), (33, 6), (24, 16), (-14, 16), (-21, 6)]
    body = path(smooth([(x + a * way, y + b) for a, b in outline]), tone)
    body += "".join(line(f"M{x + a * way:.1f} {y + 5:.1f}v8", crease_of(tone), 2.2, opacity=0.5) for a in (16, 24))
    return part("prosthetic_leg", body) if artificial else body
