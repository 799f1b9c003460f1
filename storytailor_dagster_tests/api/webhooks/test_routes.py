"""Webhooks over REST: who may have which, and what is said about them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from storytailor_dagster.ledger import Ledger
from storytailor_dagster_tests.api.conftest import FAMILY, serving, settings, token
from storytailor_dagster_tests.api.test_stories import code
from storytailor_dagster_tests.api.webhooks.help import WEBHOOKS, log, registered, text_made

HOOK = "http://127.0.0.1:9/hook"


def test_a_webhook_is_registered_and_its_secret_shown_once(family: httpx.Client) -> None:
    answer = family.post(WEBHOOKS, json={"url": HOOK, "events": ["story.ready"], "description": "Our app"})
    assert answer.status_code == 201
    made = answer.json()["data"]
    assert answer.headers["location"] == f"{WEBHOOKS}/{made['id']}"
    secret = made.pop("secret")
    assert secret.startswith("whsec_")
    assert made | {"id": None, "created_at": None} == {
        "id": None,
        "url": HOOK,
        "events": ["story.ready"],
        "description": "Our app",
        "enabled": True,
        "disabled_at": None,
        "disabled_why": None,
        "failing_since": None,
        "former_secret_until": None,
        "created_at": None,
    }
    assert family.get(f"{WEBHOOKS}/{made['id']}").json() == {"success": True, "data": made}
    assert family.get(WEBHOOKS).json() == {"success": True, "data": [made]}
    assert secret != registered(family, HOOK)["secret"]


def test_it_is_changed_as_far_as_is_said(family: httpx.Client) -> None:
    made = registered(family, HOOK, description="Our app")
    path = f"{WEBHOOKS}/{made['id']}"

    def changed(**body: Any) -> dict[str, Any]:
        told = family.patch(path, json=body).json()["data"]
        return {name: value for name, value in told.items() if value != made.get(name)}

    assert changed() == {}
    assert changed(events=["asset.failed", "asset.failed"]) == {"events": ["asset.failed"]}
    assert changed(events=made["events"], description=None) == {"description": None}
    assert changed(url=f"{HOOK}/2", description="Our app") == {"url": f"{HOOK}/2"}
    off = changed(url=HOOK, enabled=False)
    assert off.pop("disabled_at") is not None
    assert off == {"enabled": False, "disabled_why": "owner"}
    assert changed(enabled=True) == {}


def test_it_is_deleted_with_its_log(family: httpx.Client, ledger: Ledger) -> None:
    made = registered(family, HOOK)
    text_made(ledger)
    assert len(log(family, made["id"])) == 2
    assert family.delete(f"{WEBHOOKS}/{made['id']}").json()["data"] == {"id": made["id"], "deleted": True}
    assert family.get(WEBHOOKS).json()["data"] == []
    assert code(family.delete(f"{WEBHOOKS}/{made['id']}")) == (404, "WEBHOOK_NOT_FOUND")


def test_the_log_comes_in_pages(family: httpx.Client, ledger: Ledger) -> None:
    made = registered(family, HOOK)
    stories = [text_made(ledger) for _ in range(3)]
    answer = family.get(f"{WEBHOOKS}/{made['id']}/deliveries", params={"limit": 4, "page": 2}).json()
    assert [(one["type"], one["story_id"]) for one in answer["data"]] == [
        ("story.ready", str(stories[0])),
        ("asset.ready", str(stories[0])),
    ]
    assert answer["pagination"] == {
        "page": 2,
        "limit": 4,
        "total": 6,
        "totalPages": 2,
        "hasNext": False,
        "hasPrevious": True,
    }
    assert log(family, made["id"], status="delivered") == []


ROUTES = [
    ("GET", ""),
    ("PATCH", ""),
    ("DELETE", ""),
    ("POST", "/secret"),
    ("POST", "/test"),
    ("GET", "/deliveries"),
    ("POST", "/deliveries/{delivery}/redeliver"),
]


@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_anothers_webhook_is_not_there(
    client: Callable[[UUID | None], httpx.Client], ledger: Ledger, method: str, path: str
) -> None:
    mine, other, nobody = client(FAMILY), client(uuid4()), client(None)
    made = registered(mine, HOOK)
    text_made(ledger)
    address = f"{WEBHOOKS}/{made['id']}" + path.format(delivery=log(mine, made["id"])[0]["id"])
    body = {"url": HOOK + "/stolen"} if method == "PATCH" else None
    assert code(other.request(method, address, json=body)) == (404, "WEBHOOK_NOT_FOUND")
    assert code(nobody.request(method, address, json=body)) == (401, "UNAUTHORIZED")
    assert other.get(WEBHOOKS).json()["data"] == []
    assert {name: value for name, value in made.items() if name not in ("secret", "failing_since")}.items() <= (
        mine.get(f"{WEBHOOKS}/{made['id']}").json()["data"].items()
    )


def test_a_delivery_is_found_under_its_own_webhook_only(family: httpx.Client, ledger: Ledger) -> None:
    made = registered(family, HOOK)
    text_made(ledger)
    delivery = log(family, made["id"])[0]["id"]
    other = registered(family, HOOK)
    for webhook, one in ((other["id"], delivery), (made["id"], uuid4())):
        answer = family.post(f"{WEBHOOKS}/{webhook}/deliveries/{one}/redeliver")
        assert code(answer) == (404, "DELIVERY_NOT_FOUND")


def test_nothing_is_sent_on_demand_while_it_is_disabled(family: httpx.Client, ledger: Ledger) -> None:
    made = registered(family, HOOK)
    text_made(ledger)
    delivery = log(family, made["id"])[0]["id"]
    path = f"{WEBHOOKS}/{made['id']}"
    family.patch(path, json={"enabled": False})
    assert code(family.post(f"{path}/test")) == (409, "WEBHOOK_DISABLED")
    assert code(family.post(f"{path}/deliveries/{delivery}/redeliver")) == (409, "WEBHOOK_DISABLED")


def test_a_user_may_have_ten_and_each_user_ten_of_their_own(family: httpx.Client, neighbours: httpx.Client) -> None:
    for _ in range(10):
        registered(family, HOOK)
    assert code(family.post(WEBHOOKS, json={"url": HOOK})) == (409, "TOO_MANY_WEBHOOKS")
    registered(neighbours, HOOK)


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"url": "not an address"},
        {"url": "ftp://app.test/"},
        {"url": "file:///etc/passwd"},
        {"url": "https://[fe80::1%25eth0]/"},
        {"url": "https://app.test:99999/"},
        {"url": HOOK, "events": []},
        {"url": HOOK, "events": ["webhook.test"]},
        {"url": HOOK, "events": ["'; drop table webhook_endpoints; --"]},
        {"url": HOOK, "description": "x" * 201},
    ],
)
def test_a_body_that_does_not_fit_is_refused(family: httpx.Client, body: dict[str, Any]) -> None:
    assert code(family.post(WEBHOOKS, json=body)) == (422, "INVALID_BODY")


@pytest.mark.parametrize(
    "address",
    [
        "http://user@127.0.0.1/",
        "http://user:word@127.0.0.1/",
        "http://127.0.0.1/#part",
        f"http://127.0.0.1/{'x' * 2048}",
    ],
)
def test_an_address_with_more_in_it_than_an_address_is_refused(family: httpx.Client, address: str) -> None:
    answer = family.post(WEBHOOKS, json={"url": address})
    assert answer.json()["code"] in ("WEBHOOK_URL_REFUSED", "INVALID_BODY")
    assert family.get(WEBHOOKS).json()["data"] == []


@pytest.mark.parametrize("hostile", ["'; drop table webhook_endpoints; --", "<script>alert(1)</script>", "%s %(id)s"])
def test_hostile_words_stay_words(family: httpx.Client, hostile: str) -> None:
    made = registered(family, f"{HOOK}?q={hostile}", description=hostile)
    assert made["description"] == hostile
    assert family.get(f"{WEBHOOKS}/{hostile}").status_code in (404, 422)
    assert family.get(f"{WEBHOOKS}/{made['id']}/deliveries", params={"status": hostile}).status_code == 422
    assert len(family.get(WEBHOOKS).json()["data"]) == 1


def test_a_line_break_in_an_address_becomes_no_header(family: httpx.Client) -> None:
    made = registered(family, "http://127.0.0.1:9/a\r\nX-Evil: 1")
    assert "\r" not in made["url"]
    assert "\n" not in made["url"]
    assert " " not in made["url"]


@pytest.fixture
def strict(database: str) -> Iterator[httpx.Client]:
    """A client of the API as it is without settings: public addresses only."""
    with (
        serving(settings(database)) as url,
        httpx.Client(base_url=url, headers={"Authorization": f"Bearer {token(FAMILY)}"}, timeout=20.0) as client,
    ):
        yield client


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "127.1",
        "0x7f000001",
        "2130706433",
        "0.0.0.0",
        "10.0.0.1",
        "192.168.1.1",
        "172.16.0.1",
        "100.64.0.1",
        "169.254.169.254",
        "224.0.0.1",
        "255.255.255.255",
        "localhost",
        "localhost.",
        "nowhere.invalid",
        "[::1]",
        "[::]",
        "[::ffff:127.0.0.1]",
        "[::ffff:a00:1]",
        "[64:ff9b::7f00:1]",
        "[fe80::1]",
        "[fd00::1]",
        "[ff02::1]",
    ],
)
def test_no_address_of_our_own_house_is_registered(strict: httpx.Client, host: str) -> None:
    answer = strict.post(WEBHOOKS, json={"url": f"https://{host}/hook"})
    assert code(answer) == (400, "WEBHOOK_ADDRESS_REFUSED")
    assert strict.get(WEBHOOKS).json()["data"] == []


def test_only_https_is_registered(strict: httpx.Client) -> None:
    assert code(strict.post(WEBHOOKS, json={"url": "http://8.8.8.8/hook"})) == (400, "WEBHOOK_URL_REFUSED")
    made = registered(strict, "https://8.8.8.8/hook")
    for url, refused in (("http://8.8.8.8/", "WEBHOOK_URL_REFUSED"), ("https://10.0.0.1/", "WEBHOOK_ADDRESS_REFUSED")):
        assert code(strict.patch(f"{WEBHOOKS}/{made['id']}", json={"url": url})) == (400, refused)
    assert strict.get(f"{WEBHOOKS}/{made['id']}").json()["data"]["url"] == "https://8.8.8.8/hook"


def test_the_document_shows_what_is_sent_and_what_is_refused(family: httpx.Client) -> None:
    document = family.get("/openapi.json").json()
    assert set(document["webhooks"]) == {"story", "asset"}
    for path, methods in document["paths"].items():
        if path.startswith(f"{WEBHOOKS}/{{webhook_id}}"):
            for one in methods.values():
                examples = one["responses"]["404"]["content"]["application/json"]["examples"]
                assert examples["WEBHOOK_NOT_FOUND"]["value"]["code"] == "WEBHOOK_NOT_FOUND"
