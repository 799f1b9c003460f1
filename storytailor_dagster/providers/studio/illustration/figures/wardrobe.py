"""What looks are chosen from: skins, hair, clothes and the coats of creatures. Data and small choices; no drawing."""

from __future__ import annotations

import math
import random
from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from storytailor_dagster.character.hero import Pronouns, Species
from storytailor_dagster.providers.studio.illustration.colour import lum, oklab
from storytailor_dagster.providers.studio.illustration.figures.words import Said

SKINS = (
    "#f8dcc6", "#f2c6a0", "#eab98c", "#dfa878", "#cf9464", "#bd8055", "#a86a45", "#905739", "#774730", "#63402f",
)  # fmt: skip
"""From fair to deep, evenly spread."""

HAIR_BY_DEPTH = (
    ("#20202c", "#3a2620", "#5a3826", "#8a5a36", "#b5532e", "#d0703a", "#dfb068", "#c4965a", "#7d3424"),
    ("#1c1820", "#20202c", "#2f1f1c", "#3a2620", "#5a3826", "#7d3424"),
    ("#1f1518", "#1f1518", "#2c1a1d", "#33211c", "#4a2a1e"),
)

COILED = frozenset({"coily_short", "afro", "afro_puffs", "curly_long", "curly_short", "locs", "cornrows"})
COVERED = frozenset({"hijab", "patka"})

_ANY = ("coily_short", "afro", "curly_short", "curly_long", "wavy", "bob", "short_straight", "swept", "locs", "bun")
HAIR_STYLES: Mapping[Pronouns, tuple[str, ...]] = MappingProxyType(
    {
        Pronouns.SHE: (
            "afro_puffs", "curly_long", "bob", "straight_long", "braids", "ponytail", "bun", "wavy", "afro", "locs",
            "short_straight", "pigtails", "cornrows",
        ),
        Pronouns.HE: (
            "coily_short", "short_straight", "swept", "curly_short", "cropped", "afro", "locs", "wavy", "bob",
            "cornrows",
        ),
        Pronouns.THEY: (*_ANY, "ponytail", "braids", "cropped", "afro_puffs"),
    }
)  # fmt: skip

ACCENTS = ("#ffcf4d", "#ff7a59", "#4fb3a5", "#7b5bd6", "#e85a7c", "#3d7fb0", "#f3b23c", "#8fbf5a")


@dataclass(frozen=True, kw_only=True)
class Outfit:
    """A figure's clothes.

    `cut` is the top's: tee, jumper, shirt, hoodie, cardigan, dress, pinafore, dungarees, tunic, coat, raincoat, bare.

    `below`: trousers, shorts, leggings, skirt (worn with the cut), none. `pattern` of the top: plain, stripes, dots,
    star, heart, check, yoke, leaf, emblem. Colours are `#rrggbb`; `second` is for patterns, collars and cuffs.
    """

    cut: str
    top: str
    second: str
    below: str
    bottom: str
    shoes: str
    pattern: str = "plain"

    def with_said(self, said: Said) -> Outfit:
        """The clothes the family named; a new top keeps a readable second colour."""
        changed = self
        if said.cut:
            legs = "trousers" if changed.below == "none" else changed.below
            changed = replace(changed, cut=said.cut, below=_BELOW.get(said.cut, legs))
        if said.top:
            changed = replace(changed, top=said.top, second=_readable(said.top))
        if said.pattern:
            changed = replace(changed, pattern=said.pattern)
        if said.below:
            changed = replace(changed, below=said.below)
            if changed.cut in ("dress", "pinafore") and said.cut is None:
                changed = replace(changed, cut="tee")
        if said.bottom:
            changed = replace(changed, bottom=said.bottom)
        return replace(changed, shoes=said.shoes or changed.shoes)


_BELOW = {
    "dress": "none", "pinafore": "leggings", "tunic": "leggings", "dungarees": "trousers", "coat": "trousers",
    "raincoat": "trousers", "bare": "none",
}  # fmt: skip
_TOPS = (
    ("#ffc845", "#fff0c9"), ("#e2553d", "#ffd9a0"), ("#3f9c8f", "#e8f4d8"), ("#e06a8a", "#ffe3e3"),
    ("#4a86c5", "#f7efd9"), ("#d8793f", "#ffe0b0"), ("#8b62c9", "#f0e2ff"), ("#6ea04c", "#fff3c4"),
    ("#f2efe4", "#e2553d"), ("#2f7d8c", "#ffd166"), ("#c9496b", "#ffe9c9"), ("#f08a4b", "#fff1d6"),
)  # fmt: skip
_BOTTOMS = ("#3f6f9e", "#3d4a78", "#2f5f7a", "#8a5a3c", "#6b4a6e", "#4f7a52", "#c08a4a", "#54505f", "#a84f45")
_SHOES = ("#e8564f", "#5a3a34", "#f3f0e8", "#35405e", "#ffc845", "#3f9c8f", "#8b62c9", "#d4573f")
_CUTS = (
    "tee", "jumper", "shirt", "hoodie", "cardigan", "dungarees", "coat", "raincoat", "tunic", "dress", "pinafore",
)  # fmt: skip
_PATTERNS = ("plain", "stripes", "dots", "star", "heart", "check", "yoke", "leaf")


