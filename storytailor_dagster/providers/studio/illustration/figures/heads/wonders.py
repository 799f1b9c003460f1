"""Robots, monsters, aliens, unicorns and the spirits of fire, water, air and leaves."""

from __future__ import annotations

import random
from dataclasses import replace

from storytailor_dagster.providers.studio.illustration.canvas import Canvas
from storytailor_dagster.providers.studio.illustration.colour import lum, mix
from storytailor_dagster.providers.studio.illustration.figures.aids import marks
from storytailor_dagster.providers.studio.illustration.figures.faces import Face, Features, cheeks, features
from storytailor_dagster.providers.studio.illustration.figures.heads.glasses import glasses
from storytailor_dagster.providers.studio.illustration.figures.heads.hats import hat
from storytailor_dagster.providers.studio.illustration.figures.heads.head import Head, frame_of, suited
from storytailor_dagster.providers.studio.illustration.figures.look import Look
from storytailor_dagster.providers.studio.illustration.shapes import ell, g, line, path, rect, scallop, smooth


def robot(cv: Canvas, look: Look, face: Face) -> Head:
    c, x, y = look.skin, face.gaze[0] * 0.8, face.gaze[1] * 0.6
    aerial = (
        ""
        if look.has("childhood_cancer")
        else (
            line("M0 -74V-104", lum(c, -0.15), 7)
            + ell(0, -112, 12, 12, look.accent)
            + ell(-3, -116, 3.4, 3.4, "#fff", opacity=0.8)
        )
    )
    ears = "".join(rect(s * 84 - 13, -14, 26, 46, lum(c, -0.1), 9) + ell(s * 96, 9, 8, 8, look.accent) for s in (-1, 1))
    shell = rect(-84, -76, 168, 150, c, 46) + line("M-52 -64H20", lum(c, 0.12), 6)
    bolts = "".join(ell(a, b, 4.5, 4.5, lum(c, -0.14)) for a in (-66, 66) for b in (-56, 58))
    glass, glow = ("#e4edf3", look.eyes) if look.has("albinism") else ("#27324a", "#bff5ec")
    screen = rect(-66 + x * 0.6, -48 + y, 132, 108, glass, 34) + _on_glass(cv, look, face, -66 + x * 0.6, -48 + y)
    warm = cheeks(face, "#ff8f7a", glass, apart=44, y=32, size=0.8)
    f = Features(ink=glow, lip=glow, brow=glow, apart=30, eye=(8.6, 11), eye_y=4, mouth_y=36, lid=glass)
    f = replace(suited(look, f), fold=lum(glow, -0.12), scar=lum(glow, -0.08))
    marked = g(marks.on_face(look, face.gaze), clip_path=f"url(#{cv.clip(_SHELL)})")
    worn = glasses(look, face, f, 64) if "glasses" in look.features else ""
    front = (
        g(aerial, "gH") + g(ears + shell + bolts + marked, "gC") + screen + warm + features(cv, face, f) + worn
    ) + hat(look).front
    frame = frame_of(face, f, 84, 76)
    return Head(front=front, ears=((-94, 6, -1), (94, 6, 1)), top=-124, frame=frame)


_SHELL = "M-84 -30Q-84 -76 -38 -76H38Q84 -76 84 -30V28Q84 74 38 74H-38Q-84 74 -84 28Z"


def _on_glass(cv: Canvas, look: Look, face: Face, left: float, top: float) -> str:
    """Marks go over the screen's edge too, fainter than on the shell."""
    box = f"M{left + 34:.1f} {top:.1f}h64q34 0 34 34v40q0 34 -34 34h-64q-34 0 -34 -34v-40q0 -34 34 -34Z"
    found = marks.on_face(look, face.gaze)
    return g(g(found, opacity=0.5), clip_path=f"url(#{cv.clip(box)})") if found else ""


def monster(cv: Canvas, look: Look, face: Face) -> Head:
    c, r = look.skin, random.Random(f"{look.seed}:fur")
    horns = "".join(
        path(smooth([(s * 34, -58), (s * 40, -96), (s * 62, -112), (s * 66, -58)], k=1 / 7), look.belly)
            + line(f"M{s * 42} -80l{s * 20} -4", lum(look.belly, -0.12), 4)
        for s in (-1, 1)
    )  # fmt: skip
    outline = scallop(0, 0, 86, 76, 19, 0.14, 0.2, r)
    fur = path(outline, c) + g(marks.on_face(look, face.gaze), clip_path=f"url(#{cv.clip(outline)})")
    tufts = "".join(
        line(f"M{a} {b}q4 9 11 9", lum(c, -0.09), 3.4)
        for a, b in ((-58, -46), (-30, -58), (34, -54), (58, -30), (-70, -14))
    )
    warm = cheeks(face, "#f0614d", c, apart=54, y=30)
    f = Features(
        ink=look.eyes if look.has("albinism") else "#241a2c", lip=lum(c, -0.32), brow=lum(c, -0.18), apart=34,
        eye=(11, 13), eye_y=-4, mouth_y=40,
        mouth_width=1.5,
        white="#fffaf0", lid=lum(c, -0.05), tooth=True,
    )  # fmt: skip
    f = suited(look, f)
    worn = glasses(look, face, f, 80) if "glasses" in look.features else ""
    front = g(horns, "gH") + g(fur + tufts + warm, "gC") + features(cv, face, f) + worn + hat(look).front
    return Head(front=front, ears=((-86, 2, -1), (86, 2, 1)), top=-112, frame=frame_of(face, f, 84, 76))


