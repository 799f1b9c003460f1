"""Bodies, headers and addresses that are broken or hostile: each is refused with a code, and nothing of it is kept."""

from __future__ import annotations

import httpx
import pytest

from storytailor_dagster.ledger import Ledger
from storytailor_dagster_tests.conftest import emptied

STORIES = "/api/v1/stories"
JSON = {"Content-Type": "application/json"}
DEEP = 10_000

BODIES = {
    "deep lists": b'{"hero": ' + b"[" * DEEP + b"]" * DEEP + b"}",
    "deep objects": b'{"birthday":' + b'{"a":' * DEEP + b"1" + b"}" * DEEP + b"}",
    "no end": b'{"hero": ' + b"[" * DEEP,
    "bad UTF-8": b'{"storyIdea": "\xff\xfe"}',
    "half of a character": b'{"storyIdea": "\xf0\x9f"}',
    "a number of many digits": b'{"seed": ' + b"9" * 5000 + b"}",
    "two bodies": b'{"storyIdea": "a"}{"storyIdea": "b"}',
}
VALUES = {
    "deep enough to be parsed": b'{"a":' * 400 + b"1" + b"}" * 400,
    "a little too deep": b'{"a":' * 33 + b"1" + b"}" * 33,
    "no number": b"NaN",
    "an infinite one": b"-Infinity",
    "one that becomes infinite": b"1e400",
    "a great one": b"1" + b"0" * 400,
}


@pytest.fixture
def database(postgres_18: str) -> str:
    """One server will do: nothing of this reaches it."""
    return emptied(postgres_18)


def test_a_body_that_is_no_json_is_refused(family: httpx.Client, ledger: Ledger) -> None:
    for name, body in BODIES.items():
        answer = family.post(STORIES, content=body, headers=JSON)
        assert (answer.status_code, answer.json()["code"]) in {(400, "MALFORMED_BODY"), (422, "INVALID_BODY")}, name
    assert ledger.queue(limit=1) == ()


@pytest.mark.parametrize("path", [STORIES, "/api/v1/characters"])
def test_a_value_that_no_reader_takes_is_refused(family: httpx.Client, ledger: Ledger, path: str) -> None:
    for name, value in VALUES.items():
        for field in (b"birthday", b"hero", b"seed", b"appearance", b"unknown"):
            body = b'{"storyIdea": "a kite", "name": "Mira", "' + field + b'": ' + value + b"}"
            answer = family.post(path, content=body, headers=JSON)
            assert (answer.status_code, answer.json()["code"]) == (400, "NOT_BOUNDED"), (name, field)
    assert ledger.queue(limit=1) == ()


def test_what_postgres_does_not_hold_is_refused_where_it_is_printed_and_else_left_out(family: httpx.Client) -> None:
    for field, written in (("storyIdea", "a\\u0000b"), ("title", "a\\u0000b"), ("storyIdea", "\\ud800")):
        refused = family.post(STORIES, content=f'{{"{field}": "{written}"}}', headers=JSON)
        assert refused.status_code in (400, 422)
    kept = family.post(
        STORIES, content=r'{"storyIdea": "a", "hero": {"name": "Mira", "x\u0000": "y\u0000"}}', headers=JSON
    )
    assert kept.status_code == 201
    story = family.get(f"{STORIES}/{kept.json()['data']['id']}").json()["data"]
    assert story["metadata"]["hero"] == {"name": "Mira", "x": "y"}


def test_an_events_id_that_is_none_is_passed_over(family: httpx.Client) -> None:
    story = family.post(STORIES, json={"storyIdea": "a kite"}).json()["data"]["id"]
    for written in (b"\xb2", b"-1", b"\xff", b""):
        with family.stream("GET", f"{STORIES}/{story}/events", headers={b"Last-Event-ID": written}) as told:
            assert told.status_code == 200, written
            assert next(told.iter_lines()) == "retry: 2000"


def test_an_address_of_tricks_leads_nowhere(family: httpx.Client) -> None:
    for below in ("", STORIES, "/api/v1/characters"):
        for path in (
            "/%00",
            "/%ff%fe",
            "/..%2f..%2fetc%2fpasswd",
            f"/{'a' * 5000}",
            "/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
        ):
            address = httpx.URL(str(family.base_url)).copy_with(raw_path=(below + path).encode())
            answer = family.send(family.build_request("GET", address))
            assert answer.status_code in (404, 405, 422), (below, path)


def test_a_token_that_is_none_is_refused(url: str) -> None:
    for token in (b"\xff\xfe", b"a." * 20_000, b"..", b"null", b"eyJhbGciOiJub25lIn0.e30."):
        answer = httpx.get(f"{url}{STORIES}", headers={b"Authorization": b"Bearer " + token})
        assert (answer.status_code, answer.json()["code"]) == (401, "UNAUTHORIZED")
