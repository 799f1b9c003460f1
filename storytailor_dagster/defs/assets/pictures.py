"""`story/cover` and `story/scene_1` to `story/scene_4`: one builder, five assets, so that each is tried alone."""

import dagster as dg

from storytailor_dagster.defs.making import Work, story_asset
from storytailor_dagster.defs.metadata import picture_metadata
from storytailor_dagster.defs.product import Product
from storytailor_dagster.providers.doors import Verdict
from storytailor_dagster.story.finding import Finding
from storytailor_dagster.story.palette import extract, hue_keys
from storytailor_dagster.story.parts import NEEDS, SCENES, Part, scene_number
from storytailor_dagster.story.picture_checks import check_picture
from storytailor_dagster.story.pictures import HEIGHT, WIDTH, Picture, PictureBrief
from storytailor_dagster.story.request import StoryRequest
from storytailor_dagster.story.text import StoryText


def brief_for(part: Part, *, request: StoryRequest, text: StoryText, objection: str | None = None) -> PictureBrief:
    """What the part's picture is asked for: the cover with its title, a scene by its key beat."""
    if part is Part.COVER:
        staging, description, title = text.cover, text.key_beats[0].visual_description, text.title
    else:
        beat = text.key_beats[scene_number(part) - 1]
        staging, description, title = beat.staging, beat.visual_description, None
    return PictureBrief(
        part=part,
        hero=request.hero,
        staging=staging,
        description=description,
        title=title,
        seed=request.seed,
        objection=objection,
    )


def draw(work: Work, content: StoryText, **earlier: Picture) -> Product:
    brief = brief_for(work.part, request=work.request, text=content, objection=work.objection)
    references = tuple(earlier[need.value] for need in NEEDS[work.part] if need.value in earlier)
    drawn = work.calls.made("picture", "picture", lambda: work.hands.picture.draw(brief=brief, references=references))
    picture = drawn.value
    seen = work.calls.made("check", "check", lambda: work.hands.check.look(brief=brief, picture=picture))
    stored = work.stored(picture.png, extension="png", content_type="image/png")
    colours = extract(picture.png)
    is_cover = work.part is Part.COVER
    return Product(
        objects=(stored,),
        columns={"cover_art_url" if is_cover else "scene_art_url": stored.url, "hue": hue_keys(work.part, colours)},
        findings=(*check_picture(picture.png, part=work.part, drawn=picture.drawn), as_asked(seen.value)),
        usage=(drawn.usage, seen.usage),
        metadata={
            "picture": picture_metadata(stored.url or "", work.part.value),
            "pixels": f"{WIDTH} x {HEIGHT}",
            "colours": ", ".join(colours),
            "shows": ", ".join(picture.drawn),
            "references": len(references),
        },
    )


def as_asked(verdict: Verdict) -> Finding:
    """The checker's verdict as a finding that blocks."""
    return Finding(
        name="as_asked",
        passed=not verdict.objections,
        summary=" ".join(verdict.objections) or "It shows what was asked for.",
        blocks=True,
    )


def _picture_asset(part: Part, description: str) -> dg.AssetsDefinition:
    return story_asset(part, draw, description=description, kinds={"python", "pillow"}, code_version="1")


cover = _picture_asset(Part.COVER, "The cover, with the title lettered on it.")
scenes = tuple(
    _picture_asset(part, f"The picture of beat {scene_number(part)}, true to the pictures it takes as references.")
    for part in SCENES
)
