"""The API with webhooks into this very machine allowed, and an app that receives them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from storytailor_dagster_tests.api.conftest import serving, settings
from storytailor_dagster_tests.api.webhooks.receiver import Receiver, receiving


@pytest.fixture
def url(database: str) -> Iterator[str]:
    with serving(settings(database, webhooks_allow_private=True)) as found:
        yield found


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as found:
        yield found
