"""`story/cover` and `story/scene_1` to `story/scene_4`: one builder, five assets, so that each is tried alone."""

import dagster as dg

from storytailor_dagster.character.hero import Hero
from storytailor_dagster.defs.drawing import drawn
from storytailor_dagster.defs.making import part_asset
from storytailor_dagster.defs.metadata import picture_metadata, shown_metadata
from storytailor_dagster.defs.product import Product
from storytailor_dagster.defs.references import portraits_for
from storytailor_dagster.defs.work import StoryWork, refuse_unfit
from storytailor_dagster.keys import PLAIN_KEY
from storytailor_dagster.story.intake import seed_of
from storytailor_dagster.story.palette import extract, hue_keys
from storytailor_dagster.story.parts import SCENES, Part, References, scene_number
from storytailor_dagster.story.picture_checks import check_picture
from storytailor_dagster.story.pictures import HEIGHT, PART, WIDTH, Picture, PictureBrief
from storytailor_dagster.story.text import StoryText


def brief_for(work: StoryWork, text: StoryText) -> PictureBrief:
    """What the part's picture is asked for: the cover by its staging, a scene by its key beat.

    Everybody has a stand-in name in it. The cover's title is the real one, for whoever letters it in the house.
    """
    request, part = work.request, Part(work.part)
    hidden = work.names.hide if work.settings.pseudonymise else str
    hero: Hero = request.hero.model_copy(
        update={"name": hidden(request.hero.name), "appearance": hidden(request.hero.appearance), "personality": ""}
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
        age=request.age,
        seed=request.seed,
        character_seed=None if work.character is None else seed_of(work.character.id),
        objection=None if work.objection is None else hidden(work.objection),
        last_try=work.last_try,
    )


def draw(work: StoryWork, content: StoryText, **earlier: Picture) -> Product:
    brief = brief_for(work, content)
    if brief.objection and work.note:
        refuse_unfit(work, (brief.objection,))
    portraits = portraits_for(work)
    references = (*(earlier[part.value] for part in Part if part.value in earlier), *portraits.pictures)
    made = drawn(work, brief, references)
    if isinstance(made, Product):
        return made
    picture = _titled(made.picture, brief)
    stored = work.stored(picture.png, extension="png", content_type="image/png")
    plain = None
    if picture.plain is not None:
        plain = work.stored(picture.plain, extension="png", content_type="image/png", public=False, name="plain")
    colours = extract(picture.png)
    is_cover = work.part is Part.COVER
    return Product(
        objects=(stored,) if plain is None else (stored, plain),
        columns={"cover_art_url" if is_cover else "scene_art_url": stored.url, "hue": hue_keys(brief.part, colours)},
        findings=made.findings if picture is made.picture else (*check_picture(picture.png), *made.seen),
        usage=made.usage,
        kept={PLAIN_KEY: None if plain is None else plain.key},
        metadata={
            "picture": picture_metadata(stored.url or "", work.part.value),
            "pixels": f"{WIDTH} x {HEIGHT}",
            "colours": ", ".join(colours),
            "shows": ", ".join(name for name in picture.drawn if not name.startswith(PART)),
            "references": len(references),
            **shown_metadata(made.verdict, made.checked_by),
            **({} if work.character is None else {"character": str(work.character.id), "portraits": portraits.told}),
        },
        notes=() if portraits.missing is None else (f"{work.part} was drawn {portraits.missing}.",),
    )


def _titled(picture: Picture, brief: PictureBrief) -> Picture:
    if brief.title is None or "title" in picture.drawn:
        return picture
    # Loaded for hosted covers only: the studio letters its own.
    from storytailor_dagster.providers.studio.illustration.titled import with_title

    return with_title(picture, brief.title)


def _picture_asset(part: Part, description: str, references: References = "chain") -> dg.AssetsDefinition:
    kinds = {"python", "pillow"}
    return part_asset(
        part, draw, description=description, kinds=kinds, code_version="4", references=references, portraits=True
    )


cover = _picture_asset(Part.COVER, "The cover, with the title lettered on it.")


def scenes(references: References) -> tuple[dg.AssetsDefinition, ...]:
    """The four, in a chain or all leaning on the cover."""
    told = "The picture of beat {}, true to the pictures it takes as references."
    return tuple(_picture_asset(part, told.format(scene_number(part)), references) for part in SCENES)
