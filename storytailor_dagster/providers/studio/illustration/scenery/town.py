"""A small old town: a crooked street of coloured houses, a clock tower, a cobbled square, a market stall, bunting."""

from __future__ import annotations

from storytailor_dagster.providers.studio.illustration.canvas import Canvas
from storytailor_dagster.providers.studio.illustration.colour import lum, mix
from storytailor_dagster.providers.studio.illustration.scenery.light import is_dark, palettes, tint
from storytailor_dagster.providers.studio.illustration.scenery.nature import hill
from storytailor_dagster.providers.studio.illustration.scenery.plan import Place, Plan, Spot
from storytailor_dagster.providers.studio.illustration.scenery.sky import paint_sky
from storytailor_dagster.providers.studio.illustration.shapes import H, W, at, ell, g, line, path, rect
from storytailor_dagster.story.staging import Light

PLAN = Plan(
    hero=Spot(x=530, y=935, scale=1.32),
    companion=Spot(x=960, y=940, scale=1.2, faces=-1),
    things=(Spot(x=320, y=945, scale=1.15), Spot(x=1190, y=960, scale=1.15), Spot(x=770, y=992, scale=1.0)),
    title=(240, 30, 1180, 270),
)
_HOUSES = (
    (-30, 250, 430, "#e8a46a", "#a85a4a"),
    (214, 190, 340, "#8fb7a8", "#6a5a78"),
    (398, 210, 390, "#e5c27a", "#b0624e"),
    (820, 200, 360, "#d98c86", "#7a5468"),
    (1014, 220, 420, "#9aa9cf", "#8a5a58"),
    (1228, 330, 470, "#e7b48e", "#74587a"),
)
"""x, width, height, wall, roof."""
_GROUND = 740.0


def behind(cv: Canvas, light: Light) -> None:
    paint_sky(cv, light, horizon=600, clouds=3)
    hill(cv, 560, 26, tint("#a7bfa4", light), 5)
    _tower(cv, light)
    for x, w, h, wall, roof in _HOUSES:
        _house(cv, light, x, w, h, wall, roof)
    _square(cv, light)
    _stall(cv, light)
    _bunting(cv, light)


