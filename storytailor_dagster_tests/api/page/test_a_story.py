"""A story as a family meets it: asked for in the form, arriving part by part, read to the last word."""

from __future__ import annotations

import re
from uuid import uuid4

from playwright.sync_api import expect

from storytailor_dagster.story.parts import SCENES, Part
from storytailor_dagster_tests.api.page.browsing import CUT, Window, until
from storytailor_dagster_tests.api.page.telling import Teller

SAID = """
window.said = [];
const ears = new MutationObserver((news) =>
  news.forEach((one) => one.addedNodes.forEach((line) => window.said.push(line.textContent))));
addEventListener("DOMContentLoaded", () => ears.observe(document.getElementById("said"), { childList: true }));
"""


def test_a_story_from_the_form_to_the_last_word(at: Window, teller: Teller) -> None:
    family, page = uuid4(), at.page
    at.sign_in(family)
    assert "token" not in page.url
    expect(page.get_by_role("heading", level=1)).to_have_text("Your shelf waits for its first book")
    page.get_by_role("main").get_by_role("link", name="New story").click()
    page.get_by_role("radio", name="Bedtime").check()
    page.get_by_role("radio", name="5", exact=True).check()
    page.get_by_role("button", name="courage").click()
    page.get_by_label("Do you have an idea").fill("a lamp that is afraid of the dark")
    page.get_by_label("Name", exact=True).fill("Zuzka")
    page.get_by_role("radio", name="she").check()
    page.get_by_text("Something that belongs to them").click()
    page.get_by_label("Find in the list").fill("hearing aid")
    page.get_by_role("checkbox", name="wears hearing aids").check()
    page.get_by_role("button", name="Make our story").dblclick()
    page.wait_for_url(re.compile("#/story/"))

    (story,) = teller.asked_for(family)
    row = story.row
    assert row.age_rating == 5
    assert row.metadata["themes"] == "courage"
    assert row.metadata["hero"] == {
        "name": "Zuzka", "pronouns": "she", "species": "human", "inclusivityTraits": ["hearing_aids"],
    }  # fmt: skip
    story.make_all()
    expect(page.get_by_role("button", name="Play")).to_be_visible()
    words = page.locator(".word")
    words.nth(-3).click()
    until(page, "document.querySelector('audio').ended")
    assert page.evaluate("window.lit")[-1] == words.count() - 1
    expect(page.get_by_role("button", name="Play")).to_be_visible()


def test_parts_appear_one_by_one(at: Window, teller: Teller) -> None:
    family, page = uuid4(), at.page
    page.add_init_script(SAID)
    story = teller.ask(family)
    at.sign_in(family, story.place)
    pictures = page.locator(".frame img")
    expect(page.get_by_text("Your book is being made")).to_be_visible()
    expect(page.locator(".lines")).to_have_count(4)

    story.make(Part.CONTENT)
    expect(page.locator(".passage").first).to_contain_text("Zuzka put on a red hat in verse 1.")
    expect(page.locator(".lines")).to_have_count(0)
    expect(pictures).to_have_count(0)

    story.make(Part.COVER)
    expect(pictures).to_have_count(1)
    expect(page.get_by_role("img", name="The cover of “The Red Hat”")).to_be_visible()
    light = page.evaluate("document.documentElement.style.getPropertyValue('--light-1')")
    assert light == story.row.hue_extracted_colors["coverHex1"]
    expect(page.locator(".word")).to_have_count(0)

    story.make(Part.SCENE_1)
    second = story.begin(Part.SCENE_2)
    expect(page.locator(".picture-state", has_text="Painting the second picture")).to_be_visible()
    expect(pictures).to_have_count(2)
    story.make(Part.AUDIO)
    expect(page.get_by_role("button", name="Play")).to_be_visible()
    assert page.locator(".word").count() == len(story.row.audio_words or ())
    expect(pictures).to_have_count(2)
    story.finish(Part.SCENE_2, second)
    story.make(Part.ACTIVITIES)
    expect(page.get_by_role("heading", name="To do together")).to_be_visible()
    expect(page.locator(".card")).to_have_count(4)
    story.make(*SCENES[2:])
    expect(pictures).to_have_count(5)
    expect(page.get_by_role("link", name="Open the book to print")).to_be_hidden()
    story.make(Part.PDF)
    expect(page.get_by_role("link", name="Open the book to print")).to_have_attribute("href", story.row.pdf_url or "")
    expect(page.get_by_text("Your book is being made")).to_be_hidden()

    expect(page.get_by_role("log")).to_contain_text("The book to print is ready.")
    said: list[str] = page.evaluate("window.said")
    for words in (
        "The story is ready.",
        "The cover is ready.",
        "The second picture is ready.",
        "The reading is ready.",
    ):
        assert said.count(words) == 1, said


def test_a_book_that_is_finished_is_said_nothing_of(at: Window, teller: Teller) -> None:
    family = uuid4()
    at.page.add_init_script(SAID)
    at.sign_in(family, teller.finished(family).place)
    expect(at.page.locator(".frame img")).to_have_count(5)
    assert at.page.evaluate("window.said") == []


def test_a_lost_line_is_taken_up_where_it_was(at: Window, teller: Teller) -> None:
    family, page = uuid4(), at.page
    story = teller.ask(family)
    story.make(Part.CONTENT)
    at.sign_in(family, story.place)
    expect(page.locator(".passage").first).to_contain_text("red hat")
    page.context.set_offline(True)
    story.make(Part.COVER)
    expect(page.locator(".frame img")).to_have_count(0)
    page.context.set_offline(False)
    expect(page.locator(".frame img")).to_have_count(1)
    at.forgive(CUT)


def test_the_shelf_shows_how_far_a_book_is_and_asks_before_it_deletes(at: Window, teller: Teller) -> None:
    family, page = uuid4(), at.page
    teller.finished(family, title="The Old Book")
    story = teller.ask(family, title="The New Book")
    story.make(Part.CONTENT)
    story.begin(Part.COVER)
    at.sign_in(family)
    books = page.get_by_role("list", name="Your books").get_by_role("listitem")
    expect(books).to_have_count(2)
    expect(books.first).to_contain_text("Painting the cover")
    expect(books.first.get_by_role("img", name="1 of 9 parts are ready")).to_be_visible()
    page.get_by_role("button", name="Take “The New Book” off the shelf").click()
    page.get_by_role("button", name="Keep it").click()
    expect(books).to_have_count(2)
    page.get_by_role("button", name="Take “The New Book” off the shelf").click()
    page.get_by_role("button", name="Delete it").click()
    expect(books).to_have_count(1)
    assert [one.row.title for one in teller.asked_for(family)] == ["The Old Book"]


def test_a_long_shelf_has_pages(at: Window, teller: Teller) -> None:
    family, page = uuid4(), at.page
    for number in range(14):
        teller.ask(family, title=f"Book {number}", generateAssets=False).make(Part.CONTENT)
    at.sign_in(family)
    titles = page.locator(".shelf h2")
    expect(titles).to_have_count(12)
    expect(titles.first).to_have_text("Book 13")
    page.get_by_role("link", name="Older books").click()
    expect(titles).to_have_text(["Book 1", "Book 0"])
    page.get_by_role("link", name="Newer books").click()
    expect(titles).to_have_count(12)
