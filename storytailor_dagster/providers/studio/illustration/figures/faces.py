"""What a face feels: eyes, brows and mouth, for every kind of head. Drawn outside the shaded groups, to stay clean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from storytailor_dagster.providers.studio.illustration.canvas import Canvas
from storytailor_dagster.providers.studio.illustration.colour import oklab
from storytailor_dagster.providers.studio.illustration.figures.aids.features import Almond, almond_eye, cleft_mouth
from storytailor_dagster.providers.studio.illustration.figures.aids.tag import part
from storytailor_dagster.providers.studio.illustration.shapes import Point, ell, g, line, path
from storytailor_dagster.story.staging import Feeling


@dataclass(frozen=True, kw_only=True)
class Expression:
    """`eyes`: open, wide, arc, half, closed. `mouth`: smile, grin, laugh, o, wobble, frown, firm, small.

    `brow` raises the brows (units up), `slant` raises their inner ends; `sink` looks down; `blush` scales the cheeks.
    """

    eyes: str = "open"
    mouth: str = "smile"
    brow: float = 5
    slant: float = -1
    sink: float = 0
    blush: float = 1.0


EXPRESSIONS: Mapping[Feeling, Expression] = MappingProxyType(
    {
        Feeling.CALM: Expression(),
        Feeling.HAPPY: Expression(mouth="grin", brow=7, blush=1.1),
        Feeling.JOYFUL: Expression(eyes="arc", mouth="laugh", brow=9, blush=1.25),
        Feeling.AWED: Expression(eyes="wide", mouth="o", brow=13, slant=1, blush=1.1),
        Feeling.WORRIED: Expression(mouth="wobble", brow=6, slant=7, blush=0.8),
        Feeling.SAD: Expression(mouth="frown", brow=4, slant=8, sink=4, blush=0.8),
        Feeling.BRAVE: Expression(mouth="firm", brow=3, slant=-3.5),
        Feeling.SLEEPY: Expression(eyes="half", mouth="small", brow=7, slant=4, blush=1.1),
    }
)
ASLEEP = Expression(eyes="closed", mouth="smile", brow=4, slant=1, blush=1.2)


@dataclass(frozen=True, kw_only=True)
class Face:
    """What a head is asked to show: an expression and where it looks (x, y in units, up is negative)."""

    expression: Expression
    gaze: Point = (0, 0)


@dataclass(frozen=True, kw_only=True)
class Features:
    """Where a kind of head has its eyes and mouth, and in what colours.

    `white` is the eye's white, where it shows; `closed` colours shut eyes, where the ink would not show; `slanted`
    makes almond eyes, their outer ends lifted; `cleft` is a scarred lip in a mouth a little uneven; `tooth` shows one;
    `beak` leaves out the line of a shut mouth.
    """

    ink: str = "#2b1a22"
    lip: str = "#5a2630"
    brow: str | None = None
    apart: float = 34
    eye: Point = (8.2, 10.8)
    eye_y: float = 12
    mouth_x: float = 0
    mouth_y: float = 46
    mouth_width: float = 1.0
    white: str | None = None
    closed: str | None = None
    lid: str = "#e2b48e"
    fold: str = "#9a5a48"
    scar: str = "#c9776a"
    lashes: bool = False
    tooth: bool = False
    slanted: bool = False
    cleft: bool = False
    beak: bool = False


def features(cv: Canvas, face: Face, f: Features) -> str:
    """Eyes, brows and mouth as markup, in the head's own units."""
    mouth = _mouth(cv, face, f)
    if f.cleft:
        x, y = face.gaze[0] * 1.35 + f.mouth_x, f.mouth_y + face.gaze[1] * 1.1
        mouth = part("cleft_lip", cleft_mouth(face.expression.mouth, mouth, x, y, scar=f.scar, lip=f.lip))
    return _eyes(face, f) + _brows(face, f) + mouth


