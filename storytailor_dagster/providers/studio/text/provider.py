"""The studio behind the text door: tells a story until it is right for its reader, and briefs its pictures."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import islice

from storytailor_dagster.providers.studio.text.casting import Cast, cast
from storytailor_dagster.providers.studio.text.library import read
from storytailor_dagster.providers.studio.text.telling import Told, finished, tell
from storytailor_dagster.providers.studio.text.wishes import theme_of
from storytailor_dagster.providers.till import Answer, Till, Usage
from storytailor_dagster.story.readability import Band, band_for, flesch_kincaid_grade, words
from storytailor_dagster.story.request import StoryRequest
from storytailor_dagster.story.staging import Feeling, Light, Pose, Staging
from storytailor_dagster.story.text import Beat, KeyBeat, StoryText
from storytailor_dagster.story.text_checks import check_respect, check_text

_TRIES = 60
_PLAIN_TRIES = 3
_MOST_BREATHS = 3
_COMFORT = 0.4
"""Grades kept from the band's bounds, since counters of syllables differ by that much."""

_TONES = {
    Feeling.CALM: "quiet and attentive",
    Feeling.HAPPY: "warm and cheerful",
    Feeling.JOYFUL: "bright and glad",
    Feeling.AWED: "hushed and full of wonder",
    Feeling.WORRIED: "uneasy, but safe",
    Feeling.SAD: "tender and sad",
    Feeling.BRAVE: "gathered and hopeful",
    Feeling.SLEEPY: "settled and peaceful",
}


class StudioText:
    """Stories told from this package's own fragments: no key, no network, the same request the same story."""

    def write(self, *, request: StoryRequest, till: Till, objection: str | None = None) -> Answer[StoryText]:
        """The story of the request; with an `objection`, another telling of it. A title alone is an idea too."""
        return till.made("text", "studio", lambda: self._written(request, objection))

    def _written(self, request: StoryRequest, objection: str | None) -> Answer[StoryText]:
        if request.idea is None and request.title is not None:
            request = request.model_copy(update={"idea": request.title})
        theme, known = theme_of(request)
        seed = _seed(request, objection)
        dice = random.Random(f"{seed}|cast")
        fitting = known or dice.choice(sorted(read("themes.toml")))
        story = cast(request, dice=dice, again=0 if objection is None else dice.randrange(1, 2**16))
        tellings = _tellings(request, story=story, theme=fitting, phrase=theme or fitting, seed=seed)
        text = min(islice(tellings, _TRIES), key=lambda found: found[0])[1]
        units = len(words(text.text))
        return Answer(value=text, usage=Usage(provider="studio", model="studio-grammar-1", units=units, unit="words"))


def _seed(request: StoryRequest, objection: str | None) -> str:
    hero = request.hero
    return "|".join(
        (
            str(request.seed),
            request.story_type.value,
            str(request.age),
            request.theme or "",
            request.idea or "",
            f"{hero.name}/{hero.species.value}/{hero.kind}",
            objection or "",
        )
    )


def _tellings(
    request: StoryRequest, *, story: Cast, theme: str, phrase: str, seed: str
) -> Iterator[tuple[float, StoryText]]:
    """Tellings with what is wrong with each, 0 for nothing, until one is right."""
    band, breaths = band_for(request.age), 0
    for number in range(_TRIES):
        told = tell(
            request,
            cast=story,
            theme=theme,
            seed=f"{seed}|{number}",
            breaths=breaths,
            free=2 if request.avoid else max(0, number // 10 - 3),
        )
        text = _text(request, story=story, told=told, phrase=phrase)
        fault = _fault(text, request=request, band=band)
        yield fault, text
        if number >= _PLAIN_TRIES and flesch_kincaid_grade(text.text) > band.highest_grade - _COMFORT:
            breaths = min(breaths + 1, _MOST_BREATHS)
        if fault == 0:
            return


def _fault(text: StoryText, *, request: StoryRequest, band: Band) -> float:
    findings = (*check_text(text, age=band.ages.start), *check_respect(text, hero=request.hero, last_try=False))
    blocked = sum(not finding.passed and finding.blocks for finding in findings)
    grade = flesch_kincaid_grade(text.text)
    beyond = max(0.0, band.lowest_grade + _COMFORT - grade, grade - band.highest_grade + _COMFORT)
    lengths = [len(words(beat.content)) for beat in text.beats]
    missing = sum(max(0, band.fewest_words - count, count - band.most_words) for count in lengths)
    return 1000 * blocked + 100 * missing + beyond


def _text(request: StoryRequest, *, story: Cast, told: Told, phrase: str) -> StoryText:
    return StoryText(
        title=told.title,
        theme=phrase,
        beats=tuple(Beat(id=f"beat-{number}", content=content) for number, content in enumerate(told.beats, start=1)),
        key_beats=tuple(_key_beat(index, request=request, story=story, told=told) for index in range(4)),
        cover=Staging(
            setting=story.settings[1],
            light=story.lights[0] if story.lights[0] is not Light.NIGHT else Light.DUSK,
            pose=Pose.WAVE,
            feeling=Feeling.HAPPY,
            companion=story.companion,
            props=story.plot.props[0] or story.plot.props[3],
        ),
    )


def _key_beat(index: int, *, request: StoryRequest, story: Cast, told: Told) -> KeyBeat:
    setting, light, feeling = story.settings[index], story.lights[index], story.plot.feelings[index]
    shown = finished(told.teller.expand(story.plot.shows[index]))
    place = f"{read('settings.toml')[setting.value]['look']}, {read('lights.toml')[light.value]['look']}"
    return KeyBeat(
        beat_number=index + 1,
        description=shown,
        emotional_tone=_TONES[feeling],
        character_state=f"{request.hero.name} is {feeling.value}.",
        visual_description=f"{shown} Around them: {place}.",
        staging=Staging(
            setting=setting,
            light=light,
            pose=story.plot.poses[index],
            feeling=feeling,
            companion=story.companion,
            props=story.plot.props[index],
        ),
    )
