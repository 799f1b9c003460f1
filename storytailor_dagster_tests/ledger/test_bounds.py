"""What a client may write into a row without the API in between, as the user that it is signed in as."""

from __future__ import annotations

import json
from uuid import uuid4

import psycopg
import pytest

from storytailor_dagster.errors import InvalidRequest, Transient
from storytailor_dagster.ledger import Ledger, is_bounded

Connection = psycopg.Connection[tuple[object, ...]]
NESTED = 10_000

UNBOUNDED = {
    "deep lists": '{"hero": ' + "[" * NESTED + "]" * NESTED + "}",
    "deep objects": '{"a": ' * NESTED + "1" + "}" * NESTED,
    "a little too deep": '{"a": ' * 33 + "1" + "}" * 33,
    "a great number": '{"seed": 1e400}',
    "a number of many digits": '{"seed": -' + "9" * 5000 + "}",
    "a great deal": json.dumps({"idea": "x" * 300_000}),
}
BOUNDED = {
    "deep enough": '{"a": ' * 31 + "1" + "}" * 31,
    "a number a browser knows": '{"seed": 999999999999999}',
    "a tiny number": '{"seed": 1e-400}',
    "much": json.dumps({"idea": "ü" * 100_000}),
}


@pytest.mark.parametrize("written", UNBOUNDED.values(), ids=UNBOUNDED)
def test_what_no_reader_could_take_is_refused_without_repeating_it(connection: Connection, written: str) -> None:
    for table, column in (("stories", "metadata"), ("characters", "metadata"), ("characters", "traits")):
        named = "title" if table == "stories" else "name"
        with pytest.raises(psycopg.errors.CheckViolation) as refused:
            connection.execute(
                f"insert into {table} (creator_user_id, {named}, {column}) values (%s, 'Quillfeather', %s)".encode(),
                (uuid4(), written),
            )
        assert refused.value.diag.constraint_name == f"{table}_bounded"
        assert "Quillfeather" not in f"{refused.value} {refused.value.diag.message_detail}"


@pytest.mark.parametrize("written", BOUNDED.values(), ids=BOUNDED)
def test_what_every_reader_takes_is_taken_and_read(connection: Connection, ledger: Ledger, written: str) -> None:
    story = uuid4()
    connection.execute(
        "insert into stories (id, creator_user_id, metadata) values (%s, %s, %s)", (story, uuid4(), written)
    )
    row = ledger.story(story)
    assert row is not None
    assert is_bounded(row.metadata)


def test_words_have_a_length_too(connection: Connection) -> None:
    for table, column in (("stories", "title"), ("characters", "name")):
        statement = f"insert into {table} (creator_user_id, {column}) values (%s, %s)".encode()
        if table == "stories":
            connection.execute(statement, (uuid4(), "x" * 10_000))
        with pytest.raises(psycopg.errors.CheckViolation):
            connection.execute(statement, (uuid4(), "x" * 300_000))


def test_a_row_is_refused_by_the_ledger_with_a_code(ledger: Ledger) -> None:
    with pytest.raises(InvalidRequest) as refused:
        ledger.insert_story(creator_user_id=uuid4(), metadata=json.loads(UNBOUNDED["a little too deep"]))
    assert refused.value.code == "NOT_BOUNDED"


@pytest.mark.parametrize("told", [float("nan"), float("inf"), 10**16, -(10**400), {"a": [float("-inf")]}])
def test_numbers_that_are_none_are_not_bounded(told: object) -> None:
    assert not is_bounded({"seed": told})


def test_a_database_that_takes_no_writes_is_waited_for(database: str) -> None:
    read_only = f"{database}?options=-cdefault_transaction_read_only%3Don"
    with Ledger(read_only) as ledger, pytest.raises(Transient) as refused:
        ledger.insert_story(creator_user_id=uuid4(), metadata={})
    assert refused.value.code == "DATABASE_READ_ONLY"
