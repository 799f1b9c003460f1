"""Books without a network, and lines that carry no events. What is gone is really gone: the servers are stopped."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from storytailor_dagster.api.app import app
from storytailor_dagster.ledger import Ledger
from storytailor_dagster.local.files import served
from storytailor_dagster.store import FolderStore
from storytailor_dagster.story.parts import Part
from storytailor_dagster_tests.api.conftest import FAMILY, NEIGHBOURS, serving, settings
from storytailor_dagster_tests.api.page.browsing import CUT, Window, until
from storytailor_dagster_tests.api.page.conftest import Open
from storytailor_dagster_tests.api.page.drawing import Studio
from storytailor_dagster_tests.api.page.telling import Teller
from storytailor_dagster_tests.serving import running

AWAY = re.compile("status of 502")


class Servers:
    """The API and the objects' server of one test, which it can stop."""

    def __init__(self, database: str, ledger: Ledger, folder: Path) -> None:
        self._running = ExitStack()
        objects = self._running.enter_context(running(served(folder)))
        self.url = self._running.enter_context(serving(settings(database, home=folder.parent, public_url=objects)))
        self.teller = Teller(ledger, FolderStore(folder, base_url=objects))

    def stop(self) -> None:
        self._running.close()


@pytest.fixture
def servers(database: str, ledger: Ledger, tmp_path: Path) -> Iterator[Servers]:
    (tmp_path / "objects").mkdir()
    opened = Servers(database, ledger, tmp_path / "objects")
    yield opened
    opened.stop()


def read_once(at: Window, place: str) -> Page:
    at.sign_in(FAMILY, place)
    expect(at.page.get_by_text("Kept for offline")).to_be_visible()
    until(at.page, "navigator.serviceWorker.controller !== null")
    return at.page


def test_a_finished_book_is_read_without_a_network(servers: Servers, open_window: Open) -> None:
    at = open_window(url=servers.url, service_workers="allow")
    story = servers.teller.finished(FAMILY)
    servers.teller.ask(FAMILY, title="Not Yet There")
    page = read_once(at, story.place)
    servers.stop()
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("The Red Hat")
    expect(page.locator(".frame img")).to_have_count(5)
    for picture in page.locator(".frame img").all():
        assert picture.evaluate("image => image.naturalWidth") == 300
    word = page.locator(".word").nth(60)
    word.click()
    expect(page.locator(".word.lit")).to_have_count(1)
    until(page, f"document.querySelector('audio').currentTime >= {word.get_attribute('data-start')}")
    page.get_by_role("button", name="Captions").click()
    expect(page.locator(".caption")).to_contain_text("verse")
    page.get_by_role("link", name="Bookshelf").click()
    expect(page.get_by_text("You are not online.")).to_be_visible()
    expect(page.locator(".shelf h2")).to_have_text(["The Red Hat"])
    at.forgive(CUT)


def test_a_deleted_book_is_not_kept_any_longer(servers: Servers, open_window: Open) -> None:
    at = open_window(url=servers.url, service_workers="allow")
    page = read_once(at, servers.teller.finished(FAMILY).place)
    assert kept(page) == 1
    page.get_by_role("button", name="Delete this book").click()
    page.get_by_role("button", name="Delete it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your shelf waits for its first book")
    assert kept(page) == 0


def test_another_family_on_the_same_device_finds_nothing(servers: Servers, open_window: Open) -> None:
    at = open_window(url=servers.url, service_workers="allow")
    page = read_once(at, servers.teller.finished(FAMILY).place)
    at.sign_in(NEIGHBOURS)
    expect(page.get_by_role("heading", level=1)).to_have_text("Your shelf waits for its first book")
    assert kept(page) == 0


def test_a_new_picture_takes_the_place_of_the_old_one_that_was_kept(servers: Servers, open_window: Open) -> None:
    at = open_window(url=servers.url, service_workers="allow")
    story = servers.teller.finished(FAMILY)
    page = read_once(at, story.place)
    old = story.row.scene_art_urls
    assert old
    servers.teller.ledger.ask(subject_id=story.id, parts=[Part.SCENE_4])
    story.make(Part.SCENE_4)
    page.reload()
    new = story.row.scene_art_urls
    assert new
    until(page, f"caches.match({new[3]!r}).then(Boolean)")
    until(page, f"caches.match({old[3]!r}).then(found => !found)")


def kept(page: Page) -> int:
    names: list[str] = page.evaluate("caches.keys()")
    return sum(name.startswith("story-") for name in names)


def test_a_server_that_is_away_for_a_moment_leaves_the_shelf_as_it_is(
    database: str, objects: tuple[Path, str], open_window: Open, teller: Teller
) -> None:
    api, away = app(settings(database, public_url=objects[1])), set[str]()

    async def in_between(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"] in away:
            return await PlainTextResponse("", 502)(scope, receive, send)
        return await api(scope, receive, send)

    proxied: ASGIApp = in_between
    family = uuid4()
    story = teller.ask(family, title="Soon There")
    with running(proxied) as url:
        at = open_window(url=url)
        at.sign_in(family, "#/")
        expect(at.page.locator(".shelf h2")).to_have_text(["Soon There"])
        away.add("/api/v1/stories")
        with at.page.expect_response(lambda answer: answer.status == 502):
            pass
        expect(at.page.locator(".shelf h2")).to_have_text(["Soon There"])
        expect(at.page.get_by_role("heading", level=1)).to_have_text("Your bookshelf")
        expect(at.page.locator(".shelf .soft")).to_have_count(1)
        story.make_all()
        away.clear()
        expect(at.page.locator(".shelf .soft")).to_have_count(0, timeout=8000)
        expect(at.page.locator(".shelf h2")).to_have_text(["Soon There"])
        at.forgive(AWAY)


def test_where_events_do_not_come_through_the_status_is_asked_for(
    database: str, objects: tuple[Path, str], open_window: Open, teller: Teller, studio: Studio
) -> None:
    api = app(settings(database, public_url=objects[1]))

    async def in_between(scope: Scope, receive: Receive, send: Send) -> None:
        """A house's proxy that lets no event streams through."""
        if scope["type"] == "http" and scope["path"].endswith("/events"):
            return await PlainTextResponse("", 502)(scope, receive, send)
        return await api(scope, receive, send)

    proxied: ASGIApp = in_between
    family = uuid4()
    story = teller.ask(family)
    with running(proxied) as url:
        at = open_window(url=url)
        at.sign_in(family, story.place)
        expect(at.page.locator(".lines")).to_have_count(4)
        story.make(Part.CONTENT)
        expect(at.page.locator(".lines")).to_have_count(0, timeout=8000)
        hero = studio.keep(family, "Mira")
        at.go("#/")
        expect(at.page.locator(".hero-face")).to_contain_text("Being drawn")
        hero.draw()
        expect(at.page.locator(".hero-face")).to_have_text("Mira", timeout=8000)
        at.forgive(CUT)
        at.complaints = [one for one in at.complaints if "502" not in one]
