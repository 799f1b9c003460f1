"""From template and story to activity: the slots' words, and what changes with the child's age."""

from __future__ import annotations

from random import Random

from storytailor_dagster.story.activities.model import Activity, Adaptations, AgeRange
from storytailor_dagster.story.activities.places import PLACES
from storytailor_dagster.story.activities.template import Template
from storytailor_dagster.story.activities.things import FRIENDS, MOODS, THINGS
from storytailor_dagster.story.request import StoryRequest
from storytailor_dagster.story.text import KeyBeat, StoryText

_ORDINALS = ("first", "second", "third", "fourth")
_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"
_SMALL = 5
"""Up to this age scissors are a grown-up's, fillings are large and everything is a little shorter."""


def _capital(phrase: str) -> str:
    return phrase[:1].upper() + phrase[1:]


def _listed(phrases: tuple[str, ...]) -> str:
    return phrases[0] if len(phrases) == 1 else f"{', '.join(phrases[:-1])} and {phrases[-1]}"


def offers(beat: KeyBeat, template: Template) -> bool:
    """Whether the scene has what the template wants."""
    has = {"companion": beat.staging.companion is not None, "prop": bool(beat.staging.props)}
    return all(has[want] for want in template.wants)


def _slots(*, request: StoryRequest, text: StoryText, beat: KeyBeat) -> dict[str, str]:
    staging = beat.staging
    place, mood = PLACES[staging.setting], MOODS[staging.feeling]
    small = request.age <= _SMALL
    slots = {
        "hero": request.hero.name,
        "hero_cap": _capital(request.hero.name),
        "place": place.name,
        "at": place.at,
        "build": place.build,
        "colours": place.colours,
        "sound": place.sound,
        "sound_way": place.sound_way,
        **{f"see{n}": phrase for n, phrase in enumerate(place.see, start=1)},
        **{f"move{n}": phrase for n, phrase in enumerate(place.moves, start=1)},
        **{f"touch{n}": phrase for n, phrase in enumerate(place.touch, start=1)},
        "feeling": staging.feeling.value,
        "body": mood.body,
        "helps": mood.helps,
        "ordinal": _ORDINALS[(beat.beat_number - 1) % 4],
        "journey": _listed(tuple(dict.fromkeys(PLACES[b.staging.setting].at for b in text.key_beats))),
        "scissors": "scissors for the grown-up" if small else "child-safe scissors",
        "cut": "Let a grown-up cut" if small else "Cut",
        "scissor_care": (
            "The scissors stay in a grown-up's hand." if small else "Cut sitting down, with child-safe scissors."
        ),
        "rattle": "ten big pieces of dry pasta" if small else "a handful of dry rice or lentils",
        "fill": "Let a grown-up drop the pasta in" if small else "Fill in a little",
    }
    if staging.companion:
        friend = FRIENDS[staging.companion]
        slots |= {
            "companion": f"the {staging.companion}",
            "companion_cap": f"The {staging.companion}",
            "friend_move": friend.move,
            "friend_sound": friend.sound,
            "friend_features": friend.features,
        }
    if staging.props:
        thing = THINGS[staging.props[0]]
        slots |= {
            "prop": thing.article,
            "prop_cap": _capital(f"the {staging.props[0]}"),
            "thing_needs": thing.needs,
            "thing_how": thing.how,
        }
    return slots


def _materials(need: str, slots: dict[str, str]) -> list[str]:
    """One line a thing: what a prop is made of comes as a list in one slot."""
    return slots["thing_needs"].split(", ") if need == "{thing_needs}" else [need.format_map(slots)]


def _id(request: StoryRequest, number: int) -> str:
    """`activity-` with 13 digits and 6 letters that only the story and the place in it decide."""
    random = Random(f"{request.story_id}:activity:{number}")
    tail = "".join(random.choice(_LETTERS) for _ in range(6))
    return f"activity-{random.randrange(10**12, 10**13)}-{tail}"


def fill(template: Template, *, request: StoryRequest, text: StoryText, beat: KeyBeat, number: int) -> Activity:
    """The activity this template becomes for one scene of this story, at place `number` (1 to 4)."""
    slots = _slots(request=request, text=text, beat=beat)
    age = request.age
    low, high = template.minutes
    if age <= _SMALL:
        low, high = max(5, low - 5), max(10, high - 10)

    def said(sentence: str) -> str:
        return sentence.format_map(slots)

    def all_said(sentences: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(said(sentence) for sentence in sentences)

    company = f" with {slots['companion']}" if "companion" in slots else ""
    where = f"In the {slots['ordinal']} scene {request.hero.name} is {slots['at']}{company}."
    care = all_said(template.care)
    if age <= _SMALL:
        care = (*care, "A grown-up plays along the whole time, and nothing small enough to swallow lies about.")
    return Activity(
        id=_id(request, number),
        type=template.type,
        title=said(template.title),
        description=said(template.about),
        age_range=AgeRange(min=max(template.ages[0], age - 2), max=min(template.ages[1], age + 2)),
        duration=f"{low}-{high} minutes",
        materials=tuple(part for need in template.needs for part in _materials(need, slots)),
        instructions=all_said(template.steps),
        learning_objectives=all_said(template.learns),
        parent_tips=all_said(template.tips),
        safety_notes=care,
        adaptations=Adaptations(
            younger=said(template.younger), older=said(template.older), special_needs=said(template.special)
        ),
        story_connection=f"{where} {said(template.link)}",
    )
