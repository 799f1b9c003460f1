"""`storytailor worker` where it can't work: what is missing is said before anything is started."""

from __future__ import annotations

import pytest

from storytailor_dagster.errors import NotSetUp
from storytailor_dagster.local.worker import become_worker
from storytailor_dagster.settings import Settings


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        ({"broker_url": None}, "NO_BROKER"),
        ({"broker_url": "redis://127.0.0.1:1"}, "NO_DATABASE"),
        ({"broker_url": "redis://127.0.0.1:1", "executor": "processes"}, "PROCESSES_IN_WORKER"),
    ],
)
def test_a_worker_says_what_it_lacks(settings: dict[str, str | None], code: str) -> None:
    with pytest.raises(NotSetUp) as said:
        become_worker(Settings.model_validate({"database_url": None, **settings}), concurrency=None)
    assert said.value.code == code
