"""What is worn on the face or the head: a nasal cannula, a shaping helmet, a soft cap over a bare head."""

from __future__ import annotations

from storytailor_dagster.providers.studio.illustration.colour import lum, mix
from storytailor_dagster.providers.studio.illustration.figures.emblems import star
from storytailor_dagster.providers.studio.illustration.figures.heads.head import Head
from storytailor_dagster.providers.studio.illustration.figures.look import Look
from storytailor_dagster.providers.studio.illustration.shapes import Point, ell, g, line, path, rect

_TUBE = ("#6f9ab0", "#f3fcff")


def cannula(look: Look, head: Head) -> str:
    """Clear tubing: two prongs under the nose, over the cheeks and the ears, from behind them to a slider below."""
    (x, y), w, high = head.frame.nose, head.frame.wide, head.frame.high
    y += 5
    runs = ""
    for ex, ey, s in head.ears:
        if not look.human and abs(ex) <= w:
            ex -= s * 12
        over, out = _over_an_ear(ex, ey, s, w) if ey > -24 else _round_an_ear(ex, ey, s, w)
        runs += f"M{x:.1f} {y:.1f}Q{s * w * 0.5 + x * 0.5:.1f} {y + 8:.1f} {s * w * 0.8:.1f} {y - 9:.1f}{over}"
        runs += f"M{out[0]:.1f} {out[1]:.1f}Q{s * w * 1.0:.1f} {high * 0.72:.1f} {s * w * 0.6:.1f} {high * 0.98:.1f}"
        runs += f"Q{s * w * 0.25:.1f} {high * 1.16:.1f} 0 {high * 1.22:.1f}"
    runs += f"M0 {high * 1.2:.1f}V{high * 1.66:.1f}M{x - 5:.1f} {y:.1f}v-6M{x + 5:.1f} {y:.1f}v-6"
    tube = "".join(line(runs, colour, width) for colour, width in zip(_TUBE, (6.2, 3.4), strict=True))
    slider = rect(-6, high * 1.2, 12, 13, "#dbe9ef", 5, stroke=_TUBE[0], stroke_width=2)
    tapes = "".join(
        rect(-9, -6, 18, 12, mix(look.accent, "#ffffff", 0.3), 4,
             transform=f"translate({s * w * 0.56 + x * 0.4:.1f} {y - 1:.1f}) rotate({-9 * s})")
        for s in (-1, 1)
    )  # fmt: skip
    return tube + slider + tapes


def _over_an_ear(ex: float, ey: float, s: int, w: float) -> tuple[str, Point]:
    """A tube's way from the cheek over an ear at the side of the head, and where it comes out again below."""
    ex = s * min(abs(ex), w * 1.02)
    way = f"Q{ex - s * 9:.1f} {ey + 4:.1f} {ex - s * 6:.1f} {ey - 12:.1f}"
    return f"{way}Q{ex + s:.1f} {ey - 27:.1f} {ex + s * 13:.1f} {ey - 15:.1f}q{s * 5} 6 {s * 3} 13", (
        ex + s * 9,
        ey + 13,
    )


def _round_an_ear(ex: float, ey: float, s: int, w: float) -> tuple[str, Point]:
    """The same round the foot of an ear that stands on the head."""
    bx, by = s * min(w * 0.84, abs(ex) * 1.1), ey + 30
    way = f"Q{s * w * 0.98:.1f} {by + 44:.1f} {bx:.1f} {by:.1f}"
    return f"{way}Q{bx - s * 3:.1f} {by - 14:.1f} {bx + s * 15:.1f} {by - 9:.1f}", (s * w * 0.97, 18.0)


def _rounded(look: Look, head: Head) -> tuple[str, float, float]:
    """The colour of a helmet, half its width and the head's half height."""
    return look.accent, head.frame.wide + 9, head.frame.high


