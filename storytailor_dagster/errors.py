"""One tree of errors. Every error the package raises on purpose is in it; nothing here knows who raises it.

`Permanent`: another try with the same input cannot help. `Transient`: waiting can. `Objection`: another try can,
if it is told what was wrong. Messages are for people and never hold a child's name or trait.
"""

from __future__ import annotations


class StorytailorError(Exception):
    """What happened (`str(error)`), a `code` for programs and a `remedy` for the person who reads it."""

    code = "STORYTAILOR_ERROR"
    remedy = "See the run's log in Dagster."

    def __init__(self, message: str, *, code: str | None = None, remedy: str | None = None) -> None:
        super().__init__(message)
        self.code = code or self.code
        self.remedy = remedy or self.remedy


class Permanent(StorytailorError):
    """Trying again with the same input gives the same failure."""

    code = "PERMANENT"


class Transient(StorytailorError):
    """Waiting may cure it: a lost connection, a busy service."""

    code = "TRANSIENT"
    remedy = "Wait until it is well again, then try again; a story with `storytailor retry STORY`."

    def __init__(
        self, message: str, *, code: str | None = None, remedy: str | None = None, wait: float | None = None
    ) -> None:
        super().__init__(message, code=code, remedy=remedy)
        self.wait = wait
        """Seconds to wait before asking again, where the other side said."""


class Objection(StorytailorError):
    """A check objected to the result; the next try is told what was wrong."""

    code = "CHECK_FAILED"
    remedy = "No try was good enough; Dagster shows the checks. `storytailor retry STORY` tries anew."

    def __init__(
        self, message: str, *, code: str | None = None, remedy: str | None = None, detail: str | None = None
    ) -> None:
        super().__init__(message, code=code, remedy=remedy)
        self.detail = message if detail is None else detail
        """What the next try is told; empty for nothing. It may speak of looks and traits, so it is shown to nobody."""


class Garbled(Objection):
    """A whole answer came, and nobody can use it. It is on the bill all the same; the next try is told nothing."""

    code = "ANSWER_BROKEN"

    def __init__(self, message: str, *, detail: str = "") -> None:
        super().__init__(message, detail=detail)


class InvalidRequest(Permanent):
    """The request cannot become a story. `code` says why; see "Answers" in docs/clients.md."""

    code = "INVALID_REQUEST"
    remedy = "Correct the request and ask again."


class OverQuota(InvalidRequest):
    """The user has `used` all of the `limit` that there is."""

    code = "QUOTA_EXCEEDED"

    def __init__(self, message: str, *, code: str, remedy: str, used: int, limit: int) -> None:
        super().__init__(message, code=code, remedy=remedy)
        self.used, self.limit = used, limit


class NotSetUp(Permanent):
    """Something this deployment needs is missing: a setting, a program, a key."""

    code = "NOT_SET_UP"
    remedy = "Run `storytailor doctor`."


class Gone(Permanent):
    """The story or character was deleted while a part of it was being made."""

    code = "GONE"
    remedy = "Nothing: it was deleted."


class Superseded(Permanent):
    """Somebody asked for the part anew; this attempt may no longer write."""

    code = "SUPERSEDED"
    remedy = "Nothing: a newer attempt makes the part."


class MissingObject(Permanent):
    """A record names an object that the store does not hold."""

    code = "OBJECT_MISSING"
    remedy = "Regenerate the part that made the object."


class NotReady(Permanent):
    """A part was asked for before a part it needs was there."""

    code = "NEEDS_ANOTHER_PART"
    remedy = "Make the part it needs first."


class Refused(Permanent):
    """Words or a picture are not fit for a children's story. The message is for the family, `category` for others."""

    code = "NOT_FOR_CHILDREN"
    remedy = "Ask for another story; the category is in the failure's metadata."

    def __init__(self, message: str, *, category: str, code: str | None = None) -> None:
        super().__init__(message, code=code)
        self.category = category


class BudgetExceeded(Permanent):
    """A call would pass a cap on spending. Nothing was asked and nothing was bought."""

    code = "BUDGET_EXCEEDED"
    remedy = (
        "Raise the cap (STORYTAILOR_BUDGET_PER_STORY, STORYTAILOR_BUDGET_PER_DAY) or wait for tomorrow, then"
        " `storytailor retry STORY`."
    )


class ProviderFailed(Permanent):
    """A provider will not do what it is asked, now or later: a bad key, an empty account, an unknown model.

    `its_own` says that the reason lies with the provider and not with what it was asked, so that another may do it.
    """

    code = "PROVIDER_FAILED"
    remedy = "See docs/providers.md."

    def __init__(self, message: str, *, code: str, remedy: str, its_own: bool = False) -> None:
        super().__init__(message, code=code, remedy=remedy)
        self.its_own = its_own


class Unanswered(Transient):
    """A request went out and no whole answer came back: it may be on the bill."""

    code = "NO_ANSWER"
