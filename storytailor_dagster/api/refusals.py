"""Every code that the API itself refuses with: its HTTP status, and how the sentence beside it sounds."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

REFUSALS: Mapping[str, tuple[int, str]] = MappingProxyType(
    {
        "INVALID_REQUEST": (400, "This can't become a story. Correct the request and ask again."),
        "MALFORMED_BODY": (400, "There was an error parsing the body"),
        "NOTHING_TO_TELL": (400, "Send storyIdea, storyType or title."),
        "UNKNOWN_TRAIT": (400, "There is no trait 'weelchair'. Did you mean wheelchair_manual?"),
        "UNKNOWN_SPECIES": (400, "There is no such species. Choose one of: human, animal, robot."),
        "WEBHOOK_URL_REFUSED": (400, "A webhook's address begins with https."),
        "WEBHOOK_ADDRESS_REFUSED": (400, "This host has no public address."),
        "NOT_BOUNDED": (400, "The request is nested too deep, or has too great a number."),
        "MALFORMED_REQUEST": (400, "This is no HTTP request."),
        "UNAUTHORIZED": (401, "Sign in first."),
        "STORY_QUOTA_EXCEEDED": (402, "These were all the stories of this month (2). Next month there are more."),
        "CHARACTER_QUOTA_EXCEEDED": (
            402,
            "These were all the characters of this month (10). Next month there are more.",
        ),
        "STORY_NOT_FOUND": (404, "There is no such story."),
        "CHARACTER_NOT_FOUND": (404, "There is no such character."),
        "WEBHOOK_NOT_FOUND": (404, "There is no such webhook."),
        "DELIVERY_NOT_FOUND": (404, "There is no such delivery."),
        "NOT_FOUND": (404, "Not Found"),
        "IDEMPOTENCY_KEY_REUSED": (409, "This Idempotency-Key was used for another request."),
        "CHARACTER_ID_TAKEN": (409, "Something else has this id."),
        "STORY_ID_TAKEN": (409, "Another story has this id."),
        "NOT_READY_TO_RETRY": (409, "This part is being made."),
        "NEEDS_ANOTHER_PART": (409, "scene_2 needs cover, which is not there. Ask for cover first."),
        "TOO_MANY_WEBHOOKS": (409, "You have 10 webhooks, which is the most. Delete one first."),
        "WEBHOOK_DISABLED": (409, "This webhook is disabled."),
        "TOO_SLOW": (408, "The request did not arrive in time."),
        "TOO_LARGE": (413, "A request has at most 262144 bytes."),
        "HEAD_TOO_LARGE": (431, "A request's head has at most 65536 bytes."),
        "INVALID_BODY": (422, "The request does not fit: age: int_parsing."),
        "TOO_MANY_REQUESTS": (429, "You ask too often. Wait a little."),
        "DATABASE_UNREACHABLE": (503, "The database could not be reached."),
        "STORE_UNREACHABLE": (503, "The object store could not be reached."),
        "TOO_MANY_CONNECTIONS": (503, "The server has too many connections. Come again a little later."),
        "DATABASE_READ_ONLY": (503, "The database takes no writes."),
        "DATABASE_BUSY": (503, "The database was too busy."),
        "DATABASE_BEHIND": (503, "The database lacks 1 of this program's migrations."),
        "DATABASE_FORBIDS": (503, "The database forbids this process what it does."),
        "DATABASE_SLOW": (503, "The database answers, but took too long."),
    }
)


def status_of(code: str) -> int:
    """The code's HTTP status; 400 where the subject refused and the table says nothing."""
    return REFUSALS.get(code, (400, ""))[0]
