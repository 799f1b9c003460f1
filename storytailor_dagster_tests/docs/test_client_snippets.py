"""The snippets of docs/clients.md, as they stand there but for the address, against the API they speak of."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest

from storytailor_dagster.api.sign_in import development_key
from storytailor_dagster.ledger import ClaimMode, Ledger
from storytailor_dagster.settings import inherited_environment
from storytailor_dagster.story.parts import Part
from storytailor_dagster_tests.api.conftest import FAMILY, ISSUER, SECRET, serving, settings, token
from storytailor_dagster_tests.js.node import FOLDER, NODE

DOCUMENT = (Path(__file__).parents[2] / "docs" / "clients.md").read_text()
SHOW = """
function show(status) {
  console.log(JSON.stringify(status));
  if (status.overall === "ready") process.exit(0);
}
"""
WRITTEN = "http://127.0.0.1:8000"


def snippet(heading: str, language: str, url: str) -> str:
    """The first block of a language under a heading."""
    found = re.search(rf"```{language}\n(.*?)```", DOCUMENT.partition(f"{heading}\n")[2], re.DOTALL)
    assert found is not None
    assert WRITTEN in found[1]
    return found[1].replace(WRITTEN, url)


@pytest.fixture
def url(database: str) -> Iterator[str]:
    with serving(settings(database)) as found:
        yield found


@pytest.fixture
def story(ledger: Ledger) -> UUID:
    return ledger.insert_story(creator_user_id=FAMILY, metadata={"generateAssets": False})


def make(ledger: Ledger, story: UUID) -> None:
    claim = ledger.claim(subject_id=story, part=Part.CONTENT, run_id="r", mode=ClaimMode.QUEUE)
    ledger.record(claim, columns={}, url="https://cdn.test/content", object_key="k/k")


def test_asking_with_curl(url: str, ledger: Ledger) -> None:
    code = snippet("## Asking for a story", "sh", url).replace("$(.venv/bin/storytailor token)", token(FAMILY))
    said = subprocess.run(["bash", "-euc", code], capture_output=True, check=True, timeout=30).stdout
    answer = json.loads(said)
    assert answer["success"]
    row = ledger.story(UUID(answer["data"]["id"]))
    assert row is not None
    assert row.age_rating == 5


@pytest.mark.parametrize("heading", ["### Realtime", "### Events"])
def test_following_in_javascript(url: str, ledger: Ledger, story: UUID, heading: str) -> None:
    given = {"key": development_key(secret=SECRET, issuer=ISSUER), "token": token(FAMILY), "id": str(story)}
    before = "".join(f"const {name} = {json.dumps(value)};" for name, value in given.items())
    code = f"{before}{SHOW}console.log('begun');{snippet(heading, 'js', url)}"
    if heading == "### Realtime":
        code = code.replace(".subscribe();", ".subscribe(() => console.log('{}'));")  # to know when it listens
    runs = subprocess.Popen(
        [str(NODE), "--experimental-eventsource", "--no-warnings", "--input-type=module", "-e", code],
        cwd=FOLDER,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert runs.stdout is not None
    with runs, runs.stdout:
        assert runs.stdout.readline() == "begun\n"
        assert runs.stdout.readline()
        make(ledger, story)
        states = [json.loads(line).get("overall") for line in runs.stdout]
        assert runs.wait(timeout=20) == 0
    assert states[-1] == "ready"


def test_polling_in_python(url: str, ledger: Ledger, story: UUID) -> None:
    make(ledger, story)
    environment = inherited_environment() | {"TOKEN": token(FAMILY), "STORY": str(story)}
    command = [sys.executable, "-c", snippet("### Polling", "python", url)]
    said = subprocess.run(command, env=environment, capture_output=True, text=True, check=True, timeout=30).stdout
    assert said == "ready\n"