def cheeks(face: Face, colour: str, skin: str, *, apart: float = 50, y: float = 32, size: float = 1.0) -> str:
    """Two soft spots of warmth, weaker on fair skin."""
    x, up = face.gaze
    strength = (0.74 - 0.34 * max(0.0, (oklab(skin)[0] - 0.5) / 0.4)) * face.expression.blush
    return "".join(
        ell(
            side * apart + x, y + up * 0.8, 19 * size, 13 * size, colour,
            opacity=f"{min(0.85, strength):.2f}", filter="url(#blush)",
        )
        for side in (-1, 1)
    )  # fmt: skip


def eye_centres(face: Face, f: Features) -> tuple[Point, Point]:
    """Left and right eye in the head's own units; a turned head brings the far one nearer."""
    x, y = face.gaze
    far = 2 if x > 7 else 0
    top = f.eye_y + y * 1.1 + face.expression.sink * 0.5
    return (-f.apart + x * 1.25, top), (f.apart + x * 1.25 - far, top)


def _eyes(face: Face, f: Features) -> str:
    kind, out = face.expression.eyes, ""
    almond = Almond(ink=f.ink, edge=f.closed or f.ink, fold=f.fold, lid=f.lid, size=f.eye[0], lashes=f.lashes)
    for side, (x, y) in zip((-1, 1), eye_centres(face, f), strict=True):
        if f.slanted:
            out += part("down_syndrome", almond_eye(kind, x, y, side, face.gaze, almond))
        else:
            out += _closed(kind, x, y, f) if kind in ("arc", "closed") else _open(kind, x, y, face, f)
        if f.lashes and kind != "arc" and not f.slanted:
            top = y + (2 if kind == "closed" else -6)
            out += line(f"M{x + side * 7:.1f} {top:.1f}q{side * 5} -1 {side * 8} -6", f.ink, 3)
    return out


def _closed(kind: str, x: float, y: float, f: Features) -> str:
    wide = f.eye[0] * 1.22
    if kind == "arc":
        return line(
            f"M{x - wide:.1f} {y + 4:.1f}Q{x:.1f} {y - 11:.1f} {x + wide:.1f} {y + 4:.1f}", f.closed or f.ink, 5
        )
    return line(f"M{x - wide:.1f} {y:.1f}Q{x:.1f} {y + 10:.1f} {x + wide:.1f} {y:.1f}", f.closed or f.ink, 4.6)


def _open(kind: str, x: float, y: float, face: Face, f: Features) -> str:
    size = 1.2 if kind == "wide" else 1.0
    rx, ry = f.eye[0] * size, f.eye[1] * size
    gaze, sink = face.gaze[0], face.expression.sink
    out = ""
    if f.white:
        out += ell(x, y, rx * 1.5, ry * 1.42, f.white)
        x, y = x + gaze * 0.18, y + face.gaze[1] * 0.2 + sink * 0.4
    out += ell(x, y + sink * 0.3, rx, ry, f.ink)
    out += ell(x + rx * 0.29 + gaze * 0.1, y - ry * 0.39, rx * 0.37, ry * 0.3, "#fff")
    out += ell(x - rx * 0.32, y + ry * 0.41, rx * 0.2, rx * 0.2, "#fff", opacity=0.55)
    if kind == "half":
        out += _lid(x, y, rx * (1.5 if f.white else 1.0), ry * (1.42 if f.white else 1.0), f)
    return out


def _lid(x: float, y: float, rx: float, ry: float, f: Features) -> str:
    """A heavy lid, arched like a hill so that it is tired and never cross."""
    wide, low = rx + 3, y + ry * 0.3
    arch = f"Q{x:.1f} {low - ry * 0.85:.1f} {x + wide:.1f} {low:.1f}"
    cover = (
        f"M{x - wide:.1f} {low:.1f}{arch}L{x + wide:.1f} {y - ry - 2:.1f}"
        f"Q{x:.1f} {y - ry - 9:.1f} {x - wide:.1f} {y - ry - 2:.1f}Z"
    )
    return path(cover, f.lid) + line(f"M{x - wide:.1f} {low:.1f}{arch}", f.closed or f.ink, 4)