def outfit(r: random.Random, pronouns: Pronouns, skin: str) -> Outfit:
    """A child's clothes: a cut, colours and a pattern that go together and stand out from the skin."""
    cuts = _CUTS[:8] if pronouns is Pronouns.HE else _CUTS
    cut = r.choice(cuts)
    top, second = r.choice([pair for pair in _TOPS if _apart(pair[0], skin)])
    bottom = r.choice([colour for colour in _BOTTOMS if _apart(colour, skin) and _apart(colour, top)])
    below = _BELOW.get(cut) or r.choice(("trousers", "shorts", "trousers", "leggings"))
    pattern = "plain" if cut in ("coat", "raincoat", "dungarees", "hoodie") else r.choice(_PATTERNS)
    return Outfit(cut=cut, top=top, second=second, below=below, bottom=bottom, shoes=r.choice(_SHOES), pattern=pattern)


def accent_on(skin: str, chosen: str) -> str:
    """The accent chosen, or where it would vanish on skin, fur or shell, the one that stands out most: aids have it."""
    return chosen if _apart(chosen, skin) else max(ACCENTS, key=lambda colour: math.dist(oklab(colour), oklab(skin)))


def _apart(one: str, other: str) -> bool:
    return math.dist(oklab(one), oklab(other)) > 0.1


def creature_outfit(r: random.Random, kind: str, coat: str) -> Outfit:
    """A creature wears a top or nothing but what is at its neck; never shoes."""
    cut = "bare" if kind in BARE else r.choice(("jumper", "bare", "dungarees", "tee", "cardigan", "bare", "coat"))
    top, second = r.choice([pair for pair in _TOPS if _apart(pair[0], coat)])
    return Outfit(
        cut=cut, top=top, second=second, below=_BELOW.get(cut, "none"), bottom=r.choice(_BOTTOMS), shoes=coat,
        pattern=r.choice(("plain", "stripes", "dots", "star", "yoke")) if cut != "coat" else "plain",
    )  # fmt: skip


def _readable(colour: str) -> str:
    return lum(colour, 0.26, 0.6) if lum(colour, 0.26) != "#ffffff" else lum(colour, -0.25)


BARE = frozenset({"robot", "flame", "drop", "cloud", "leaf", "alien", "monster", "dinosaur", "dragon"})
"""Creatures whose own body is what is worth seeing; they still get a scarf or a bow."""

ANIMALS = (
    "fox", "rabbit", "bear", "cat", "dog", "mouse", "owl", "hedgehog", "frog", "elephant", "lion", "penguin", "panda",
    "tiger", "raccoon", "koala",
)  # fmt: skip
_KINDS: Mapping[Species, tuple[str, ...]] = MappingProxyType(
    {
        Species.HUMAN: ("child",),
        Species.SUPERHERO: ("child",),
        Species.ANIMAL: ANIMALS,
        Species.ROBOT: ("robot",),
        Species.MONSTER: ("monster",),
        Species.DINOSAUR: ("dinosaur",),
        Species.ALIEN: ("alien",),
        Species.DRAGON: ("dragon",),
        Species.FANTASY_BEING: ("child", "unicorn"),
        Species.ELEMENTAL: ("flame", "drop", "cloud", "leaf"),
    }
)
_ALSO = {
    "bunny": "rabbit", "hare": "rabbit", "puppy": "dog", "wolf": "dog", "kitten": "cat", "cub": "bear", "fire": "flame",
    "water": "drop", "rain": "drop", "wave": "drop", "ice": "drop", "air": "cloud", "wind": "cloud", "storm": "cloud",
    "snow": "cloud", "earth": "leaf", "plant": "leaf", "forest": "leaf", "tree": "leaf", "fairy": "child",
    "elf": "child", "sprite": "child", "mermaid": "child", "pony": "unicorn", "horse": "unicorn", "toad": "frog",
    "rat": "mouse", "hamster": "mouse", "squirrel": "fox", "bird": "owl", "chick": "penguin", "duck": "penguin",
}  # fmt: skip


