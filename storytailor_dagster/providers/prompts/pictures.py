"""How a painter is asked for a picture: one style for the whole book, the hero, the moment, and what must not be there."""

from __future__ import annotations

from collections.abc import Sequence

from storytailor_dagster.character.catalogue import TRAITS, Shown
from storytailor_dagster.character.hero import Hero, Pronouns, Species
from storytailor_dagster.character.portraits import FRAMES, Portrait, PortraitBrief
from storytailor_dagster.story.parts import Part, scene_number
from storytailor_dagster.story.pictures import AnyBrief, Picture, PictureBrief

_STYLE = """A picture-book illustration for young children, in gouache and soft coloured pencil on warm textured paper.
Rounded, hand-cut shapes with dry-brush edges, layered like a paper theatre; rich but gentle colour, one warm light that
falls from one side, coloured shadows and never black ones. Faces are simple and expressive, with small dark eyes and soft
cheeks. The same style, palette and line as in every other picture of this book."""

_NEVER = """Not in the picture: letters, numbers, words, signs, captions, speech bubbles, logos or signatures; photographs or
3D rendering; anything frightening, sharp, bleeding or dead; extra or missing arms, legs, hands or fingers; a second hero."""

_TITLE_ROOM = """This is the cover: one inviting image of the hero and of what the story is about. Keep the upper third calm and
open (sky, wall, leaves), without anything important in it: the title is lettered there later. Draw no letters yourself."""

GENTLER = "The painter's safety rules stopped the last picture."
"""What the next try is told when a provider would not draw; said twice, it is final."""

_GENTLER = """Draw it as gently as can be: everybody fully and warmly dressed, calm, safe and unhurt, in a friendly everyday
place, at a distance; leave out whatever in the moment could be taken amiss."""

_PRONOUNS = {Pronouns.SHE: "a girl", Pronouns.HE: "a boy", Pronouns.THEY: "a child"}


_KEEP = """The pictures sent along show the hero and the world of this book. Keep the hero's face, hair, skin, build,
clothes and aids exactly as they are there. Take a new composition, pose and viewpoint from the moment above."""

_PORTRAITS = {
    Portrait.HEADSHOT: "The last picture sent along is a portrait of the hero's face.",
    Portrait.BODY: "The last picture sent along is a portrait of the whole hero.",
}
_BOTH_PORTRAITS = "The last two pictures sent along are portraits of the hero: the face, and the whole."
_PORTRAIT_DECIDES = (
    "It is this very child: where other pictures or words differ, the portrait decides how the hero looks."
)

_PORTRAIT_STYLE = """A portrait of a picture book's hero, for all its painters to go by: {frame} A plain, warm ground of the
hero's own colours; nothing and nobody else in the picture. Square format. Even, soft light, so that every detail is plain."""


def prompt(brief: AnyBrief, *, references: Sequence[Picture] = ()) -> str:
    """The whole prompt for one picture, with these pictures sent along, portraits last."""
    if isinstance(brief, PortraitBrief):
        parts = [_STYLE, _PORTRAIT_STYLE.format(frame=FRAMES[brief.portrait]), _who(brief)]
    else:
        parts = [_STYLE, "Landscape format.", _who(brief), _moment(brief)]
        parts += [_TITLE_ROOM] if brief.part is Part.COVER else [f"This is picture {scene_number(brief.part)} of four."]
    if references:
        parts.append(_KEEP)
    portraits = [picture.portrait for picture in references if picture.portrait is not None]
    if portraits:
        parts.append(f"{_PORTRAITS[portraits[0]] if len(portraits) == 1 else _BOTH_PORTRAITS} {_PORTRAIT_DECIDES}")
    parts.append(_NEVER)
    if brief.objection == GENTLER:
        parts.append(_GENTLER)
    elif brief.objection:
        parts.append(f"An earlier attempt was not used. Mend this above all: {brief.objection}")
    return "\n\n".join(parts)


def who(hero: Hero) -> str:
    """The hero in one sentence, by looks only."""
    kind = hero.kind or hero.species.value
    if hero.species in (Species.HUMAN, Species.SUPERHERO):
        person = f"{_PRONOUNS[hero.pronouns]} of {hero.age} years"
        said = person if hero.species is Species.HUMAN else f"{person} who is a superhero"
    else:
        said = f"a young, friendly {kind} of a child's size and {hero.age} years"
    return f"{said}; {hero.appearance}" if hero.appearance else said


def _who(brief: AnyBrief) -> str:
    hero = brief.hero
    sentences = [f"The hero is {who(hero)}."]
    sentences += [f"The hero {brief.looks(trait)} Not shown: {TRAITS[trait].never}." for trait in brief.traits]
    if any(TRAITS[trait].shown is not Shown.NEVER for trait in hero.traits):
        sentences.append("All this is an ordinary part of the hero, drawn plainly, neither hidden nor put on show.")
    return "\n".join(sentences)


def _moment(brief: PictureBrief) -> str:
    staging = brief.staging
    said = [
        f"The moment: {brief.description}",
        f"Place: {staging.setting.value}. Light: {staging.light.value}.",
        f"The hero: {staging.pose.value}, feeling {staging.feeling.value}.",
    ]
    if staging.companion is not None:
        said.append(f"With the hero: a {staging.companion.value}.")
    if staging.props:
        said.append(f"In sight: {', '.join(prop.value for prop in staging.props)}.")
    return " ".join(said)
