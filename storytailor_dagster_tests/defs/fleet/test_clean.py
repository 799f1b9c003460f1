"""A child that is used again: what a run changed is put back, and what can't be put back costs the child."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest
from billiard.pool import EX_RECYCLE

from storytailor_dagster.defs.fleet.clean import nothing_left
from storytailor_dagster.settings import inherited_environment


def test_environment_and_folder_are_put_back(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("LEFT_ALONE", "as it was")
    before, folder = inherited_environment(), Path.cwd()
    with nothing_left():
        os.environ["OF_THE_RUN"] = "1"
        os.environ["LEFT_ALONE"] = "changed"
        os.chdir(tmp_path)
    assert inherited_environment() == before
    assert Path.cwd() == folder


def test_a_child_whose_run_left_a_thread_behind_is_replaced() -> None:
    hangs = threading.Event()
    thread = threading.Thread(target=hangs.wait)
    with pytest.raises(SystemExit) as ended, nothing_left():
        thread.start()
    hangs.set()
    thread.join()
    assert ended.value.code == EX_RECYCLE


def test_what_ends_with_its_run_costs_nothing() -> None:
    hangs = threading.Event()
    with nothing_left():
        thread = threading.Thread(target=hangs.wait, args=(0.1,))
        thread.start()
    assert not thread.is_alive()


def test_a_child_whose_run_raised_is_looked_at_too() -> None:
    hangs = threading.Event()
    thread = threading.Thread(target=hangs.wait)

    def breaks() -> None:
        with nothing_left():
            thread.start()
            raise ValueError("the run broke")

    with pytest.raises(SystemExit):
        breaks()
    hangs.set()
    thread.join()
