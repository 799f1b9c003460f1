"""A flowering meadow with low hills behind, a lone tree, a fence, and a path."""

from __future__ import annotations

from storytailor_dagster.providers.studio.illustration.canvas import Canvas
from storytailor_dagster.providers.studio.illustration.colour import lum, mix
from storytailor_dagster.providers.studio.illustration.scenery.light import is_dark, palettes, tint
from storytailor_dagster.providers.studio.illustration.scenery.nature import corners, flower, grass, hill, tree, trunk
from storytailor_dagster.providers.studio.illustration.scenery.plan import Place, Plan, Spot
from storytailor_dagster.providers.studio.illustration.scenery.sky import fireflies, mist, paint_sky
from storytailor_dagster.providers.studio.illustration.shapes import W, g, line, path, rect
from storytailor_dagster.story.staging import Light

PLAN = Plan(
    hero=Spot(x=580, y=925, scale=1.34),
    companion=Spot(x=980, y=930, scale=1.2, faces=-1),
    things=(Spot(x=330, y=945, scale=1.2), Spot(x=1210, y=945, scale=1.15), Spot(x=780, y=985, scale=1.0)),
    title=(200, 40, 1100, 290),
)


def behind(cv: Canvas, light: Light) -> None:
    r = cv.random
    paint_sky(cv, light, horizon=600, clouds=4)
    for y, amp, colour in ((520, 40, "#b9d3b4"), (570, 34, "#a3c894"), (630, 26, "#8fbc78")):
        hill(cv, y, amp, tint(colour, light), 6)
    mist(cv, 640, light, 0.2, 50)
    for x, base, size in ((90, 640, 46), (170, 650, 60), (1250, 640, 50), (1330, 652, 66), (760, 632, 34)):
        tree(cv, x, base, size, size * 0.9, tint("#6f9f5c", light), tint("#6e5140", light), size * 1.1)
    hill(cv, 700, 16, tint("#86b865", light))
    way = "M1050 650C1040 700 830 740 720 815S420 930 300 1090L900 1090C880 990 890 900 970 820S1090 700 1064 650Z"
    cv.add(g(path(way, tint("#ecd7a2", light, 0.9)), "gL"))
    bark, leaf = tint("#7a5644", light), tint("#5f9a4f", light)
    cv.add(g(trunk(1394, 58, bark, top=500, base=866) + line("M1396 640Q1330 580 1300 540", bark, 24), "gM"))
    for x, y, rx, ry in ((1400, 420, 210, 150), (1270, 500, 120, 90), (1510, 500, 130, 110)):
        tree(cv, x, y + 4, rx, ry, lum(leaf, r.uniform(-0.03, 0.03)), bark, 4)
    posts = "".join(rect(x, 690, 16, 84, tint("#c99f72", light), 5) for x in range(-10, 330, 84))
    rails = "".join(line(f"M-20 {y}Q150 {y - 6} 340 {y}", tint("#d8b184", light), 12) for y in (712, 742))
    cv.add(g(posts + rails, "gM"))
    one, other = tint("#7aae55", light), tint("#99c368", light)
    grass(cv, 60, (0, 760, 470, 1010), one, other, 34)
    grass(cv, 60, (880, 760, W, 1010), one, other, 34)
    petals = ("#fff6e0", "#f29a86", "#f7d25a", "#c99be0", "#f4b6c8")
    for _ in range(46):
        fx, fy = r.choice((r.uniform(0, 420), r.uniform(1080, W))), r.uniform(760, 985)
        bloom = 4 + 6 * (fy - 760) / 225
        cv.add(
            flower(fx, fy, bloom, tint(r.choice(petals), light, 0.7), tint("#f0a93c", light, 0.6), one, fy + bloom * 4)
        )


def before(cv: Canvas, light: Light) -> None:
    if is_dark(light):
        fireflies(cv, ((140, 420, 380, 860), (900, 380, 1400, 640)), 16)
    elif light is not Light.DAY:
        cv.glow(1130, 470, 800, "#ffc98a", 0.3)
    dark = mix(cv.palette.shade, tint("#3f7a3c", light), 0.72)
    corners(cv, dark, height=230)
    for x, y, petal in ((66, 880, "#fff4e4"), (150, 934, "#f29a86"), (1470, 890, "#f7d25a"), (1392, 944, "#fff4e4")):
        body = flower(x, y, 20, tint(petal, light, 0.6), tint("#f2b53c", light, 0.5), lum(dark, 0.06), 1040)
        cv.add(g(body, "gS"))


PLACE = Place(plan=PLAN, palettes=palettes(), behind=behind, before=before)
