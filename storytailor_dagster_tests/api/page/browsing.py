"""A real browser: which one it is, a window of a size, and whatever it complained of."""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Literal
from uuid import UUID

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Playwright

from storytailor_dagster_tests.api.conftest import token

NAMES = ("chromium", "chromium-browser", "google-chrome")
QUIET = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--mute-audio"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1440, "height": 900}
CUT = re.compile(r"net::ERR_(CONNECTION|INTERNET|FAILED|INCOMPLETE|EMPTY)")
"""How the browser speaks of a server that is gone."""


def launched(playwright: Playwright) -> Browser:
    """The machine's own browser, without a window.

    Raises:
        RuntimeError: there is none.
    """
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        raise RuntimeError("The page is tested in a real browser, and there is none: apt-get install chromium.")
    return playwright.chromium.launch(executable_path=found, args=list(QUIET))


LIT = """
window.lit = [];
new MutationObserver((changes) => changes.forEach(({ target }) => {
  if (target.classList.contains("lit")) window.lit.push([...document.querySelectorAll(".word")].indexOf(target));
})).observe(document, { subtree: true, attributes: true, attributeFilter: ["class"] });
"""
"""Writes down the places of the words that were lit: each is for a moment only."""


@dataclass
class Window:
    """A tab at the page, in a context of its own; what the browser complained of is kept and looked at in the end."""

    page: Page
    url: str
    complaints: list[str] = field(default_factory=list)

    def hears(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and "Service Worker registration blocked" not in message.text:
            self.complaints.append(message.text)

    def sign_in(self, user: UUID, place: str = "") -> None:
        """Opens the address that `storytailor up` would print for the user, then the place within the page."""
        self.page.goto(f"{self.url}/#token={token(user)}")
        self.page.get_by_role("heading", level=1).wait_for()
        if place:
            self.go(place)

    def go(self, place: str) -> None:
        self.page.evaluate("place => { location.hash = place; }", place)
        self.page.get_by_role("heading", level=1).wait_for()

    def forgive(self, pattern: re.Pattern[str]) -> None:
        """Takes complaints that the test has caused on purpose off the list."""
        self.complaints = [one for one in self.complaints if not pattern.search(one)]


def until(page: Page, condition: str, *, seconds: float = 10) -> None:
    """Waits until an expression is true in the page, whose policy forbids Playwright's own way of waiting for one."""
    end = time.monotonic() + seconds
    while not page.evaluate(condition):
        assert time.monotonic() < end, condition
        page.wait_for_timeout(20)


@contextmanager
def window(
    browser: Browser,
    url: str,
    *,
    size: dict[str, int] | None = None,
    service_workers: Literal["allow", "block"] = "block",
    reduced_motion: Literal["reduce", "no-preference"] = "reduce",
    **more: Any,
) -> Iterator[Window]:
    """A window at the page that may have nothing to complain of; still, unless a test is about what moves."""
    context: BrowserContext = browser.new_context(
        viewport=size or DESK,  # type: ignore[arg-type]
        service_workers=service_workers,
        reduced_motion=reduced_motion,
        **more,
    )
    context.set_default_timeout(10_000)
    context.add_init_script(LIT)
    opened = Window(context.new_page(), url)
    opened.page.on("console", opened.hears)
    opened.page.on("pageerror", lambda error: opened.complaints.append(str(error)))
    try:
        yield opened
        assert opened.complaints == []
    finally:
        context.close()
