"""Characters' rows and jobs: one machinery with stories, each row its own family's."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID, uuid4

import psycopg
import pytest

from storytailor_dagster.character.portraits import Portrait
from storytailor_dagster.errors import Gone, InvalidRequest, Superseded
from storytailor_dagster.ledger import Caps, CharacterFields, CharacterRow, Claim, ClaimMode, Ledger
from storytailor_dagster.story.parts import Part
from storytailor_dagster_tests.ledger.help import FAMILY, NEIGHBOURS, Connection, new_story
from storytailor_dagster_tests.ledger.test_access import acting_as

FIELDS = CharacterFields(name="Mira", traits={"age": 6})


def new_character(ledger: Ledger, user: UUID = FAMILY, **other: str) -> UUID:
    character = uuid4()
    assert ledger.characters.insert(user, character_id=character, fields=FIELDS, **other)  # type: ignore[arg-type]
    return character


def claimed(ledger: Ledger, character: UUID, portrait: Portrait, mode: ClaimMode = ClaimMode.QUEUE) -> Claim:
    return ledger.claim(subject_id=character, part=portrait, run_id="run", mode=mode)


def read(ledger: Ledger, character: UUID) -> CharacterRow:
    row = ledger.characters.row(character)
    assert row is not None
    return row


def statuses(ledger: Ledger, character: UUID) -> list[str]:
    row = read(ledger, character)
    assets = row.asset_generation_status["assets"]
    return [row.status, row.asset_generation_status["overall"], *(assets[portrait]["status"] for portrait in Portrait)]


def record(ledger: Ledger, character: UUID, portrait: Portrait) -> None:
    ledger.record(claimed(ledger, character, portrait), columns={}, url="https://x", object_key=None)


def test_a_plain_insert_gets_two_jobs_and_a_status_object(connection: Connection, ledger: Ledger) -> None:
    with acting_as(connection, FAMILY):
        row = connection.execute(
            "insert into characters (creator_user_id, name, metadata) values (%s, 'Mira', '{\"priority\": \"high\"}')"
            " returning id",
            (FAMILY,),
        ).fetchone()
    assert row is not None
    found = read(ledger, row[0])
    assert [(job.part, job.status, job.priority) for job in found.jobs] == [
        (Portrait.HEADSHOT, "queued", "high"),
        (Portrait.BODY, "queued", "high"),
    ]
    assert statuses(ledger, row[0]) == ["generating", "generating", "pending", "pending"]
    assert found.asset_generation_started_at is not None


def test_a_character_is_ready_when_it_is_whole_and_failed_when_it_can_t_be(ledger: Ledger) -> None:
    whole, half = new_character(ledger), new_character(ledger)
    for portrait in Portrait:
        record(ledger, whole, portrait)
    record(ledger, half, Portrait.HEADSHOT)
    ledger.fail(claimed(ledger, half, Portrait.BODY), error="Nobody will draw this.")
    assert statuses(ledger, whole) == ["ready", "ready", "ready", "ready"]
    assert statuses(ledger, half) == ["failed", "partial", "ready", "failed"]


def test_a_failed_headshot_takes_the_body_with_it(ledger: Ledger) -> None:
    character = new_character(ledger)
    assert ledger.fail(claimed(ledger, character, Portrait.HEADSHOT), error="No.") == (Portrait.BODY,)
    assert statuses(ledger, character) == ["failed", "failed", "failed", "failed"]


def test_stories_and_characters_stand_in_one_queue(ledger: Ledger) -> None:
    character = new_character(ledger)
    story = new_story(ledger, characterId=str(character))
    urgent = new_character(ledger, priority="urgent")
    found = ledger.queue(limit=10)
    assert [one.subject_id for one in found] == [urgent, character, story]
    assert [one.character for one in found] == [None, None, character]
    assert [len(one.jobs) for one in found] == [2, 2, 9]


def test_what_is_no_id_is_nobody_s_character(ledger: Ledger) -> None:
    new_story(ledger, characterId="the girl next door")
    (found,) = ledger.queue(limit=10)
    assert found.character is None


def test_new_words_and_new_portraits_are_one_change(ledger: Ledger) -> None:
    character = new_character(ledger)
    claim = claimed(ledger, character, Portrait.HEADSHOT)
    other = CharacterFields(name="Mira", species="animal", traits={"kind": "fox"}, inclusivity_traits=["vitiligo"])
    ledger.characters.redraw(FAMILY, character, fields=other, parts=list(Portrait))
    row = read(ledger, character)
    assert (row.species, row.traits, row.inclusivity_traits) == ("animal", {"kind": "fox"}, ["vitiligo"])
    assert [job.attempt for job in row.jobs] == [2, 2]
    with pytest.raises(Superseded):
        ledger.record(claim, columns={}, url=None, object_key=None)
    with pytest.raises(Gone):
        ledger.characters.redraw(NEIGHBOURS, character, fields=FIELDS, parts=list(Portrait))
    assert [job.attempt for job in read(ledger, character).jobs] == [2, 2]


def test_a_silent_portrait_fails_and_so_does_one_whose_run_ended(ledger: Ledger, connection: Connection) -> None:
    silent, ended = new_character(ledger), new_character(ledger)
    for character in (silent, ended):
        claimed(ledger, character, Portrait.HEADSHOT)
    connection.execute(
        "update asset_generation_jobs set lease_expires_at = now() - interval '1 second' where subject_id = %s",
        (silent,),
    )
    assert ledger.expire(error="Silent.") == ((silent, Portrait.HEADSHOT), (silent, Portrait.BODY))
    failed = ledger.release(run_id="run", subject_id=ended, asked=[(Portrait.BODY, 1)], error="Ended.")
    assert failed == tuple(Portrait)


def test_what_a_character_cost_is_its_own(ledger: Ledger) -> None:
    character, story = new_character(ledger), new_story(ledger)
    claim = claimed(ledger, character, Portrait.HEADSHOT)
    reserved = ledger.spending.reserve(
        claim, try_number=1, provider="p", model="m", purpose="picture", digest="d", most=Decimal("0.2"), caps=Caps()
    )
    ledger.spending.settle(claim, reserved, outcome="answered", cost=Decimal("0.1"), milliseconds=1)
    (call,) = ledger.spending.calls(character)
    assert (call.part, call.cost) == (Portrait.HEADSHOT, Decimal("0.1"))
    assert ledger.spending.calls(story) == ()
    job = read(ledger, character).job(Portrait.HEADSHOT)
    assert job is not None
    assert job.cost == Decimal("0.1")


def test_deleting_a_character_leaves_its_stories_and_nothing_else(ledger: Ledger, connection: Connection) -> None:
    character = new_character(ledger)
    story = new_story(ledger, characterId=str(character))
    claim = claimed(ledger, character, Portrait.HEADSHOT)
    assert ledger.forget(character)
    assert not ledger.forget(character)
    assert ledger.characters.row(character) is None
    assert ledger.story(story) is not None
    left = connection.execute("select count(*) from asset_generation_jobs where character_id is not null").fetchone()
    assert left == (0,)
    with pytest.raises(Gone, match="The character was deleted"):
        ledger.renew(claim)


def test_a_character_s_stories_are_its_family_s(ledger: Ledger) -> None:
    character = new_character(ledger)
    mine = [
        new_story(ledger, **{name: str(character)}) for name in ("characterId", "character_id", "primaryCharacterId")
    ]
    ledger.insert_story(creator_user_id=NEIGHBOURS, metadata={"characterId": str(character)})
    new_story(ledger)
    assert [story for story, _ in ledger.characters.stories(character)] == mine
    assert len(ledger.characters.stories(character)[0][1]) == len(Part)


def test_an_id_is_one_subject_s(ledger: Ledger) -> None:
    story, character = new_story(ledger), new_character(ledger)
    with pytest.raises(psycopg.errors.UniqueViolation):
        ledger.characters.insert(FAMILY, character_id=story, fields=FIELDS)
    with pytest.raises(psycopg.errors.UniqueViolation):
        ledger.insert_story(story_id=character, creator_user_id=FAMILY, metadata={})
    with pytest.raises(InvalidRequest) as refused:
        ledger.characters.insert(NEIGHBOURS, character_id=character, fields=FIELDS)
    assert refused.value.code == "CHARACTER_ID_TAKEN"


@pytest.mark.parametrize(
    "wrong",
    [
        "insert into asset_generation_jobs (story_id, asset_type) select id, 'headshot' from stories",
        "insert into asset_generation_jobs (character_id, asset_type) select id, 'cover' from characters",
        "insert into asset_generation_jobs (asset_type) values ('cover')",
        (
            "insert into asset_generation_jobs (story_id, character_id, asset_type)"
            " select s.id, c.id, 'qr' from stories s, characters c"
        ),
    ],
)
def test_a_job_is_of_one_subject_and_of_its_parts(ledger: Ledger, connection: Connection, wrong: str) -> None:
    new_story(ledger)
    new_character(ledger)
    with pytest.raises(psycopg.errors.CheckViolation):
        connection.execute(wrong.encode())


def test_a_family_sees_its_own_characters_and_their_jobs_only(ledger: Ledger, connection: Connection) -> None:
    mine, theirs = new_character(ledger), new_character(ledger, NEIGHBOURS)
    with acting_as(connection, FAMILY):
        assert connection.execute("select id from characters").fetchall() == [(mine,)]
        seen = connection.execute("select distinct character_id from asset_generation_jobs").fetchall()
        assert seen == [(mine,)]
    assert ledger.characters.own(FAMILY, theirs) is None
    assert ledger.records.record(FAMILY, "characters", theirs) is None
    assert ledger.records.recent(FAMILY, "characters") == (mine,)


@pytest.mark.parametrize(
    "forbidden",
    [
        "insert into characters (creator_user_id, name) values ('22222222-2222-2222-2222-222222222222', 'x')",
        (
            "insert into characters (creator_user_id, name, status)"
            " values ('11111111-1111-1111-1111-111111111111', 'x', 'ready')"
        ),
        "update characters set name = 'x'",
        "delete from characters",
        "select public.record_part(id, 'headshot', '{\"status\": \"ready\"}') from characters",
        "select public.record_portraits(id, '{}') from characters",
    ],
)
def test_a_family_may_not(ledger: Ledger, connection: Connection, forbidden: str) -> None:
    new_character(ledger)
    with pytest.raises(psycopg.errors.InsufficientPrivilege), acting_as(connection, FAMILY):
        connection.execute(forbidden.encode())
