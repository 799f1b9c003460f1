"""The one little story that the emulated writer knows, with the hero's name put in, and its pictures' briefs."""

from __future__ import annotations

import json
import re
from hashlib import sha256
from typing import Any

from storytailor_dagster.character.catalogue import TRAITS

_HATS = ("red", "blue", "green")

_BEATS = (
    """{name} had a {hat} kite with a long tail. It was made of old shirts. "Today you will fly," said {name}.

But the kite did not want to fly. It hopped once. It lay down in the grass like a tired dog. {name} gave the string
a tug, and the tail went round one shoe.""",
    """{name} ran up the hill. The kite bumped along behind. {name} ran down the hill. Now the kite was in a bush.

"Too fast," said a small voice. It was a bird on a post. "You pull and pull. I never pull. I wait." {name} sat down
on a flat stone, and the two of them looked at the sky.""",
    """At first there was no wind. Then one leaf turned over. A puff came by and went. The bird did not move.

{name} held the {hat} kite up and did not run. The next puff was cool. It smelled of rain. {name} felt it on both
hands and let go at last. Up went the kite with a snap.""",
    """The string sang in the wind. The kite was as small as a stamp. "It was not me at all," said {name}. "I just
had to wait for it."

The bird flew a ring round the tail. When the sky grew pink, {name} wound the string in, turn by turn. The kite came
home and lay down in the grass. Tomorrow there would be wind.""",
)
_SEEN = (
    (
        "A kite will not fly.",
        "hopeful",
        "eager",
        "stands in the tall grass with the kite at both feet.",
        "stand",
        "happy",
    ),
    (
        "Running does not help.",
        "a little cross",
        "out of breath",
        "sits on a stone beside a bird on a post.",
        "sit",
        "sad",
    ),
    ("The wind comes.", "hushed", "still and awake", "holds the kite up high with both hands.", "reach", "awed"),
    ("The kite flies.", "glad and quiet", "content", "waves up at the kite in a pink sky.", "wave", "joyful"),
)


def story(asked: dict[str, Any]) -> dict[str, Any]:
    """The story for a request: a given title is kept, and the kite's colour hangs on what was asked."""
    hero = asked.get("hero") if isinstance(asked.get("hero"), dict) else {}
    name = str((hero or {}).get("name") or "Alex")
    told = sha256(json.dumps(asked, sort_keys=True).encode()).digest()
    hat = _HATS[told[0] % len(_HATS)]
    staging = {"setting": "meadow", "light": "day", "companion": "bird", "props": ["kite"]}
    beats = [
        {
            "content": _lines(text.format(name=name, hat=hat)),
            "description": what,
            "emotional_tone": tone,
            "character_state": state,
            "visual_description": f"{name} {moment} The kite is {hat}.",
            "staging": {**staging, "pose": pose, "feeling": feeling, "light": "dusk" if pose == "wave" else "day"},
        }
        for text, (what, tone, state, moment, pose, feeling) in zip(_BEATS, _SEEN, strict=True)
    ]
    return {
        "title": asked.get("title") or f"{name} and the {hat.title()} Kite",
        "theme": asked.get("theme") or "patience",
        "cover": {**staging, "pose": "wave", "feeling": "happy"},
        "beats": beats,
    }


def verdict(asked: dict[str, Any], objects_to: str | None, says: str | None) -> dict[str, Any]:
    """A checker's answer: all is well, or one point is not."""
    points: dict[str, Any] = {
        point: _point(point, objects_to, says) for point in ("hero", "likeness", "scene", "letters", "fright", "limbs")
    }
    given = asked.get("traits")
    traits = [one for one in given if isinstance(one, dict)] if isinstance(given, list) else []
    points["traits"] = [
        {"trait": one["trait"], "answers": _answers(one), **_point("trait", objects_to, says)} for one in traits
    ]
    return points


def _answers(trait: dict[str, Any]) -> list[bool]:
    """As somebody answers who sees all that should be seen."""
    right = {question.ask: question.right for row in TRAITS.values() for question in row.questions}
    return [right.get(ask, True) for ask in trait.get("questions", ())]


def last_object(text: str) -> dict[str, Any]:
    """The JSON object that a prompt ends with; an empty one where there is none."""
    for match in re.finditer(r"\{", text):
        try:
            found = json.loads(text[match.start() :])
        except ValueError:
            continue
        if isinstance(found, dict):
            return found
    return {}


def _point(point: str, objects_to: str | None, says: str | None) -> dict[str, Any]:
    wrong = point == objects_to
    return {"fine": not wrong, "says": (says or f"Mend the {point}.") if wrong else ""}


def _lines(text: str) -> str:
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in text.split("\n\n"))