def helmet(look: Look, head: Head) -> str:
    """A shell made to measure, open at the top: a band over the brow, pads before the ears, a foam edge, one strap."""
    frame = head.frame
    c, w, h = _rounded(look, head)
    x, brow = (frame.eyes[0][0] + frame.eyes[1][0]) * 0.25, frame.brow
    edge = (
        f"M{-w * 1.0:.1f} -8Q{-w * 0.93:.1f} -18 {-w * 0.88:.1f} -8Q{-w * 0.86:.1f} 18 {-w * 0.75:.1f} 17"
        f"Q{-w * 0.69:.1f} {brow + 14:.1f} {-w * 0.42 + x:.1f} {brow + 2:.1f}"
        f"Q{x:.1f} {brow - 5:.1f} {w * 0.42 + x:.1f} {brow + 2:.1f}Q{w * 0.69:.1f} {brow + 14:.1f} {w * 0.75:.1f} 17"
        f"Q{w * 0.86:.1f} 18 {w * 0.88:.1f} -8Q{w * 0.93:.1f} -18 {w * 1.0:.1f} -8"
    )
    top, wide = -h * 1.1, w * 0.56
    rim = f"Q0 {top + 15:.1f} {-wide:.1f} {top:.1f}"
    sides = f"C{w * 1.06:.1f} {-h * 0.5:.1f} {w * 0.9:.1f} {top + 8:.1f} {wide:.1f} {top:.1f}{rim}"
    sides += f"C{-w * 0.9:.1f} {top + 8:.1f} {-w * 1.06:.1f} {-h * 0.5:.1f} {-w * 1.0:.1f} -8Z"
    opening = line(f"M{wide:.1f} {top:.1f}{rim}", "#fbf6ec", 8)
    cut = f"M{w * 0.66:.1f} {top + 14:.1f}Q{w * 0.88:.1f} {-h * 0.6:.1f} {w * 0.84:.1f} 10"
    seam = line(cut, lum(c, -0.2), 4)
    turn = f"rotate(24 {w * 0.78:.1f} {-h * 0.62:.1f})"
    strap = rect(w * 0.54, -h * 0.74, w * 0.46, 18, "#fbf6ec", 6, transform=turn)
    strap += rect(w * 0.84, -h * 0.74, w * 0.13, 18, lum(c, -0.18), 3, transform=turn)
    shine = f"M{-w * 0.86:.1f} {-h * 0.46:.1f}Q{-w * 0.78:.1f} {-h * 0.86:.1f} {-w * 0.58:.1f} {-h * 0.98:.1f}"
    stickers = path(star(-w * 0.3 + x, -h * 0.84, 11), "#fff3c4") + ell(
        w * 0.08 + x, -h * 0.9, 6.5, 6.5, lum(c, 0.22, 0.4)
    )
    shell = path(edge + sides, c) + seam + line(shine, lum(c, 0.13), 6) + stickers
    return g(shell + opening + line(edge, "#fbf6ec", 6) + strap, "gC")


def helmet_behind(look: Look, head: Head) -> str:
    """The shell's back, seen below the ears."""
    c, w, h = _rounded(look, head)
    d = f"M{-w * 1.02:.1f} -40Q{-w * 1.06:.1f} {h * 0.5:.1f} {-w * 0.74:.1f} {h * 0.84:.1f}H{w * 0.74:.1f}"
    return g(path(f"{d}Q{w * 1.06:.1f} {h * 0.5:.1f} {w * 1.02:.1f} -40Z", lum(c, -0.1)), "gC")


def soft_cap(look: Look, head: Head) -> str:
    """A cap of soft jersey, close to a head without hair, knotted at one side; a child's own bare head needs none."""
    helmeted = look.has("cranial_helmet")
    if look.human and not helmeted:
        return ""
    frame, c = head.frame, mix(look.accent, "#fff3e4", 0.18)
    w, h = frame.wide + 3, frame.high
    brow = frame.brow + 6
    dome = f"M{-w:.1f} {brow + 6:.1f}C{-w * 1.05:.1f} {-h * 1.05:.1f} {-w * 0.6:.1f} {-h * 1.3:.1f} 0 {-h * 1.3:.1f}"
    dome += f"C{w * 0.6:.1f} {-h * 1.3:.1f} {w * 1.05:.1f} {-h * 1.05:.1f} {w:.1f} {brow + 6:.1f}"
    dome += f"Q0 {brow - 26:.1f} {-w:.1f} {brow + 6:.1f}Z"
    band = f"M{-w * 1.01:.1f} {brow + 4:.1f}Q0 {brow - 24:.1f} {w * 1.01:.1f} {brow + 4:.1f}"
    if helmeted:
        under = f"M{-w * 0.8:.1f} {brow + 14:.1f}Q0 {brow - 4:.1f} {w * 0.8:.1f} {brow + 14:.1f}"
        return g(line(under, lum(c, 0.05), 14), "gH")
    folds = line(
        f"M{-w * 0.52:.1f} {-h * 1.08:.1f}Q{-w * 0.3:.1f} {-h * 0.86:.1f} {-w * 0.56:.1f} {brow - 18:.1f}"
        f"M{w * 0.2:.1f} {-h * 1.16:.1f}Q{w * 0.36:.1f} {-h * 0.9:.1f} {w * 0.2:.1f} {brow - 22:.1f}", lum(c, -0.07), 4,
    )  # fmt: skip
    x, y = w * 0.62, brow - 8
    ends = path(f"M{x:.1f} {y:.1f}q26 4 24 32q-20 -6 -28 -24ZM{x:.1f} {y:.1f}q8 18 -4 36q-14 -14 -8 -30Z", lum(c, 0.02))
    return g(
        path(dome, c)
        + folds
        + line(band, lum(c, 0.07), 15, style="stroke-linecap:butt")
        + ends
        + ell(x, y, 12, 11, lum(c, -0.04)),
        "gC",
    )