def kind_of(species: Species, kind: str | None, appearance: str, r: random.Random) -> str:
    """The sort of figure to draw: what was asked for, or what the family's words name, or one by the seed."""
    known = _KINDS[species]
    chosen = r.choice(known)
    for word in f"{kind or ''} {appearance}".lower().replace(",", " ").replace(".", " ").split():
        named = word if word in known else _ALSO.get(word)
        if named in known:
            return named
    return chosen


def coats(kind: str) -> tuple[tuple[str, str], ...]:
    """(body, belly) colours a creature may have."""
    return _COATS.get(kind, _BRIGHT)


_BRIGHT = (
    ("#4aa878", "#f7e3b0"), ("#5a8fd0", "#dff0ff"), ("#e0785a", "#ffe3b8"), ("#9a74d0", "#f3e2ff"),
    ("#e59ab0", "#fff0e6"), ("#3f9fa8", "#f9e7b4"), ("#e8b04a", "#fff4d4"), ("#8fb84e", "#f7f3c6"),
)  # fmt: skip
_COATS: Mapping[str, tuple[tuple[str, str], ...]] = MappingProxyType(
    {
        "fox": (("#e07a35", "#fff1dc"), ("#cf6a34", "#ffeed6"), ("#d98a52", "#fff4e2")),
        "rabbit": (("#d9c3a8", "#fff6ea"), ("#b79a86", "#f7e9da"), ("#f0e8de", "#ffffff"), ("#9c8f96", "#ece4e6")),
        "bear": (("#9a6440", "#dfb98a"), ("#7d5138", "#cda27a"), ("#c08a54", "#efd2a4"), ("#ede6da", "#ffffff")),
        "cat": (("#e09a4c", "#fff0d8"), ("#7f8496", "#e3e6ee"), ("#4b4652", "#d8d2dc"), ("#efe2cf", "#fffaf2")),
        "dog": (("#e8c48c", "#fff3df"), ("#b5754a", "#f6dfc0"), ("#f0e6d6", "#ffffff"), ("#7b5a4a", "#e6cfb8")),
        "mouse": (("#a9a2ad", "#efe6ea"), ("#c7a58a", "#f8e8d8"), ("#e9e2de", "#ffffff")),
        "owl": (("#8a6a58", "#ecd6b6"), ("#7d6a82", "#e3d7e6"), ("#b5814f", "#f6e2bd"), ("#e8e0d6", "#ffffff")),
        "hedgehog": (("#e3c19a", "#fbead2"), ("#d3a67c", "#f4dfc2")),
        "frog": (("#6fb04e", "#eef2b6"), ("#4f9f6a", "#e2f0c0"), ("#9abf3f", "#f7f3be")),
        "elephant": (("#93a0b8", "#d9dfea"), ("#a79bb5", "#e6dfec"), ("#8aa7ad", "#d8e8e8")),
        "lion": (("#e3a94f", "#fff0cc"), ("#d99a55", "#ffe9c4")),
        "penguin": (("#3f4d6e", "#fff8ec"), ("#4a4652", "#fffaf2"), ("#4d7fa8", "#fff8ec")),
        "panda": (("#f4efe6", "#ffffff"),),
        "tiger": (("#e8913c", "#fff2da"),),
        "raccoon": (("#8d8c98", "#e8e4e6"),),
        "koala": (("#9aa0ac", "#eceef2"),),
        "unicorn": (("#f7ecf2", "#ffffff"), ("#e9e4fb", "#ffffff"), ("#fbe3d6", "#fffaf2")),
        "robot": (
            ("#8fb6c9", "#eaf4f6"), ("#e2785a", "#ffe3cf"), ("#6fae9c", "#e4f3ea"), ("#e3b04b", "#fff2cd"),
            ("#9a8fd0", "#ece8fb"),
        ),
        "flame": (("#f08a3c", "#ffd873"), ("#e86a4a", "#ffc36b")),
        "drop": (("#4fa3d6", "#bfe6f7"), ("#45b3b8", "#c6f0ea")),
        "cloud": (("#dfe6f4", "#ffffff"), ("#b9c6e6", "#f1f5ff")),
        "leaf": (("#7fae4f", "#dcecA6".lower()), ("#8a9c58", "#e6e7b4")),
    }
)  # fmt: skip