def _brows(face: Face, f: Features) -> str:
    if f.brow is None:
        return ""
    e, out = face.expression, ""
    for side, (x, y) in zip((-1, 1), eye_centres(face, f), strict=True):
        top = y - 19 - e.brow - (f.eye[1] - 10.8) * (1.4 if f.white else 1)
        inner, outer = top - e.slant, top + e.slant * 0.6 + 1
        if f.slanted:
            inner, outer = inner - 3, outer - 1
        out += line(
            f"M{x - side * 10:.1f} {inner:.1f}"
            f"Q{x + side:.1f} {(inner + outer) / 2 - 6:.1f} {x + side * 11:.1f} {outer:.1f}",
            f.brow,
            5,
        )
    return out


def _mouth(cv: Canvas, face: Face, f: Features) -> str:
    x, y = face.gaze[0] * 1.35 + f.mouth_x, f.mouth_y + face.gaze[1] * 1.1
    kind, k = face.expression.mouth, f.mouth_width
    if f.beak and kind not in ("grin", "laugh", "o"):
        return ""
    if kind in ("grin", "laugh"):
        return _open_mouth(cv, x, y, (18 if kind == "grin" else 21) * k, 24 if kind == "grin" else 29)
    if kind == "o":
        return ell(x, y + 5, 7.5 * k, 9.5, "#7a2430") + ell(x, y + 10, 4.5 * k, 4, "#f2766b")
    curves = {
        "smile": f"M{x - 13 * k:.1f} {y:.1f}Q{x:.1f} {y + 12:.1f} {x + 14 * k:.1f} {y - 1:.1f}",
        "firm": f"M{x - 12 * k:.1f} {y + 2:.1f}Q{x + 2:.1f} {y + 8:.1f} {x + 15 * k:.1f} {y - 3:.1f}",
        "small": f"M{x - 7 * k:.1f} {y + 3:.1f}q{7 * k:.1f} 5 {14 * k:.1f} 0",
        "frown": f"M{x - 11 * k:.1f} {y + 7:.1f}Q{x:.1f} {y - 4:.1f} {x + 11 * k:.1f} {y + 7:.1f}",
        "wobble": (
            f"M{x - 11 * k:.1f} {y + 5:.1f}"
            f"Q{x - 3 * k:.1f} {y - 5:.1f} {x + 2:.1f} {y + 2:.1f}T{x + 13 * k:.1f} {y + 1:.1f}"
        ),
    }
    tooth = path(f"M{x - 2:.1f} {y + 5:.1f}l4 8 5 -8Z", "#fff8ec") if f.tooth and kind in ("smile", "firm") else ""
    return line(curves[kind], f.lip, 4.6) + tooth


def _open_mouth(cv: Canvas, x: float, y: float, half: float, deep: float) -> str:
    top, low = y - 5, y - 5 + deep
    d = (
        f"M{x - half:.1f} {top:.1f}Q{x:.1f} {top + 6:.1f} {x + half:.1f} {top:.1f}"
        f"Q{x + half * 0.83:.1f} {low:.1f} {x:.1f} {low:.1f}Q{x - half * 0.83:.1f} {low:.1f} {x - half:.1f} {top:.1f}Z"
    )
    teeth = path(f"M{x - half:.1f} {top - 1:.1f}h{2 * half:.1f}v5q{-half:.1f} 5 {-2 * half:.1f} 0Z", "#fff8ec")
    tongue = ell(x, low, half * 0.72, deep * 0.38, "#f2766b")
    return path(d, "#7a2430") + g(tongue + teeth, clip_path=f"url(#{cv.clip(d)})")
