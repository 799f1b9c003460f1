"""A forest: far pines in mist, tall trunks, a path that leads to the hero, mushrooms, ferns in the corners."""

from __future__ import annotations

from storytailor_dagster.providers.studio.illustration.canvas import Canvas
from storytailor_dagster.providers.studio.illustration.colour import lum, mix
from storytailor_dagster.providers.studio.illustration.scenery.light import palettes, tint
from storytailor_dagster.providers.studio.illustration.scenery.nature import (
    fern,
    foliage,
    grass,
    hill,
    leaves,
    mushroom,
    pine,
    trunk,
)
from storytailor_dagster.providers.studio.illustration.scenery.plan import Place, Plan, Spot
from storytailor_dagster.providers.studio.illustration.scenery.sky import fireflies, mist, paint_sky
from storytailor_dagster.providers.studio.illustration.shapes import W, each, g, line, path
from storytailor_dagster.story.staging import Light

PLAN = Plan(
    hero=Spot(x=620, y=930, scale=1.3),
    companion=Spot(x=1010, y=930, scale=1.2, faces=-1),
    things=(Spot(x=360, y=960, scale=1.2), Spot(x=1190, y=975, scale=1.1), Spot(x=820, y=985, scale=1.0)),
    title=(200, 40, 1100, 290),
)


def behind(cv: Canvas, light: Light) -> None:
    r = cv.random
    paint_sky(cv, light, horizon=640, clouds=0)
    for y, colour in ((560, "#8fbf9a"), (620, "#74ab88")):
        hill(cv, y, 34, tint(colour, light))
    firs = "".join(
        pine(i * 62 + r.uniform(-24, 24), 690, r.uniform(190, 360), tint(mix("#5f9a80", "#4f8a78", r.random()), light))
        for i in range(26)
    )
    cv.add(g(firs, "gM"))
    mist(cv, 720, light, 0.32)
    thin = ((70, 34, 10), (350, 30, -14), (900, 28, -8), (1080, 24, 8), (1300, 34, 12), (1440, 30, -10))
    cv.add(each([trunk(x, w, tint("#6d6a58", light), base=800, lean=lean) for x, w, lean in thin], "gM"))
    mist(cv, 770, light, 0.24)
    hill(cv, 770, 18, tint("#5d8f5a", light))
    way = "M930 764C860 800 700 806 600 850S240 930 130 1080L1250 1080C1160 1000 1000 950 960 900S900 830 985 764Z"
    cv.add(g(path(way, tint("#d9c592", light, 0.85)), "gL"))
    one, other = tint("#6aa05a", light), tint("#4d8550", light)
    grass(cv, 34, (0, 800, 330, 1010), one, other, 30)
    grass(cv, 34, (1150, 800, W, 1010), one, other, 30)
    bark = tint("#5a4638", light)
    branch = line("M176 430Q280 372 360 372Q392 372 416 352", bark, 24) + line("M340 372Q370 396 396 396", bark, 12)
    near = (
        trunk(190, 84, bark, base=930, lean=-30) + branch,
        trunk(1400, 96, bark, base=950, lean=34) + line("M1412 486Q1290 430 1220 436", bark, 22),
    )
    cv.add(each(near, "gM"))
    crown, dark = tint("#3f7a4a", light), tint("#2f6642", light)
    for x, y, rx, ry, colour in ((90, -10, 330, 150, dark), (500, -70, 230, 90, crown), (1500, -20, 320, 170, dark),
                                 (1190, -80, 210, 90, crown)):  # fmt: skip
        body = foliage(r, x, y, rx, ry, colour, 9) + leaves(r, x, y, rx * 0.95, ry * 0.95, lum(colour, 0.08), 50, 12)
        cv.add(g(body, "gL"))
    for x, y, s, cap in ((300, 876, 1.1, "#d9564a"), (254, 892, 0.8, "#e06a52"), (1215, 880, 0.9, "#e58a5a")):
        cv.add(mushroom(x, y, s, tint(cap, light, 0.5), tint("#f6e6cf", light, 0.6)))


def before(cv: Canvas, light: Light) -> None:
    if light in (Light.NIGHT, Light.DUSK):
        fireflies(cv, ((180, 380, 400, 820), (840, 330, 1360, 640)), 18)
    elif light in (Light.DAWN, Light.GOLDEN):
        cv.glow(1130, 480, 760, "#ffc98a", 0.32)
    else:
        ray = "".join(
            path(
                f"M{200 + i * 60} -20L{330 + i * 250} 1040L{470 + i * 260} 1040L{250 + i * 60} -20Z",
                "#fff4c8",
                opacity=0.1,
            )
            for i in range(3)
        )
        cv.add(g(ray, "b20", style="mix-blend-mode:screen"))
    shade = mix(cv.palette.shade, tint("#1d4a34", light), 0.6)
    fronds = ((20, 10, 400), (90, 34, 320), (-10, 52, 380), (1510, -12, 400), (1480, -36, 290), (1545, -54, 380))
    for i, (x, angle, length) in enumerate(fronds):
        cv.add(g(fern(x, 1050, length, angle, lum(shade, 0.03 * (i % 3))), "gS"))


PLACE = Place(plan=PLAN, palettes=palettes(), behind=behind, before=before)
