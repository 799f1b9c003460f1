"""A child's head: shape, ears, skin marks, nose and features. Hair and hats are modules of their own."""

from __future__ import annotations

from storytailor_dagster.character.hero import Species
from storytailor_dagster.providers.studio.illustration.canvas import Canvas
from storytailor_dagster.providers.studio.illustration.colour import lum, mix, oklab
from storytailor_dagster.providers.studio.illustration.figures.aids import marks, needs
from storytailor_dagster.providers.studio.illustration.figures.aids.tag import part
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
from storytailor_dagster.providers.studio.illustration.figures.heads.head import Ear, Head, frame_of
from storytailor_dagster.providers.studio.illustration.figures.limbs import crease_of
from storytailor_dagster.providers.studio.illustration.figures.look import HATS, Look
from storytailor_dagster.providers.studio.illustration.shapes import ell, g, line, path, smooth

_UNMASKED = frozenset({"vitiligo", "birthmark_large", "burn_scars", "facial_differences", "down_syndrome", "glasses"})
"""What a superhero's mask would hide."""


def head(cv: Canvas, look: Look, face: Face) -> Head:
    wide, high = look.build.head
    round_cheeks = 1.07 if look.has("down_syndrome") else 1.0
    shape = skull(wide, high, cheeks=round_cheeks)
    clip = cv.clip(shape)
    skin_marks = marks.on_face(look, face.gaze)
    warm = cheeks(face, _blush(look.skin), look.skin)
    lobes, ears = _ears(look, face)
    skin = g(lobes + g(path(shape, look.skin) + g(skin_marks + warm, clip_path=f"url(#{clip})")), "gC")
    f = _features_of(look)
    hair = hair_of(cv, look, face)
    mask = _mask(look, face, f) if look.species is Species.SUPERHERO and not _UNMASKED & set(look.aids) else ""
    extras = _freckles(look, face) if "freckles" in look.features else ""
    spectacles = glasses(look, face, f, wide) if "glasses" in look.features and not mask else ""
    hat = hats.hat(look)
    front_hair, front_hat = hair.front, hat.front
    if look.has("childhood_cancer"):
        front_hair = part("childhood_cancer", front_hair)
        front_hat = part("childhood_cancer", front_hat)
    free = g(lobes, "gH") if needs.FREE_EARS & set(look.aids) and look.hair_style != "hijab" else ""
    face_of = skin + extras + mask + features(cv, face, f) + _nose(look, face) + spectacles
    front = face_of + front_hair + free + _bare_crown(look, wide, high) + front_hat
    frame = frame_of(face, f, wide, high)
    return Head(front=front, behind=hair.behind + hat.behind, ears=ears, top=min(hair.top, hat.top), frame=frame)


def _nose(look: Look, face: Face) -> str:
    x, y = face.gaze[0] * 1.65, 27 + face.gaze[1] * 1.3
    half, deep = (3.6, 4.5) if look.has("down_syndrome") else (5, 6)
    d = f"M{x - half:.1f} {y:.1f}q{half + face.gaze[0] * 0.15:.1f} {deep} {2 * half + face.gaze[0] * 0.15:.1f} 0"
    return line(d, crease_of(look.skin), 4.6)


def _bare_crown(look: Look, wide: float, high: float) -> str:
    """The soft shine of a head that lost its hair; under a hijab it is the cloth that tells of it."""
    if (
        not look.has("childhood_cancer")
        or look.has("cranial_helmet")
        or look.hair_style != "bare"
        or HATS & look.features
    ):
        return ""
    shine = ell(-wide * 0.3, -high * 0.68, wide * 0.3, high * 0.15, lum(look.skin, 0.09), opacity=0.7,
                transform=f"rotate(-18 {-wide * 0.3:.1f} {-high * 0.68:.1f})")  # fmt: skip
    return part("childhood_cancer", g(shine, "b3"))


def skull(wide: float, high: float, *, cheeks: float = 1.0) -> str:
    """A head's outline; `cheeks` makes its lower half fuller."""
    right = [
        (wide * 0.48, -high * 0.94),
        (wide * 0.9, -high * 0.5),
        (wide * 0.98 * cheeks, 10),
        (wide * 0.84 * cheeks, high * 0.62),
        (wide * 0.42 * cheeks, high * 0.95),
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
        fold=crease_of(look.skin),
        scar=mix(lum(look.skin, -0.07 if oklab(look.skin)[0] > 0.6 else 0.12), "#d4604e", 0.42),
        slanted=look.has("down_syndrome"),
        cleft=look.has("cleft_lip"),
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
