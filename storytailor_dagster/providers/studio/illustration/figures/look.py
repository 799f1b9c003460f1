"""What a hero looks like, the same in every picture of a story. Reading it from words is in words.py; no drawing."""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace

from storytailor_dagster.character.catalogue import shown_parts
from storytailor_dagster.character.hero import Hero, Pronouns, Species
from storytailor_dagster.providers.studio.illustration.colour import lum, oklab
from storytailor_dagster.providers.studio.illustration.figures import heritage, wardrobe, words
from storytailor_dagster.providers.studio.illustration.figures.aids import needs
from storytailor_dagster.providers.studio.illustration.figures.aids.told import Told, told
from storytailor_dagster.providers.studio.illustration.figures.build import (
    Build,
    build_of,
    creature,
    figured,
    long_legged,
    short_limbed,
)
from storytailor_dagster.providers.studio.illustration.figures.wardrobe import Outfit

_WHITE_COAT = 0.86
"""On a coat lighter than this no pale patch would be seen: it is a little darker where somebody has vitiligo."""
HATS = frozenset({"beanie", "cap", "sunhat", "crown"})


@dataclass(frozen=True, kw_only=True)
class Look:
    """A figure's colours, hair, clothes, body and aids.

    `kind` is "child" or the sort of creature (`fox`, `robot`, `flame` ...). `skin` is skin, fur, scales or metal and
    `belly` the paler second colour of a creature. `features` are small words such as `freckles`, `glasses`, `lashes`;
    `aids` are the parts of traits that are shown (`vitiligo`, `white_cane`); `told` says where on the body they are.
    `seed` keeps marks where they are; `figure` is how the body is said to be: tall, small, round, slight.
    """

    species: Species
    kind: str
    age: int
    skin: str
    belly: str
    hair: str
    hair_style: str
    outfit: Outfit
    accent: str
    eyes: str
    features: frozenset[str] = frozenset()
    aids: tuple[str, ...] = ()
    told: Told = field(default_factory=Told)
    seed: str = "0"
    figure: frozenset[str] = frozenset()

    def has(self, aid: str, side: str | None = None) -> bool:
        """Whether a part is shown, and where a side is given, whether it is on that side."""
        return aid in self.aids and (side is None or self.told.sides.get(aid) == side)

    def marked(self, mark: str, place: str) -> bool:
        """Whether a mark of the skin is at this place."""
        return mark in self.aids and place in self.told.places[mark]

    @property
    def build(self) -> Build:
        build = build_of(self.age) if self.human else creature(build_of(self.age))
        build = figured(build, self.figure)
        build = short_limbed(build) if "dwarfism" in self.aids else build
        if needs.ON_LEGS & set(self.aids):
            build = long_legged(build, 64 if "dwarfism" in self.aids else 84)
        if {*needs.CHAIRS} & set(self.aids):
            build = long_legged(build, 72 if "dwarfism" in self.aids else 98)
        return replace(build, neck=18) if needs.LONG_NECK & set(self.aids) else build

    @property
    def human(self) -> bool:
        """Whether the body is a child's: hair, ears, five fingers, shoes."""
        return self.kind == "child"


def look_of(hero: Hero, *, seed: int) -> Look:
    """The family's own words first; what they leave open is chosen by the seed. The name is never read."""
    r = random.Random(f"look:{seed}:{hero.species}:{hero.kind}:{hero.pronouns}")
    kind = wardrobe.kind_of(hero.species, hero.kind, hero.appearance, r)
    if kind == "child":
        from_where, rest = heritage.read(hero.appearance)
        said = words.read(rest)
        look = _child(hero, said, r, from_where, random.Random(f"heritage:{seed}"))
        said = replace(said, hair_style=None) if from_where and said.hair_length else said
    else:
        said = words.read(hero.appearance)
        look = _creature(hero, kind, r)
    look = replace(look, seed=f"{seed}:{hero.species}:{kind}")
    return _as_said(look, said, hero)