def _house(cv: Canvas, light: Light, x: float, w: float, h: float, wall: str, roof: str) -> None:
    r = cv.random
    top, lean = _GROUND - h, r.uniform(-7, 7)
    front, tiles = tint(wall, light), tint(roof, light)
    body = path(f"M{x} {_GROUND + 20}L{x + lean} {top}L{x + w + lean} {top}L{x + w} {_GROUND + 20}Z", front)
    peak = h * 0.24
    body += path(
        f"M{x - 14 + lean} {top + 8}L{x + w / 2 + lean * 1.6} {top - peak}L{x + w + 14 + lean} {top + 8}Z", tiles
    )
    body += rect(x + w * 0.72, top - peak * 0.8, 24, 54, lum(tiles, -0.05), 3)
    lit, frame = is_dark(light), tint("#fdf1da", light, 0.8)
    windows, glow = "", []
    columns = 3 if w > 280 else 2
    for row in range(int((h - 150) // 96) + 1):
        for column in range(columns):
            wx = x + w * (column + 1) / (columns + 1) - 22
            wy = top + 40 + row * 96
            warm = lit and r.random() < 0.66
            glass = "#ffd888" if warm else tint("#7fa6b8" if not lit else "#5a6f96", light)
            windows += rect(wx - 5, wy - 5, 54, 66, frame, 6) + rect(wx, wy, 44, 56, glass, 4)
            windows += line(f"M{wx + 22} {wy}v56M{wx} {wy + 26}h44", frame, 4)
            windows += rect(wx - 8, wy + 60, 60, 8, lum(front, -0.12), 3)
            if row == 0 and not lit:
                windows += "".join(
                    ell(wx + 4 + i * 12, wy + 58, 7, 6, tint(("#e8634f", "#f2c14e", "#f4f0e0")[i % 3], light))
                    for i in range(4)
                )
            if warm:
                glow.append((wx + 22, wy + 28))
    door = rect(x + w * 0.5 - 26, _GROUND - 84, 52, 104, lum(tiles, 0.04), 24) + ell(
        x + w * 0.5 + 14, _GROUND - 30, 4, 4, "#f2c14e"
    )
    cv.add(g(body, "gM"), g(windows + door, "gS"))
    for gx, gy in glow[:3]:
        cv.glow(gx, gy, 90, "#ffcf7a", 0.6)


def _tower(cv: Canvas, light: Light) -> None:
    stone, roof = tint("#d8c6b4", light), tint("#6f7f96", light)
    body = rect(636, 250, 120, 500, stone, 4) + path("M618 256L696 130L774 256Z", roof) + line("M696 130V96", roof, 5)
    body += rect(626, 250, 140, 16, lum(stone, 0.06), 4) + rect(676, 420, 40, 66, lum(stone, -0.16), 20)
    face = ell(696, 330, 42, 42, tint("#fff6df", light, 0.4)) + ell(
        696, 330, 42, 42, "none", stroke=lum(roof, -0.05), stroke_width=6
    )
    hands = line("M696 330L696 302M696 330L718 342", lum(roof, -0.2), 5)
    cv.add(g(body, "gM"), g(face + hands, "gS"))
    if is_dark(light):
        cv.glow(696, 330, 130, "#fff0c0", 0.5)


def _square(cv: Canvas, light: Light) -> None:
    r = cv.random
    stone = tint("#cbb9a8", light)
    cv.add(
        g(
            rect(-40, _GROUND, W + 80, H - _GROUND + 60, cv.linear([(0, lum(stone, -0.05)), (1, lum(stone, 0.03))])),
            "gM",
        )
    )
    cobbles = ""
    for row in range(11):
        y, size = _GROUND + 14 + row * row * 2.1 + row * 5, 26 + row * 7
        x = -60 + (row % 2) * size * 0.5
        while x < W + 60:
            w = size * r.uniform(0.85, 1.1)
            cobbles += ell(
                x + w / 2, y + size * 0.16, w * 0.45, size * 0.17, lum(stone, r.uniform(-0.06, 0.05)), opacity=0.8
            )
            x += w
    cv.add(cobbles, rect(-10, _GROUND - 2, W + 20, 14, lum(stone, 0.07)))


def _stall(cv: Canvas, light: Light) -> None:
    wood = tint("#a8714e", light)
    body = (
        rect(1276, 690, 14, 190, wood, 4)
        + rect(1510, 690, 14, 190, wood, 4)
        + rect(1262, 800, 276, 90, lum(wood, 0.06), 8)
    )
    stripes = "".join(
        path(
            f"M{1250 + i * 43} 690L{1262 + i * 40} 628L{1302 + i * 40} 628L{1293 + i * 43} 690Q{1271 + i * 43} 712 {1250 + i * 43} 690Z",
            tint("#e8634f" if i % 2 else "#fff1da", light, 0.8),
        )
        for i in range(7)
    )
    fruit = "".join(
        ell(1290 + i * 24, 796 - (i % 2) * 8, 14, 14, tint(("#e8634f", "#f2b53c", "#8fb75a")[i % 3], light, 0.7))
        for i in range(10)
    )
    cv.add(g(body, "gM"), g(fruit + stripes, "gS"))


def _bunting(cv: Canvas, light: Light) -> None:
    string = line("M398 372Q610 470 820 390", tint("#fff4df", light), 3)
    flags = ""
    for i in range(9):
        t = (i + 0.5) / 9
        x = 398 * (1 - t) ** 2 + 2 * 610 * t * (1 - t) + 820 * t * t
        y = 372 * (1 - t) ** 2 + 2 * 470 * t * (1 - t) + 390 * t * t
        colour = tint(("#f2c14e", "#e8634f", "#7fc0a4", "#8fa6e0")[i % 4], light, 0.8)
        flags += at(path("M-14 0L14 0L0 34Z", colour), x, y)
    cv.add(g(string + flags, "gS"))


def before(cv: Canvas, light: Light) -> None:
    if light in (Light.GOLDEN, Light.DAWN):
        cv.glow(1120, 480, 860, "#ffbf7a", 0.32)
    dark = mix(cv.palette.shade, tint("#5a4a50", light), 0.5)
    for x, flip in ((60, 1), (1476, -1)):
        leaf = tint("#5f8a52", light)
        pot = path("M-62 -110L62 -110L46 30L-46 30Z", lum(dark, 0.05)) + rect(-70, -124, 140, 24, lum(dark, 0.1), 8)
        bush = "".join(
            ell(a * 24, -150 - abs(2 - abs(a)) * 16, 36, 34, lum(mix(leaf, dark, 0.45), 0.02 * a))
            for a in (-2, -1, 0, 1, 2)
        )
        cv.add(at(g(bush, "gM") + g(pot, "gM"), x, H - 6, 1.0, flip=flip < 0))


PLACE = Place(plan=PLAN, palettes=palettes(), behind=behind, before=before)
