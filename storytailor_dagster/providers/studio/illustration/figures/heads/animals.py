"""Animal heads: one body of drawing, and each animal as a line of data. Ears and muzzles are in animal_parts.py."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from storytailor_dagster.providers.studio.illustration.canvas import Canvas
from storytailor_dagster.providers.studio.illustration.colour import lum, mix, oklab
from storytailor_dagster.providers.studio.illustration.figures.aids import marks
from storytailor_dagster.providers.studio.illustration.figures.faces import Face, Features, cheeks, features
from storytailor_dagster.providers.studio.illustration.figures.heads import animal_parts as parts
from storytailor_dagster.providers.studio.illustration.figures.heads.glasses import glasses
from storytailor_dagster.providers.studio.illustration.figures.heads.hats import hat
from storytailor_dagster.providers.studio.illustration.figures.heads.head import Head, frame_of, suited
from storytailor_dagster.providers.studio.illustration.figures.look import Look
from storytailor_dagster.providers.studio.illustration.shapes import ell, g, path, smooth


@dataclass(frozen=True, kw_only=True)
class Animal:
    """One animal's face.

    `ears`: pointed, long, round, dish, low, fluffy, flop, tufts, fan, eyes, none.
    `muzzle`: mask, snout, small, beak, bill, trunk, wide.
    `marks`, painted on the face: stripes, patches, bandit, spot, disc, cap, none. `ruff`: mane, spikes, tufts, none.
    `cheek` widens the lower face; `ear_tip` darkens the ears' ends; `white` shows the whites of the eyes.
    """

    ears: str
    muzzle: str
    marks: str = "none"
    ruff: str = "none"
    cheek: float = 1.0
    ear_tip: str | None = None
    nose: str = "#3a2024"
    white: bool = False


ANIMALS: Mapping[str, Animal] = MappingProxyType(
    {
        "fox": Animal(ears="pointed", muzzle="mask", ruff="tufts", cheek=1.08, ear_tip="#4a2a28"),
        "rabbit": Animal(ears="long", muzzle="small", nose="#d9768a"),
        "bear": Animal(ears="round", muzzle="snout"),
        "cat": Animal(ears="pointed", muzzle="small", marks="stripes", ruff="tufts", cheek=1.04, nose="#d9768a"),
        "dog": Animal(ears="flop", muzzle="snout", marks="spot"),
        "mouse": Animal(ears="dish", muzzle="small", cheek=0.98, nose="#d9768a"),
        "owl": Animal(ears="tufts", muzzle="beak", marks="disc", white=True, cheek=1.02),
        "hedgehog": Animal(ears="low", muzzle="mask", ruff="spikes"),
        "frog": Animal(ears="eyes", muzzle="wide", white=True, cheek=1.12),
        "elephant": Animal(ears="fan", muzzle="trunk"),
        "lion": Animal(ears="round", muzzle="snout", ruff="mane", nose="#7a3a30"),
        "penguin": Animal(ears="none", muzzle="bill", marks="cap"),
        "panda": Animal(ears="round", muzzle="snout", marks="patches", ear_tip="#3a3640"),
        "tiger": Animal(ears="round", muzzle="snout", marks="stripes", ruff="tufts", nose="#d9768a", cheek=1.04),
        "raccoon": Animal(ears="pointed", muzzle="snout", marks="bandit", ruff="tufts", cheek=1.08),
        "koala": Animal(ears="fluffy", muzzle="small", nose="#3a3640"),
    }
)


def head(cv: Canvas, look: Look, face: Face) -> Head:
    plan = ANIMALS[look.kind]
    wide, high = look.build.head
    ears = parts.ears(plan.ears, look, wide, high, face.gaze, plan.ear_tip and _ink(look, plan.ear_tip))
    skull = path(_skull(wide, high, plan.cheek), look.skin)
    clip = cv.clip(_skull(wide, high, plan.cheek))
    painted = _marks(plan, look, face, wide, high) + marks.on_face(look, face.gaze)
    f = _features_of(plan, look)
    muzzle, over = parts.muzzle(plan.muzzle, look, face.gaze, plan.nose)
    warm = cheeks(face, "#f0614d", look.skin, apart=56, y=30)
    kept = "none" if look.has("childhood_cancer") else plan.ruff
    ruff_behind, ruff_front = parts.ruff(kept, look, wide, high)
    shaded = g(ears.front + ruff_front + skull + g(painted + warm, clip_path=f"url(#{clip})"), "gC")
    snout = g(muzzle, "gH") if muzzle else ""
    trunk = g(over, "gC") if plan.muzzle == "trunk" else over
    on_top = _hat(plan, look)
    spectacles = glasses(look, face, f, wide) if "glasses" in look.features else ""
    front = shaded + snout + features(cv, face, f) + trunk + spectacles + on_top.front
    behind = (g(ears.behind, "gC") if ears.behind else "") + ruff_behind
    frame = frame_of(face, f, wide, high)
    return Head(
        front=front, behind=behind, ears=ears.at, top=min(ears.top, on_top.top if on_top.front else 0, -high * 1.04),
        frame=replace(frame, brow=-24.0) if plan.ears == "eyes" else frame, over=_eyes_on_top(cv, plan, look, face, f),
    )  # fmt: skip


def _eyes_on_top(cv: Canvas, plan: Animal, look: Look, face: Face, f: Features) -> str:
    """A frog's eyes, which stand up through whatever it wears."""
    if plan.ears != "eyes":
        return ""
    lids = parts.ears("eyes", look, *look.build.head, face.gaze, None).front
    clip = cv.clip("M-200 -200H200V-30H-200Z")
    return g(g(lids, "gC") + g(features(cv, face, f), clip_path=f"url(#{clip})"))


