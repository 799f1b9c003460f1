"""A brief becomes one document: a place in its light, the hero and a companion, things, and on a cover the title."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace

from storytailor_dagster.character.catalogue import shown_parts
from storytailor_dagster.character.hero import Species
from storytailor_dagster.providers.studio.illustration.canvas import Canvas
from storytailor_dagster.providers.studio.illustration.figures.aids import catalogue, needs
from storytailor_dagster.providers.studio.illustration.figures.companions import draw_companion
from storytailor_dagster.providers.studio.illustration.figures.figure import Figure
from storytailor_dagster.providers.studio.illustration.figures.hero import draw as draw_hero
from storytailor_dagster.providers.studio.illustration.figures.look import Look, look_of
from storytailor_dagster.providers.studio.illustration.lettering import letter
from storytailor_dagster.providers.studio.illustration.props import draw_prop
from storytailor_dagster.providers.studio.illustration.scenery.plan import Plan, Spot
from storytailor_dagster.providers.studio.illustration.scenery.registry import PLACES
from storytailor_dagster.providers.studio.illustration.seen import seen
from storytailor_dagster.providers.studio.illustration.shapes import H, W, at, ell, line
from storytailor_dagster.story.parts import Part
from storytailor_dagster.story.pictures import PART, PictureBrief
from storytailor_dagster.story.staging import Companion, Feeling, Light, Pose, Prop, Setting, Staging

_STANDING = frozenset({Prop.CAKE, Prop.CRADLE, Prop.COIN_JAR, Prop.DRUM})
_TALL = frozenset({Prop.UMBRELLA, Prop.KITE})
_KITE_POSES = frozenset({Pose.STAND, Pose.WALK, Pose.JUMP})
_ROOMS = frozenset({Setting.BEDROOM, Setting.KITCHEN, Setting.LIBRARY, Setting.CLASSROOM, Setting.CLINIC})
_BEDS = frozenset({Setting.BEDROOM, Setting.CLINIC})
_AIRLESS = frozenset({Setting.SPACE, Setting.UNDERSEA})
_DARK = frozenset({Light.DUSK, Light.NIGHT})
_SWIMMERS = frozenset({Companion.OCTOPUS, Companion.TURTLE})
_ON_THE_GROUND = frozenset({*needs.CHAIRS, *needs.STICKS})
_NEAREST = 1.14


@dataclass(frozen=True, kw_only=True)
class Composition:
    """A document, what is drawn in it, and whether it is to be mirrored once it is a picture."""

    svg: str
    drawn: tuple[str, ...]
    mirrored: bool

    @property
    def parts(self) -> frozenset[str]:
        """The parts of traits that are plainly seen."""
        return frozenset(name.removeprefix(PART) for name in self.drawn if name.startswith(PART))


@dataclass(frozen=True, kw_only=True)
class _Placed:
    """A figure on its spot."""

    figure: Figure
    spot: Spot
    spread: tuple[float, float]


def compose(brief: PictureBrief) -> Composition:
    """The document for a brief: the same for the same brief.

    The place is drawn by the story's seed, so that it is the same place in every picture; how near the camera is, and
    which way the picture looks, changes from part to part. Whoever has an aid or a mark is never mirrored: it is on the
    same side in every picture. Where a part of a trait is not plainly seen, nothing is put into the hero's hands; where
    that is not enough, the hero stands.
    """
    asked = set(shown_parts(brief.hero))
    found = _composed(brief)
    if asked <= found.parts:
        return found
    standing = brief.model_copy(update={"staging": brief.staging.model_copy(update={"pose": Pose.STAND})})
    others = (_composed(again, hands_free=True) for again in (brief, standing))
    return next((other for other in others if asked <= other.parts), found)


def _composed(brief: PictureBrief, *, hands_free: bool = False) -> Composition:
    staging = brief.staging
    place = PLACES[staging.setting]
    whims = random.Random(f"{brief.seed}:{brief.part}:{brief.objection}")
    beacons = Prop.LANTERN not in staging.props
    cv = Canvas(place.palettes[staging.light], f"{brief.seed}:{staging.setting}", beacons=beacons)
    place.behind(cv, staging.light)
    look = look_of(brief.hero, seed=brief.hero_seed)
    placed = _placed(cv, brief, place.plan, look, hands_free=hands_free)
    for one in sorted(placed, key=lambda one: one.spot.y):
        _stand(cv, one)
    _protect(cv, brief, placed)
    if staging.light in _DARK:
        _warm(cv, placed)
    place.before(cv, staging.light)
    drawn = [name for one in placed for name in one.figure.drawn]
    is_cover = brief.part is Part.COVER
    if is_cover and brief.title:
        letter(cv, brief.title, place.plan.title)
        drawn.append("title")
    svg = cv.finish()
    if not is_cover:
        svg = _nearer(svg, whims.uniform(1.0, _NEAREST), placed)
    parts = (f"{PART}{name}" for name, sight in seen(svg).items() if sight.plain)
    return Composition(
        svg=svg,
        drawn=(*drawn, f"setting:{staging.setting}", f"light:{staging.light}", *parts),
        mirrored=not is_cover and not look.aids and whims.random() < 0.4,
    )


def _placed(cv: Canvas, brief: PictureBrief, plan: Plan, look: Look, *, hands_free: bool) -> list[_Placed]:
    staging = brief.staging
    holdable = [prop for prop in staging.props if not hands_free and _held(prop, brief, look)]
    holding = holdable[0] if holdable else None
    seat = plan.seat if _seated(staging, look) else None
    beside = tuple(aid for aid in look.aids if seat and aid in _ON_THE_GROUND)
    worn = replace(look, aids=tuple(aid for aid in look.aids if aid not in beside))
    hero = draw_hero(cv, worn, staging.pose, staging.feeling, holding=holding)
    found = [_on(hero, seat or plan.hero)]
    if staging.companion is not None:
        feeling = Feeling.SLEEPY if staging.pose is Pose.SLEEP else staging.feeling
        found.append(_on(draw_companion(cv, staging.companion, feeling=feeling, faces=1), plan.companion))
    standing = [prop for prop in staging.props if prop is not holding]
    spots = plan.things if seat or staging.pose is not Pose.SLEEP else _round_a_sleeper(plan.things, found[0])
    found += [_on(draw_prop(cv, prop), spot) for prop, spot in zip(standing, spots, strict=False)]
    return [*found, _on(_waiting(look), plan.hero)] if beside else found


def _seated(staging: Staging, look: Look) -> bool:
    """Whether the place's seat is used: for sleep if it is a bed, else unless an aid would stand on it or be turned."""
    if staging.pose is Pose.SLEEP:
        return staging.setting in _BEDS
    return staging.pose is Pose.SIT and not look.aids


