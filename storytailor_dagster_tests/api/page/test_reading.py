"""Reading along: words lit as they are spoken, going to a word, keys, captions, and what a reader has set up."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from playwright.sync_api import Page, Route, expect

from storytailor_dagster.story.parts import Part
from storytailor_dagster_tests.api.page.browsing import PHONE, Window, until
from storytailor_dagster_tests.api.page.conftest import Open
from storytailor_dagster_tests.api.page.telling import Teller


def now(page: Page) -> float:
    found: float = page.evaluate("document.querySelector('audio').currentTime")
    return found


def is_playing(page: Page) -> bool:
    found: bool = page.evaluate("!document.querySelector('audio').paused")
    return found


@pytest.fixture
def reading(at: Window, teller: Teller) -> Page:
    """A finished book, opened, its voice ready."""
    family = uuid4()
    at.sign_in(family, teller.finished(family).place)
    until(at.page, "document.querySelector('audio').readyState > 0")
    return at.page


def test_the_word_that_is_spoken_is_lit_and_no_other(reading: Page) -> None:
    reading.get_by_role("button", name="Play").click()
    until(reading, "window.lit.length > 4")
    reading.get_by_role("button", name="Pause").click()
    lit = reading.locator(".word.lit")
    expect(lit).to_have_count(1)
    start = float(lit.get_attribute("data-start") or "nan")
    assert start <= now(reading) < start + 1.35
    seen = reading.evaluate("window.lit")
    assert seen == list(range(len(seen)))


def test_a_click_or_enter_on_a_word_goes_there(reading: Page) -> None:
    reading.locator(".word").nth(40).click()
    until(reading, "window.lit[0] === 40")
    assert is_playing(reading)
    reading.get_by_role("button", name="Pause").click()
    first = reading.locator(".passage").nth(2).locator(".word").first
    first.focus()
    reading.keyboard.press("ArrowRight")
    reading.keyboard.press("ArrowRight")
    reading.keyboard.press("ArrowLeft")
    second = reading.locator(".passage").nth(2).locator(".word").nth(1)
    expect(second).to_be_focused()
    reading.keyboard.press("Enter")
    place = reading.evaluate("[...document.querySelectorAll('.word')].indexOf(document.activeElement)")
    until(reading, f"window.lit.includes({place})")


def test_space_plays_and_arrows_go(reading: Page) -> None:
    reading.get_by_role("heading", level=1).focus()
    reading.keyboard.press("Space")
    until(reading, "!document.querySelector('audio').paused")
    reading.keyboard.press("Space")
    until(reading, "document.querySelector('audio').paused")
    before = now(reading)
    reading.keyboard.press("ArrowRight")
    assert now(reading) == pytest.approx(before + 5, abs=0.05)
    reading.keyboard.press("ArrowLeft")
    assert now(reading) == pytest.approx(before, abs=0.05)


def test_seeking_and_speed(reading: Page) -> None:
    slider = reading.get_by_role("slider", name="Place in the story")
    slider.fill("500")
    half = reading.evaluate("document.querySelector('audio').duration / 2")
    assert now(reading) == pytest.approx(half, abs=0.2)
    expect(slider).to_have_attribute("aria-valuetext", re.compile(r"\d+ seconds? of "))
    reading.get_by_role("combobox", name="Speed").select_option("1.5")
    assert reading.evaluate("document.querySelector('audio').playbackRate") == 1.5


def test_captions_on_demand(reading: Page) -> None:
    caption = reading.locator(".caption")
    expect(caption).to_be_hidden()
    reading.get_by_role("button", name="Captions").click()
    reading.locator(".word").first.click()
    expect(caption).to_have_text("Zuzka put on a red hat in verse 1.")
    reading.get_by_role("button", name="Captions").click()
    expect(caption).to_be_hidden()


def test_the_page_goes_along_until_the_reader_scrolls(reading: Page) -> None:
    last = reading.locator(".passage").last
    reading.get_by_role("slider", name="Place in the story").fill("800")
    reading.get_by_role("button", name="Play").click()
    expect(last).to_be_in_viewport()
    reading.mouse.move(700, 400)
    for _ in range(3):  # the first only stops the page
        reading.mouse.wheel(0, -20000)
    along = reading.get_by_role("button", name="Follow along")
    expect(along).to_be_visible()
    expect(last).not_to_be_in_viewport()
    along.click()
    expect(last).to_be_in_viewport()
    expect(along).to_be_hidden()


def test_the_text_can_be_selected(reading: Page) -> None:
    words = reading.locator(".passage").first.locator(".word")
    expect(reading.get_by_text("Kept for offline")).to_be_visible()
    until(reading, "document.fonts.status === 'loaded'")
    end = words.nth(5).bounding_box()
    assert end
    words.nth(0).hover(position={"x": 1, "y": end["height"] / 2})
    reading.mouse.down()
    words.nth(5).hover(position={"x": end["width"] - 1, "y": end["height"] / 2})
    reading.mouse.up()
    assert reading.evaluate("getSelection().toString()").split() == ["Zuzka", "put", "on", "a", "red", "hat"]
    assert not is_playing(reading)


def test_nothing_moves_under_the_reader_when_the_book_is_kept(at: Window, teller: Teller) -> None:
    family = uuid4()
    held: list[Route] = []
    at.page.route("**/*.vtt*", lambda route: held.append(route))
    at.sign_in(family, teller.finished(family).place)
    word = at.page.locator(".word").first
    kept = at.page.get_by_text("Kept for offline")
    until(at.page, "document.fonts.status === 'loaded'")
    expect(kept).to_be_hidden()
    before = word.bounding_box()
    at.page.unroute_all()
    for route in held:
        route.continue_()
    expect(kept).to_be_visible()
    assert word.bounding_box() == before


def test_words_that_do_not_fit_their_times_are_read_all_the_same(at: Window, teller: Teller) -> None:
    family = uuid4()
    story = teller.ask(family)
    story.make(Part.CONTENT)
    story.make(Part.AUDIO, audio_blocks={"a": '<span data-start="0.000" data-end="0.300">Other</span> '})
    at.sign_in(family, story.place)
    expect(at.page.locator(".passage").first).to_contain_text("Zuzka put on a red hat")
    expect(at.page.locator(".word")).to_have_count(0)


def test_reduced_motion_is_honoured(open_window: Open, teller: Teller) -> None:
    family = uuid4()
    story = teller.ask(family)
    story.make(Part.CONTENT)
    story.begin(Part.COVER)
    at = open_window(reduced_motion="reduce")
    at.sign_in(family, story.place)
    expect(at.page.get_by_text("Painting the cover").first).to_be_visible()
    assert at.page.evaluate("document.getAnimations().length") == 0
    moving = open_window(reduced_motion="no-preference")
    moving.sign_in(family, story.place)
    expect(moving.page.get_by_text("Painting the cover").first).to_be_visible()
    assert moving.page.evaluate("document.getAnimations().length") > 0


def test_titles_and_texts_from_right_to_left(open_window: Open, teller: Teller) -> None:
    family, title = uuid4(), "הפנס הקטן"
    story = teller.ask(family, title=None)
    story.make(Part.CONTENT, title=title, content={
        "text": "שלום עולם.",
        "beats": [{"id": f"beat-{n}", "content": "שלום עולם קטן."} for n in (1, 2, 3, 4)],
        "metadata": {"language": "he", "storyType": "Bedtime"},
    })  # fmt: skip
    story.make(Part.AUDIO)
    at = open_window(size=PHONE)
    at.sign_in(family, story.place)
    heading = at.page.get_by_role("heading", level=1)
    expect(heading).to_have_text(title)
    for place in (heading, at.page.locator(".passage p").first):
        assert place.evaluate("element => getComputedStyle(element).direction") == "rtl"
    expect(at.page.get_by_role("article")).to_have_attribute("lang", "he")
    first, second = (at.page.locator(".word").nth(number) for number in (0, 1))
    first.focus()
    at.page.keyboard.press("ArrowLeft")
    expect(second).to_be_focused()
    assert at.page.evaluate("document.documentElement.scrollWidth") <= 390