def _hat(plan: Animal, look: Look) -> Head:
    """A hat; on a frog a small one above the eyes."""
    worn = hat(look)
    if not worn.front or plan.ears != "eyes":
        return worn
    return Head(front=g(worn.front, None, "translate(0 -82) scale(.5)"), top=worn.top * 0.5 - 82)


def _skull(wide: float, high: float, cheek: float) -> str:
    right = [
        (wide * 0.46, -high * 0.92),
        (wide * 0.86, -high * 0.52),
        (wide * 0.98 * cheek, 8),
        (wide * 0.88 * cheek, high * 0.58),
        (wide * 0.46, high * 0.9),
    ]
    return smooth([(0, -high * 0.98), *right, (0, high * 0.97), *[(-a, b) for a, b in reversed(right)]])


def _features_of(plan: Animal, look: Look) -> Features:
    dark = oklab(look.skin)[0] < 0.5
    beaked = plan.muzzle in ("beak", "bill")
    eyes_up = plan.ears == "eyes"
    return suited(
        look,
        Features(
            ink=look.eyes if plan.marks != "patches" or look.has("albinism") else "#1d1620",
            lip=lum(look.skin, -0.34, 0.8) if not dark else "#1d1620",
            brow=None if eyes_up or beaked else lum(look.skin, -0.16 if not dark else 0.14),
            apart=42 if eyes_up else 33 if beaked else 36,
            eye=(10, 11.5) if plan.white else (8.8, 11.2),
            eye_y=-66 if eyes_up else 0 if plan.white else 4,
            mouth_x=-27 if plan.muzzle == "trunk" and look.has("cleft_lip") else 0,
            mouth_y=26 if plan.muzzle == "wide" else 56 if plan.muzzle == "trunk" else 50,
            mouth_width=2.1 if plan.muzzle == "wide" else 0.85,
            white="#fffaf0" if plan.white or dark or plan.marks in ("patches", "bandit") else None,
            lid=lum(look.skin, -0.05) if plan.marks not in ("disc", "cap") else lum(look.belly, -0.08),
            closed="#f4efe6"
            if plan.marks in ("patches", "bandit")
            else lum(look.skin, 0.42)
            if dark and plan.marks != "cap"
            else None,
            lashes="lashes" in look.features and not plan.white,
        ),
    )


def _ink(look: Look, colour: str) -> str:
    """The dark of a coat's markings, which albinism leaves pale too."""
    return mix(colour, look.skin, 0.78) if look.has("albinism") else colour


def _marks(plan: Animal, look: Look, face: Face, wide: float, high: float) -> str:
    x, y = face.gaze
    dark = lum(look.skin, -0.17)
    if plan.marks == "stripes":
        ink = _ink(look, "#4a3230") if look.kind == "tiger" else dark
        crown = "".join(
            path(f"M{a - 6 + x:.1f} {-high}h12L{a + x * 1.1:.1f} {-high * 0.58 + abs(a) * 0.4:.1f}Z", ink, ink, 3)
            for a in (-24, 0, 24)
        )
        side = "".join(
            path(
                f"M{s * wide * 1.06:.1f} {b}L{s * wide * 0.74:.1f} {b + 5}L{s * wide * 1.06:.1f} {b + 10}Z", ink, ink, 2
            )
            for s in (-1, 1)
            for b in (4, 24)
        )
        return crown + side
    if plan.marks == "patches":
        ink = _ink(look, "#3a3640")
        return "".join(
            ell(s * 37 + x * 1.2, 8 + y, 23, 27, ink, transform=f"rotate({s * 24} {s * 37 + x} {8 + y})")
            for s in (-1, 1)
        )
    if plan.marks == "bandit":
        mask = smooth(
            [
                (-wide * 1.1, 4),
                (-40 + x, -20 + y),
                (x, -6),
                (40 + x, -20 + y),
                (wide * 1.1, 4),
                (52 + x, 32 + y),
                (x, 16),
                (-52 + x, 32 + y),
            ]
        )
        return path(mask, _ink(look, "#4c4654")) + path(
            f"M-60 {-high * 0.6:.0f}Q{x} {-high * 0.2:.0f} 60 {-high * 0.6:.0f}"
            f"L60 {-high * 0.44:.0f}Q{x} {-high * 0.06:.0f} -60 {-high * 0.44:.0f}Z",
            look.belly,
        )
    if plan.marks == "spot":
        return ell(40 + x, -4 + y, 33, 40, lum(look.skin, -0.15), transform=f"rotate(14 {40 + x} {y})")
    if plan.marks == "disc":
        return "".join(ell(s * 33 + x, 2 + y, 37, 39, look.belly) for s in (-1, 1)) + path(
            f"M-8 {-high}L{x} -12L8 {-high}Z", look.skin
        )
    if plan.marks == "cap":
        heart = smooth(
            [
                (x, -18 + y),
                (26 + x, -44 + y),
                (60 + x, -26 + y),
                (66 + x, 20 + y),
                (40 + x, 64 + y),
                (x, 80),
                (-40 + x, 64 + y),
                (-66 + x, 20 + y),
                (-60 + x, -26 + y),
                (-26 + x, -44 + y),
            ]
        )
        return path(heart, look.belly)
    return ""
