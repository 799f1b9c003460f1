"""Failures become Dagster's terms here and nowhere else: what is tried again, what is final, and what the UI says."""

import logging
import traceback
from collections.abc import Generator
from contextlib import contextmanager, suppress
from decimal import Decimal
from uuid import UUID

import dagster as dg

from storytailor_dagster.defs.patience import waited_out
from storytailor_dagster.errors import Gone, Objection, Permanent, Refused, StorytailorError, Superseded, Transient
from storytailor_dagster.ledger import Claim, Ledger
from storytailor_dagster.store import ObjectStore, clear_now_or_later
from storytailor_dagster.subjects import more_tries

UNEXPECTED = "UNEXPECTED"
_REPORT = "Report it with the place in the metadata."

_log = logging.getLogger(__name__)


@contextmanager
def failures_recorded(*, ledger: Ledger, store: ObjectStore, claim: Claim) -> Generator[None]:
    """Writes back what fails within: `retrying` while another try can cure it and is left, else `failed`.

    What was stored for a story that was deleted goes: this process may have been taken for dead, and waited for by
    nobody who cleared the rest.

    Raises:
        dagster.RetryRequested: another try follows.
        dagster.Failure: final for this run, never tried again by it.
    """
    try:
        try:
            yield
        except (Objection, Transient) as error:
            if waited_out(lambda: ledger.tries(claim)) >= more_tries(claim.part):
                raise _failed(ledger, claim, error) from None
            said, objection = str(error), error.detail if isinstance(error, Objection) else None
            waited_out(lambda: ledger.retrying(claim, error=said, objection=objection))
            # At once: what needed waiting was waited out in the try.
            raise dg.RetryRequested(max_retries=more_tries(claim.part)) from None
        except (Superseded, Gone):
            raise
        except StorytailorError as error:
            raise _failed(ledger, claim, error) from None
    except (Superseded, Gone, Transient) as error:
        # Also when it is the writing back that is refused: whoever asked anew writes the story's state now. And when it
        # was waited for in vain: then the end of the run is what releases the part.
        if isinstance(error, Gone):
            _leave_nothing(ledger, store, claim.subject_id)
        raise failure(error) from None
    except (dg.Failure, dg.RetryRequested):
        raise
    except Exception as error:  # noqa: BLE001 - anything may break, and the family is told at once
        _tell(ledger, claim)
        # The error's own words could hold a name: only its kind and place are shown.
        raise unexpected(error) from None


def _leave_nothing(ledger: Ledger, store: ObjectStore, subject_id: UUID) -> None:
    try:
        there = ledger.subject(subject_id)  # it is, where only its job is gone
    except Transient as error:
        _log.warning("Whether %s left anything could not be looked up: %s", subject_id, error)
        return
    if there is None:
        clear_now_or_later(store, subject_id)


def _tell(ledger: Ledger, claim: Claim) -> None:
    """Never raises: it would do so beside the error whose words are shown to nobody."""
    try:
        waited_out(lambda: ledger.fail(claim, error=_broken(claim)))
    except StorytailorError as refused:
        _log.warning("That %s broke could not be written down: %s.", claim.part, refused.code)
    except Exception as broken:  # noqa: BLE001
        _log.warning("That %s broke could not be written down: %s.", claim.part, type(broken).__name__)


def _broken(claim: Claim) -> StorytailorError:
    return Permanent(
        f"Something broke while {claim.part} was made.",
        code=UNEXPECTED,
        remedy="This should not happen. Report it with the place in the failure's metadata in Dagster.",
    )


def _failed(ledger: Ledger, claim: Claim, error: StorytailorError) -> dg.Failure:
    waited_out(lambda: ledger.fail(claim, error=error))
    cost: Decimal | None = None
    with suppress(Transient):  # what is written down already is told, if need be without its cost
        cost = waited_out(lambda: ledger.spending.on_attempt(claim))
    return failure(error, cost=cost)


def failure(error: StorytailorError, *, cost: Decimal | None = None) -> dg.Failure:
    """A final failure as Dagster shows it: what happened, its code, what to do, and the US dollars it cost."""
    return dg.Failure(
        description=f"{error} {error.remedy}",
        metadata={
            "code": error.code,
            "remedy": error.remedy,
            **({"category": error.category} if isinstance(error, Refused) else {}),
            **({} if cost is None else {"cost_usd": float(cost)}),
        },
        allow_retries=False,
    )


def unexpected(error: Exception) -> dg.Failure:
    """A final failure of a kind nobody foresaw: where it happened, without the words of the error."""
    place = "".join(traceback.format_tb(error.__traceback__))
    return dg.Failure(
        description=f"{type(error).__name__}: this should not happen. {_REPORT}",
        metadata={"code": UNEXPECTED, "remedy": _REPORT, "place": dg.MetadataValue.md(f"```\n{place}\n```")},
        allow_retries=False,
    )
