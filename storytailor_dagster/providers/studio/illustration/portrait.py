"""A portrait becomes one document: the hero of the stories, alone, on a warm ground of their own colours."""

from __future__ import annotations

from dataclasses import replace

from storytailor_dagster.character.portraits import SIDE, Portrait, PortraitBrief
from storytailor_dagster.providers.studio.illustration.canvas import Canvas, Palette
from storytailor_dagster.providers.studio.illustration.colour import mix
from storytailor_dagster.providers.studio.illustration.compose import Composition
from storytailor_dagster.providers.studio.illustration.figures.aids import needs
from storytailor_dagster.providers.studio.illustration.figures.figure import Figure
from storytailor_dagster.providers.studio.illustration.figures.hero import draw
from storytailor_dagster.providers.studio.illustration.figures.look import Look, look_of
from storytailor_dagster.providers.studio.illustration.seen import seen
from storytailor_dagster.providers.studio.illustration.shapes import H, W, at, ell, rect
from storytailor_dagster.story.pictures import PART
from storytailor_dagster.story.staging import Feeling, Pose

_POSES = (Pose.STAND, Pose.WAVE, Pose.JUMP, Pose.HUG)
"""The first in which all that is to be in view is plainly seen."""
_RAISED = frozenset({"medical_alert_symbol", "fidget_band"})
"""What a raised hand brings beside the face."""
_BELOW = frozenset({*needs.CHAIRS, *needs.STICKS, "guide_dog"})
"""What no head and shoulders show."""
_LIGHT = Palette(shade="#6f4a72", light="#fff0c0", vignette=0.2, grade_op=0.08)
_ROOM = 26
"""Units left free above the head."""
_MIDDLE = W / 2


def compose_portrait(brief: PortraitBrief) -> Composition:
    """The document of a portrait, SIDE x SIDE: the same for the same brief."""
    asked = set(brief.parts)
    raised = brief.portrait is Portrait.HEADSHOT and _RAISED & asked
    tries = (_composed(brief, pose) for pose in (_POSES[1:] if raised else _POSES))
    first = next(tries)
    return first if asked <= first.parts else next((other for other in tries if asked <= other.parts), first)


def _composed(brief: PortraitBrief, pose: Pose) -> Composition:
    look = look_of(brief.hero, seed=brief.seed)
    headshot = brief.portrait is Portrait.HEADSHOT
    if headshot:
        look = replace(look, aids=tuple(aid for aid in look.aids if aid not in _BELOW))
    cv = Canvas(_LIGHT, f"{brief.seed}:{brief.portrait}")
    figure = draw(cv, look, pose, Feeling.CALM if headshot else Feeling.HAPPY)
    place = _close if headshot else _whole
    markup, ground = place(figure)
    _behind(cv, look, ground)
    if not headshot:
        (left, right), (_, y) = figure.spread, ground
        cv.shadow(_MIDDLE + (left + right) / 2, y + 4, (right - left) * 0.72, 20, op=0.45)
    cv.add(markup)
    svg = cv.finish(window=((W - H) / 2, 0, H, H), size=(SIDE, SIDE))
    parts = (f"{PART}{name}" for name, sight in seen(svg).items() if sight.plain)
    return Composition(svg=svg, drawn=(*figure.drawn, f"portrait:{brief.portrait}", *parts), mirrored=False)


def _close(figure: Figure) -> tuple[str, tuple[float, float]]:
    """Head, shoulders and chest fill the picture; where the ground would be."""
    (x, crown), (_, chest) = figure.anchors["crown"], figure.anchors["chest"]
    scale = H / (chest - crown + 62 + _ROOM)
    top = _ROOM * scale - crown * scale
    return at(figure.markup, _MIDDLE - x * scale, top, scale), (_MIDDLE, H + 400)


def _whole(figure: Figure) -> tuple[str, tuple[float, float]]:
    """From the highest point to the feet or the wheels, in the middle."""
    left, right = figure.spread
    scale = min(2.25, (H - 130) / figure.height, (H - 170) / (right - left))
    ground = H - 74 - max(0.0, H - 130 - figure.height * scale) / 3
    return at(figure.markup, _MIDDLE - (left + right) / 2 * scale, ground, scale), (_MIDDLE, ground)


def _behind(cv: Canvas, look: Look, ground: tuple[float, float]) -> None:
    """A warm ground, lighter behind the head, with a little floor."""
    warm = mix(look.accent, "#fff0d8", 0.7)
    x, y = ground
    paint = cv.radial(
        [(0, mix(warm, "#fffaf0", 0.65)), (0.62, warm), (1, mix(warm, look.accent, 0.22))], 0.5, 0.4, 0.72
    )
    cv.add(rect(0, 0, W, H, paint))
    cv.add(ell(x, y + 30, 520, 92, mix(warm, look.accent, 0.16), opacity=0.7))
