"""What a family takes out is all that its rows name, whole and closed; what is forgotten is what was meant."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from storytailor_dagster.character.portraits import Portrait
from storytailor_dagster.keys import PLAIN_KEY, object_key
from storytailor_dagster.ledger import CharacterFields, Ledger
from storytailor_dagster.store import FolderStore
from storytailor_dagster.story.parts import Part
from storytailor_dagster.subjects import AnyPart
from storytailor_dagster_tests.conftest import emptied
from storytailor_dagster_tests.ledger.help import FAMILY, NEIGHBOURS, claimed, new_story
from storytailor_dagster_tests.local.conftest import Cli

EXTENSIONS = {Part.AUDIO: "mp3", Part.PDF: "pdf", Part.CONTENT: "json", Part.ACTIVITIES: "json"}
WHOLE = {"request.json", "story.json", "activities.json", "cover.png", "cover_plain.png", "audio.mp3", "captions.vtt"}


@pytest.fixture
def database(postgres_18: str) -> str:
    return emptied(postgres_18)


@pytest.fixture
def store(tmp_path: Path) -> FolderStore:
    return FolderStore(tmp_path / "home" / "objects", base_url="http://127.0.0.1:3001")


def stored(store: FolderStore, subject: UUID, part: AnyPart, name: str | None = None, extension: str = "") -> str:
    data = f"{part} {name}".encode()
    ending = extension or (EXTENSIONS.get(part, "png") if isinstance(part, Part) else "png")
    key = object_key(subject_id=subject, part=part, data=data, extension=ending, name=name)
    store.put(key, data, content_type="any")
    return key


def told(ledger: Ledger, store: FolderStore) -> UUID:
    """A story whose text, cover, narration and activities are ready."""
    story = new_story(ledger, theme="courage")
    captions = stored(store, story, Part.AUDIO, "captions", "vtt")
    plain = stored(store, story, Part.COVER, "cover-plain")
    written: dict[Part, dict[str, Any]] = {
        Part.CONTENT: {"content": {"text": "Zuzka found a kite."}, "title": "The Kite"},
        Part.COVER: {},
        Part.AUDIO: {"webvtt_url": store.url(captions)},
        Part.ACTIVITIES: {"activities": [{"title": "Colours"}]},
    }
    for part, columns in written.items():
        kept = {PLAIN_KEY: plain} if part is Part.COVER else {}
        key = stored(store, story, part)
        ledger.record(claimed(ledger, story, part), columns=columns, url=None, object_key=key, metadata=kept)
    return story


def drawn(ledger: Ledger, store: FolderStore) -> UUID:
    character = uuid4()
    ledger.characters.insert(FAMILY, character_id=character, fields=CharacterFields(name="Zuzka", traits={}))
    for part in Portrait:
        claim = claimed(ledger, character, part)
        ledger.record(claim, columns={}, url=None, object_key=stored(store, character, part))
    return character


def files_in(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_what_is_being_made_anew_or_failed_is_taken_out_as_it_was(
    cli: Cli, ledger: Ledger, store: FolderStore, tmp_path: Path
) -> None:
    story, character = told(ledger, store), drawn(ledger, store)
    ledger.ask(subject_id=story, parts=[Part.CONTENT, Part.COVER])
    ledger.fail(claimed(ledger, story, Part.CONTENT), error="no")
    ledger.ask(subject_id=character, parts=[Portrait.BODY])
    out = tmp_path / "out"
    said = cli("takeout", FAMILY, out)
    assert said.exit_code == 0, said.output
    portraits = {"character.json", "headshot.png", "body.png"}
    assert files_in(out) == {
        *(f"stories/{story}/{name}" for name in WHOLE),
        *(f"characters/{character}/{name}" for name in portraits),
    }
    assert json.loads((out / "stories" / str(story) / "story.json").read_text())["text"] == "Zuzka found a kite."
    assert (out / "stories" / str(story) / "captions.vtt").read_text() == "audio captions"
    assert (out / "characters" / str(character) / "body.png").read_text() == "body None"
    assert len(said.stdout.splitlines()) == len(files_in(out))


def test_webhooks_are_taken_out_without_their_secrets(cli: Cli, ledger: Ledger, tmp_path: Path) -> None:
    for user in (FAMILY, NEIGHBOURS):
        url = f"https://{user}.example/hook"
        ledger.webhooks.add(
            user, url=url, events=["story.ready"], description="Our app", secret="whsec_not-for-a-file", most=10
        )
    assert cli("takeout", FAMILY, tmp_path / "out").exit_code == 0
    written = (tmp_path / "out" / "webhooks.json").read_text()
    (webhook,) = json.loads(written)
    assert (webhook["url"], webhook["events"]) == (f"https://{FAMILY}.example/hook", ["story.ready"])
    assert "not-for-a-file" not in written


def test_nobody_else_may_read_it(cli: Cli, ledger: Ledger, store: FolderStore, tmp_path: Path) -> None:
    told(ledger, store)
    out = tmp_path / "out"
    out.mkdir(mode=0o755)  # empty, so it is taken
    assert cli("takeout", FAMILY, out).exit_code == 0
    assert out.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in out.rglob("*") if path.is_file()} == {0o600}
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


@pytest.mark.parametrize("there", ["out/something", "out"])
def test_a_folder_with_something_in_it_is_refused_and_left_alone(
    cli: Cli, ledger: Ledger, store: FolderStore, tmp_path: Path, there: str
) -> None:
    told(ledger, store)
    path = tmp_path / there
    path.parent.mkdir(exist_ok=True)
    path.write_text("mine")
    refused = cli("takeout", FAMILY, tmp_path / "out")
    assert refused.exit_code == 1
    assert "(FOLDER_NOT_EMPTY)" in refused.stderr
    assert path.read_text() == "mine"
    assert files_in(tmp_path / "out") <= {"something"}


def test_a_folder_that_can_not_be_written_is_said_to_be(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    refused = cli("takeout", FAMILY, tmp_path / "file" / "out")
    assert refused.exit_code == 1
    assert "(FOLDER_NOT_WRITTEN)" in refused.stderr


def test_half_a_takeout_is_not_left(cli: Cli, ledger: Ledger, store: FolderStore, tmp_path: Path) -> None:
    story = told(ledger, store)
    (sound,) = (tmp_path / "home" / "objects" / "audio" / "stories" / str(story)).glob("audio-*.mp3")
    sound.unlink()
    sound.mkdir()  # so that it can't be read
    broken = cli("takeout", FAMILY, tmp_path / "out")
    assert broken.exit_code == 1
    assert "(STORE_UNREACHABLE)" in broken.stderr
    assert {one.name for one in tmp_path.iterdir()} == {"home"}


def test_what_the_store_lost_is_said_and_the_rest_is_taken_out(
    cli: Cli, ledger: Ledger, store: FolderStore, tmp_path: Path
) -> None:
    story = told(ledger, store)
    store.delete(stored(store, story, Part.COVER))
    said = cli("takeout", FAMILY, tmp_path / "out")
    assert said.exit_code == 1
    assert f"stories/{story}/cover.png" in said.stderr
    assert "(OBJECT_MISSING)" in said.stderr
    assert files_in(tmp_path / "out") == {f"stories/{story}/{name}" for name in WHOLE - {"cover.png"}}


@pytest.mark.parametrize(("meant", "other"), [("story", "character"), ("character", "story")])
def test_forgetting_refuses_the_id_of_the_other_kind(
    cli: Cli, ledger: Ledger, store: FolderStore, tmp_path: Path, meant: str, other: str
) -> None:
    ids = {"story": told(ledger, store), "character": drawn(ledger, store)}
    before = files_in(tmp_path / "home" / "objects")
    refused = cli("forget", meant, ids[other])
    assert refused.exit_code == 1
    assert f"That is the id of a {other}, not of a {meant}." in refused.stderr
    assert f"`storytailor forget {other} ID`" in refused.stderr
    assert "(STORY_OR_CHARACTER)" in refused.stderr
    assert files_in(tmp_path / "home" / "objects") == before
    assert all(ledger.subject(one) is not None for one in ids.values())
    assert cli("forget", meant, ids[meant]).exit_code == 0
    assert ledger.subject(ids[meant]) is None
    assert ledger.subject(ids[other]) is not None


@pytest.mark.parametrize("kind", ["story", "character"])
def test_what_is_not_there_can_not_be_forgotten(cli: Cli, kind: str) -> None:
    refused = cli("forget", kind, uuid4())
    assert refused.exit_code == 1
    assert f"no such {kind}" in refused.stderr
    assert "(GONE)" in refused.stderr
