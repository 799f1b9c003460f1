"""Things to carry and give: lantern, cake, map, key, basket, flower, star, letter, umbrella. Origin at the bottom."""

from __future__ import annotations

from storytailor_dagster.providers.studio.illustration.canvas import Canvas
from storytailor_dagster.providers.studio.illustration.colour import lum
from storytailor_dagster.providers.studio.illustration.figures.emblems import heart
from storytailor_dagster.providers.studio.illustration.figures.emblems import star as star_outline
from storytailor_dagster.providers.studio.illustration.shapes import ell, g, line, path, rect, smooth


def lantern(_cv: Canvas) -> str:
    """A lit lantern hanging from (0, 0), 98 units long; its flame is at (0, 66)."""
    ring = line("M0 0v14", "#4b3a33", 4) + line("M-19 36Q0 -4 19 36", "#4b3a33", 5)
    roof = path(smooth([(-24, 36), (0, 22), (24, 36)], k=1 / 7), "#6b4a35")
    glass = rect(-20, 36, 40, 48, "#ffdf8a", 8) + ell(0, 64, 12, 18, "#fff6d8") + ell(0, 68, 6, 10, "#ffffff")
    bars = line("M-20 38v44M20 38v44M0 38v10", "#6b4a35", 5)
    return ring + roof + glass + bars + path(smooth([(-26, 84), (26, 84), (22, 96), (-22, 96)], k=1 / 9), "#6b4a35")


def halo(cv: Canvas, x: float, y: float, r: float = 90) -> str:
    """The air's glow round a small light."""
    paint = cv.radial([(0, "#ffdf9a", 0.7), (0.3, "#ffc870", 0.34), (0.65, "#ffb55a", 0.1), (1, "#ffb55a", 0)])
    return ell(x, y, r, r, paint, style="mix-blend-mode:screen")


def cake(_cv: Canvas) -> str:
    """A two-tiered cake with berries and one candle, 116 units tall."""
    plate = ell(0, -4, 66, 10, "#eaf0f2")
    low = path("M-52 -46V-10Q0 6 52 -10V-46Z", "#f6d2a2") + line("M-51 -26Q0 -10 51 -26", "#e8798c", 7)
    icing = path(
        "M-54 -50Q0 -66 54 -50V-42Q46 -30 38 -40Q28 -26 18 -36"
        "Q8 -22 -4 -35Q-16 -24 -24 -37Q-34 -28 -40 -40Q-50 -32 -54 -42Z",
        "#fff3ea",
    )
    top = path("M-32 -80V-54Q0 -44 32 -54V-80Z", "#f7b9c2") + path(
        "M-34 -82Q0 -94 34 -82V-76Q26 -66 18 -74Q8 -62 -2 -73Q-12 -64 -20 -74Q-28 -68 -34 -76Z", "#fff3ea"
    )
    berries = "".join(
        ell(x, y, 6.5, 6, "#d8433f") + ell(x - 2, y - 2, 1.8, 1.6, "#fff", opacity=0.8)
        for x, y in ((-42, -54), (44, -53), (-20, -87), (20, -87), (0, -58))
    )
    candle = (
        line("M0 -88V-106", "#7fb6e0", 7)
        + path("M0 -124Q8 -112 0 -106Q-8 -112 0 -124Z", "#ffc845")
        + ell(0, -111, 2.4, 4, "#fff6d8")
    )
    return g(plate + low + icing + top + berries, "gC") + g(candle, "gH")


def sheet(_cv: Canvas) -> str:
    """An unrolled map with a path, hills and a red cross, 128 by 84 round (0, 0). Lines only, no letters."""
    paper = path("M-64 -36Q-40 -46 -20 -38T22 -40T64 -36L62 38Q40 30 20 38T-22 36T-62 40Z", "#f2dcae")
    folds = line("M-21 -38L-22 36M22 -40L20 38", "#dcc08a", 3)
    hills = line("M-52 -10q9 -16 18 0q9 -14 17 0", "#7fa06a", 4.5) + path("M30 -24q-8 12 0 14q8 -2 0 -14Z", "#5fa3c4")
    route = line("M-46 22Q-30 8 -14 18T16 10T38 4", "#b5643f", 4, stroke_dasharray="2 9")
    return paper + folds + hills + route + line("M36 -4l14 14M50 -4l-14 14", "#d8433f", 5.5)


def treasure_map(cv: Canvas) -> str:
    """A map leaning against its own roll, 100 units tall."""
    roll = line("M-58 -8H58", "#e3c68c", 20) + ell(58, -8, 5, 9, "#c9a666") + ell(58, -8, 2, 4, "#8f6f3c")
    ribbon = line("M0 -18V2", "#d8433f", 9)
    return g(g(sheet(cv), None, "translate(0 -58) rotate(-4)") + roll + ribbon, "gC")


def key(_cv: Canvas) -> str:
    """An old golden key with a heart for a bow, standing on its bit, 118 units tall."""
    bow = ell(0, -88, 29, 29, "none", stroke="#eab440", stroke_width=12) + path(heart(0, -90, 12), "#eab440")
    shaft = line("M0 -58V-6", "#eab440", 12) + line("M4 -10H22M4 -28H17", "#eab440", 11)
    return g(bow + shaft + line("M-12 -57H12", "#d09a30", 9), "gH") + line(
        "M-19 -104Q-26 -94 -24 -82", "#fff3c4", 5, opacity=0.9
    )


