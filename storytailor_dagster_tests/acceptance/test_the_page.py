"""A family with the page alone: `storytailor up`, the address it prints, a form, and a story to listen to."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect, sync_playwright

from storytailor_dagster_tests.acceptance.household import address_of, answers, left_running, up
from storytailor_dagster_tests.api.page.browsing import PHONE, launched, until, window

LONGEST = 600
"""Seconds for the studio to make a book, on a machine that has much else to do."""
QUICKLY = 8
"""How fast it is listened to."""


@pytest.mark.timeout(LONGEST + 300)
def test_a_family_makes_a_story_in_the_page_and_listens_to_the_end(home: Path) -> None:
    with up(home) as ports, sync_playwright() as playwright:
        answers(f"http://127.0.0.1:{ports['STORYTAILOR_API_PORT']}/health/ready")
        with window(launched(playwright), "", size=PHONE, has_touch=True, service_workers="allow") as at:
            page = at.page
            page.goto(address_of("Page", home))
            page.get_by_role("main").get_by_role("link", name="New story").tap()
            page.get_by_role("radio", name="Bedtime").check()
            page.get_by_role("button", name="courage").tap()
            page.get_by_label("Name", exact=True).fill("Zuzka")
            page.get_by_role("button", name="Make our story").tap()
            expect(page.get_by_role("heading", name="Your book is being made")).to_be_visible()
            expect(page.get_by_text("Kept for offline")).to_be_visible(timeout=LONGEST * 1000)
            expect(page.get_by_role("heading", name="Your book is being made")).to_be_hidden()
            expect(page.locator(".frame img")).to_have_count(5)
            expect(page.locator(".card")).to_have_count(4)
            expect(page.locator(".passage").first).to_contain_text("Zuzka")

            page.evaluate(f"document.querySelector('audio').playbackRate = {QUICKLY}")
            page.get_by_role("button", name="Play").tap()
            until(page, "document.querySelector('audio').ended", seconds=120)
            lit, count = page.evaluate("window.lit"), page.locator(".word").count()
            assert lit == sorted(lit)
            assert lit[0] == 0
            assert lit[-1] == count - 1
            expect(page.locator(".word").last).to_be_in_viewport()
            book = page.request.get(page.get_by_role("link", name="Open the book to print").get_attribute("href") or "")
            assert book.body().startswith(b"%PDF-")
    assert left_running(home) == []
