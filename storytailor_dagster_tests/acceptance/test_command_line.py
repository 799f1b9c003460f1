"""`storytailor` as a person uses it: real processes, an empty home, the studio, no key and no network."""

from __future__ import annotations

import json
import re
import subprocess
import time
import urllib.request
from pathlib import Path
from uuid import UUID, uuid4

import pytest
import webvtt
from PIL import Image
from pypdf import PdfReader

from storytailor_dagster_tests.acceptance.household import answers, left_running, storytailor, up
from storytailor_dagster_tests.emulator import Emulator

FILES = {"story.json", "cover.png", "scene_1.png", "scene_2.png", "scene_3.png", "scene_4.png", "audio.mp3",
         "captions.vtt", "activities.json", "story.pdf"}  # fmt: skip


@pytest.fixture(scope="module")
def made(home: Path) -> subprocess.CompletedProcess[str]:
    asked = "--age 5 --theme courage --type bedtime --hero Zuzka --pronouns she"
    return storytailor(home, "story", "--title", "The Lantern on the Hill", *asked.split())


@pytest.fixture(scope="module")
def folder(made: subprocess.CompletedProcess[str]) -> Path:
    assert made.returncode == 0, made.stdout + made.stderr
    last = made.stdout.strip().splitlines()[-1]
    found = re.fullmatch(r"story ([0-9a-f-]{36}) ready in \d+\.\d s: (.+)", last)
    assert found, last
    assert UUID(found[1])
    return Path(found[2])


def test_a_story_is_made_with_one_command(made: subprocess.CompletedProcess[str], folder: Path) -> None:
    assert {path.name for path in folder.iterdir()} == FILES
    for part in ("content", "cover", "scene_4", "audio", "activities", "pdf"):
        assert re.search(rf"\d\.\d s  {part} +ready", made.stdout), made.stdout


def test_nothing_is_left_running_and_no_name_is_in_a_log(folder: Path, home: Path) -> None:
    assert folder.exists()
    assert left_running(home) == []
    logs = "".join(path.read_text(errors="replace") for path in (home / "logs").iterdir())
    assert "story__pdf" in logs
    assert "Zuzka" not in logs


def test_the_files_are_what_they_say(folder: Path) -> None:
    for name in ("cover", "scene_1", "scene_2", "scene_3", "scene_4"):
        with Image.open(folder / f"{name}.png") as picture:
            assert picture.size == (1536, 1024)
    story = json.loads((folder / "story.json").read_text())
    assert story["title"] == "The Lantern on the Hill"
    assert "Zuzka" in story["text"]
    spoken = " ".join(cue.text for cue in webvtt.read(str(folder / "captions.vtt")).captions)
    assert len(spoken.split()) == len(story["text"].split())
    assert len(json.loads((folder / "activities.json").read_text())) == 4
    book = PdfReader(folder / "story.pdf")
    assert len(book.pages) >= 12
    assert (folder / "story.pdf").stat().st_size < 8_000_000
    assert "not an AI" in book.pages[-1].extract_text()


def test_a_request_waits_in_the_queue_until_it_can_be_made(home: Path, folder: Path) -> None:
    asked = storytailor(home, "request", "--age", "4", "--json")
    assert asked.returncode == 0, asked.stderr
    story = json.loads(asked.stdout)["id"]
    said = storytailor(home, "status", story, "--json")
    assert json.loads(said.stdout)["overall"] == "generating"
    refused = storytailor(home, "export", story, str(folder / "nothing"))
    assert refused.returncode == 1
    assert "no text yet" in refused.stderr


@pytest.mark.parametrize(
    "options",
    [("--age", "12"), ("--hero", "../../etc/passwd"), ("--hero", ""), ("--type", "thriller"), ("--title", "🎉"),
     ("--priority", "now"), ("--hero", "N" * 10_000)],
)  # fmt: skip
def test_what_can_not_become_a_story_is_refused_in_words(home: Path, options: tuple[str, str]) -> None:
    refused = storytailor(home, "request", *options)
    assert refused.returncode == 2
    assert refused.stdout == ""
    assert "Traceback" not in refused.stderr
    assert re.search(r"\([A-Z_]+\)", refused.stderr)


def test_a_story_that_is_not_there_is_said_to_be_not_there(home: Path) -> None:
    for command in (("status",), ("export",)):
        arguments = [*command, str(uuid4()), *(["x"] if command == ("export",) else [])]
        refused = storytailor(home, *arguments)
        assert refused.returncode == 1
        assert "no such story" in refused.stderr.lower()


def test_the_doctor_has_a_remedy_for_what_does_not_run(home: Path) -> None:
    looked = storytailor(home, "doctor")
    assert looked.returncode == 1
    assert re.search(r"ok +voice +espeak-ng", looked.stdout)
    assert re.search(r"NO +daemon", looked.stdout)
    assert "storytailor up" in looked.stdout


def test_a_story_is_made_by_emulated_hosted_models_with_one_command(home: Path) -> None:
    made = storytailor(home, "story", "--hosted-emulator", "--age", "5", "--hero", "Zuzka")
    assert made.returncode == 0, made.stdout + made.stderr
    made_in = Path(made.stdout.strip().rpartition(": ")[2])
    assert {path.name for path in made_in.iterdir()} == FILES
    assert "Zuzka" in json.loads((made_in / "story.json").read_text())["text"]
    colophon = PdfReader(made_in / "story.pdf").pages[-1].extract_text()
    assert "gpt-6.1-terra" in colophon
    assert left_running(home) == []