def alien(cv: Canvas, look: Look, face: Face) -> Head:
    c = look.skin
    stalks = "".join(
        line(f"M{s * 24} -60Q{s * 48} -92 {s * 44} -116", c, 8)
        + ell(s * 44, -120, 12, 12, look.accent)
        + ell(s * 44 - 3, -124, 3.4, 3.4, "#fff", opacity=0.8)
        for s in (-1, 1)
    )
    right = [(48, -70), (88, -40), (92, 6), (66, 46), (34, 66)]
    shape = smooth([(0, -76), *right, (0, 72), *[(-a, b) for a, b in reversed(right)]])
    freckles = "".join(
        ell(a, b, q, q, lum(c, 0.09)) for a, b, q in ((-52, -46, 8), (-34, -58, 5), (56, -40, 7), (40, -56, 4))
    )
    fins = "".join(
        path(smooth([(s * 82, -16), (s * 112, -26), (s * 118, 4), (s * 84, 18)]), lum(c, -0.05)) for s in (-1, 1)
    )
    warm = cheeks(face, "#f28a9a", c, apart=56, y=30)
    ink = look.eyes if look.has("albinism") else "#22183f"
    f = Features(
        ink=ink, lip="#22183f", brow=None, apart=35, eye=(13, 16), eye_y=0, mouth_y=44, white="#fffdf2",
        lid=lum(c, -0.05),
    )  # fmt: skip
    f = suited(look, f)
    marked = g(marks.on_face(look, face.gaze), clip_path=f"url(#{cv.clip(shape)})")
    worn = glasses(look, face, f, 84) if "glasses" in look.features else ""
    front = (
        g(stalks, "gH")
        + g(fins + path(shape, c) + freckles + marked + warm, "gC")
        + features(cv, face, f)
        + worn
        + hat(look).front
    )
    return Head(front=front, ears=((-92, 0, -1), (92, 0, 1)), top=-132, frame=frame_of(face, f, 88, 76))


def unicorn(cv: Canvas, look: Look, face: Face) -> Head:
    c, mane, (x, y) = look.skin, look.hair, face.gaze
    inner = mix(c, "#f2a08c", 0.5)
    ears = "".join(
        path(smooth([(s * 38, -60), (s * 58, -112), (s * 78, -56)], k=1 / 7), c)
            + path(smooth([(s * 47, -64), (s * 58, -96), (s * 68, -62)], k=1 / 7), inner)
        for s in (-1, 1)
    )  # fmt: skip
    horn = path(f"M{x - 14:.0f} -64L{x + 3:.0f} -138L{x + 16:.0f} -62Z", "#f6cf62", "#f6cf62", 4)
    horn += line(f"M{x - 10:.0f} -80l20 7M{x - 6:.0f} -98l13 5M{x - 3:.0f} -114l8 3", "#d9a53c", 4)
    flow = path(smooth([(-20, -72), (-70, -80), (-108, -20), (-98, 40), (-122, 92), (-70, 80), (-60, 10)]), mane)
    flow += line("M-62 -60Q-94 -10 -90 70", lum(mane, 0.12), 5)
    lock = path(smooth([(x - 34, -74), (x + 4, -84), (x + 26, -66), (x + 10, -40), (x + 16, -20), (x - 12, -38)]), mane)
    right = [(40, -68), (74, -46), (82, 4), (68, 44), (44, 66)]
    shape = smooth([(0, -74), *right, (0, 74), *[(-a, b) for a, b in reversed(right)]])
    skull = path(shape, c) + g(marks.on_face(look, face.gaze), clip_path=f"url(#{cv.clip(shape)})")
    if look.has("childhood_cancer"):
        flow = lock = ""
    nozzle = ell(x * 1.3, 48 + y, 46, 29, mix(c, "#f6b0a4", 0.28))
    warm = cheeks(face, "#f0614d", c, apart=58, y=24)
    f = Features(
        ink="#3a2440",
        lip="#8a4a5c",
        brow=lum(c, -0.18),
        apart=37,
        eye=(9.4, 12),
        eye_y=0,
        mouth_y=56,
        lid=lum(c, -0.05),
        lashes=True,
    )
    f = suited(look, f)
    nostrils = "".join(ell(x * 1.35 + s * 17, 38 + y, 3.6, 4.6, "#c98a92") for s in (-1, 1))
    worn = glasses(look, face, f, 78) if "glasses" in look.features else ""
    front = (
        g(ears + skull + warm, "gC")
        + g(nozzle + lock + horn, "gH")
        + nostrils
        + features(cv, face, f)
        + worn
        + hat(look).front
    )
    frame = frame_of(face, f, 80, 75)
    return Head(front=front, behind=g(flow, "gC"), ears=((-62, -84, -1), (62, -84, 1)), top=-138, frame=frame)


