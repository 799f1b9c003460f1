"""What a story type can't be written without, and the code that says so when it is missing.

Only whether it is there: what it may hold is `intake.py`'s matter.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from storytailor_dagster.errors import InvalidRequest
from storytailor_dagster.story.types import StoryType

REQUIRED: Mapping[StoryType, tuple[str, str, tuple[tuple[str, str], ...]]] = MappingProxyType(
    {
        StoryType.BIRTHDAY: (
            "birthday",
            "BIRTHDAY",
            (
                ("to", "TO"),
                ("from", "FROM"),
                ("ageTurning", "AGE"),
                ("birthdayMessage", "MESSAGE"),
            ),
        ),
        StoryType.CHILD_LOSS: (
            "childLoss",
            "CHILD_LOSS",
            (
                ("typeOfLoss", "TYPE_OF_LOSS"),
                ("yourName", "YOUR_NAME"),
                ("yourRelationship", "YOUR_RELATIONSHIP"),
                ("childName", "CHILD_NAME"),
                ("childAge", "CHILD_AGE"),
                ("childGender", "CHILD_GENDER"),
                ("ethnicity", "ETHNICITY"),
                ("emotionalFocusArea", "EMOTIONAL_FOCUS_AREA"),
            ),
        ),
        StoryType.EDUCATIONAL: ("educational", "EDUCATIONAL", (("educationalSubject", "SUBJECT"),)),
        StoryType.FINANCIAL_LITERACY: ("financialLiteracy", "FINANCIAL", (("financialConcept", "CONCEPT"),)),
        StoryType.INNER_CHILD: (
            "innerChild",
            "INNER_CHILD",
            (
                ("yourName", "YOUR_NAME"),
                ("childhoodName", "CHILDHOOD_NAME"),
                ("yourAgeNow", "YOUR_AGE_NOW"),
                ("ageToReconnectWith", "AGE_TO_RECONNECT_WITH"),
                ("emotionalFocusArea", "EMOTIONAL_FOCUS_AREA"),
                ("relationshipContext", "RELATIONSHIP_CONTEXT"),
                ("wordCount", "WORD_COUNT"),
            ),
        ),
        StoryType.LANGUAGE_LEARNING: (
            "languageLearning",
            "LANGUAGE",
            (("targetLanguage", "!TARGET_LANGUAGE"), ("proficiencyLevel", "!PROFICIENCY_LEVEL")),
        ),
        StoryType.MEDICAL_BRAVERY: ("medicalBravery", "MEDICAL", (("medicalChallenge", "CHALLENGE"),)),
        StoryType.MENTAL_HEALTH: ("mentalHealth", "MENTAL_HEALTH", (("emotionExplored", "!EMOTION_EXPLORED"),)),
        StoryType.MILESTONES: ("milestones", "MILESTONES", (("milestoneType", "!MILESTONE_TYPE"),)),
        StoryType.NEW_BIRTH: ("newBirth", "NEW_BIRTH", (("mode", "MODE"), ("giftGiverName", "GIFT_GIVER"))),
        StoryType.TECH_READINESS: ("techReadiness", "TECH", (("techConcept", "CONCEPT"),)),
    }
)
"""Type -> its object in the body, its prefix, and (field, rest of the code); `!` means that the code has no prefix."""

CONSENT = (
    ("acknowledgedNotTherapy", "THERAPEUTIC_CONSENT_ACKNOWLEDGED_NOT_THERAPY_REQUIRED"),
    ("acknowledgedProfessionalReferral", "THERAPEUTIC_CONSENT_PROFESSIONAL_REFERRAL_REQUIRED"),
)
"""What a grown-up acknowledges before a therapeutic story, and the code that says it is missing."""

THERAPEUTIC: Mapping[StoryType, tuple[str, str] | None] = MappingProxyType(
    {StoryType.CHILD_LOSS: None, StoryType.INNER_CHILD: None, StoryType.NEW_BIRTH: ("mode", "therapeutic")}
)
"""Type -> the field and the answer to it that make its stories therapeutic; None where they always are."""

_EARLY = frozenset({"miscarriage", "termination-health-risks", "stillbirth"})
_NOT_FOR_EARLY = frozenset({"classmate", "teacher", "healthcare-provider"})


def check_required(story_type: StoryType, body: Mapping[str, Any]) -> None:
    """Whether the body has what its type needs.

    Raises:
        InvalidRequest: something is missing; the code names it, as existing clients know it.
    """
    if story_type not in REQUIRED:
        return
    name, prefix, fields = REQUIRED[story_type]
    given = body.get(name)
    if not isinstance(given, Mapping):
        raise _missing(name, f"{prefix}_INPUT_REQUIRED")
    for field, rest in fields:
        if _is_empty(given.get(field)):
            raise _missing(f"{name}.{field}", code_of(prefix, rest))
    if story_type is StoryType.BIRTHDAY and not _is_age(given["ageTurning"]):
        raise _missing("birthday.ageTurning", "BIRTHDAY_AGE_REQUIRED")
    if _is_therapeutic(story_type, given):
        _check_consent(given, body)
    if story_type is StoryType.CHILD_LOSS:
        _check_relationship(given)


def code_of(prefix: str, rest: str) -> str:
    """The code that says a field is missing, from the two columns of REQUIRED."""
    return f"{rest[1:]}_REQUIRED" if rest.startswith("!") else f"{prefix}_{rest}_REQUIRED"


def _missing(field: str, code: str) -> InvalidRequest:
    return InvalidRequest(f"{field} is missing.", code=code, remedy=f"Send {field}.")


def _is_empty(value: Any) -> bool:
    return (
        value is None or (isinstance(value, str | list) and not value) or (isinstance(value, str) and value.isspace())
    )


def _is_age(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and value >= 1


def _is_therapeutic(story_type: StoryType, given: Mapping[str, Any]) -> bool:
    if story_type not in THERAPEUTIC:
        return False
    only_with = THERAPEUTIC[story_type]
    return only_with is None or str(given.get(only_with[0])).casefold() == only_with[1]


def _check_consent(given: Mapping[str, Any], body: Mapping[str, Any]) -> None:
    consent = given.get("therapeuticConsent", body.get("therapeuticConsent"))
    if not isinstance(consent, Mapping):
        raise _missing("therapeuticConsent", "THERAPEUTIC_CONSENT_REQUIRED")
    for field, code in CONSENT:
        if consent.get(field) is not True:
            raise _missing(f"therapeuticConsent.{field}", code)


def _check_relationship(given: Mapping[str, Any]) -> None:
    loss = str(given["typeOfLoss"]).casefold().replace(" ", "-").replace("_", "-")
    relation = str(given["yourRelationship"]).casefold().replace(" ", "-").replace("_", "-")
    if loss in _EARLY and relation in _NOT_FOR_EARLY:
        raise InvalidRequest(
            "This relationship does not go with this loss.",
            code="INVALID_RELATIONSHIP_FOR_LOSS_TYPE",
            remedy="Choose another relationship.",
        )
