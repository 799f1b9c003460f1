"""Hands, paws, claws and pincers at the end of an arm, drawn pointing down from the wrist at (0, 0)."""

from __future__ import annotations

from storytailor_dagster.providers.studio.illustration.colour import lum
from storytailor_dagster.providers.studio.illustration.shapes import Point, ell, g, line


def hand(kind: str, held: str, colour: str, crease: str, *, at: Point, direction: float, thumb: int) -> str:
    """A hand at a wrist.

    `kind` is child, paw, pincer, wisp or wing; `held` is soft, open, grip, point or sign; `direction` is the
    arm's (degrees); `thumb` is the side the thumb is on (-1 or 1, seen along the arm).
    """
    draw = {"child": _child, "paw": _paw, "pincer": _pincer, "wisp": _wisp, "wing": _wing}[kind]
    return g(draw(held, colour, crease, thumb), None, f"translate({at[0]:.1f} {at[1]:.1f}) rotate({-direction:.1f})")


def _fingers(spread: float, length: float, colour: str, width: float = 7.6) -> str:
    return "".join(
        line(f"M{x * 0.9:.1f} 11L{x + x * spread:.1f} {11 + length - abs(x) * 0.16:.1f}", colour, width)
        for x in (-8.2, -2.8, 2.8, 8.2)
    )


def _child(held: str, colour: str, crease: str, thumb: int) -> str:
    palm = ell(0, 7, 12.5, 12, colour)
    if held == "open":
        return palm + _fingers(0.75, 14, colour) + line(f"M{thumb * 8} 6L{thumb * 19} 11", colour, 8)
    if held == "grip":
        knuckles = "".join(line(f"M{x} 15.5v4", crease, 1.8, opacity=0.7) for x in (-5, 0, 5))
        return (
            ell(0, 8.5, 13.5, 12.5, colour)
            + knuckles
            + line(f"M{thumb * 9} 4Q{thumb * 12} 10 {thumb * 3} 11", colour, 7.5)
        )
    if held == "sign":
        fist = ell(0, 7, 12.5, 11.5, colour) + line(f"M{-thumb * 8.4} 10L{-thumb * 13} 27", colour, 7.6)
        fist += line(f"M{thumb * 7} 10L{thumb * 8} 31", colour, 8) + line(f"M{thumb * 8} 5L{thumb * 22} 6", colour, 8)
        return fist + "".join(line(f"M{x} 13v5", crease, 2, opacity=0.7) for x in (-3.4, 2.4))
    if held == "point":
        fist = ell(0, 8, 12.5, 11.5, colour) + line(f"M{thumb * 6} 9L{thumb * 6.5} 30", colour, 8)
        return fist + line(f"M{-thumb * 3} 14q{-thumb * 4} 3 {-thumb * 6} -1", crease, 1.8, opacity=0.6)
    parted = "".join(line(f"M{x} 15l{x * 0.05:.2f} 4.5", crease, 1.6, opacity=0.55) for x in (-4.6, 0.2, 5))
    return (
        palm + _fingers(0.12, 8, colour) + parted + line(f"M{thumb * 8} 4Q{thumb * 15} 7 {thumb * 14} 13", colour, 7.6)
    )


def _paw(held: str, colour: str, crease: str, thumb: int) -> str:
    toes = "".join(ell(x, 17 - abs(x) * 0.18, 6, 6.4, colour) for x in (-8, 0, 8))
    parting = "".join(line(f"M{x} 15v5", crease, 1.8, opacity=0.5) for x in (-4, 4))
    pads = ""
    if held == "open":
        pads = ell(0, 9, 6, 5, crease, opacity=0.45) + "".join(
            ell(x, 17, 2.6, 2.6, crease, opacity=0.45) for x in (-8, 0, 8)
        )
    reach = line(f"M{thumb * 5} 12L{thumb * 6} 27", colour, 9) if held in ("point", "sign") else ""
    reach += line(f"M{-thumb * 9} 12L{-thumb * 14} 25", colour, 9) if held == "sign" else ""
    return (
        ell(0, 8, 15, 13, colour)
        + toes
        + (pads or parting)
        + reach
        + line(f"M{thumb * 10} 4L{thumb * 15} 9", colour, 8)
    )


def _pincer(held: str, colour: str, crease: str, _thumb: int) -> str:
    wide = 11 if held in ("open", "soft", "sign") else 7
    cuff = line("M-8 0h16", lum(colour, -0.12), 9)
    jaws = line(f"M0 8Q{-wide - 5} 12 {-wide + 2} 26M0 8Q{wide + 5} 12 {wide - 2} 26", colour, 8)
    return (
        cuff
        + ell(0, 8, 9, 8, colour)
        + jaws
        + ell(0, 8, 3, 3, crease)
        + (line("M0 12v18", colour, 7) if held == "point" else "")
    )


def _wisp(held: str, colour: str, crease: str, thumb: int) -> str:
    tip = line(f"M{thumb * 4} 12L{thumb * 6} 28", colour, 8) if held in ("point", "sign") else ""
    tip += line(f"M{-thumb * 8} 12L{-thumb * 12} 26", colour, 8) if held == "sign" else ""
    return (
        ell(0, 9, 14, 14, colour)
        + line(f"M{thumb * 8} 5L{thumb * 14} 10", colour, 8)
        + ell(-3, 6, 4, 4, crease, opacity=0.35)
        + tip
    )


def _wing(held: str, colour: str, crease: str, thumb: int) -> str:
    spread = {"open": 0.9, "sign": 0.9, "grip": 0.3}.get(held, 0.5)
    feathers = "".join(
        line(f"M{x * 0.5} 0L{x + x * spread:.1f} {24 - abs(x) * 0.5:.1f}", colour, 13) for x in (-10, 0, 10)
    )
    tip = line(f"M0 8L{thumb * 5} 30", colour, 11) if held == "point" else ""
    return feathers + tip + "".join(line(f"M{x * 0.7} 10L{x * 1.1:.1f} 17", crease, 1.8, opacity=0.5) for x in (-5, 5))
