"""The OpenAPI document: what it promises is what is answered, whatever is sent."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from storytailor_dagster.api.app import app
from storytailor_dagster_tests.api import conftest
from storytailor_dagster_tests.api.conftest import FAMILY, serving, token
from storytailor_dagster_tests.conftest import emptied

DOCUMENT = app(conftest.settings("postgresql://nowhere/nothing")).openapi()
OPERATIONS = [
    (path, method)
    for path, methods in DOCUMENT["paths"].items()
    for method in methods
    if not path.endswith("/events")  # an answer without an end
]
MODES = [
    (path, method, mode)
    for path, method in OPERATIONS
    for mode in schemathesis.GenerationMode
    if mode.is_positive or {"parameters", "requestBody"} & set(DOCUMENT["paths"][path][method])  # may be wrong
]
CHECKS = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    unsupported_method,
)


async def somewhere(_: str, __: int) -> Sequence[str]:
    """Every webhook's host is this machine, where nobody listens."""
    return ["127.0.0.2"]


@pytest.fixture(scope="module")
def served(postgres_18: str) -> Iterator[str]:
    free = {"requests_per_minute": None, "webhooks_per_user": 10_000, "webhooks_allow_private": True}
    with serving(conftest.settings(emptied(postgres_18), **free), resolve=somewhere) as url:
        yield url


@pytest.fixture
def story(served: str) -> str:
    """A story of the family's, so that requests for a story find one."""
    headers = {"Authorization": f"Bearer {token(FAMILY)}"}
    answer = httpx.post(f"{served}/api/v1/stories", json={"storyIdea": "a kite"}, headers=headers)
    return str(answer.json()["data"]["id"])


@pytest.fixture
def known(served: str, story: str) -> dict[str, str]:
    """Ids of what is there."""
    headers = {"Authorization": f"Bearer {token(FAMILY)}"}
    hooks = f"{served}/api/v1/webhooks"
    webhook = httpx.post(hooks, json={"url": "https://app.test/"}, headers=headers).json()["data"]["id"]
    delivery = httpx.post(f"{hooks}/{webhook}/test", headers=headers).json()["data"]["id"]
    hero = httpx.post(f"{served}/api/v1/characters", json={"name": "Mira"}, headers=headers).json()["data"]["id"]
    return {"story_id": story, "character_id": hero, "webhook_id": webhook, "delivery_id": delivery}


@pytest.mark.parametrize(("path", "method", "mode"), MODES, ids=str)
def test_whatever_is_sent_the_answer_is_one_that_is_documented(
    served: str, known: dict[str, str], path: str, method: str, mode: schemathesis.GenerationMode
) -> None:
    schema = schemathesis.openapi.from_dict(DOCUMENT)
    operation = schema[path][method.upper()]
    headers = {"Authorization": f"Bearer {token(FAMILY)}"}

    @settings(
        max_examples=30,
        deadline=None,
        derandomize=True,
        database=None,
        phases=(Phase.explicit, Phase.generate),
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode), there=st.booleans())
    def send(case: Any, there: bool) -> None:
        if there:
            case.path_parameters.update({name: known[name] for name in case.path_parameters if name in known})
        case.call_and_validate(base_url=served, headers=headers, checks=CHECKS)

    send()


def test_every_operation_has_a_summary_an_answer_and_its_refusals() -> None:
    for path, method in OPERATIONS:
        told = DOCUMENT["paths"][path][method]
        assert told["summary"], path
        assert told["description"], path
        good = [code for code in told["responses"] if code.startswith("2")]
        assert good, path
        if path.startswith("/api/"):
            assert {"401", "422", "429", "503"} <= set(told["responses"]), path


def test_every_body_has_an_example_that_is_taken(served: str, known: dict[str, str]) -> None:
    headers = {"Authorization": f"Bearer {token(FAMILY)}"}
    tried = 0
    for path, method in OPERATIONS:
        body = DOCUMENT["paths"][path][method].get("requestBody")
        if body is None:
            continue
        (schema,) = tuple(_refs(body["content"]["application/json"]["schema"]))
        for example in DOCUMENT["components"]["schemas"][schema]["examples"]:
            url = served + path.format(**known, asset="cover")
            answer = httpx.request(method, url, json=example, headers=headers)
            assert answer.is_success, answer.text
            tried += 1
    assert tried >= 3


def test_the_documents_page_needs_nothing_from_elsewhere(served: str) -> None:
    addresses = re.findall(r'(?:src|href)="([^"]+)"', httpx.get(f"{served}/docs").text)
    assert len(addresses) == 3
    assert all(httpx.get(served + address).is_success for address in addresses)


def _refs(schema: dict[str, Any]) -> Iterator[str]:
    if "$ref" in schema:
        yield schema["$ref"].rpartition("/")[2]
    for one in schema.get("anyOf", ()):
        yield from _refs(one)
