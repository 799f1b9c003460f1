"""What each fault of the emulator comes to at each door. Whatever the emulator can do has a place here."""

from __future__ import annotations

from collections.abc import Mapping

from storytailor_dagster.story.parts import SCENES, Part
from storytailor_dagster_tests.emulator import Fault

PICTURES = (Part.COVER, *SCENES)
MAKERS = ((Part.CONTENT, "text"), *((part, "picture") for part in PICTURES), (Part.AUDIO, "speech"))
"""Each part that is made behind a hosted door, and whose. The other doors say whether it may be kept."""

WAITED = {
    Fault.RATE_LIMIT: "BUSY",
    Fault.SERVER_ERROR: "BUSY",
    Fault.OVERLOADED: "BUSY",
    Fault.CUT: "NO_ANSWER",
    Fault.RESET: "NO_ANSWER",
}
LATE = (Fault.HANG, Fault.SLOW)

_STOPS = {
    Fault.QUOTA: "QUOTA",
    Fault.BAD_KEY: "BAD_KEY",
    Fault.FORBIDDEN: "NOT_ALLOWED",
    Fault.NO_MODEL: "NO_SUCH_MODEL",
    Fault.BAD_REQUEST: "REQUEST_REJECTED",
    Fault.UNPROCESSABLE: "REQUEST_REJECTED",
    Fault.TOO_LARGE: "REQUEST_REJECTED",
}
_STOPS_OF: Mapping[str, Mapping[Fault, str]] = {
    "speech": {Fault.NO_MODEL: "NO_SUCH_VOICE"},
    "polly": {Fault.NO_MODEL: "NO_SUCH_VOICE", Fault.FORBIDDEN: "BAD_KEY"},
}
STOPS = tuple(_STOPS)

_NO_ANSWER = dict.fromkeys((Fault.NOT_JSON, Fault.DEEP, Fault.HUGE, Fault.PACKED), "ANSWER_BROKEN")
_NO_VERDICT = (
    *(Fault.REFUSAL, Fault.CUT_OFF, Fault.FILTERED, Fault.BAD_JSON, Fault.DEEP_JSON, Fault.WRONG_SHAPE),
    *_NO_ANSWER,
)
AGAIN: Mapping[str, Mapping[Fault, str]] = {
    "text": {
        Fault.REFUSAL: "DECLINED",
        Fault.CUT_OFF: "CUT_OFF",
        Fault.FILTERED: "DECLINED",
        Fault.BAD_JSON: "MALFORMED",
        Fault.DEEP_JSON: "MALFORMED",
        Fault.WRONG_SHAPE: "MALFORMED",
        Fault.FLAGGED_TEXT: "CHECK_FAILED",
        **_NO_ANSWER,
    },
    "picture": {
        Fault.BROKEN_PICTURE: "CHECK_FAILED",
        Fault.NOT_A_PICTURE: "CHECK_FAILED",
        Fault.BLANK_PICTURE: "CHECK_FAILED",
        Fault.WRONG_SIZE: "CHECK_FAILED",
        Fault.BOMB: "CHECK_FAILED",
        **_NO_ANSWER,
    },
    "check": dict.fromkeys(_NO_VERDICT, "NO_VERDICT"),
    "moderation": _NO_ANSWER,
    "speech": {Fault.BROKEN_SOUND: "SOUND_BROKEN", Fault.EMPTY_SOUND: "SOUND_BROKEN", **_NO_ANSWER},
    "polly": {Fault.BROKEN_SOUND: "SOUND_BROKEN", Fault.EMPTY_SOUND: "SOUND_BROKEN", **_NO_ANSWER},
}
"""An answer that can't be used: it is on the bill, and the next try asks anew."""

GRAVE = (Fault.OBJECTS_HERO, Fault.OBJECTS_FRIGHT, Fault.OBJECTS_TRAIT)
LIGHT = (Fault.OBJECTS_SCENE, Fault.OBJECTS_LETTERS, Fault.OBJECTS_LIMBS)
OTHERS: Mapping[str, tuple[Fault, ...]] = {
    "text": (Fault.NO_SCHEMAS, Fault.NO_RESPONSES),
    "picture": (Fault.MODERATION_BLOCKED, Fault.NO_USAGE),
    "check": (*GRAVE, *LIGHT, Fault.OBJECTS_LIKENESS, Fault.NO_SCHEMAS, Fault.NO_RESPONSES),
    "moderation": (Fault.FLAGGED,),
    "speech": (Fault.NO_ALIGNMENT, Fault.BAD_ALIGNMENT),
    "polly": (),
}
"""Those with a test of their own."""


def stop_code(door: str, fault: Fault) -> str:
    """The code of what stops at once."""
    return _STOPS_OF.get(door, {}).get(fault, _STOPS[fault])
