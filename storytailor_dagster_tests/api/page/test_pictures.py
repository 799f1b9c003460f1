"""Pictures that failed, and pictures that a family wants otherwise."""

from __future__ import annotations

from uuid import uuid4

from playwright.sync_api import expect

from storytailor_dagster.story.parts import SCENES, Part
from storytailor_dagster_tests.api.page.browsing import Window
from storytailor_dagster_tests.api.page.telling import Teller

WHY = "The wheelchair was not in the picture, in four tries."


def test_a_failed_picture_says_why_and_is_tried_again(at: Window, teller: Teller) -> None:
    family, page = uuid4(), at.page
    story = teller.ask(family)
    story.make(Part.CONTENT, Part.COVER, Part.SCENE_1, Part.ACTIVITIES, Part.AUDIO)
    story.fail(Part.SCENE_2, WHY)
    at.sign_in(family, story.place)
    second = page.locator("[data-part=scene_2]")
    expect(second).to_contain_text("The second picture did not work out")
    expect(second).to_contain_text(WHY)
    expect(page.locator("[data-part=scene_3]")).to_contain_text("It needs the second picture first.")
    expect(page.get_by_role("button", name="Try again")).to_have_count(1)
    page.get_by_role("button", name="Try again: the second picture").click()
    page.get_by_role("dialog").get_by_role("button", name="Try again").click()
    expect(second).to_contain_text("The second picture comes soon")
    job = story.row.job(Part.SCENE_2)
    assert job is not None
    assert (job.status, job.attempt) == ("queued", 2)
    story.make(Part.SCENE_2)
    expect(second.locator("img")).to_be_visible()
    story.make(*SCENES[2:], Part.PDF)
    expect(page.locator(".frame img")).to_have_count(5)


def test_a_picture_is_asked_for_again_with_a_note(at: Window, teller: Teller) -> None:
    family, page = uuid4(), at.page
    story = teller.finished(family)
    at.sign_in(family, story.place)
    last = page.locator("[data-part=scene_4]")
    old = last.locator("img").get_attribute("src")
    page.get_by_role("button", name="Paint it again: the last picture").click()
    page.get_by_label("What should be different?").fill("Let there be a moon.")
    page.get_by_role("button", name="Paint it again", exact=True).click()
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(last).to_contain_text("The last picture comes soon")
    job = story.row.job(Part.SCENE_4)
    assert job is not None
    assert job.metadata["objection"] == "Let there be a moon."
    claim = story.begin(Part.SCENE_4)
    expect(last).to_contain_text("Painting the last picture")
    expect(last.locator("img")).to_have_attribute("src", old or "")
    expect(last.locator("img")).to_have_css("opacity", "0.42")
    story.finish(Part.SCENE_4, claim)
    expect(last.locator("img")).not_to_have_attribute("src", old or "")
    expect(last.locator("img")).to_have_css("opacity", "1")
    expect(last.locator("img")).to_have_count(1)


def test_a_note_may_be_empty_and_a_question_may_be_left(at: Window, teller: Teller) -> None:
    family, page = uuid4(), at.page
    story = teller.finished(family)
    at.sign_in(family, story.place)
    act = page.get_by_role("button", name="Paint it again: the last picture")
    act.click()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(act).to_be_focused()
    assert story.row.asset_generation_status["overall"] == "ready"
    act.click()
    page.get_by_role("button", name="Paint it again", exact=True).click()
    expect(page.locator("[data-part=scene_4]")).to_contain_text("comes soon")


def test_a_story_whose_text_failed_says_why_and_begins_anew(at: Window, teller: Teller) -> None:
    family, page = uuid4(), at.page
    story = teller.ask(family)
    story.fail(Part.CONTENT, "The story was not fit for children, in three tries.")
    at.sign_in(family, story.place)
    expect(page.get_by_role("heading", name="This story did not work out")).to_be_visible()
    expect(page.get_by_text("not fit for children")).to_be_visible()
    page.get_by_role("button", name="Try again: the story").click()
    page.get_by_role("dialog").get_by_role("button", name="Try again").click()
    expect(page.get_by_role("heading", name="Your book is being made")).to_be_visible()
