"""Who and where: the hero's words, the companion, the plot, and the place and hour of each beat. No sentence yet."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass

from storytailor_dagster.character.catalogue import ways_that_jar
from storytailor_dagster.character.hero import Hero, Pronouns, Species
from storytailor_dagster.providers.studio.text.library import Plot, plots, read
from storytailor_dagster.providers.studio.text.wishes import friends_in, how_much_about, places_in
from storytailor_dagster.story.request import StoryRequest
from storytailor_dagster.story.staging import Companion, Light, Setting
from storytailor_dagster.story.types import StoryType

_DAYS = (
    (Light.DAY, Light.DAY, Light.GOLDEN, Light.DUSK),
    (Light.DAWN, Light.DAY, Light.GOLDEN, Light.NIGHT),
    (Light.DAY, Light.GOLDEN, Light.DUSK, Light.NIGHT),
    (Light.DAWN, Light.DAY, Light.DAY, Light.GOLDEN),
)
_NIGHT = (Light.GOLDEN, Light.DUSK, Light.NIGHT, Light.NIGHT)

_KINDS = {
    Species.ROBOT: "robot",
    Species.MONSTER: "small monster",
    Species.ANIMAL: "young animal",
    Species.FANTASY_BEING: "forest sprite",
    Species.DINOSAUR: "young dinosaur",
    Species.ALIEN: "young alien",
    Species.SUPERHERO: "young superhero",
    Species.ELEMENTAL: "spark of wind and light",
    Species.DRAGON: "young dragon",
}
_CHILDREN = {Pronouns.SHE: "girl", Pronouns.HE: "boy", Pronouns.THEY: "child"}
_WITH_PAWS = frozenset({Species.ANIMAL, Species.MONSTER, Species.DINOSAUR, Species.DRAGON})


@dataclass(frozen=True, kw_only=True)
class Cast:
    """What a telling is made of, settled before its first word."""

    plot: Plot
    round: int
    """How often the deck of plots was dealt out before: it chooses among a plot's tellings."""
    companion: Companion
    settings: tuple[Setting, ...]
    lights: tuple[Light, ...]


def kind_of(hero: Hero) -> str:
    """What the hero is, as a noun: `girl`, `fox`, `young dragon`."""
    if hero.kind and re.fullmatch(r"[^\W\d_]+(?:[ -][^\W\d_]+){0,2}", hero.kind):
        return hero.kind
    return _CHILDREN[hero.pronouns] if hero.species is Species.HUMAN else _KINDS[hero.species]


def hand_of(hero: Hero) -> str:
    return "paw" if hero.species in _WITH_PAWS else "hand"


def cast(request: StoryRequest, *, dice: random.Random, again: int = 0) -> Cast:
    """The cast of the request's story; `again` is a number that another telling adds to its seed."""
    plot, dealt = _deal(request, again=again)
    wished = places_in(request.idea)
    begins = tuple(place for place in wished if place not in plot.goes) or plot.begins
    goes = tuple(place for place in wished if place in plot.goes) or plot.goes
    going = dice.choice(goes)
    beginning = dice.choice([place for place in begins if place is not going] or list(plot.begins))
    ends = [place for place in plot.ends if place in {going, beginning, Setting.BEDROOM}] or [going]
    bedtime = request.story_type is StoryType.BEDTIME
    ending = Setting.BEDROOM if bedtime and Setting.BEDROOM in ends else dice.choice(ends)
    return Cast(
        plot=plot,
        round=dealt,
        companion=_companion(request, dice),
        settings=(beginning, going, going, ending),
        lights=plot.hours or (_NIGHT if bedtime else dice.choice(_DAYS)),
    )


def _deal(request: StoryRequest, *, again: int) -> tuple[Plot, int]:
    """A plot, and the round it was dealt in.

    Dealt like cards, so that neighbouring seeds get different plots, and the same plot another telling in the next
    round. A type's own plots lie in the deck twice; the plots that an idea names most, whatever the type they are
    kept for, are a deck of their own.
    """
    types = read("types.toml")
    fields, everything = types[request.story_type.value], plots()
    suited = fields.get("plots", ())
    elsewhere = {name for other in types.values() for name in other.get("alone", ())} - set(suited)
    about = {name: how_much_about(request.idea, words=(name, *plot.knows)) for name, plot in everything.items()}
    names = [name for name in fields.get("only", everything) if about[name] or name not in elsewhere]
    names = [name for name in names if not _holds(everything[name].everything, request.avoid)] or names
    jars = set(ways_that_jar(request.hero))
    names = [name for name in names if not jars & set(everything[name].not_for)] or names
    wished = [name for name in names if about[name] and about[name] == max(about[other] for other in names)]
    copies = [name for name in fields.get("alone", ()) if name in names and not wished and "only" not in fields]
    deck = [(name, 0) for name in wished or names] + [(name, 1) for name in copies]
    random.Random(f"deck|{request.story_type.value}").shuffle(deck)
    dealt, card = divmod(request.seed + again, len(deck))
    name, copy = deck[card]
    return everything[name], 2 * dealt + copy if name in copies else dealt


def _holds(text: str, avoid: tuple[str, ...]) -> bool:
    return any(re.search(rf"\b{re.escape(word)}", text, re.IGNORECASE) for word in avoid)


def _companion(request: StoryRequest, dice: random.Random) -> Companion:
    wished = friends_in(request.idea)
    known = f"{kind_of(request.hero)} {request.hero.species.value}".split()
    others = [
        friend
        for friend in (wished or Companion)
        if friend.value.split()[-1] not in known and not _holds(friend.value, request.avoid)
    ]
    return dice.choice(others or list(Companion))
