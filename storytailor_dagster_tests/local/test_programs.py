"""Programs that are kept running: one that ends by itself is started again, and what it started goes on."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from storytailor_dagster.errors import Transient
from storytailor_dagster.local.programs import MOST_LOGGED, STARTS, Kept, kept_programs

PARENT = """
import os, pathlib, subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
with open("pids", "a") as file:
    file.write(f"{os.getpid()} {child.pid}\\n")
time.sleep(600)
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "parent.py").write_text(PARENT)
    (tmp_path / "broken.py").write_text("print('no such setting'); raise SystemExit(3)")
    return tmp_path


@pytest.fixture
def environment(folder: Path) -> dict[str, str]:
    return {"PYTHONPATH": str(folder), "PATH": os.defpath}


def pids(folder: Path, count: int) -> list[list[int]]:
    """The program's own and its child's, once it was started so often."""
    file = folder / "pids"
    while not file.exists() or len(lines := file.read_text().splitlines()) < count:
        time.sleep(0.02)
    return [[int(pid) for pid in line.split()] for line in lines]


def until_gone(pid: int) -> None:
    with suppress(ProcessLookupError):
        while True:
            os.kill(pid, 0)
            time.sleep(0.02)


def until_started_again(kept: Kept) -> str:
    while (name := kept.look()) is None:
        time.sleep(0.02)
    return name


@pytest.fixture
def kept(folder: Path, environment: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Iterator[Kept]:
    monkeypatch.chdir(folder)
    with kept_programs({"parent": ("parent",)}, environment=environment, logs=folder) as (parent,):
        yield parent


def test_one_that_was_killed_is_started_again_and_its_children_go_on(kept: Kept, folder: Path) -> None:
    ((first, child),) = pids(folder, 1)
    assert kept.look() is None
    os.kill(first, signal.SIGKILL)
    assert until_started_again(kept) == "parent"
    second = pids(folder, 2)[1][0]
    assert second != first
    os.kill(child, 0)


def test_a_long_log_becomes_the_former_one_and_is_written_on(
    folder: Path, environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    (folder / "talker.py").write_text("import time\nwhile True:\n    print('word', flush=True)\n    time.sleep(0.01)")
    log, former = folder / "talker.log", folder / "talker.log.1"
    with kept_programs({"talker": ("talker",)}, environment=environment, logs=folder) as (talker,):
        until_said(log)
        talker.look()
        assert not former.exists()
        os.truncate(log, MOST_LOGGED + 1)
        talker.look()
        assert former.stat().st_size > MOST_LOGGED
        until_said(log)
        assert log.stat().st_size < MOST_LOGGED
    assert set(log.read_text().splitlines()) == {"word"}


def until_said(log: Path) -> None:
    while not log.exists() or not log.stat().st_size:
        time.sleep(0.02)


def test_at_the_end_all_that_any_of_them_started_is_gone(
    folder: Path, environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    with kept_programs({"parent": ("parent",)}, environment=environment, logs=folder) as (kept,):
        os.kill(pids(folder, 1)[0][0], signal.SIGKILL)
        until_started_again(kept)
        children = [child for _, child in pids(folder, 2)]
    for child in children:
        until_gone(child)


def test_one_that_never_settles_is_given_up_with_its_own_words(folder: Path, environment: dict[str, str]) -> None:
    with kept_programs({"broken": ("broken",)}, environment=environment, logs=folder) as (kept,):
        for _ in range(STARTS - 1):
            until_started_again(kept)
        with pytest.raises(Transient, match="no such setting"):
            until_started_again(kept)