def _round_a_sleeper(things: tuple[Spot, Spot, Spot], sleeper: _Placed) -> tuple[Spot, ...]:
    """The spots for things when someone lies on the ground: the first would be before the face, and moves out."""
    first, *others = things
    head = sleeper.spot.x + sleeper.spread[0] * sleeper.spot.scale
    return (*others, replace(first, x=min(first.x, head - 60)))


def _waiting(look: Look) -> Figure:
    """What stands or lies beside the bed while its owner sleeps in it."""
    chair = "".join(catalogue.chair(look)) if catalogue.chair_of(look) else ""
    size = catalogue.chair_scale(look)
    return Figure(
        markup=chair + catalogue.lying(look),
        height=215 * size,
        spread=(-88 * size, 134 * size),
    )


def _held(prop: Prop, brief: PictureBrief, look: Look) -> bool:
    staging = brief.staging
    if prop in _STANDING or staging.pose in (Pose.SLEEP, Pose.HUG):
        return False
    if {*needs.STICKS} & set(look.aids) and staging.pose not in _KITE_POSES:
        return False
    if prop is Prop.KITE and (staging.pose not in _KITE_POSES or staging.setting in _ROOMS):
        return False
    return not (prop in _TALL and (brief.part is Part.COVER or staging.setting in _AIRLESS))


