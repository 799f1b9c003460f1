"""Faults and the rules that bring them about: at which door, after how many calls, how often."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

DOORS = ("text", "picture", "check", "moderation", "speech", "polly")
DEEP = b'{"deep": ' + b"[" * 10_000 + b"]" * 10_000 + b"}"
"""Good JSON, nested deeper than anybody reads."""


class Fault(StrEnum):
    """What goes wrong. Statuses and bodies are those of the provider whose door it is."""

    RATE_LIMIT = "rate_limit"
    QUOTA = "quota"
    BAD_KEY = "bad_key"
    FORBIDDEN = "forbidden"
    NO_MODEL = "no_model"
    BAD_REQUEST = "bad_request"
    UNPROCESSABLE = "unprocessable"
    TOO_LARGE = "too_large"
    SERVER_ERROR = "server_error"
    OVERLOADED = "overloaded"

    CUT = "cut"
    RESET = "reset"
    SLOW = "slow"
    HANG = "hang"
    HUGE = "huge"
    PACKED = "packed"
    NOT_JSON = "not_json"
    DEEP = "deep"

    REFUSAL = "refusal"
    CUT_OFF = "cut_off"
    FILTERED = "filtered"
    BAD_JSON = "bad_json"
    DEEP_JSON = "deep_json"
    WRONG_SHAPE = "wrong_shape"
    FLAGGED_TEXT = "flagged_text"
    NO_SCHEMAS = "no_schemas"
    NO_RESPONSES = "no_responses"

    MODERATION_BLOCKED = "moderation_blocked"
    BROKEN_PICTURE = "broken_picture"
    NOT_A_PICTURE = "not_a_picture"
    BLANK_PICTURE = "blank_picture"
    WRONG_SIZE = "wrong_size"
    BOMB = "bomb"
    NO_USAGE = "no_usage"

    OBJECTS_HERO = "objects_hero"
    OBJECTS_LIKENESS = "objects_likeness"
    OBJECTS_TRAIT = "objects_trait"
    OBJECTS_SCENE = "objects_scene"
    OBJECTS_LETTERS = "objects_letters"
    OBJECTS_FRIGHT = "objects_fright"
    OBJECTS_LIMBS = "objects_limbs"

    FLAGGED = "flagged"

    NO_ALIGNMENT = "no_alignment"
    BAD_ALIGNMENT = "bad_alignment"
    BROKEN_SOUND = "broken_sound"
    EMPTY_SOUND = "empty_sound"


STATUSES = (
    *(Fault.RATE_LIMIT, Fault.QUOTA, Fault.BAD_KEY, Fault.FORBIDDEN, Fault.NO_MODEL, Fault.BAD_REQUEST),
    *(Fault.UNPROCESSABLE, Fault.TOO_LARGE, Fault.SERVER_ERROR, Fault.OVERLOADED),
)
WIRE = (Fault.CUT, Fault.RESET, Fault.SLOW, Fault.HANG, Fault.HUGE, Fault.PACKED, Fault.NOT_JSON, Fault.DEEP)
_REPLIES = (
    *(Fault.REFUSAL, Fault.CUT_OFF, Fault.FILTERED),
    *(Fault.BAD_JSON, Fault.DEEP_JSON, Fault.WRONG_SHAPE),
)
_SERVER = (Fault.NO_SCHEMAS, Fault.NO_RESPONSES)
OBJECTIONS = (
    *(Fault.OBJECTS_HERO, Fault.OBJECTS_LIKENESS, Fault.OBJECTS_TRAIT, Fault.OBJECTS_SCENE),
    *(Fault.OBJECTS_LETTERS, Fault.OBJECTS_FRIGHT, Fault.OBJECTS_LIMBS),
)
_OWN: dict[str, tuple[Fault, ...]] = {
    "text": (*_REPLIES, *_SERVER, Fault.FLAGGED_TEXT),
    "check": (*_REPLIES, *_SERVER, *OBJECTIONS),
    "picture": (
        *(Fault.MODERATION_BLOCKED, Fault.BROKEN_PICTURE, Fault.NOT_A_PICTURE, Fault.BLANK_PICTURE),
        *(Fault.WRONG_SIZE, Fault.BOMB, Fault.NO_USAGE),
    ),
    "moderation": (Fault.FLAGGED,),
    "speech": (Fault.NO_ALIGNMENT, Fault.BAD_ALIGNMENT, Fault.BROKEN_SOUND, Fault.EMPTY_SOUND),
    "polly": (Fault.BROKEN_SOUND, Fault.EMPTY_SOUND),
}


@dataclass(frozen=True, kw_only=True)
class Rule:
    """A fault for calls at a door (`*`: any): after so many that match, so many times (None: for ever).

    Only calls whose request contains `containing` and whose model is `model`, where those are given. `seconds` are
    those of SLOW and HANG; `retry_after` goes into that header; `says` into objections, texts and categories.

    Raises:
        ValueError: there is no such fault at this door.
    """

    door: str
    fault: Fault
    after: int = 0
    times: int | None = 1
    containing: str | None = None
    model: str | None = None
    seconds: float = 0.0
    retry_after: float | None = None
    says: str | None = None

    def __post_init__(self) -> None:
        if self.door != "*" and self.door not in DOORS:
            raise ValueError(f"{self.door} is no door")
        if self.fault in (*STATUSES, *WIRE):
            return
        if self.door == "*" or self.fault not in _OWN[self.door]:
            raise ValueError(f"{self.fault} makes no sense at {self.door}")

    def matches(self, *, door: str, model: str, request: str) -> bool:
        return (
            self.door in ("*", door)
            and (self.model is None or self.model == model)
            and (self.containing is None or self.containing in request)
        )
