"""Reads the family's own words about looks: "curly red hair, freckles, a green dress, brown skin, glasses". English.

Words become a `Said`; what is not said stays None. No choosing and no drawing here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from storytailor_dagster.character.catalogue import affirmed
from storytailor_dagster.providers.studio.illustration.colour import lum


@dataclass(frozen=True, kw_only=True)
class Said:
    """What was said, in the wardrobe's terms; `hair_length` where nothing but long or short is said of its style."""

    skin: str | None = None
    fur: str | None = None
    hair: str | None = None
    hair_style: str | None = None
    hair_length: str | None = None
    eyes: str | None = None
    cut: str | None = None
    top: str | None = None
    pattern: str | None = None
    below: str | None = None
    bottom: str | None = None
    shoes: str | None = None
    features: frozenset[str] = frozenset()
    without: frozenset[str] = frozenset()
    aids: tuple[str, ...] = ()
    accent: str | None = None
    figure: frozenset[str] = frozenset()


COLOURS = {
    "red": "#d8483c", "scarlet": "#d8483c", "crimson": "#b83246", "orange": "#ec8238", "yellow": "#ffc845",
    "gold": "#e9b04a", "golden": "#e9b04a", "green": "#4f9f5a", "teal": "#2f8f8c", "turquoise": "#3fb0ad",
    "blue": "#4a86c5", "navy": "#34457a", "purple": "#7d58b8", "violet": "#8b62c9", "lilac": "#b79ad8",
    "lavender": "#b79ad8", "pink": "#e87fa0", "brown": "#8a5a3c", "black": "#33303a", "white": "#f5f0e6",
    "grey": "#8f93a0", "gray": "#8f93a0", "silver": "#b9c0cc", "cream": "#f3e6c8", "beige": "#dcc59c",
    "copper": "#c0703f", "bronze": "#a8743c", "mint": "#8fd0b0", "peach": "#f6b48f", "maroon": "#8a3040",
}  # fmt: skip
_DENIM = "#3f6f9e"
_HAIR = {
    "black": "#1f1820", "brown": "#4f3022", "dark": "#2c1c1c", "brunette": "#4f3022", "red": "#b5532e",
    "ginger": "#d0703a", "auburn": "#7d3424", "copper": "#c0623a", "orange": "#d0703a", "blonde": "#e0b564",
    "blond": "#e0b564", "fair": "#e3bf7c", "golden": "#dba850", "sandy": "#c4965a", "chestnut": "#6b3a26",
    "white": "#f1e8d8", "grey": "#a7a4a8", "gray": "#a7a4a8", "silver": "#c3c3cb", "strawberry": "#d98a54",
}  # fmt: skip
_SKIN = {
    "pale": "#f8dcc6", "fair": "#f8dcc6", "light": "#f2c6a0", "white": "#f8dcc6", "rosy": "#f4c8b0", "peach": "#f2c6a0",
    "olive": "#d3a373", "tan": "#d3a06c", "tanned": "#d3a06c", "golden": "#d9a56c", "caramel": "#b97f50",
    "honey": "#cf9a62", "brown": "#96603f", "bronze": "#a86a45", "copper": "#a8663f", "chestnut": "#7f4d33",
    "dark": "#6a4130", "deep": "#63402f", "ebony": "#553528", "black": "#6a4130", "chocolate": "#6f4530",
    "mahogany": "#6a3d2c",
}  # fmt: skip
_EYES = {
    "blue": "#335f96", "green": "#3c6b44", "brown": "#3a2118", "hazel": "#6b4a22", "grey": "#566070", "gray": "#566070",
    "amber": "#8a5a1e", "black": "#1f1518", "golden": "#96681e", "violet": "#54408a", "purple": "#54408a",
}  # fmt: skip
_STYLES = (
    (r"afro puffs|puffs|two buns|space buns", "afro_puffs"), (r"\bafro\b", "afro"),
    (r"cornrows|corn rows", "cornrows"), (r"\blocs\b|dreadlocks|\bdreads\b", "locs"),
    (r"pigtails|pony tails|ponytails|bunches", "pigtails"), (r"ponytail|pony tail", "ponytail"),
    (r"braids?|braided|plaits?", "braids"), (r"\bbun\b|topknot", "bun"), (r"\bbob\b|fringe|bangs", "bob"),
    (r"\b(bald|no hair|hairless)\b", "bare"), (r"buzz|cropped|shaved|crew cut", "cropped"),
    (r"spiky|messy|tousled", "short_straight"), (r"\bwavy\b", "wavy"), (r"swept|side part|quiff", "swept"),
)  # fmt: skip
_CUTS = (
    (r"raincoat|rain coat|mackintosh", "raincoat"), (r"\bcoat\b|jacket|parka", "coat"),
    (r"dungarees|overalls?", "dungarees"), (r"pinafore", "pinafore"), (r"dress|gown", "dress"),
    (r"hoodie|hooded", "hoodie"), (r"cardigan", "cardigan"), (r"jumper|sweater|pullover|jersey", "jumper"),
    (r"tunic|kurta|kameez", "tunic"), (r"blouse|\bshirt\b", "shirt"), (r"t-shirt|tee shirt|\btee\b|\btop\b", "tee"),
)  # fmt: skip
_BELOW = (
    (r"shorts", "shorts"), (r"skirt|tutu", "skirt"), (r"leggings|tights", "leggings"),
    (r"trousers|pants|jeans|slacks", "trousers"),
)  # fmt: skip
_PATTERNS = (
    (r"strip(e|ed|es|y)", "stripes"), (r"dots?|dotted|spotty|polka", "dots"), (r"stars?\b|starry", "star"),
    (r"hearts?\b", "heart"), (r"check(ed|s|ered)?\b|plaid|tartan", "check"), (r"flower(s|ed|y)|floral|leaves", "leaf"),
)  # fmt: skip
_FEATURES = (
    (r"freckle", "freckles"), (r"glasses|spectacles", "glasses"), (r"(?<!head )\bscarf\b", "scarf"),
    (r"beanie|(?<!sun )(?<!straw )(?<!wide )\bhat\b|knit(ted)? cap", "beanie"),
    (r"sun ?hat|straw hat|wide hat", "sunhat"),
    (r"\bcap\b(?! ?e)|baseball", "cap"), (r"\bcrown\b|tiara", "crown"), (r"\bwings?\b", "wings"),
    (r"\bcape\b|cloak", "cape"), (r"\bbow\b|ribbon", "bow"), (r"boots|wellies|wellingtons", "boots"),
)  # fmt: skip
_SOMEBODY = r"(?:girl|boy|child|kid|build|body|figure)\b"
_TALL = r"\btall\b(?! (?:hat|boots?|socks?|crown|hair|ears|collar|bun))"
_SMALL = (
    r"\b(?:small|short|little|tiny) for (?:his|her|their) age|\bpetite\b"
    r"|\b(?:she|he|they|child|girl|boy|kid) (?:is|are) (?:very |quite )?(?:short|small|tiny)\b"
    rf"|\b(?:short|small|tiny) {_SOMEBODY}"
)
_ROUND = (
    r"\b(?:chubby|plump|stocky|sturdy|heavyset|heavy set|fat|big boned|plus size)\b(?! (?:cheek|face|boot|shoe))"
    r"|\b(?:big|bigger|large|larger|round|rounder|heavy) (?:body|build|figure|belly|tummy)\b"
)
_SLIGHT = (
    r"\b(?:slim|slender|skinny|lanky|wiry)\b(?! (?:jean|trouser|legging|pants|braid|scarf|face|nose|finger|fit))"
    rf"|\bthin (?:{_SOMEBODY}|arms|legs)"
)
_FIGURES = ((_TALL, "tall"), (_SMALL, "small"), (_ROUND, "round"), (_SLIGHT, "slight"))
_AIDS = (
    (r"wheelchair", "wheelchair_manual"), (r"hearing aid", "hearing_aids"), (r"vitiligo", "vitiligo"),
    (r"prosthetic leg|artificial leg", "prosthetic_leg"), (r"white cane|long cane", "white_cane"),
    (r"crutch", "crutches"), (r"cochlear", "cochlear_implant_external"),
    (r"\bwalking stick\b|(?<!white )(?<!long )(?<!candy )\bcane\b", "cane"),
)  # fmt: skip
_NOUNS = (
    ("skin", r"\bskin(ned)?\b|complexion"),
    ("fur", r"\bfur\b|furry|scales?\b|scaly|feathers?|\bbody\b|metal"),
    (
        "hair",
        r"\bhair(ed)?\b|\bcurls?\b|braids?|plaits?|\bafro\b|puffs|ponytail|pigtails|\blocs\b|\bbun\b|\bbob\b|mane",
    ),
    ("eyes", r"\beye[sd]?\b"),
    ("hijab", r"hijab|headscarf|head scarf"),
    ("patka", r"\bpatka\b|\bturban\b|\bdastar\b"),
    ("accent", r"scarf|beanie|glasses|spectacles|\bhat\b|\bcap\b|\bcape\b|cloak|\bbow\b|ribbon|mask|wings"),
    ("shoes", r"shoes?\b|boots?\b|trainers|sneakers|sandals|wellies|wellingtons"),
    ("bottom", "|".join(pattern for pattern, _ in _BELOW)),
    ("top", "|".join(pattern for pattern, _ in _CUTS)),
    (
        "fur",
        r"\b(robot|dragon|monster|dinosaur|alien|unicorn|fox|rabbit|bunny|bear|cat|kitten|dog|puppy|mouse|owl|frog|bird)\b",
    ),
)