def _on(figure: Figure, spot: Spot) -> _Placed:
    turned = figure.facing(spot.faces)
    return _Placed(figure=turned, spot=spot, spread=turned.spread)


def _stand(cv: Canvas, one: _Placed) -> None:
    spot, (left, right) = one.spot, one.spread
    half = (right - left) / 2 * spot.scale
    cv.shadow(spot.x + (left + right) / 2 * spot.scale, spot.y + 3, half * 1.15 + 8, 6 + half * 0.1, op=0.5)
    cv.add(at(one.figure.markup, spot.x, spot.y, spot.scale))


def _anchor(one: _Placed, name: str) -> tuple[float, float] | None:
    found = one.figure.anchors.get(name)
    return None if found is None else (one.spot.x + found[0] * one.spot.scale, one.spot.y + found[1] * one.spot.scale)


def _warm(cv: Canvas, placed: list[_Placed]) -> None:
    """The light of a lantern or a star falls on whoever is near it."""
    for one in placed:
        lit = _anchor(one, "light")
        if lit is not None:
            cv.glow(*lit, 430, "#ffb65c", 0.75, "soft-light")
            cv.glow(*lit, 260, "#ffd98a", 0.42)
            cv.glow(*lit, 90, "#fff3cf", 0.7)


def _protect(cv: Canvas, brief: PictureBrief, placed: list[_Placed]) -> None:
    """Who breathes air has some: a bubble under water, a helmet among the stars."""
    setting, hero = brief.staging.setting, placed[0]
    if brief.hero.species is Species.ROBOT:
        return
    if setting is Setting.UNDERSEA:
        height = hero.figure.height * hero.spot.scale
        _bubble(cv, hero.spot.x, hero.spot.y - height * 0.5, max(height * 0.62, 190 * hero.spot.scale))
        for friend in placed[1:2]:
            if brief.staging.companion and brief.staging.companion not in _SWIMMERS:
                tall = friend.figure.height * friend.spot.scale
                _bubble(cv, friend.spot.x, friend.spot.y - tall * 0.5, tall * 0.72)
    elif setting is Setting.SPACE and (head := _anchor(hero, "head")):
        _bubble(cv, head[0], head[1], 128 * hero.spot.scale)


def _bubble(cv: Canvas, x: float, y: float, r: float) -> None:
    def point(across: float, down: float) -> str:
        return f"{x + r * across:.1f} {y + r * down:.1f}"

    glass = cv.radial([(0, "#e8fff8", 0), (0.72, "#e8fff8", 0.05), (0.92, "#dffcff", 0.2), (1, "#ffffff", 0.5)])
    bright = f"M{point(-0.83, -0.32)}Q{point(-0.68, -0.7)} {point(-0.3, -0.86)}"
    faint = f"M{point(0.47, 0.77)}Q{point(0.69, 0.61)} {point(0.8, 0.37)}"
    cv.add(
        ell(x, y, r, r, glass),
        ell(x, y, r, r, "none", stroke="#f4fff8", stroke_width=max(3.0, r * 0.013), opacity=0.9),
        line(bright, "#ffffff", r * 0.04, opacity=0.85),
        line(faint, "#ffffff", r * 0.022, opacity=0.5),
    )


def _nearer(svg: str, times: float, placed: list[_Placed]) -> str:
    """The camera moved nearer, but never so near that somebody's edge is cut."""
    width, height = W / times, H / times
    left = min(one.spot.x + one.spread[0] * one.spot.scale - 130 for one in placed[:2])
    right = max(one.spot.x + one.spread[1] * one.spot.scale + 130 for one in placed[:2])
    x = min(max((left + right - width) / 2, 0), W - width)
    y = min((H - height) * 0.8, H - height)
    whole = f'viewBox="0 0 {W} {H}"'
    return svg.replace(whole, f'viewBox="{x:.1f} {y:.1f} {width:.1f} {height:.1f}"', 1)
