"""What becomes of a failure that is written back: on a bad day of the database, and when nobody wants it any more."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pytest
from dagster._utils.error import serializable_error_info_from_exc_info

from storytailor_dagster.defs.failures import failures_recorded
from storytailor_dagster.errors import Objection, Permanent, Transient
from storytailor_dagster.ledger import Claim, Ledger
from storytailor_dagster.ledger.rows import Told
from storytailor_dagster.store import FolderStore
from storytailor_dagster.story.parts import Part
from storytailor_dagster.subjects import AnyPart
from storytailor_dagster_tests.ledger.help import claimed, new_story, read

WORDS = "a provider's own words about Zuzka"


class Blinking(Ledger):
    """A ledger whose connection is lost once at each thing that is written back."""

    def __init__(self, dsn: str) -> None:
        super().__init__(dsn)
        self.lost: set[str] = set()

    def tries(self, claim: Claim) -> int:
        self._blink("tries")
        return super().tries(claim)

    def retrying(self, claim: Claim, *, error: str, objection: str | None = None) -> None:
        self._blink("retrying")
        super().retrying(claim, error=error, objection=objection)

    def fail(self, claim: Claim, *, error: Told) -> tuple[AnyPart, ...]:
        self._blink("fail")
        return super().fail(claim, error=error)

    def _blink(self, name: str) -> None:
        if name not in self.lost:
            self.lost.add(name)
            raise Transient("The database could not be reached.", code="DATABASE_UNREACHABLE")


@pytest.fixture
def blinking(database: str) -> Iterator[Blinking]:
    with Blinking(database) as ledger:
        yield ledger


@pytest.fixture
def store(tmp_path: Path) -> FolderStore:
    return FolderStore(tmp_path, base_url="")


def test_a_lost_connection_costs_no_try(blinking: Blinking, store: FolderStore) -> None:
    claim = claimed(blinking, new_story(blinking), Part.COVER)
    with pytest.raises(dg.RetryRequested), failures_recorded(ledger=blinking, store=store, claim=claim):
        raise Objection("The picture is blank.")
    assert blinking.lost == {"tries", "retrying"}
    assert blinking.tries(claim) == 1
    job = read(blinking, claim.subject_id).job(Part.COVER)
    assert job is not None
    assert job.status == "generating"


def test_a_failure_is_written_down_after_a_lost_connection(blinking: Blinking, store: FolderStore) -> None:
    claim = claimed(blinking, new_story(blinking), Part.COVER)
    with pytest.raises(dg.Failure) as ended, failures_recorded(ledger=blinking, store=store, claim=claim):
        raise Permanent("The account is empty.", code="QUOTA")
    assert ended.value.metadata["code"].value == "QUOTA"
    job = read(blinking, claim.subject_id).job(Part.COVER)
    assert job is not None
    assert (job.status, job.code) == ("failed", "QUOTA")


def test_what_broke_after_somebody_asked_anew_is_told_without_its_words(
    ledger: Ledger, store: FolderStore, caplog: pytest.LogCaptureFixture
) -> None:
    claim = claimed(ledger, new_story(ledger), Part.COVER)
    ledger.ask(subject_id=claim.subject_id, parts=[Part.COVER])
    with pytest.raises(dg.Failure) as ended, failures_recorded(ledger=ledger, store=store, claim=claim):
        raise ValueError(WORDS)
    assert ended.value.metadata["code"].value == "UNEXPECTED"
    told = serializable_error_info_from_exc_info((ended.type, ended.value, ended.tb))
    assert "this should not happen" in str(told)
    assert (told.context, told.cause) == (None, None)
    assert "SUPERSEDED" in caplog.text
    assert WORDS not in caplog.text