@pytest.fixture(scope="module")
def partial(home: Path) -> tuple[UUID, subprocess.CompletedProcess[str]]:
    """A story for which there is money for the words alone."""
    asked = ("story", "--hosted-emulator", "--age", "5", "--hero", "Zuzka")
    made = storytailor(home, *asked, STORYTAILOR_BUDGET_PER_STORY="0.07")
    found = re.search(r"^story (\S+) partial after", made.stderr, re.MULTILINE)
    assert found, made.stdout + made.stderr
    return UUID(found[1]), made


def test_a_partial_story_names_its_folder_and_says_what_to_do(
    partial: tuple[UUID, subprocess.CompletedProcess[str]],
) -> None:
    story, made = partial
    assert made.returncode == 1
    assert re.search(r"^ +Raise the cap .*`storytailor retry " + str(story), made.stdout, re.MULTILINE), made.stdout
    assert re.search(r"^ +BUDGET_EXCEEDED$", made.stdout, re.MULTILINE)
    made_in = Path(made.stderr.strip().rpartition(": ")[2])
    assert {path.name for path in made_in.iterdir()} == {"story.json", "activities.json"}


def test_the_doctor_asks_the_providers_that_are_set_up(home: Path, emulator: Emulator) -> None:
    hosted = {
        "STORYTAILOR_TEXT_PROVIDER": "openai",
        "STORYTAILOR_PICTURE_PROVIDER": "openai",
        "STORYTAILOR_SPEECH_PROVIDER": "elevenlabs",
        "STORYTAILOR_SPEECH_FALLBACK": "polly",
        "STORYTAILOR_POLLY_ENDPOINT_URL": emulator.url,
        "OPENAI_BASE_URL": emulator.openai_url,
        "OPENAI_API_KEY": emulator.key,
        "ELEVENLABS_BASE_URL": emulator.url,
        "ELEVENLABS_API_KEY": "a-wrong-key",
    }
    looked = storytailor(home, "doctor", "--live", **hosted)
    for what in ("text model", "picture model", "check model", "text call", "moderation", "polly speech"):
        assert re.search(rf"^ok +{what} ", looked.stdout, re.MULTILINE), looked.stdout
    assert re.search(r"^NO +elevenlabs speech .*does not know the key", looked.stdout, re.MULTILINE)
    assert "ELEVENLABS_API_KEY" in looked.stdout
    assert "a-wrong-key" not in looked.stdout + looked.stderr
    assert emulator.at("picture") == []
    keyless = storytailor(home, "doctor", STORYTAILOR_TEXT_PROVIDER="openai")
    assert re.search(r"^NO +OPENAI_API_KEY +OPENAI_API_KEY is not set", keyless.stdout, re.MULTILINE)
    without = storytailor(home, "doctor", "--live")
    assert re.search(r"hosted providers +none is set up", without.stdout)


def test_up_runs_everything_and_ctrl_c_stops_all_of_it(
    home: Path, folder: Path, partial: tuple[UUID, subprocess.CompletedProcess[str]]
) -> None:
    with up(home) as ports:
        assert b"dagster" in answers(f"http://127.0.0.1:{ports['STORYTAILOR_PORT']}/server_info")
        picture = next((home / "objects" / "images").rglob("cover-*.png"))
        key = picture.relative_to(home / "objects").as_posix()
        files = f"http://127.0.0.1:{ports['STORYTAILOR_FILES_PORT']}"
        assert answers(f"{files}/{key}") == picture.read_bytes()
        for hidden in ("", "private/", "images/", "../postgres/password"):
            with pytest.raises(urllib.error.HTTPError):
                urllib.request.urlopen(f"{files}/{hidden}", timeout=5)
        api = f"http://127.0.0.1:{ports['STORYTAILOR_API_PORT']}"
        assert json.loads(answers(f"{api}/health/ready"))["success"]
        token = storytailor(home, "token").stdout.strip()
        asking = urllib.request.Request(
            f"{api}/api/v1/stories",
            data=json.dumps({"storyIdea": "a lost kite", "generateAssets": False}).encode(),
            headers={"Authorization": f"Bearer {token}", "Content-Type": "application/json"},
        )
        with urllib.request.urlopen(asking, timeout=20) as answer:
            asked = json.loads(answer.read())["data"]["id"]
        assert storytailor(home, "status", asked, "--follow", **ports).returncode == 0
        tried = storytailor(home, "retry", str(partial[0]))
        assert tried.returncode == 0, tried.stderr
        followed = storytailor(home, "status", str(partial[0]), "--follow")
        assert followed.stdout.strip().endswith(f"story {partial[0]} ready"), followed.stdout
        end = time.monotonic() + 180
        while (looked := storytailor(home, "doctor", **ports)).returncode != 0 and time.monotonic() < end:
            time.sleep(2)
        assert looked.returncode == 0, looked.stdout
    assert left_running(home) == []