def read(appearance: str) -> Said:
    """What the words say. Unknown words are simply not drawn; nothing is refused."""
    text = appearance.lower().replace("-", " ").replace("t shirt", "tee").replace(":", " is ")
    found: dict[str, str] = {}
    waiting, noun, about = "", None, ""
    for clause in re.split(r"[,;./&\n]|\b(?:and|with|wearing|wears|in|has|who|over|under)\b", text):
        named = next((name for name, pattern in _NOUNS if re.search(pattern, clause)), None)
        if named:
            noun, about, waiting = named, f"{waiting} {clause}", ""
            _take(found, named, about)
        elif noun and re.search(r"\b(is|are)\b", about):
            about = f"{about} {clause}"
            _take(found, noun, about)
        else:
            waiting = f"{waiting} {clause}"
    if "hair_style" not in found and re.search(r"\bbald\b|no hair", text):
        found["hair_style"] = "bare"
    return Said(
        **found,
        features=frozenset(name for pattern, name in _FEATURES if re.search(pattern, text)),
        without=frozenset({"glasses"} if re.search(r"(no|without) glasses", text) else ()),
        figure=frozenset(name for pattern, name in _FIGURES if re.search(pattern, affirmed(text))),
        aids=tuple(name for pattern, name in _AIDS if re.search(pattern, affirmed(text))),
    )


