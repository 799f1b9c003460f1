"""The executor that the settings choose, and whether what its processes load once is there to be loaded."""

from __future__ import annotations

import importlib.util
from typing import Literal

import pytest

from storytailor_dagster.defs.executor.choice import LOADED_ONCE, chosen_executor
from storytailor_dagster.settings import Settings


@pytest.mark.parametrize(("chosen", "name"), [("threads", "threads"), ("processes", "multiprocess")])
def test_the_settings_choose_the_executor(chosen: Literal["threads", "processes"], name: str) -> None:
    assert chosen_executor(Settings(executor=chosen)).name == name


@pytest.mark.parametrize("module", LOADED_ONCE)
def test_what_a_fork_server_loads_is_there(module: str) -> None:
    assert importlib.util.find_spec(module) is not None
