"""What the command line says of a story that failed in part, and how it is asked for again; on a real database."""

from __future__ import annotations

import io
import json
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from rich.console import Console

from storytailor_dagster.character.portraits import Portrait
from storytailor_dagster.errors import Permanent
from storytailor_dagster.ledger import Caps, CharacterFields, Claim, Ledger
from storytailor_dagster.local.progress import watch
from storytailor_dagster.story.parts import SCENES, Part
from storytailor_dagster.subjects import AnyPart
from storytailor_dagster_tests.conftest import emptied
from storytailor_dagster_tests.ledger.help import FAMILY, claimed, made, new_story, read
from storytailor_dagster_tests.local.conftest import Cli

NO_CREDIT = Permanent("The account is empty.", code="QUOTA", remedy="Add credit, then `storytailor retry STORY`.")


@pytest.fixture
def database(postgres_18: str) -> str:
    return emptied(postgres_18)


@pytest.fixture
def partial(ledger: Ledger) -> UUID:
    """A story whose second scene failed, and with it what needs it."""
    story = new_story(ledger)
    made(ledger, story, Part.CONTENT, Part.COVER, Part.SCENE_1, Part.AUDIO, Part.ACTIVITIES)
    ledger.fail(claimed(ledger, story, Part.SCENE_2), error=NO_CREDIT)
    return story


def queued(ledger: Ledger, story: UUID) -> set[AnyPart]:
    return {job.part for job in read(ledger, story).jobs if job.status == "queued"}


def spoken(ledger: Ledger, claim: Claim, provider: str, outcome: str) -> None:
    call = ledger.spending.reserve(
        claim,
        try_number=1,
        provider=provider,
        model="m",
        purpose="speech",
        digest=provider,
        most=Decimal(0),
        caps=Caps(),
    )
    ledger.spending.settle(claim, call, outcome=outcome, cost=Decimal(0), milliseconds=1)


def test_a_failed_part_says_what_to_do_and_its_code_on_lines_of_their_own(cli: Cli, partial: UUID) -> None:
    said = cli("status", partial).stdout.splitlines()
    at = said.index("scene_2     failed: The account is empty.")
    assert said[at + 1 : at + 4] == [
        f"            Add credit, then `storytailor retry {partial}`.",
        "            QUOTA",
        "scene_3     failed: needs scene_2, which failed: The account is empty.",
    ]
    assert said[-1] == f"story {partial} partial"


def test_programs_are_told_the_same(cli: Cli, partial: UUID) -> None:
    told = json.loads(cli("status", partial, "--json").stdout)
    remedy = f"Add credit, then `storytailor retry {partial}`."
    assert told["failures"] == {"scene_2": {"remedy": remedy, "code": "QUOTA"}}
    assert told["secondVoice"] is None


@pytest.mark.parametrize("terminal", [False, True])
def test_who_watches_reads_it_too(ledger: Ledger, partial: UUID, terminal: bool) -> None:
    screen = io.StringIO()
    watch(ledger, partial, Console(file=screen, force_terminal=terminal, width=160, color_system=None))
    for words in ("The account is empty.", f"Add credit, then `storytailor retry {partial}`.", "QUOTA"):
        assert words in screen.getvalue()


def test_a_story_is_asked_for_again_where_it_failed(cli: Cli, ledger: Ledger, partial: UUID) -> None:
    said = cli("retry", partial)
    assert said.exit_code == 0, said.output
    assert queued(ledger, partial) == {Part.SCENE_2, Part.SCENE_3, Part.SCENE_4, Part.PDF}
    assert "scene_2, scene_3, scene_4, pdf" in said.stdout
    assert f"storytailor status {partial} --follow" in said.stdout
    assert "QUOTA" not in cli("status", partial).stdout


def test_one_part_is_asked_for_again_with_what_failed_below_it(cli: Cli, ledger: Ledger, partial: UUID) -> None:
    story = new_story(ledger)
    made(ledger, story, Part.CONTENT, Part.COVER, *SCENES, Part.ACTIVITIES)
    for part in (Part.AUDIO, Part.PDF):
        ledger.fail(claimed(ledger, story, part), error=NO_CREDIT)
    assert cli("retry", story, "audio").exit_code == 0
    assert queued(ledger, story) == {Part.AUDIO}
    assert cli("retry", partial, "scene_2").exit_code == 0
    assert queued(ledger, partial) == {Part.SCENE_2, Part.SCENE_3, Part.SCENE_4, Part.PDF}


