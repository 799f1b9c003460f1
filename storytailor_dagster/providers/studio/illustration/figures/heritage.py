"""Words about where a family is from: "Nigerian", "East Asian", "half Irish, half Mexican". English.

They leave open how a child looks, and are read so: a wide range of skins, hair colours and hair textures, out of
heritage.toml, to choose from by the seed. Features are the same for everybody. What the family says of skin and hair
itself always wins; of several heritages the child has something of each.
"""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from importlib.resources import files
from types import MappingProxyType

from storytailor_dagster.character.hero import Pronouns
from storytailor_dagster.providers.studio.illustration.colour import mix, oklab
from storytailor_dagster.providers.studio.illustration.figures.wardrobe import HAIR_STYLES, SKINS

TEXTURES: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "coily": frozenset({"coily_short", "afro", "afro_puffs", "locs", "cornrows", "braids"}),
        "curly": frozenset({"curly_short", "curly_long"}),
        "wavy": frozenset({"wavy", "swept", "bun"}),
        "straight": frozenset(
            {"bob", "straight_long", "short_straight", "ponytail", "pigtails", "braids", "bun", "cropped"}
        ),
    }
)
_EVERY = frozenset().union(*TEXTURES.values())
_LENGTHS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "long": frozenset({"straight_long", "curly_long", "wavy", "locs", "braids"}),
        "short": frozenset({"coily_short", "curly_short", "short_straight", "swept", "cropped"}),
    }
)


@dataclass(frozen=True, kw_only=True)
class Heritage:
    """What to choose from: the first and last of SKINS, hair colours, textures of hair. `pattern` finds its names."""

    pattern: str
    skins: tuple[int, int]
    hair: tuple[str, ...]
    textures: tuple[str, ...]

    @property
    def styles(self) -> frozenset[str]:
        return frozenset().union(*(TEXTURES[texture] for texture in self.textures))


_PERSON = (
    r"(?:girl|boy|child|kid|toddler|baby|person|family|mum|mom|dad|(?:super)?hero(?:ine)?|fairy|elf|princess|prince)\b"
)
_OF_HAIR = r"(?:long|short|curly|wavy|straight|thick|shiny|silky|soft|messy|spiky|coily|kinky|fluffy)\b"
_NAMED = "\u241f"
"""Stands where a heritage was named."""


def _named(names: Collection[str]) -> str:
    """Any of the names, whatever the case; a hyphen for a space will do."""
    return rf"\b(?i:{'|'.join(re.escape(name).replace(chr(92) + ' ', '[ -]') for name in names)})\b"


def _of_people(colour: str) -> str:
    """A colour's name where it speaks of a person: before one, beside another heritage, or alone.

    Alone with a capital, after "is", or as the first words; but "black, curly hair" speaks of hair.
    """
    ends = r"\s*(?:$|[,;.)/])"
    alone = rf"(?={ends}|\s*with\b|\s*and (?:half |part )?{_NAMED})"
    of_hair = rf"(?!\s*,\s*{_OF_HAIR}[^,;.]*\bhair)"
    return "|".join(
        (
            rf"\b(?i:{colour})(?= (?i:{_PERSON}))",
            rf"\b(?i:mixed {colour})\b",
            rf"(?:^\s*|\b(?:is|are|half|part) ){colour}{alone}{of_hair}",
            rf"\b{colour.capitalize()}{alone}",
            rf"{_NAMED} (?:and|/) (?i:{colour})(?={ends})",
        )
    )


def _catalogue() -> tuple[tuple[Heritage, ...], Heritage]:
    data = tomllib.loads((files(__package__) / "heritage.toml").read_text(encoding="utf-8"))
    rows = []
    for row in (*data["heritage"], data["mixed"]):
        patterns = [_named(row["names"])] if row["names"] else []
        patterns += [_of_people(row["colour"])] if "colour" in row else []
        first, last = row["skins"]
        found = Heritage(
            pattern="|".join(patterns), skins=(first, last), hair=tuple(data["hair"][row["hair"]]),
            textures=tuple(row["textures"]),
        )  # fmt: skip
        rows.append(found)
    return tuple(rows[:-1]), rows[-1]


HERITAGES, MIXED = _catalogue()
_MIXED = rf"{MIXED.pattern}|^\s*(?i:mixed)\b(?=\s*(?:$|[,;.]|{_PERSON}))"


def read(appearance: str) -> tuple[tuple[Heritage, ...], str]:
    """The heritages that are named, and the words without their names, so that a name is never read as a colour."""
    text = appearance
    found: list[Heritage] = []
    for row in HERITAGES:
        text, times = re.subn(row.pattern, _NAMED, text)
        found += [row] if times else []
    text, times = re.subn(_MIXED, " ", text)
    found += [MIXED] if times and len(found) < 2 else []
    return tuple(found), text.replace(_NAMED, " ")


def skin(heritages: tuple[Heritage, ...], r: random.Random) -> str:
    """A skin out of the range; of several heritages, one between theirs."""
    tone = float(r.randint(*heritages[0].skins))
    for row in heritages[1:]:
        tone += (r.randint(*row.skins) - tone) * r.uniform(0.35, 0.65)
    lighter = min(int(tone), len(SKINS) - 2)
    return mix(SKINS[lighter], SKINS[lighter + 1], tone - lighter)


def hair(heritages: tuple[Heritage, ...], r: random.Random) -> str:
    """A hair colour of theirs; of several heritages, most often the darker."""
    colours = sorted((r.choice(row.hair) for row in heritages), key=oklab)
    return colours[0] if r.random() < 0.75 else r.choice(colours)


def hair_style(heritages: tuple[Heritage, ...], pronouns: Pronouns, length: str | None, r: random.Random) -> str:
    """A style in one of their textures that such a child may wear, as long or as short as is said."""
    texture = TEXTURES[r.choice(r.choice(heritages).textures)]
    every = frozenset().union(*(row.styles for row in heritages))
    wanted = frozenset(HAIR_STYLES[pronouns]) if length is None else _LENGTHS[length]
    return r.choice(sorted(texture & wanted or every & wanted or _EVERY & wanted))
