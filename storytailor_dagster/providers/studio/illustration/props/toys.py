"""Things to play with and to keep: ball, drum, kite, tablet, book, cradle, coin jar. Origin at the bottom middle."""

from __future__ import annotations

from storytailor_dagster.providers.studio.illustration.canvas import Canvas
from storytailor_dagster.providers.studio.illustration.colour import lum
from storytailor_dagster.providers.studio.illustration.figures.emblems import heart, star
from storytailor_dagster.providers.studio.illustration.shapes import ell, g, line, path, rect, smooth


def ball(cv: Canvas) -> str:
    """A striped ball, 84 units across."""
    disc = "M-42 -42A42 42 0 1 1 42 -42A42 42 0 1 1 -42 -42Z"
    clip = cv.clip(disc)
    bands = path("M-14 -90Q-40 -42 -14 6L14 6Q34 -42 14 -90Z", "#fff3dc") + path(
        "M22 -90Q58 -42 22 6L70 6V-90Z", "#3f9fa8"
    )
    bands += path("M-22 -90Q-62 -42 -22 6L-70 6V-90Z", "#ffc845")
    return g(path(disc, "#e8564f") + g(bands, clip_path=f"url(#{clip})"), "gC") + ell(
        -14, -66, 8, 5, "#fff", opacity=0.65
    )


def drum(_cv: Canvas) -> str:
    """A red drum with zigzag cords and two sticks, 84 units tall."""
    side = path("M-52 -70V-14Q0 14 52 -14V-70Z", "#d9483f")
    cords = line("M-50 -58L-34 -2L-17 -56L0 6L17 -56L34 -2L50 -58", "#ffe3a8", 4.5)
    rims = line("M-52 -14Q0 14 52 -14", "#f3b23c", 11) + line("M-52 -68Q0 -46 52 -68", "#f3b23c", 10)
    skin = ell(0, -70, 53, 17, "#fff3dc")
    sticks = (
        line("M-34 -76L26 -94", "#a9713f", 7)
        + ell(30, -95, 8, 7, "#fff3dc")
        + line("M36 -72L-18 -98", "#a9713f", 7)
        + ell(-22, -100, 8, 7, "#fff3dc")
    )
    return g(side + cords + rims + skin, "gC") + g(sticks, "gH")


def sail(_cv: Canvas) -> str:
    """A kite's four panels round their crossing, 188 units long; no tail, no string."""
    panels = path("M0 -92L62 -6L0 96L-62 -6Z", "#f4574f") + path("M0 -92L62 -6L0 -6Z", "#ffc94f")
    return panels + path("M0 96L-62 -6L0 -6Z", "#36a39c") + line("M0 -92L0 96M-62 -6L62 -6", "#7a2f50", 3)


def ribbons(length: float = 1.0) -> str:
    """A kite's tail below its foot at (0, 96)."""
    out = line(f"M0 96q30 {40 * length:.0f} -4 {74 * length:.0f}t6 {78 * length:.0f}", "#fff0d6", 4)
    for x, share, c in ((12, 42, "#ffc94f"), (-6, 88, "#f4574f"), (9, 140, "#36a39c")):
        y = 96 + share * length
        out += path(f"M{x} {y:.0f}l-18 -9l0 19l18 -10l18 -9l0 19Z", c)
    return out


def kite(cv: Canvas) -> str:
    """A kite resting on its point, tail curled beside it, 128 units tall."""
    tail = line("M6 -6Q40 6 62 -8T104 -12", "#fff0d6", 4)
    tail += "".join(
        path(f"M{x} {y}l-9 -11h19l-10 11l-9 11h19Z", c)
        for x, y, c in ((44, 0, "#ffc94f"), (74, -10, "#36a39c"), (102, -12, "#f4574f"))
    )
    return g(tail, "gH") + g(sail(cv), "gC", "translate(0 -62) rotate(12) scale(.66)")


def tablet(cv: Canvas) -> str:
    """A tablet leaning back on its stand, a drawing of hills and a sun on it, 92 units tall."""
    stand = path("M-8 -40L34 0H18L-20 -30Z", "#7d7488")
    frame = rect(-62, -92, 124, 90, "#4a4f63", 13)
    clip = cv.clip("M-53 -83H53V-11H-53Z")
    view = rect(-53, -83, 106, 72, "#a9dcee") + ell(26, -60, 13, 13, "#ffd25a")
    view += path("M-60 -20Q-30 -58 4 -28T60 -34V0H-60Z", "#7fbf6a") + path("M-60 -8Q-10 -36 60 -12V0H-60Z", "#559a58")
    shine = path("M-53 -83h30l-30 44Z", "#ffffff", opacity=0.25)
    return g(stand, "gH") + g(frame, "gH") + g(view + shine, clip_path=f"url(#{clip})")


