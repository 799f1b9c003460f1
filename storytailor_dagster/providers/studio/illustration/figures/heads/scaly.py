"""Dragons and dinosaurs: round snouts, horns, crests and ear fins."""

from __future__ import annotations

from storytailor_dagster.providers.studio.illustration.canvas import Canvas
from storytailor_dagster.providers.studio.illustration.colour import lum
from storytailor_dagster.providers.studio.illustration.figures.aids import marks
from storytailor_dagster.providers.studio.illustration.figures.faces import Face, Features, cheeks, features
from storytailor_dagster.providers.studio.illustration.figures.heads.glasses import glasses
from storytailor_dagster.providers.studio.illustration.figures.heads.hats import hat
from storytailor_dagster.providers.studio.illustration.figures.heads.head import Head, frame_of, suited
from storytailor_dagster.providers.studio.illustration.figures.look import Look
from storytailor_dagster.providers.studio.illustration.shapes import ell, g, line, path, smooth


def dragon(cv: Canvas, look: Look, face: Face) -> Head:
    x = -face.gaze[0] * 0.3
    horns = "".join(_horn(s, look) for s in (-1, 1))
    fins = "".join(_fin(s, look) for s in (-1, 1))
    grown = () if look.has("childhood_cancer") else ((0, 1.2), (-25, 0.8), (25, 0.8))
    crest = "".join(_spike(a, size, look.hair) for a, size in grown)
    behind = g(g(fins, "gC") + g(horns + crest, "gH"), None, f"translate({x:.1f} 0)")
    front = behind + _skull(cv, look, face) + hat(look).front
    frame = frame_of(face, _features(look), 84, 76)
    return Head(front=front, ears=((-98 + x, -6, -1), (98 + x, -6, 1)), top=-128, frame=frame)


def dinosaur(cv: Canvas, look: Look, face: Face) -> Head:
    x = -face.gaze[0] * 0.3
    plates = "".join(
        path(smooth([(a - w, -52), (a - w * 0.7, -76 - h), (a, -84 - h), (a + w * 0.7, -76 - h), (a + w, -52)],
            k=1 / 8), look.hair)
        for a, w, h in (() if look.has("childhood_cancer") else ((-40, 17, 8), (0, 21, 22), (40, 17, 8)))
    )  # fmt: skip
    front = g(g(plates, "gH"), None, f"translate({x:.1f} 0)") + _skull(cv, look, face, snout=1.16) + hat(look).front
    frame = frame_of(face, _features(look), 84, 76)
    return Head(front=front, ears=((-82 + x, -2, -1), (82 + x, -2, 1)), top=-108, frame=frame)


def _skull(cv: Canvas, look: Look, face: Face, snout: float = 1.0) -> str:
    c = look.skin
    x, y = face.gaze[0] * 1.2, face.gaze[1]
    right = [(40, -74), (76, -52), (86, -4), (80, 38), (54, 62)]
    shape = smooth([(0, -77), *right, (0, 70), *[(-a, b) for a, b in reversed(right)]])
    spots = "".join(
        ell(a, b, q, q * 0.8, lum(c, -0.06)) for a, b, q in ((-56, -48, 9), (-41, -60, 6), (58, -46, 8), (46, -59, 5))
    )
    warm = cheeks(face, "#f0614d", c, apart=62, y=28)
    marked = g(marks.on_face(look, face.gaze), clip_path=f"url(#{cv.clip(shape)})")
    skull = g(path(shape, c) + spots + marked + warm, "gC")
    k = snout
    low = smooth(
        [
            (x - 57 * k, 34 + y),
            (x - 42 * k, 8 + y),
            (x, 1 + y),
            (x + 42 * k, 8 + y),
            (x + 57 * k, 34 + y),
            (x + 44 * k, 62 + y),
            (x, 74 + y),
            (x - 44 * k, 62 + y),
        ]
    )
    over = g(marks.on_face(look, face.gaze), clip_path=f"url(#{cv.clip(low)})")
    snoot = g(path(low, lum(c, 0.08)) + over, "gC")
    f = _features(look)
    nostrils = "".join(ell(x + s * 16 * k, 19 + y, 4.4, 5.4, lum(c, -0.22)) for s in (-1, 1))
    worn = glasses(look, face, f, 84) if "glasses" in look.features else ""
    return skull + snoot + nostrils + features(cv, face, f) + worn


def _features(look: Look) -> Features:
    c = look.skin
    f = Features(
        ink=look.eyes if look.has("albinism") else "#1d1a2c", lip=lum(c, -0.3), brow=lum(c, -0.2), apart=42,
        eye=(11.5, 14), eye_y=-22, mouth_y=45, mouth_width=1.5, white="#fffaf0", lid=lum(c, -0.05), tooth=True,
    )  # fmt: skip
    return suited(look, f)


def _spike(x: float, size: float, colour: str) -> str:
    foot, tip = 15 * size, -64 - 50 * size
    rise = f"M{x - foot:.0f} -60Q{x:.0f} {tip + 8:.0f} {x + 4:.0f} {tip:.0f}"
    return path(f"{rise}Q{x + foot:.0f} -84 {x + foot:.0f} -60Z", colour)


def _horn(s: int, look: Look) -> str:
    c = look.belly
    outline = smooth([(s * 40, -58), (s * 46, -98), (s * 36, -126), (s * 70, -106), (s * 74, -62)], k=1 / 7)
    return path(outline, c) + line(f"M{s * 47} -76l{s * 21} 4M{s * 45} -92l{s * 19} 3", lum(c, -0.12), 4)


def _fin(s: int, look: Look) -> str:
    outer = [(74, -12), (112, -42), (142, -40), (132, -16), (140, 6), (118, 16), (108, 32), (80, 24)]
    inner = [(84, -2), (112, -26), (126, -24), (118, -8), (122, 4), (104, 12), (90, 16)]
    return path(smooth([(s * a, b) for a, b in outer], k=1 / 8), lum(look.skin, 0.04)) + path(
        smooth([(s * a, b) for a, b in inner], k=1 / 8), lum(look.hair, 0.12)
    )
