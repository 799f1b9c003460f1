"""One telling of a cast story: each beat's passages in order, filled up with small things until the page is full."""

from __future__ import annotations

import re
from dataclasses import dataclass

from storytailor_dagster.character.catalogue import ways_that_jar
from storytailor_dagster.character.hero import Pronouns
from storytailor_dagster.providers.studio.text.casting import Cast, hand_of, kind_of
from storytailor_dagster.providers.studio.text.english import PRONOUNS, capitalised, with_articles
from storytailor_dagster.providers.studio.text.grammar import Teller
from storytailor_dagster.providers.studio.text.library import read
from storytailor_dagster.providers.studio.text.rewording import reworded
from storytailor_dagster.providers.studio.text.ways import everyday, moves
from storytailor_dagster.providers.studio.text.wishes import type_words
from storytailor_dagster.story.readability import Band, band_for, words
from storytailor_dagster.story.request import StoryRequest

VOICES = {"3-5": "little", "6-8": "middle", "9-10": "older"}
"""The fragments' voice for each age band's name."""

_MARGIN = 4


@dataclass(frozen=True, kw_only=True)
class Told:
    """A title and four beats in words, and the teller whose slots they were told with."""

    title: str
    beats: tuple[str, ...]
    teller: Teller


def tell(request: StoryRequest, *, cast: Cast, theme: str, seed: str, free: int = 0, breaths: int = 0) -> Told:
    """A telling. `free` to choose by its own seed and not by the request's: 1, what frames the plot; 2, its steps too.

    `breaths` is how many very short sentences end the middle beats, to bring a grade down.
    """
    teller = Teller(seed=seed, slots=_slots(request, cast), avoid=request.avoid)
    _choose_names(teller, request, cast)
    page = _Page(request, cast=cast, theme=theme, teller=teller, free=free, breaths=breaths)
    beats = (page.beginning(), page.trouble(), page.turn(), page.ending())
    title = request.title or teller.tell(cast.plot.titles)
    return Told(title=title, beats=beats, teller=teller)


def _slots(request: StoryRequest, cast: Cast) -> dict[str, str]:
    hero = request.hero
    hand = hand_of(hero)
    return {
        **PRONOUNS[hero.pronouns],
        **type_words(request),
        "h": hero.name,
        "kid": kind_of(hero),
        "hand": hand,
        "hands": f"{hand}s",
        **moves(hero),
        "ckind": read("companions.toml")[cast.companion.value]["noun"],
    }


def _choose_names(teller: Teller, request: StoryRequest, cast: Cast) -> None:
    fields = read("companions.toml")[cast.companion.value]
    taken = " ".join((request.hero.name, *request.details.values())).casefold()
    teller.bind("c", [name for name in fields["names"] if name.casefold() not in taken] or fields["names"])
    forms = PRONOUNS[teller.random.choice([Pronouns.SHE, Pronouns.HE])]
    teller.slots.update({f"c_{form}": word for form, word in forms.items()})
    teller.slots["c_says"] = f"[{'|'.join(fields['says'])}]"
    first, second = (teller.expand(words) for words in fields["is"])
    teller.slots["c_is"] = f"{first} and {second}"
    teller.slots["a_ckind"] = with_articles(f"a {first} {teller.slots['ckind']}")
    teller.slots["the_c"] = f"the {teller.slots['ckind']}"
    for slot, choices in cast.plot.choices.items():
        teller.bind(slot, choices)
    for slot in ("lost", "child_self", "birthday_child"):
        teller.slots[slot] = teller.expand(teller.slots[slot])


