"""The receivers in docs/clients.md, run as they stand there, and its tables."""

from __future__ import annotations

import json
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import get_args

import httpx
import pytest

from storytailor_dagster.api.webhooks.bodies import Event
from storytailor_dagster.ledger import Ledger
from storytailor_dagster.local.ports import free_port
from storytailor_dagster.settings import inherited_environment
from storytailor_dagster_tests.api.conftest import FAMILY, serving, settings, token
from storytailor_dagster_tests.api.webhooks.help import registered, text_made, tried, until
from storytailor_dagster_tests.api.webhooks.receiver import PATIENCE
from storytailor_dagster_tests.docs.test_tables import ROOT, rows
from storytailor_dagster_tests.js.node import NODE

SECTION = (ROOT / "docs/clients.md").read_text().partition("## Webhooks")[2].partition("\n## ")[0]


def snippet(language: str) -> str:
    (found,) = re.findall(rf"^```{language}\n(.*?)^```$", SECTION, re.MULTILINE | re.DOTALL)
    return str(found)


def is_open(port: int) -> bool:
    with socket.socket() as door:
        return door.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def running(language: str, folder: Path, *, port: int, secret: str) -> Iterator[subprocess.Popen[str]]:
    """The snippet as a program, once it listens."""
    program, file = (sys.executable, "hooks.py") if language == "python" else (str(NODE), "hooks.mjs")
    (folder / file).write_text(snippet(language))
    environment = {**inherited_environment(), "PORT": str(port), "WEBHOOK_SECRET": secret}
    with subprocess.Popen([program, folder / file], env=environment, stdout=subprocess.PIPE, text=True) as process:
        end = time.monotonic() + PATIENCE
        while not is_open(port):
            assert process.poll() is None
            assert time.monotonic() < end
            time.sleep(0.02)
        try:
            yield process
        finally:
            process.kill()


async def somewhere(_: str, __: int) -> Sequence[str]:
    return ["93.184.215.14"]


def test_registering_with_curl(database: str) -> None:
    with serving(settings(database), resolve=somewhere) as url:
        code = snippet("sh").replace("http://127.0.0.1:8000", url)
        environment = {**inherited_environment(), "TOKEN": token(FAMILY)}
        run = subprocess.run(["bash", "-euc", code], env=environment, capture_output=True, check=True, timeout=30)
    made = json.loads(run.stdout)["data"]
    assert made["url"] == "https://app.example.org/hooks/storytailor"
    assert made["secret"].startswith("whsec_")


@pytest.mark.parametrize("language", ["python", "js"])
def test_the_documented_receiver_believes_us_and_nobody_else(
    family: httpx.Client, ledger: Ledger, tmp_path: Path, language: str
) -> None:
    port = free_port()
    url = f"http://127.0.0.1:{port}/"
    made = registered(family, url, events=["story.ready"])
    with running(language, tmp_path, port=port, secret=made["secret"]) as process:
        story = text_made(ledger)
        until(family, made["id"], tried(1, status="delivered", last_status=204))
        assert process.stdout is not None
        assert process.stdout.readline() == f"story.ready {story}\n"
        other = registered(family, url, events=["story.ready"])
        text_made(ledger)
        until(family, other["id"], tried(1, status="pending", last_status=401))
        family.post(f"/api/v1/webhooks/{made['id']}/secret")
        family.post(f"/api/v1/webhooks/{made['id']}/test")
        text_made(ledger)
        until(family, made["id"], tried(4, status="delivered"))
        forged = {"webhook-id": "1", "webhook-timestamp": str(int(time.time())), "webhook-signature": "v1,AAAA"}
        for headers in (forged, {**forged, "webhook-timestamp": "1"}, {}):
            assert httpx.post(url, content=b"{}", headers=headers).status_code == 401


def test_every_event_is_in_the_table() -> None:
    assert [row[0].strip("`") for row in rows("docs/clients.md", after="## Webhooks")] == list(get_args(Event))


def test_every_code_of_a_failure_is_in_the_table() -> None:
    said = {row[0].strip("`") for row in rows("docs/clients.md", after="with the last\nHTTP status and a code")}
    folder = ROOT / "storytailor_dagster/api/webhooks"
    source = (folder / "calling.py").read_text() + (folder / "deliverer.py").read_text()
    assert said == set(re.findall(r'"([A-Z]+_[A-Z_]+|TIMEOUT)"', source))
