"""Hats over hair: beanie, cap, sun hat, crown, flowers."""

from __future__ import annotations

from storytailor_dagster.character.hero import Species
from storytailor_dagster.providers.studio.illustration.colour import lum
from storytailor_dagster.providers.studio.illustration.figures.heads.head import Head
from storytailor_dagster.providers.studio.illustration.figures.look import Look
from storytailor_dagster.providers.studio.illustration.shapes import ell, g, line, path, scallop, smooth


def hat(look: Look) -> Head:
    """The hat as `front` and, for a brim, `behind`; nothing where none is worn."""
    wide, high = look.build.head
    c = look.accent
    if "beanie" in look.features:
        return Head(front=g(_beanie(wide, high, c), "gC"), top=-high * 1.75)
    if "cap" in look.features:
        return Head(front=g(_cap(wide, high, c), "gC"), top=-high * 1.45)
    if "sunhat" in look.features:
        return Head(front=g(_sunhat(wide, high), "gC"), top=-high * 1.5)
    if "crown" in look.features:
        return Head(front=g(_crown(high), "gH"), top=-high * 1.75)
    if look.species is Species.FANTASY_BEING:
        return Head(front=g(_wreath(wide, high), "gH"), top=-high * 1.3)
    return Head(front="", top=-high * 1.2)


def _beanie(wide: float, high: float, c: str) -> str:
    dome = smooth(
        [
            (-wide - 8, -22),
            (-wide * 0.86, -high * 0.9),
            (0, -high * 1.42),
            (wide * 0.86, -high * 0.9),
            (wide + 8, -22),
            (0, -40),
        ]
    )
    rim = smooth([(-wide - 12, -14), (-wide - 10, -40), (0, -58), (wide + 10, -40), (wide + 12, -14), (0, -32)])
    ribs = line("".join(f"M{x} {-34 - (80 - abs(x)) * 0.22:.0f}v16" for x in range(-72, 73, 18)), lum(c, 0.03), 3)
    return path(dome, c) + path(rim, lum(c, 0.12)) + ribs + path(scallop(0, -high * 1.46, 22, 20, 9, 0.16), lum(c, 0.2))


def _cap(wide: float, high: float, c: str) -> str:
    dome = smooth(
        [
            (-wide - 7, -24),
            (-wide * 0.84, -high * 0.95),
            (0, -high * 1.36),
            (wide * 0.84, -high * 0.95),
            (wide + 7, -24),
            (0, -44),
        ]
    )
    peak = smooth([(-10, -46), (wide * 0.7, -44), (wide + 44, -22), (wide + 30, -10), (wide * 0.5, -24), (-6, -34)])
    return (
        path(dome, c)
        + line(f"M0 {-high * 1.34:.0f}V-46", lum(c, -0.08), 3)
        + path(peak, lum(c, -0.08))
        + ell(0, -high * 1.36, 7, 5, lum(c, 0.12))
    )


def _sunhat(wide: float, high: float) -> str:
    straw, band = "#f0d49a", "#e2553d"
    brim = smooth(
        [
            (-wide - 52, -18),
            (-wide, -52),
            (0, -64),
            (wide, -52),
            (wide + 52, -18),
            (wide * 0.6, -30),
            (0, -38),
            (-wide * 0.6, -30),
        ]
    )
    dome = smooth(
        [
            (-wide * 0.78, -46),
            (-wide * 0.66, -high * 1.2),
            (0, -high * 1.45),
            (wide * 0.66, -high * 1.2),
            (wide * 0.78, -46),
            (0, -58),
        ]
    )
    ribbon = line(f"M{-wide * 0.76:.0f} -58Q0 -74 {wide * 0.76:.0f} -58", band, 13)
    return (
        path(dome, straw)
        + ribbon
        + path(brim, lum(straw, 0.03))
        + line(f"M{-wide - 30:.0f} -26Q0 -60 {wide + 30:.0f} -26", lum(straw, -0.07), 3)
    )


def _crown(high: float) -> str:
    y = -high * 1.12
    band = (
        f"M-40 {y:.0f}L-46 {y - 42:.0f}L-22 {y - 20:.0f}L0 {y - 50:.0f}"
        f"L22 {y - 20:.0f}L46 {y - 42:.0f}L40 {y:.0f}Q0 {y + 10:.0f} -40 {y:.0f}Z"
    )
    gems = "".join(
        ell(x, y - 8 + abs(x) * -0.06, 5, 5, c) for x, c in ((-22, "#e85a7c"), (0, "#4fb3a5"), (22, "#e85a7c"))
    )
    return path(band, "#ffcf4d", "#ffcf4d", 5) + gems


def _wreath(wide: float, high: float) -> str:
    out = line(
        f"M{-wide * 0.86:.0f} {-high * 0.62:.0f}Q0 {-high * 1.42:.0f} {wide * 0.86:.0f} {-high * 0.62:.0f}",
        "#6ea04c",
        8,
    )
    for i, c in enumerate(("#ffd25a", "#f28aa8", "#ffffff", "#f28aa8", "#ffd25a")):
        t = (i + 0.5) / 5
        x = (-wide * 0.86) * (1 - t) ** 2 + wide * 0.86 * t * t
        y = -high * 0.62 * (1 - t) ** 2 - high * 1.42 * 2 * t * (1 - t) - high * 0.62 * t * t
        petals = "".join(ell(x + a, y + b, 6.5, 6.5, c) for a, b in ((-6, -3), (6, -3), (0, -8), (-4, 5), (4, 5)))
        out += petals + ell(x, y, 4.6, 4.6, "#e8913c" if c != "#ffd25a" else "#fff3d0")
    return out
