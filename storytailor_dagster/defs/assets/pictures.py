"""`story/cover` and `story/scene_1` to `story/scene_4`: one builder, five assets, so that each is tried alone."""

import dagster as dg

from storytailor_dagster.character.hero import Hero
from storytailor_dagster.defs.checks import objection
from storytailor_dagster.defs.making import Work, refuse_unfit, story_asset
from storytailor_dagster.defs.metadata import picture_metadata
from storytailor_dagster.defs.product import PLAIN_KEY, Product
from storytailor_dagster.story.names import StandIns
from storytailor_dagster.story.palette import extract, hue_keys
from storytailor_dagster.story.parts import SCENES, Part, References, needs, scene_number
from storytailor_dagster.story.picture_checks import check_picture
from storytailor_dagster.story.pictures import HEIGHT, PART, WIDTH, Picture, PictureBrief
from storytailor_dagster.story.text import StoryText
from storytailor_dagster.story.verdict_findings import verdict_findings


def brief_for(work: Work, text: StoryText) -> PictureBrief:
    """What the part's picture is asked for: the cover by its staging, a scene by its key beat.

    Everybody has a stand-in name in it. The cover's title is the real one, for whoever letters it in the house.
    """
    request, part = work.request, work.part
    names = StandIns(request)
    hidden = names.hide if work.settings.pseudonymise else str
    hero: Hero = request.hero.model_copy(
        update={"name": hidden(request.hero.name), "appearance": hidden(request.hero.appearance)}
    )
    if part is Part.COVER:
        staging, description, title = text.cover, text.key_beats[0].visual_description, text.title
    else:
        beat = text.key_beats[scene_number(part) - 1]
        staging, description, title = beat.staging, beat.visual_description, None
    return PictureBrief(
        part=part,
        hero=hero,
        staging=staging,
        description=hidden(description),
        title=title,
        seed=request.seed,
        objection=None if work.objection is None else hidden(work.objection),
        last_try=work.last_try,
    )


def draw(work: Work, content: StoryText, **earlier: Picture) -> Product:
    brief = brief_for(work, content)
    if brief.objection and not work.claim.refusals:
        refuse_unfit(work, (brief.objection,))
    references = tuple(earlier[part.value] for part in Part if part.value in earlier)
    drawn = work.hands.picture.draw(brief=brief, references=references, till=work.calls)
    checked = check_picture(drawn.value.png)
    if objection(checked):
        # Nobody has to look at what is no picture.
        return Product(objects=(), columns={}, findings=checked)
    seen = work.hands.check.look(brief=brief, picture=drawn.value, till=work.calls)
    findings = verdict_findings(seen.value, last_try=work.last_try)
    if objection(findings):
        # Nor to letter what is not kept.
        return Product(objects=(), columns={}, findings=(*checked, *findings))
    picture = _titled(drawn.value, brief)
    stored = work.stored(picture.png, extension="png", content_type="image/png")
    plain = None
    if picture.plain is not None:
        plain = work.stored(picture.plain, extension="png", content_type="image/png", public=False, name="plain")
    colours = extract(picture.png)
    is_cover = work.part is Part.COVER
    return Product(
        objects=(stored,) if plain is None else (stored, plain),
        columns={"cover_art_url" if is_cover else "scene_art_url": stored.url, "hue": hue_keys(work.part, colours)},
        findings=(*check_picture(picture.png), *findings),
        usage=drawn.usage,
        kept={PLAIN_KEY: None if plain is None else plain.key},
        metadata={
            "picture": picture_metadata(stored.url or "", work.part.value),
            "pixels": f"{WIDTH} x {HEIGHT}",
            "colours": ", ".join(colours),
            "shows": ", ".join(name for name in picture.drawn if not name.startswith(PART)),
            "references": len(references),
            "checked_by": seen.usage.model,
            "objections": ", ".join(sorted({found.matter.value for found in seen.value.objections})) or "none",
        },
    )


def _titled(picture: Picture, brief: PictureBrief) -> Picture:
    if brief.title is None or "title" in picture.drawn:
        return picture
    # Loaded for hosted covers only: the studio letters its own.
    from storytailor_dagster.providers.studio.illustration.titled import with_title

    return with_title(picture, brief.title)


def _picture_asset(part: Part, description: str, references: References = "chain") -> dg.AssetsDefinition:
    kinds, graph = {"python", "pillow"}, needs(references)
    return story_asset(part, draw, description=description, kinds=kinds, code_version="3", graph=graph)


cover = _picture_asset(Part.COVER, "The cover, with the title lettered on it.")


def scenes(references: References) -> tuple[dg.AssetsDefinition, ...]:
    """The four, in a chain or all leaning on the cover."""
    told = "The picture of beat {}, true to the pictures it takes as references."
    return tuple(_picture_asset(part, told.format(scene_number(part)), references) for part in SCENES)
