"""What a family says of a hero or character becomes a `Hero`, or is refused with a code. Every shape clients send."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from storytailor_dagster.character.catalogue import TRAITS, Shown
from storytailor_dagster.character.hero import Hero, Pronouns, Species
from storytailor_dagster.character.spelling import asks_for, nearest, trait_id
from storytailor_dagster.character.written import name_of, words_of
from storytailor_dagster.errors import InvalidRequest

AGES = range(3, 11)
"""Years of a reader."""
CHARACTER_AGES = range(1, 18)
"""Years of a character."""
USUAL_AGE = 7

_PRONOUNS = {
    **dict.fromkeys(("she", "girl", "female", "woman", "f"), Pronouns.SHE),
    **dict.fromkeys(("he", "boy", "male", "man", "m"), Pronouns.HE),
}
_TOLD = ("detail", "description", "notes")
"""What a family may say of a trait beside its name."""
_NOUNS = {
    **dict.fromkeys(("hair", "hairColor", "hairColour", "hairTexture", "hairStyle"), "hair"),
    **dict.fromkeys(("skin", "skinTone", "skinColor", "skinColour"), "skin"),
    **dict.fromkeys(("eyes", "eyeColor", "eyeColour"), "eyes"),
}
"""Keys of an appearance whose words need their noun: `{"hair": "curly"}` is curly hair."""


def read_character(
    *,
    name: object,
    species: object,
    personality: object,
    traits: Mapping[str, Any],
    inclusivity_traits: Sequence[Any],
) -> Hero:
    """The hero that a row of `characters` describes.

    Raises:
        InvalidRequest: something can't become a character; the code says what.
    """
    given = {**traits, "species": species, "inclusivityTraits": list(inclusivity_traits)}
    age = first(traits, "age")
    hero = read_hero(
        given,
        name=name_of(name, field="character's name"),
        pronouns=pronouns_of(first(traits, "pronouns", "gender")),
        age=USUAL_AGE if age is None else age_of(age, CHARACTER_AGES),
    )
    heritage = _heritage(listed(traits, "ethnicity", "ethnicities"))
    return hero.model_copy(
        update={
            "appearance": ", ".join(filter(None, (heritage, hero.appearance))),
            "personality": "" if personality is None else words_of(personality, field="character's personality"),
        }
    )


def read_hero(given: Mapping[str, Any], *, name: str, pronouns: Pronouns, age: int) -> Hero:
    """The hero of an object with `species`, `kind`, `appearance` and `inclusivityTraits`.

    Raises:
        InvalidRequest: a trait or species is unknown, or words are too long.
    """
    kind, appearance = first(given, "kind"), first(given, "appearance")
    traits = [_trait(trait) for trait in listed(given, "inclusivityTraits", "traits")]
    looks = ["" if appearance is None else _appearance(appearance), *(words for _, words in traits)]
    return Hero(
        name=name,
        species=_species(first(given, "species")),
        kind=None if kind is None else words_of(kind, field="hero's kind").casefold(),
        pronouns=pronouns,
        age=age,
        appearance=", ".join(dict.fromkeys(filter(None, looks))),
        traits=tuple(dict.fromkeys(trait for trait, _ in traits if trait is not None)),
    )


def pronouns_of(written: object) -> Pronouns:
    """`she` and `he` in any of their words; `they` for everybody else, and where nothing is said."""
    return _PRONOUNS.get(str(written).casefold().split("/")[0], Pronouns.THEY)


def age_of(given: object, ages: range) -> int:
    """The age in years.

    Raises:
        InvalidRequest: it is none of these (`AGE_OUT_OF_RANGE`).
    """
    if isinstance(given, bool) or not isinstance(given, int) or given not in ages:
        least, most = ages.start, ages.stop - 1
        raise InvalidRequest(
            f"The age is not a whole number from {least} to {most}.",
            code="AGE_OUT_OF_RANGE",
            remedy=f"Ask for an age from {least} to {most} years.",
        )
    return given


def first(fields: Mapping[str, Any], *names: str) -> Any:
    """The first of these fields that says something; of a list its first entry."""
    for name in names:
        value = fields.get(name)
        if isinstance(value, list):
            value = value[0] if value else None
        if value is not None:
            return value
    return None


def listed(fields: Mapping[str, Any], *names: str) -> list[Any]:
    """The first of these fields that is there.

    Raises:
        InvalidRequest: it is no list.
    """
    for name in names:
        value = fields.get(name)
        if value is not None:
            if not isinstance(value, list):
                raise InvalidRequest(f"{name} is not a list.", code="INVALID_FIELD")
            return value
    return []


def _heritage(given: list[Any]) -> str:
    named = [words_of(one, field="character's ethnicity") for one in given]
    if not named:
        return ""
    return f"of {'mixed ' if len(named) > 1 else ''}{' and '.join(named)} heritage"


def _species(spelling: object) -> Species:
    if spelling is None:
        return Species.HUMAN
    try:
        return Species(str(spelling).casefold().replace("_", " ").replace("-", " "))
    except ValueError:
        known = ", ".join(species.value for species in Species)
        raise InvalidRequest(
            "There is no such species.", code="UNKNOWN_SPECIES", remedy=f"Choose one of: {known}."
        ) from None


def _appearance(given: object) -> str:
    if isinstance(given, Mapping):
        given = ", ".join(
            value if noun is None or noun in value.casefold() else f"{value} {noun}"
            for noun, value in ((_NOUNS.get(key), value) for key, value in given.items())
            if isinstance(value, str) and value.strip()
        )
    return words_of(given, field="hero's appearance") if given else ""


def _trait(given: object) -> tuple[str | None, str]:
    """The trait, and what is said of it that a picture shows (`hands`, `white cane`); a mere look is no trait."""
    spelling = given if isinstance(given, str) else first(given, "id", "type") if isinstance(given, Mapping) else None
    found, look = (trait_id(spelling), asks_for(spelling)) if isinstance(spelling, str) else (None, "")
    if found is None and not look:
        close = ", ".join(nearest(spelling)) if isinstance(spelling, str) else ""
        raise InvalidRequest(
            "There is no such inclusivity trait.",
            code="UNKNOWN_TRAIT",
            remedy=f"The nearest known: {close}." if close else "See docs/traits.md for the list.",
        )
    told = [given[name] for name in _TOLD if isinstance(given.get(name), str)] if isinstance(given, Mapping) else []
    said = ", ".join(words_of(words, field="trait's description") for words in told if words.strip())
    if said and found is not None and TRAITS[found].shown is not Shown.NEVER:
        look = f"{look or str(spelling).replace('_', ' ')}: {said}"
    return found, look
