"""`character/headshot` and `character/body`: the child of all the stories, drawn once."""

from storytailor_dagster.character.portraits import SIDE, Portrait, PortraitBrief
from storytailor_dagster.defs.drawing import drawn
from storytailor_dagster.defs.making import part_asset
from storytailor_dagster.defs.metadata import picture_metadata, shown_metadata
from storytailor_dagster.defs.product import Product
from storytailor_dagster.defs.work import CharacterWork, refuse_unfit
from storytailor_dagster.story.palette import extract
from storytailor_dagster.story.pictures import Picture


def draw_portrait(work: CharacterWork, headshot: Picture | None = None) -> Product:
    portrait, hero = Portrait(work.part), work.hero
    note = work.hidden_objection if work.note else None
    if portrait is Portrait.HEADSHOT or work.note:
        refuse_unfit(work, tuple(filter(None, (hero.appearance, hero.kind, hero.personality, note))))
    brief = PortraitBrief(
        portrait=portrait,
        hero=hero,
        seed=work.seed,
        objection=work.hidden_objection,
        last_try=work.last_try,
    )
    references = () if headshot is None else (headshot,)
    made = drawn(work, brief, references)
    if isinstance(made, Product):
        return made
    stored = work.stored(made.picture.png, extension="png", content_type="image/png")
    colours = extract(made.picture.png)
    columns: dict[str, object] = {
        "reference_image": {"cdnUrl": stored.url, "s3Url": work.store.origin_url(stored.key)},
    }
    if portrait is Portrait.HEADSHOT:
        columns |= {"appearance_url": stored.url, "color_palette": list(colours)}
    return Product(
        objects=(stored,),
        columns=columns,
        findings=made.findings,
        usage=made.usage,
        metadata={
            "picture": picture_metadata(stored.url or "", portrait.value),
            "pixels": f"{SIDE} x {SIDE}",
            "colours": ", ".join(colours),
            "references": len(references),
            **shown_metadata(made.verdict, made.checked_by),
        },
    )


headshot = part_asset(
    Portrait.HEADSHOT,
    draw_portrait,
    description="The character's head and shoulders, which all other pictures go by.",
    kinds={"python", "pillow"},
    code_version="1",
)
body = part_asset(
    Portrait.BODY,
    draw_portrait,
    description="The whole character, true to the headshot.",
    kinds={"python", "pillow"},
    code_version="1",
)
