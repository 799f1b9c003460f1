"""The page in a real browser: one browser for all tests, a window for each, one database, objects on loopback."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from storytailor_dagster.ledger import Ledger
from storytailor_dagster.local.files import served
from storytailor_dagster.store import FolderStore
from storytailor_dagster_tests.api.conftest import serving, settings
from storytailor_dagster_tests.api.page.browsing import Window, launched, window
from storytailor_dagster_tests.api.page.drawing import Studio
from storytailor_dagster_tests.api.page.telling import Teller
from storytailor_dagster_tests.conftest import emptied
from storytailor_dagster_tests.serving import running

Open = Callable[..., Window]


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Closed after the page's tests: while it is open, no other test could run an event loop in this thread."""
    with sync_playwright() as playwright:
        opened = launched(playwright)
        yield opened
        opened.close()


@pytest.fixture
def database(postgres_18: str) -> str:
    """One server is enough: what the page is told is tested on all of them elsewhere."""
    return emptied(postgres_18)


@pytest.fixture(scope="session")
def objects(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """A folder of objects, and where it is served."""
    folder = tmp_path_factory.mktemp("home") / "objects"
    folder.mkdir()
    with running(served(folder)) as url:
        yield folder, url


@pytest.fixture
def url(database: str, objects: tuple[Path, str]) -> Iterator[str]:
    """The API, which knows where the objects are."""
    folder, found = objects
    with serving(settings(database, home=folder.parent, public_url=found)) as api:
        yield api


@pytest.fixture
def teller(ledger: Ledger, objects: tuple[Path, str]) -> Teller:
    folder, found = objects
    return Teller(ledger, FolderStore(folder, base_url=found))


@pytest.fixture
def studio(ledger: Ledger, objects: tuple[Path, str]) -> Studio:
    folder, found = objects
    return Studio(ledger, FolderStore(folder, base_url=found))


@pytest.fixture
def open_window(browser: Browser, url: str) -> Iterator[Open]:
    """Opens windows; each is looked through for complaints when the test is over."""
    with ExitStack() as opened:
        yield lambda **how: opened.enter_context(window(browser, how.pop("url", url), **how))


@pytest.fixture
def at(open_window: Open) -> Window:
    """A window on a desk."""
    return open_window()