@pytest.mark.parametrize(
    ("part", "code", "says"),
    [
        ("cover", "NOTHING_FAILED", "cover did not fail."),
        ("scene_3", "NEEDS_ANOTHER_PART", "scene_3 needs scene_2, which failed too."),
        ("scene_4", "NEEDS_ANOTHER_PART", "scene_4 needs scene_2, which failed too."),
    ],
)
def test_a_part_that_can_not_be_tried_again_is_refused_in_words(
    cli: Cli, ledger: Ledger, partial: UUID, part: str, code: str, says: str
) -> None:
    refused = cli("retry", partial, part)
    assert refused.exit_code == 1
    assert refused.stderr.startswith(says)
    assert f"({code})" in refused.stderr
    assert queued(ledger, partial) == set()


def test_a_part_whose_need_was_never_asked_for_is_refused_in_words(cli: Cli, ledger: Ledger) -> None:
    story = new_story(ledger, generateAssets=["pdf"])
    made(ledger, story, Part.CONTENT)
    ledger.fail(claimed(ledger, story, Part.PDF), error=NO_CREDIT)
    refused = cli("retry", story, "pdf")
    assert refused.exit_code == 1
    assert refused.stderr.startswith("pdf needs cover, which was not asked for.")
    assert "(NEEDS_ANOTHER_PART)" in refused.stderr
    assert queued(ledger, story) == set()


def test_what_is_being_made_is_not_asked_for_again(cli: Cli, ledger: Ledger, partial: UUID) -> None:
    ledger.ask(subject_id=partial, parts=[Part.SCENE_2])
    for arguments in ((partial,), (partial, "scene_2")):
        refused = cli("retry", *arguments)
        assert refused.exit_code == 1
        assert "is still being made" in refused.stderr
        assert "(NOT_READY_TO_RETRY)" in refused.stderr
    job = read(ledger, partial).job(Part.SCENE_2)
    assert job is not None
    assert job.attempt == 2


def test_a_story_without_a_failure_and_one_that_is_not_there_are_refused(cli: Cli, ledger: Ledger) -> None:
    story = new_story(ledger)
    made(ledger, story, *Part)
    for refused, code in ((cli("retry", story), "NOTHING_FAILED"), (cli("retry", uuid4()), "GONE")):
        assert refused.exit_code == 1
        assert f"({code})" in refused.stderr


@pytest.mark.parametrize(("outcome", "told"), [("failed", True), ("answered", False)])
def test_it_is_told_when_the_second_voice_read_the_story(cli: Cli, ledger: Ledger, outcome: str, told: bool) -> None:
    story = new_story(ledger)
    made(ledger, story, Part.CONTENT)
    claim = claimed(ledger, story, Part.AUDIO)
    spoken(ledger, claim, "elevenlabs", outcome)
    if told:
        spoken(ledger, claim, "polly", "answered")
    voice = "polly Ruth" if told else "elevenlabs Rachel"
    ledger.record(claim, columns={"audio_voice_id": voice}, url="https://cdn.test/audio", object_key=None)
    said = cli("status", story).stdout
    assert ("audio       ready: read by the second voice, polly Ruth" in said) == told
    assert json.loads(cli("status", story, "--json").stdout)["secondVoice"] == (voice if told else None)


def test_a_character_is_told_of_and_asked_for_again_like_a_story(ledger: Ledger, cli: Cli) -> None:
    character = uuid4()
    ledger.characters.insert(FAMILY, character_id=character, fields=CharacterFields(name="Zuzka", traits={}))
    ledger.fail(claimed(ledger, character, Portrait.HEADSHOT), error=NO_CREDIT)
    told = cli("status", character)
    assert "headshot    failed: The account is empty." in told.output
    assert f"storytailor retry {character}" in told.output
    assert f"character {character} failed" in told.output
    assert "Queued again: headshot, body." in cli("retry", character).output
    assert queued_portraits(ledger, character) == {"headshot", "body"}
    assert "There is no such part." in cli("retry", character, "nose").output
    assert "a character's id" in cli("export", character, "somewhere").output


def queued_portraits(ledger: Ledger, character: UUID) -> set[str]:
    row = ledger.characters.row(character)
    assert row is not None
    return {job.part.value for job in row.jobs if job.status == "queued"}