def _child(
    hero: Hero, said: words.Said, r: random.Random, from_where: tuple[heritage.Heritage, ...], kin: random.Random
) -> Look:
    tone = r.randrange(len(wardrobe.SKINS))
    deep = tone / (len(wardrobe.SKINS) - 1)
    styles = wardrobe.HAIR_STYLES[hero.pronouns]
    curly = [style for style in styles if style in wardrobe.COILED]
    style = r.choice(curly) if curly and r.random() < deep * 0.85 else r.choice(styles)
    hair = r.choice(wardrobe.HAIR_BY_DEPTH[min(2, int(deep * 3))])
    skin = wardrobe.SKINS[tone]
    if from_where:
        skin, hair = heritage.skin(from_where, kin), heritage.hair(from_where, kin)
        style = heritage.hair_style(from_where, hero.pronouns, said.hair_length, kin)
    outfit = wardrobe.outfit(r, hero.pronouns, said.skin or skin)
    if hero.species is Species.SUPERHERO:
        outfit = replace(
            outfit, cut="jumper", below="leggings", bottom=lum(outfit.top, -0.13), pattern="emblem", shoes=outfit.top
        )
    features = {word for word, chance in (("freckles", 0.16), ("glasses", 0.12)) if r.random() < chance}
    if hero.appearance.strip():
        features.clear()
    if hero.pronouns is Pronouns.SHE or (hero.pronouns is Pronouns.THEY and r.random() < 0.4):
        features.add("lashes")
    return Look(
        species=hero.species, kind="child", age=hero.age, skin=skin, belly=skin,
        hair=hair, hair_style=style, outfit=outfit, accent=r.choice(wardrobe.ACCENTS), eyes="#2b1a22",
        features=frozenset(features),
    )  # fmt: skip


def _creature(hero: Hero, kind: str, r: random.Random) -> Look:
    skin, belly = r.choice(wardrobe.coats(kind))
    outfit = wardrobe.creature_outfit(r, kind, skin)
    features = {
        word for word, chance in (("glasses", 0.0 if hero.appearance else 0.08), ("lashes", 0.3)) if r.random() < chance
    }
    features.add(r.choice(("scarf", "bow", "nothing at the neck")))
    return Look(
        species=hero.species, kind=kind, age=hero.age, skin=skin, belly=belly, hair=r.choice(wardrobe.ACCENTS),
        hair_style="none", outfit=outfit, accent=r.choice(wardrobe.ACCENTS), eyes="#2b1a22",
        features=frozenset(features),
    )  # fmt: skip


def _as_said(look: Look, said: words.Said, hero: Hero) -> Look:
    """What the family and the traits say, over what was chosen."""
    skin = (said.skin if look.human else said.fur or said.skin) or look.skin
    belly = look.belly if skin == look.skin else lum(skin, 0.13, 0.7)
    if look.human:
        belly = skin
    outfit = look.outfit.with_said(said)
    features = (look.features | said.features) - said.without
    if said.hair_style in wardrobe.COVERED:
        features = features - {"beanie", "cap", "sunhat"}
    aids = _aids(shown_parts(hero), said.aids)
    if "glasses" in aids:
        features |= {"glasses"}
    features -= _put_away(aids)
    accent = said.accent or wardrobe.accent_on(skin, look.accent)
    changed = replace(
        look, skin=skin, belly=belly, hair=said.hair or look.hair, hair_style=said.hair_style or look.hair_style,
        outfit=outfit, accent=accent, eyes=said.eyes or look.eyes, features=features, aids=aids,
        figure=said.figure, told=told(hero.appearance, aids),
    )  # fmt: skip
    if "vitiligo" in aids and not look.human and oklab(skin)[0] > _WHITE_COAT:
        changed = replace(changed, skin=lum(skin, -0.15, 1.5))
    if "albinism" in aids:
        skin, belly = ("#fbe6d8", "#fbe6d8") if look.human else ("#f9dfd0", "#fffaf4")
        changed = replace(changed, skin=skin, belly=belly, hair="#f6ecd2", eyes="#6d8fb0")
    if "childhood_cancer" in aids and look.human and changed.hair_style not in wardrobe.COVERED:
        changed = replace(changed, hair_style="bare")
    return changed


def _aids(shown: tuple[str, ...], said: tuple[str, ...]) -> tuple[str, ...]:
    """The parts of the hero's traits, and what the family's words have beside them: never two chairs or two canes."""
    twice = {*needs.CHAIRS} if set(shown) & {*needs.CHAIRS} else set()
    twice |= {"cane"} if "white_cane" in shown else set()
    return tuple(dict.fromkeys((*shown, *(aid for aid in said if aid not in twice))))


def _put_away(aids: tuple[str, ...]) -> frozenset[str]:
    """What would hide a part, or be taken for one."""
    away = {"scarf", "bow"} if needs.NO_SCARF & set(aids) else set()
    return frozenset(away | (HATS if needs.NO_HAT & set(aids) else set()))