class _Page:
    """Writes one beat after another in the voice of the reader's age."""

    def __init__(
        self, request: StoryRequest, *, cast: Cast, theme: str, teller: Teller, free: int, breaths: int
    ) -> None:
        self._free, self._seed = free, request.seed
        self._cast, self._teller, self._breaths = cast, teller, breaths
        self._band: Band = band_for(request.age)
        self._voice = VOICES[self._band.name]
        self._frame: dict[str, list[str]] = read("frame.toml")[self._voice]
        self._type = read("types.toml")[request.story_type.value]
        self._theme = read("themes.toml")[theme]
        self._everyday = everyday(request.hero, self._voice)
        self._hushed = "hearing" in ways_that_jar(request.hero)
        self._friend: list[str] = read("companions.toml")[cast.companion.value][self._voice]

    def beginning(self) -> str:
        scene = [*self._scene(0), self._dealt(self._frame["intro"], place=4), self._dealt(self._frame["with"], place=5)]
        start = [self._dealt(self._type[f"{self._voice}_hook"], place=0), self._passage(0)]
        return self._full([scene, start], fillers=[self._friend, self._frame["refrain"]])

    def trouble(self) -> str:
        self._enter(1)
        arriving = [self._dealt(self._frame["go"], place=6), *self._by_the_way(), *self._scene(1)]
        return self._full(
            [arriving, [self._passage(1)]], fillers=[self._friend, self._sounds(), self._frame["refrain"]]
        )

    def turn(self) -> str:
        moment = [*self._scene(2), self._dealt(self._theme[f"{self._voice}_moment"], place=1)]
        fillers = [*self._everyday[:1], self._friend, self._sounds(), self._frame["refrain"]]
        return self._full([moment, [self._passage(2), *self._breath()]], fillers=fillers)

    def ending(self) -> str:
        calm = [*self._hour(3), self._passage(3)]
        if self._cast.settings[3] is not self._cast.settings[2]:
            self._enter(3)
            calm.append(self._dealt(self._frame["back"], place=7))
        last = [
            self._dealt(self._theme[f"{self._voice}_answer"], place=3),
            self._dealt(self._type[f"{self._voice}_close"], place=2),
        ]
        return self._full([calm, last], fillers=[self._friend, self._frame["settle"]])

    def _dealt(self, fragments: list[str], *, place: int) -> str:
        """A fragment by the seed: any two of neighbouring seeds agree in few places (a Reed-Solomon code's lines)."""
        count = len(fragments)
        digits = self._seed, self._seed // count * place, self._seed // count**2 * place**2
        meant = [fragments[sum(digits) % count]]
        chosen = self._teller.choose(fragments if self._free or not self._teller.has(meant) else meant)
        return self._teller.expand(reworded(chosen, dice=self._teller.random))

    def _passage(self, beat: int) -> str:
        steps = [self._step(step, place) for place, step in enumerate(self._cast.plot.told[self._voice][beat])]
        return " ".join(self._teller.expand(reworded(step, dice=self._teller.random)) for step in steps)

    def _breath(self) -> list[str]:
        pool: list[str] = self._frame["breath"]
        return [self._teller.tell(pool) for _ in range(self._breaths) if self._teller.has(pool)]

    def _step(self, tellings: tuple[str, ...], place: int) -> str:
        """One of a step's tellings: in the next round of plots another."""
        if self._free > 1:
            return self._teller.choose(tellings)
        return self._teller.choose([tellings[(self._cast.round + place) % len(tellings)]])

    def _enter(self, beat: int) -> None:
        """Fill the slots that say where the beat is."""
        fields = read("settings.toml")[self._cast.settings[beat].value]
        for slot in ("at", "spot", "sound"):
            self._teller.slots[slot] = self._teller.expand(self._teller.random.choice(fields[slot]))
        self._teller.slots["to"] = fields["to"]

    def _hour(self, beat: int) -> list[str]:
        lights = self._cast.lights
        if beat and lights[beat] is lights[beat - 1]:
            return []
        return [self._dealt(read("lights.toml")[lights[beat].value][self._voice], place=8 + beat)]

    def _scene(self, beat: int) -> list[str]:
        """The hour and the place, where they are new."""
        self._enter(beat)
        if beat and self._cast.settings[beat] is self._cast.settings[beat - 1]:
            return self._hour(beat)
        place = read("settings.toml")[self._cast.settings[beat].value]
        return [*self._hour(beat), self._dealt(place[self._voice], place=12 + beat)]

    def _by_the_way(self) -> list[str]:
        """A sentence with something of the hero's every day: another thing each time, where there are several."""
        if not self._everyday:
            return []
        self._everyday.append(self._everyday.pop(0))
        return [self._teller.tell(self._everyday[-1])] if self._teller.has(self._everyday[-1]) else []

    def _sounds(self) -> list[str]:
        """What is heard; nothing where the hero does not hear it."""
        return [] if self._hushed else self._frame["sound"]

    def _full(self, paragraphs: list[list[str]], *, fillers: list[list[str]]) -> str:
        """The paragraphs, with fillers after the first until the page has words enough."""
        small: list[str] = []
        pools = list(fillers)
        while self._count([*paragraphs, small]) < self._band.fewest_words + _MARGIN and pools:
            pool = pools.pop(0)
            if self._teller.has(pool):
                small.append(self._teller.tell(pool))
                pools.append(pool)
        paragraphs = [*paragraphs[:1], *([small] if small else []), *paragraphs[1:]]
        return "\n\n".join(finished(" ".join(sentences)) for sentences in paragraphs)

    @staticmethod
    def _count(paragraphs: list[list[str]]) -> int:
        return sum(len(words(sentence)) for sentences in paragraphs for sentence in sentences)


def finished(paragraph: str) -> str:
    """A paragraph with its articles right, its first letter a capital, and its quotation marks turned."""
    marks = iter(range(paragraph.count('"')))
    turned = re.sub('"', lambda _: "“" if next(marks) % 2 == 0 else "”", paragraph)
    return capitalised(with_articles(re.sub(r" {2,}", " ", turned)))