def _take(found: dict[str, str], noun: str, clause: str) -> None:
    table = {"skin": COLOURS | _SKIN, "hair": COLOURS | _HAIR, "eyes": _EYES}
    colour = _colour(clause, table.get(noun, COLOURS))
    if noun == "patka":
        found["hair_style"] = "patka"
        found |= {"accent": colour} if colour else {}
        return
    if noun == "hijab":
        found["hair_style"] = "hijab"
        found["hair"] = colour or "#5e8f86"
        return
    if colour:
        found.setdefault(noun, colour)
    if noun == "hair" and (style := _style(clause)):
        found["hair_style"] = style
        if not _first(_STYLES, clause) and not re.search(r"coily|kinky|tight|curl|ringlet|straight", clause):
            found["hair_length"] = "long" if "long" in clause else "short"
    if noun == "top":
        found.setdefault("cut", _first(_CUTS, clause) or "tee")
        if pattern := _first(_PATTERNS, clause):
            found["pattern"] = pattern
    if noun == "bottom":
        found["below"] = _first(_BELOW, clause) or "trousers"
        if "jeans" in clause and (colour is None or colour == COLOURS["blue"]):
            found["bottom"] = _DENIM


def _style(clause: str) -> str | None:
    if named := _first(_STYLES, clause):
        return named
    long, short = "long" in clause, "short" in clause
    if re.search(r"coily|kinky|tight", clause):
        return "afro" if long else "coily_short"
    if re.search(r"curl|ringlet", clause):
        return "curly_short" if short else "curly_long"
    if "straight" in clause or long or short:
        return "straight_long" if long else "short_straight" if short else "bob"
    return None


def _first(table: tuple[tuple[str, str], ...], text: str) -> str | None:
    return next((name for pattern, name in table if re.search(pattern, text)), None)


_SHADES = {"light": 0.08, "pale": 0.1, "bright": 0.04, "dark": -0.09, "deep": -0.09}


def _colour(clause: str, table: dict[str, str]) -> str | None:
    """The colour nearest before the noun (the last one named), lighter or darker if the word before it says so."""
    words = re.findall(r"[a-z]+", clause)
    places = [i for i, word in enumerate(words) if word in table]
    if not places:
        return None
    last = places[-1]
    before = words[last - 1] if last else ""
    return lum(table[words[last]], _SHADES.get(before, 0.0))
