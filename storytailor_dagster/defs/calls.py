"""Calls to providers: each is waited out, timed, and leaves one row in the ledger, whatever came of it."""

import time
from collections.abc import Callable
from typing import Any, TypeVar

from storytailor_dagster.defs.patience import waited_out
from storytailor_dagster.errors import StorytailorError
from storytailor_dagster.ledger import Claim, Ledger
from storytailor_dagster.providers.doors import Answer

T = TypeVar("T")


class Calls:
    """The calls of one try of one part."""

    def __init__(self, *, ledger: Ledger, claim: Claim) -> None:
        self._ledger = ledger
        self._claim = claim

    def made(self, purpose: str, provider: str, call: Callable[[], Answer[T]]) -> Answer[T]:
        """The call's answer.

        Args:
            purpose: what the call is for (`text`, `picture`, `speech`, `check`).
            provider: who is asked, for the row of a call without an answer.
        """
        return waited_out(lambda: self._once(purpose, provider, call))

    def _once(self, purpose: str, provider: str, call: Callable[[], Answer[T]]) -> Answer[T]:
        began = time.monotonic()
        try:
            answer = call()
        except StorytailorError as error:
            self._note(purpose, began, provider=provider, outcome="failed", error_code=error.code)
            raise
        usage = answer.usage
        self._note(
            purpose,
            began,
            provider=usage.provider,
            model=usage.model,
            units=usage.units,
            unit=usage.unit,
            cost=usage.cost,
            outcome="answered",
        )
        return answer

    def _note(self, purpose: str, began: float, **row: Any) -> None:
        milliseconds = round((time.monotonic() - began) * 1000)
        self._ledger.attempt_made(self._claim, purpose=purpose, milliseconds=milliseconds, **row)