def covers(_cv: Canvas) -> str:
    """An open book seen from outside, a star and a moon on its covers, 190 units wide round (0, -56)."""
    cover = path("M0 -88Q-46 -112 -96 -98L-104 -20Q-50 -38 0 -14Z", "#e8634f") + path(
        "M0 -88Q46 -112 96 -98L104 -20Q50 -38 0 -14Z", "#d24f46"
    )
    cover += path(star(-50, -62, 17), "#ffd25a", "#ffd25a", 4) + path(
        "M48 -78A20 20 0 1 0 64 -48A16 16 0 1 1 48 -78Z", "#ffd25a"
    )
    pages = path("M0 -96Q-44 -122 -92 -106L-96 -96Q-46 -110 0 -86Q46 -110 96 -96L92 -106Q44 -122 0 -96Z", "#fff4df")
    return pages + cover + line("M0 -88V-14", "#a83a38", 5)


def book(_cv: Canvas) -> str:
    """A closed book standing a little open, star and moon on its cover, 104 units tall."""
    spine = path("M-40 -100Q-50 -98 -50 -90V-6Q-50 2 -40 2Z", "#a83a38")
    pages = path("M-40 -98L46 -106L54 -6L-40 2Z", "#fff4df") + line("M48 -100L52 -8M44 -100L48 -7", "#dcc59c", 2.4)
    front = path("M-42 -100L36 -100Q40 -100 40 -96V-2Q40 2 36 2H-42Z", "#e8634f")
    mark = path(star(-4, -62, 20), "#ffd25a", "#ffd25a", 4) + path(
        "M6 -36A12 12 0 1 0 18 -20A10 10 0 1 1 6 -36Z", "#ffd25a"
    )
    band = line("M-34 -92V-6", "#c2463f", 4)
    return g(pages + spine + front + mark + band, "gC")


def cradle(_cv: Canvas) -> str:
    """A wooden cradle on rockers with a hooded end and a quilt, 110 units tall."""
    rockers = line("M-70 -4Q-30 6 -10 -4M20 -4Q50 6 86 -4", "#8a5a36", 10)
    hood = path(smooth([(-84, -40), (-86, -92), (-62, -112), (-30, -106), (-16, -78), (-14, -44)]), "#c98d54")
    hood += path(smooth([(-60, -50), (-60, -84), (-44, -94), (-28, -82), (-24, -50)]), "#8f5f38")
    pillow = ell(-38, -58, 24, 14, "#fff6e8")
    quilt = path(smooth([(-30, -50), (0, -72), (44, -70), (82, -56), (84, -44), (-28, -40)]), "#7fb6c8")
    dots = "".join(
        ell(x, y, 4, 4, "#fff3dc") for x, y in ((2, -60), (24, -58), (46, -60), (64, -52), (14, -50), (40, -49))
    )
    side = path("M-88 -52L90 -54L76 -8Q0 0 -72 -8Z", "#d99d62") + path(heart(2, -30, 13), "#b5753f")
    rails = line("M-84 -48L88 -50", lum("#d99d62", 0.08), 6)
    return g(rockers, "gH") + g(hood + pillow + quilt + dots + side + rails, "gC")


def coin_jar(_cv: Canvas) -> str:
    """A glass jar half full of coins, a heart on its paper band, 98 units tall."""
    coins = ""
    for y, xs in ((-12, (-26, -9, 9, 26)), (-24, (-18, 0, 18)), (-34, (-25, -8, 10, 25)), (-45, (-14, 5, 20))):
        coins += "".join(ell(x, y, 12, 7, "#f3b93c") + ell(x, y - 1.6, 8, 4, "#ffd87a") for x in xs)
    body = smooth(
        [(-38, -4), (-43, -30), (-40, -66), (-28, -80), (28, -80), (40, -66), (43, -30), (38, -4), (0, 2)], k=1 / 7
    )
    glass = path(body, "#d6eef4", opacity=0.55) + coins + path(body, "#e9f7fa", "#f4fcff", 4, fill_opacity=0.25)
    shine = line("M-32 -62Q-36 -40 -33 -22", "#ffffff", 6, opacity=0.8)
    lid = rect(-32, -96, 64, 17, "#e8774f", 7) + line("M-12 -88h24", "#8c3f2c", 5)
    paper = rect(-20, -66, 40, 26, "#fff3dc", 5) + path(heart(0, -54, 8.5), "#e8564f")
    return g(glass, "gH") + g(lid + paper, "gH") + shine
