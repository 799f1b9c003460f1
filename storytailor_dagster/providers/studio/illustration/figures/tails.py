"""What creatures have behind them: tails and wings. In the figure's space, from the hips or the shoulders."""

from __future__ import annotations

from storytailor_dagster.character.hero import Species
from storytailor_dagster.providers.studio.illustration.colour import lum
from storytailor_dagster.providers.studio.illustration.figures.aids.told import RIGHT
from storytailor_dagster.providers.studio.illustration.figures.look import Look
from storytailor_dagster.providers.studio.illustration.figures.skeleton import Bones
from storytailor_dagster.providers.studio.illustration.shapes import ell, g, line, pad, path, scallop, smooth

_KINDS = {
    "fox": "bushy", "raccoon": "bushy", "cat": "long", "dog": "wag", "mouse": "thin", "lion": "tuft", "tiger": "long",
    "rabbit": "puff", "bear": "stub", "panda": "stub", "hedgehog": "stub", "elephant": "thin", "koala": "stub",
    "unicorn": "mane", "dragon": "spade", "dinosaur": "heavy",
}  # fmt: skip


def behind(look: Look, bones: Bones) -> str:
    """The tail and the wings of those who have them."""
    winged = look.kind == "dragon" or "wings" in look.features
    winged = winged or (look.human and look.species is Species.FANTASY_BEING)
    return tail(look, bones) + (wings(look, bones) if winged else "")


def tail(look: Look, bones: Bones) -> str:
    """A creature's tail, to the left behind the hips, or where a short arm is seen before it; seated, on the ground."""
    x, y = bones.hip
    low = bones.stance.seat is not None and bones.stance.seat < 60
    kind = _KINDS.get(look.kind)
    if kind is None:
        return ""
    body = _tail(kind, look)
    turn = 18 if low else 0
    way = -1 if look.has("limb_difference_arm_missing", RIGHT) and not bones.stance.side else 1
    place = f"translate({x - 14 * way:.1f} {y - (6 if low else 0):.1f}) scale({way} 1) rotate({turn})"
    return g(g(body, "gC"), None, place)


def _tail(kind: str, look: Look) -> str:
    c, pale = look.skin, look.belly
    box = pad((-130, -110), (0, 40), m=4)
    if kind == "bushy":
        shape = smooth([(0, -8), (-44, 8), (-92, -6), (-124, -58), (-112, -104), (-84, -78), (-62, -44), (0, -26)])
        end = smooth([(-120, -66), (-114, -104), (-84, -78), (-92, -60)])
        rings = (
            "".join(line(d, "#4c4654", 11) for d in ("M-46 -40L-40 6", "M-74 -60L-84 -10"))
            if look.kind == "raccoon"
            else ""
        )
        return path(shape, c) + rings + path(end, pale if look.kind == "fox" else "#4c4654")
    if kind == "long":
        curve = "M0 -6Q-60 6 -84 -26T-104 -92"
        bands = (
            "".join(line(d, lum(c, -0.18), 16) for d in ("M-70 -10l-6 -6", "M-91 -46l-1 -9"))
            if look.kind == "tiger"
            else ""
        )
        return box + line(curve, c, 17) + bands + line("M-103 -80L-104 -94", lum(c, -0.12), 17)
    if kind == "wag":
        return box + line("M0 -10Q-44 -16 -66 -74", c, 16) + line("M-60 -58L-67 -78", lum(c, -0.14), 16)
    if kind == "thin":
        return box + line("M0 -6Q-50 20 -80 -10T-118 -34", lum(c, -0.06), 8)
    if kind == "tuft":
        return box + line("M0 -8Q-56 6 -78 -30T-104 -78", c, 11) + ell(-106, -88, 15, 20, lum(c, -0.2))
    if kind == "puff":
        return path(scallop(-34, 2, 24, 22, 9, 0.17), lum(pale, 0.02))
    if kind == "stub":
        return ell(-36, 4, 17, 15, c)
    if kind == "mane":
        curve = smooth([(0, -12), (-50, -30), (-92, 2), (-104, 66), (-76, 88), (-66, 44), (-44, 14), (0, 8)])
        return path(curve, look.hair) + line("M-20 -10Q-70 -8 -84 58", lum(look.hair, 0.12), 5)
    if kind == "spade":
        spade = smooth([(-118, -62), (-150, -82), (-136, -116), (-112, -104), (-88, -116), (-92, -74)], k=1 / 7)
        return path(spade, look.hair) + path(
            smooth(
                [
                    (0, -26),
                    (-60, -18),
                    (-98, -40),
                    (-112, -84),
                    (-98, -86),
                    (-78, -54),
                    (-56, -44),
                    (0, -50),
                    (0, 10),
                    (-66, 14),
                ]
            ),
            c,
        )
    body = path(smooth([(0, -36), (-50, -18), (-104, -6), (-148, 2), (-110, 30), (-50, 34), (0, 24)]), c)
    plates = "".join(
        path(f"M{x} {y}l-17 -22l-5 26Z", look.hair, look.hair, 5) for x, y in ((-30, -20), (-66, -9), (-100, -2))
    )
    return plates + body


def wings(look: Look, bones: Bones) -> str:
    """A small dragon's wings, or a sprite's."""
    x, y = bones.shoulders
    draw = _membrane if look.kind == "dragon" else _petals
    sides = "".join(draw(look, side) for side in (-1, 1))
    return g(sides, None, f"translate({x:.1f} {y + 34:.1f}) rotate({bones.stance.lean})")


def _membrane(look: Look, s: int) -> str:
    c = look.hair
    shape = smooth(
        [
            (s * 20, 10),
            (s * 62, -62),
            (s * 128, -78),
            (s * 120, -44),
            (s * 130, -14),
            (s * 104, -8),
            (s * 98, 22),
            (s * 70, 22),
            (s * 34, 44),
        ],
        k=1 / 8,
    )
    ribs = line(
        f"M{s * 30} 6Q{s * 76} -48 {s * 124} -74M{s * 32} 14"
        f"Q{s * 80} -14 {s * 126} -16M{s * 34} 24Q{s * 66} 14 {s * 96} 20",
        lum(c, -0.1),
        4,
    )
    return g(path(shape, lum(c, 0.05)) + ribs, "gC")


def _petals(look: Look, s: int) -> str:
    c = lum(look.accent, 0.16, 0.6)
    upper = smooth([(s * 14, 0), (s * 60, -76), (s * 122, -92), (s * 138, -46), (s * 96, 4), (s * 40, 16)])
    lower = smooth([(s * 14, 12), (s * 70, 18), (s * 106, 50), (s * 84, 84), (s * 44, 66)])
    veins = line(
        f"M{s * 24} 2Q{s * 72} -40 {s * 118} -72M{s * 26} 6"
        f"Q{s * 76} -14 {s * 122} -40M{s * 26} 20Q{s * 60} 36 {s * 84} 70",
        "#ffffff",
        3,
        opacity=0.7,
    )
    return g(path(lower, lum(c, 0.05), opacity=0.9) + path(upper, c, opacity=0.92) + veins, "gC")
