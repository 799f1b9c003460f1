"""The codes that a part can fail with, and who can do something about each: whoever operates this, or whoever asked.

A test holds these to the codes in the source, and the first to the entries in docs/operating.md.
"""

from __future__ import annotations

OPERATORS = frozenset(
    {
        "ANSWER_BROKEN",
        "BAD_DATABASE_URL",
        "BAD_KEY",
        "BROKER_UNREACHABLE",
        "BUDGET_EXCEEDED",
        "BUSY",
        "CHECK_FAILED",
        "CUT_OFF",
        "DATABASE_BEHIND",
        "DATABASE_BUSY",
        "DATABASE_FORBIDS",
        "DATABASE_READ_ONLY",
        "DATABASE_SLOW",
        "DATABASE_UNREACHABLE",
        "DECLINED",
        "DRAWING_KILLED",
        "DRAWING_REFUSED",
        "DRAWING_SLOW",
        "MALFORMED",
        "NOTHING_TO_SAY",
        "NOT_ALLOWED",
        "NOT_SET_UP",
        "NOT_SUPPORTED",
        "NO_ANSWER",
        "NO_BUCKET",
        "NO_CHECKER",
        "NO_CONNECTION",
        "NO_DATABASE",
        "NO_KEY",
        "NO_RUN",
        "NO_SECRET",
        "NO_SECRETS",
        "NO_SIGN_OF_LIFE",
        "NO_SUCH_MODEL",
        "NO_SUCH_PATH",
        "NO_SUCH_VOICE",
        "NO_TELEMETRY",
        "NO_VERDICT",
        "OBJECT_BROKEN",
        "OBJECT_MISSING",
        "PICTURE_BLOCKED",
        "PICTURE_BROKEN",
        "PROVIDER_FAILED",
        "QUOTA",
        "REQUEST_REJECTED",
        "RUN_CANCELED",
        "RUN_FAILED",
        "RUN_GONE",
        "SECRETS_BUSY",
        "SOUND_BROKEN",
        "STORE_REFUSED",
        "STORE_UNREACHABLE",
        "UNEXPECTED",
    }
)
"""A family can't do anything about these."""

OTHERS = frozenset(
    {
        "CHARACTER_GONE",
        "CHARACTER_ID_TAKEN",
        "CHARACTER_QUOTA_EXCEEDED",
        "GONE",
        "INVALID_FIELD",
        "INVALID_REQUEST",
        "NEEDS_ANOTHER_PART",
        "NOT_BOUNDED",
        "NOT_FOR_CHILDREN",
        "QUOTA_EXCEEDED",
        "REQUEST_NOT_FOR_CHILDREN",
        "STORY_ID_TAKEN",
        "SUPERSEDED",
    }
)
"""What was asked for, or was asked anew meanwhile: nobody has to be woken. What `story/` and `character/` refuse is
of the same kind."""
