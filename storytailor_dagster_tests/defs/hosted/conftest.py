"""The house with hosted providers behind all doors, by the emulator."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import dagster as dg
import pytest

from storytailor_dagster.defs.secrets import SettingsKeys
from storytailor_dagster.providers.hands import Hands, hands_from
from storytailor_dagster_tests.conftest import emptied
from storytailor_dagster_tests.defs.conftest import House
from storytailor_dagster_tests.emulator import Emulator
from storytailor_dagster_tests.emulator.settings import hosted


@pytest.fixture
def database(postgres_18: str) -> str:
    """One server will do: what both have to agree on is tested with the ledger."""
    return emptied(postgres_18)


@pytest.fixture(scope="session")
def instance() -> Iterator[dg.DagsterInstance]:
    """One for all: a story's runs are its own."""
    with dg.DagsterInstance.ephemeral() as instance:
        yield instance


@pytest.fixture
def hosted_house(house: House, emulator: Emulator) -> Iterator[Callable[..., House]]:
    """Furnishes it; settings by name."""
    opened: list[Hands] = []

    def furnished(**settings: Any) -> House:
        house.settings = hosted(emulator, **settings)
        house.hands = hands_from(house.settings, SettingsKeys(house.settings))
        opened.append(house.hands)
        return house

    yield furnished
    for hands in opened:
        hands.close()


@pytest.fixture
def home(hosted_house: Callable[..., House]) -> House:
    return hosted_house()


@pytest.fixture
def impatient(hosted_house: Callable[..., House]) -> House:
    """Waits for nobody: every refusal that only needs waiting ends its try."""
    return hosted_house(patience_seconds=0.0)