def spirit(cv: Canvas, look: Look, face: Face) -> Head:
    """A face in a flame, a drop, a cloud or a leaf crown."""
    c, pale = look.skin, look.belly
    r = random.Random(f"{look.seed}:spirit")
    outline, inner, over, top = _SPIRITS[look.kind](c, pale, r)
    if look.has("childhood_cancer"):
        over, top = "", -104
    marked = g(marks.on_face(look, face.gaze), clip_path=f"url(#{cv.clip(outline)})")
    warm = cheeks(face, "#f0614d", c, apart=50, y=30)
    f = Features(
        ink=look.eyes if look.has("albinism") else "#3a2230",
        lip="#7a3040",
        brow=lum(c, -0.2),
        apart=33,
        eye=(9, 11.6),
        eye_y=8,
        mouth_y=42,
        lid=lum(pale, -0.05),
    )
    f = suited(look, f)
    worn = glasses(look, face, f, 74) if "glasses" in look.features else ""
    whole = g(path(outline, c) + inner + marked + warm, "gC")
    front = whole + over + features(cv, face, f) + worn + hat(look).front
    return Head(front=front, ears=((-82, 8, -1), (82, 8, 1)), top=top, frame=frame_of(face, f, 84, 76))


_Spirit = tuple[str, str, str, float]


def _flame(_c: str, pale: str, _r: random.Random) -> _Spirit:
    outline = smooth(
        [
            (0, 74),
            (-62, 60),
            (-86, 8),
            (-76, -52),
            (-52, -30),
            (-36, -98),
            (-8, -70),
            (14, -146),
            (40, -78),
            (62, -96),
            (66, -44),
            (86, 4),
            (62, 60),
        ],
        k=1 / 7,
    )
    inner = path(
        smooth(
            [(0, 68), (-52, 50), (-66, 8), (-44, -34), (-20, -22), (4, -78), (30, -28), (54, -26), (66, 10), (52, 50)],
            k=1 / 7,
        ),
        pale,
    )
    return outline, inner, "", -146


def _drop(_c: str, pale: str, _r: random.Random) -> _Spirit:
    outline = smooth(
        [(0, 74), (-60, 62), (-86, 8), (-64, -52), (-24, -92), (16, -138), (34, -88), (68, -46), (86, 8), (60, 62)]
    )
    inner = path(smooth([(0, 66), (-52, 54), (-68, 8), (-46, -34), (0, -52), (46, -34), (68, 8), (52, 54)]), pale)
    shine = line("M-62 -30Q-48 -62 -22 -76", "#ffffff", 8, opacity=0.8)
    return outline, inner, shine, -138


def _cloud(c: str, pale: str, r: random.Random) -> _Spirit:
    puffs = path(scallop(0, -4, 92, 78, 11, 0.2, 0.25, r), c)
    return scallop(0, -4, 92, 78, 11, 0.2, 0.25, random.Random(7)), puffs + ell(0, 8, 70, 58, pale), "", -104


def _leaf(_c: str, pale: str, _r: random.Random) -> _Spirit:
    outline = smooth([(0, 74), (-60, 60), (-84, 6), (-70, -44), (0, -72), (70, -44), (84, 6), (60, 60)])
    crown = ""
    for i, turn in enumerate((-62, -36, -12, 12, 36, 62)):
        tone = lum("#5f9a48", 0.05 * (i % 2))
        leaf = path("M0 0Q-24 -30 0 -66Q24 -30 0 0Z", tone) + line("M0 -6V-50", lum(tone, 0.12), 3)
        crown += g(leaf, None, f"translate({turn * 1.05:.0f} {-52 + abs(turn) * 0.34:.0f}) rotate({turn})")
    return outline, path(outline, pale, opacity=0.55), g(crown, "gH"), -122


_SPIRITS = {"flame": _flame, "drop": _drop, "cloud": _cloud, "leaf": _leaf}
