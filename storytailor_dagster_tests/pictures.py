"""Pictures of the page, at a desk and on a phone, by day and by night: `make pictures`. Needs chromium.

Runs all of Storytailor in a home of its own, has the studio make three books, and writes PNGs into a folder; with
`--readme` also the two that the README shows, as small JPEGs.
"""

from __future__ import annotations

import argparse
import io
import json
import urllib.request
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

from storytailor_dagster_tests.acceptance.household import address_of, answers, up
from storytailor_dagster_tests.api.page.browsing import DESK, PHONE, launched, window
from storytailor_dagster_tests.folders import open_folder

README = Path(__file__).parents[1] / "docs" / "pictures"
LONGEST = 900_000
BOOKS = (
    {"storyType": "music", "childAge": 4, "theme": "patience", "storyIdea": "a shy drum",
     "hero": {"name": "Otto", "pronouns": "he", "species": "animal", "kind": "bear"}},
    {"storyType": "adventure", "childAge": 6, "theme": "friendship", "storyIdea": "a kite that will not fly",
     "hero": {"name": "Noor", "pronouns": "she", "inclusivityTraits": ["wheelchair_manual"]}},
    {"storyType": "bedtime", "childAge": 5, "theme": "courage", "title": "The Lantern on the Hill",
     "hero": {"name": "Mira", "pronouns": "she"}},
)  # fmt: skip
"""What is asked for; the last one is shown opened."""


def asked(api: str, token: str, book: object) -> None:
    request = urllib.request.Request(
        f"{api}/api/v1/stories",
        data=json.dumps(book).encode(),
        headers={"Authorization": f"Bearer {token}", "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        answer.read()


def opened(page: Page) -> None:
    """The second spread of the newest book in the middle of the window, a word of it lit."""
    page.locator(".volume").first.click()
    expect(page.locator(".frame img")).to_have_count(5)
    page.locator(".spread").nth(1).evaluate("spread => spread.scrollIntoView({ block: 'center' })")
    page.locator(".spread").nth(1).locator(".word").nth(7).click()
    expect(page.locator(".word.lit")).to_have_count(1)
    page.get_by_role("button", name="Pause").click()
    page.mouse.move(0, 0)
    page.wait_for_timeout(2000)


def taken(browser: Browser, address: str, folder: Path) -> None:
    for size, shape in (("desk", DESK), ("phone", PHONE)):
        for colours in ("light", "dark"):
            with window(browser, "", size=shape, color_scheme=colours, device_scale_factor=2) as at:
                page = at.page

                def shot(name: str, page: Page = page, ending: str = f"{size}-{colours}.png") -> None:
                    page.screenshot(path=folder / f"{name}-{ending}")

                page.goto(address.partition("#")[0])
                page.get_by_label("Address or token").wait_for()
                shot("welcome")
                page.goto(address)
                expect(page.locator(".volume img")).to_have_count(len(BOOKS), timeout=LONGEST)
                expect(page.locator(".stitches")).to_have_count(0, timeout=LONGEST)
                page.wait_for_timeout(1500)
                shot("shelf")
                opened(page)
                shot("book")
                page.evaluate("location.hash = '#/new'")
                page.get_by_role("button", name="Make our story").wait_for()
                shot("form")


def small(picture: Path, to: Path, *, width: int) -> None:
    """A JPEG of a picture, of at most 200 KB."""
    with Image.open(picture) as opened:
        shrunk = opened.convert("RGB").resize((width, round(opened.height * width / opened.width)))
    for quality in range(90, 40, -5):
        file = io.BytesIO()
        shrunk.save(file, "JPEG", quality=quality, optimize=True, progressive=True)
        if file.tell() < 200_000:
            break
    to.write_bytes(file.getvalue())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=Path("build/pictures"))
    parser.add_argument("--readme", action="store_true", help="also write the README's two")
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    with open_folder() as folder:
        home = folder / "data"
        with up(home) as ports, sync_playwright() as playwright:
            api = f"http://127.0.0.1:{ports['STORYTAILOR_API_PORT']}"
            answers(f"{api}/health/ready")
            address = address_of("Page", home)
            for book in BOOKS:
                asked(api, address.partition("#token=")[2], book)
            taken(launched(playwright), address, given.folder)
    if given.readme:
        small(given.folder / "book-desk-light.png", README / "page-desk.jpg", width=1440)
        small(given.folder / "shelf-phone-light.png", README / "page-phone.jpg", width=585)


if __name__ == "__main__":
    main()