def basket(_cv: Canvas) -> str:
    """A wicker basket with a cloth and apples, 98 units tall; its handle's top is at (0, -96)."""
    handle = line("M-44 -48Q-40 -96 0 -96Q40 -96 44 -48", "#b57f45", 9)
    fruit = "".join(
        ell(x, y, 17, 16, c) + line(f"M{x} {y - 14}q2 -7 6 -9", "#6b4a35", 3)
        for x, y, c in ((-24, -56, "#d8483c"), (24, -56, "#e8913c"), (0, -62, "#8fb84e"))
    )
    cloth = path("M-50 -50Q-26 -60 0 -52T50 -50L44 -26L28 -40L12 -24L-8 -40L-26 -24L-42 -38Z", "#fff1e0") + line(
        "M-44 -46Q0 -56 44 -46", "#e8798c", 4
    )
    side = path("M-52 -50H52L42 -4Q0 6 -42 -4Z", "#c9904f")
    weave = "".join(line(f"M{-49 + i * 2} {-38 + i * 12}H{49 - i * 2}", "#a87338", 3.6) for i in range(3))
    weave += line("M-32 -48L-27 -2M-11 -48L-9 2M11 -48L9 2M32 -48L27 -2", "#dcab6c", 3.6)
    return g(handle, "gH") + g(fruit, "gH") + g(side + weave + cloth, "gC")


def bloom(_cv: Canvas) -> str:
    """A flower with its stem ending at (0, 0), 104 units tall."""
    stem = (
        line("M0 0Q8 -34 0 -66", "#4f8f4a", 7)
        + path("M3 -24Q30 -40 42 -22Q24 -8 3 -24Z", "#6fae55")
        + path("M3 -36Q-24 -54 -36 -38Q-20 -22 3 -36Z", "#5f9f4c")
    )
    petals = "".join(ell(0, -22, 12, 17, "#f28aa8", transform=f"translate(0 -78) rotate({i * 60})") for i in range(6))
    return stem + petals + ell(0, -78, 13, 13, "#ffcf4d") + ell(-3, -81, 4, 4, "#fff3c4")


def flower(cv: Canvas) -> str:
    """The same in a clay pot, 128 units tall."""
    pot = path("M-30 -42H30L23 -4Q0 4 -23 -4Z", "#cf7a4f") + rect(-34, -52, 68, 15, "#dd8a5c", 6)
    return g(g(bloom(cv), None, "translate(0 -44) scale(.84)"), "gH") + g(pot, "gC")


def shining_star(cv: Canvas) -> str:
    """A plump star with a small smile, 88 units tall, glowing a little."""
    d = star_outline(0, -44, 42)
    body = g(path(d, "#ffcf4d", "#ffcf4d", 15), "gH")
    face = "".join(ell(s * 11, -44, 3.8, 4.8, "#5a3426") + ell(s * 11 + 1.2, -46, 1.4, 1.4, "#fff") for s in (-1, 1))
    face += line("M-6 -35Q0 -29 6 -35", "#5a3426", 3.4) + "".join(
        ell(s * 19, -37, 5, 3.4, "#f28a6a", opacity=0.6) for s in (-1, 1)
    )
    return halo(cv, 0, -44, 82) + body + face


def letter(_cv: Canvas) -> str:
    """An envelope with a heart-shaped seal, leaning, 74 units tall. No address, no letters."""
    paper = rect(-52, -74, 104, 70, "#fff1da", 6)
    flap = path("M-50 -70L0 -32L50 -70Z", "#f6dfba") + line("M-50 -70L0 -32L50 -70", "#dcbf92", 3.4)
    folds = line("M-50 -8L-14 -38M50 -8L14 -38", "#e8cfa4", 3)
    return g(
        paper + folds + flap + path(heart(0, -34, 15), "#d8433f") + ell(-4, -38, 3, 2.4, "#ff9a8a"), "gH", "rotate(-5)"
    )


def shade() -> str:
    """An open umbrella's cloth, 184 wide, its scalloped edge at -72 and its tip at -146."""
    tip = line("M0 -146V-134", "#8a5a36", 6)
    top = path(
        "M-92 -72Q-86 -138 0 -140Q86 -138 92 -72Q76 -86 61 -72Q46 -86 31 -72Q16 -86 0 -72"
        "Q-16 -86 -31 -72Q-46 -86 -61 -72Q-76 -86 -92 -72Z",
        "#e8564f",
    )
    panels = "".join(
        path(f"M{s * 61} -72Q{s * 56} -120 0 -140Q{s * 28} -118 {s * 31} -72Q{s * 46} -86 {s * 61} -72Z", "#ffd25a")
        for s in (-1, 1)
    )
    return tip + top + panels


def umbrella(_cv: Canvas) -> str:
    """A rolled umbrella standing on its tip, 118 units tall."""
    crook = line("M0 -92V-106Q0 -118 11 -118Q21 -118 21 -106", "#8a5a36", 8)
    cloth = path("M-6 -92H6L15 -34Q8 -14 0 -8Q-8 -14 -15 -34Z", "#e8564f") + path(
        "M-1 -92H6L15 -34Q10 -20 4 -14Z", "#ffd25a"
    )
    return g(
        line("M0 -10V0", "#8a5a36", 6) + crook + cloth + line("M-12 -52Q0 -44 13 -54", lum("#e8564f", -0.12), 5),
        "gH",
        "rotate(6)",
    )
