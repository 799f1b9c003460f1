"""A child's head: shape, ears, skin marks, nose and features. Hair and hats are modules of their own."""

from __future__ import annotations

from storytailor_dagster.character.hero import Species
from storytailor_dagster.providers.studio.illustration.canvas import Canvas
from storytailor_dagster.providers.studio.illustration.colour import lum, mix, oklab
from storytailor_dagster.providers.studio.illustration.figures.aids import marks
from storytailor_dagster.providers.studio.illustration.figures.faces import (
    Face,
    Features,
    cheeks,
    eye_centres,
    features,
)
from storytailor_dagster.providers.studio.illustration.figures.heads import hats
from storytailor_dagster.providers.studio.illustration.figures.heads.glasses import glasses
from storytailor_dagster.providers.studio.illustration.figures.heads.hair import hair_of
from storytailor_dagster.providers.studio.illustration.figures.heads.head import Ear, Head
from storytailor_dagster.providers.studio.illustration.figures.limbs import crease_of
from storytailor_dagster.providers.studio.illustration.figures.look import Look
from storytailor_dagster.providers.studio.illustration.shapes import ell, g, line, path, smooth


def head(cv: Canvas, look: Look, face: Face) -> Head:
    wide, high = look.build.head
    x, y = face.gaze
    round_cheeks = 1.05 if "down_syndrome" in look.aids else 1.0
    shape = skull(wide * round_cheeks, high)
    clip = cv.clip(shape)
    skin_marks = marks.on_face(look, face.gaze)
    warm = cheeks(face, _blush(look.skin), look.skin)
    lobes, ears = _ears(look, face)
    skin = g(lobes + g(path(shape, look.skin) + g(skin_marks + warm, clip_path=f"url(#{clip})")), "gC")
    f = _features_of(look)
    hair = hair_of(cv, look, face)
    nose = line(
        f"M{x * 1.65 - 5:.1f} {27 + y * 1.3:.1f}q{5 + x * 0.15:.1f} 6 {10 + x * 0.15:.1f} 0", crease_of(look.skin), 4.6
    )
    mask = _mask(look, face, f) if look.species is Species.SUPERHERO else ""
    extras = _freckles(look, face) if "freckles" in look.features else ""
    spectacles = glasses(look, face, f, wide) if "glasses" in look.features and not mask else ""
    hat = hats.hat(look)
    front = skin + extras + mask + features(cv, face, f) + nose + spectacles + hair.front + hat.front
    return Head(front=front, behind=hair.behind + hat.behind, ears=ears, top=min(hair.top, hat.top))


def skull(wide: float, high: float) -> str:
    right = [
        (wide * 0.48, -high * 0.94),
        (wide * 0.9, -high * 0.5),
        (wide * 0.98, 6),
        (wide * 0.82, high * 0.62),
        (wide * 0.42, high * 0.94),
    ]
    return smooth([(0, -high * 1.03), *right, (0, high), *[(-a, b) for a, b in reversed(right)]])


def _blush(skin: str) -> str:
    return mix("#f0614d", "#c23a2e", min(1.0, max(0.0, (0.85 - oklab(skin)[0]) / 0.35)))


def _features_of(look: Look) -> Features:
    covered = look.hair_style in ("hijab", "patka", "bare")
    brow = "#2f2024" if covered else lum(look.hair, -0.05)
    if look.hair_style == "bare":
        brow = mix(look.skin, crease_of(look.skin), 0.8)
    return Features(
        ink=look.eyes if oklab(look.skin)[0] > 0.5 else mix(look.eyes, "#100a0c", 0.6),
        lip=mix(lum(look.skin, -0.34), "#4a1520", 0.4),
        brow=brow,
        lid=lum(look.skin, -0.03),
        lashes="lashes" in look.features,
        slanted="down_syndrome" in look.aids,
        eye=(8.8, 9.6) if "down_syndrome" in look.aids else (8.2, 10.8),
        eye_y=12,
    )


def _ears(look: Look, face: Face) -> tuple[str, tuple[Ear, Ear]]:
    wide = look.build.head[0]
    x, y = face.gaze
    out, found = "", []
    pointed = look.species is Species.FANTASY_BEING
    for side in (-1, 1):
        ex, ey = side * (wide - 2) - x * 0.55, 14 - y * 0.3
        if pointed:
            out += path(
                smooth(
                    [(ex - side * 8, ey - 14), (ex + side * 30, ey - 34), (ex + side * 20, ey + 2), (ex, ey + 17)],
                    k=1 / 7,
                ),
                look.skin,
            )
        else:
            out += ell(ex, ey, 15, 17, look.skin)
        out += path(f"M{ex - 4 * side:.1f} {ey - 6:.1f}q{9 * side} 2 {3 * side} 12", "none", crease_of(look.skin), 3.4)
        found.append((ex, ey, side))
    return out, (found[0], found[1])


def _freckles(look: Look, face: Face) -> str:
    x, y = face.gaze
    spots = ((0, 0), (9, 3), (4, 8), (-6, 6), (-11, 1))
    return "".join(
        ell(side * 46 + x * 1.1 + a * side, 24 + y + b, 1.8, 1.8, crease_of(look.skin))
        for side in (-1, 1)
        for a, b in spots
    )


def _mask(look: Look, face: Face, f: Features) -> str:
    """A superhero's mask with round windows, so that the eyes keep all their feeling."""
    (ax, ay), (bx, by) = eye_centres(face, f)
    outline = smooth([(ax - 34, ay - 14), (ax - 6, ay - 25), ((ax + bx) / 2, ay - 15), (bx + 6, by - 25), (bx
        + 34, by - 14),
                      (bx + 26, by + 16), (bx - 6, by + 20), ((ax + bx) / 2, ay + 12), (ax + 6, ay + 20),
                          (ax - 26, ay + 16)])  # fmt: skip
    windows = "".join(ell(x, y, 16, 15.5, look.skin) for x, y in ((ax, ay), (bx, by)))
    return g(path(outline, look.accent) + windows, "gH")
