"""Heroes on the page: chosen for a story, kept from the form, drawn and deleted beside the shelf."""

from __future__ import annotations

import re
from uuid import uuid4

from playwright.sync_api import Locator, Page, expect

from storytailor_dagster.character.portraits import Portrait
from storytailor_dagster_tests.api.conftest import serving, settings
from storytailor_dagster_tests.api.page.browsing import PHONE, Window, until
from storytailor_dagster_tests.api.page.conftest import Open
from storytailor_dagster_tests.api.page.drawing import Studio
from storytailor_dagster_tests.api.page.telling import Teller

REFUSED = re.compile("status of 40[0-9]|status of 422")


def send(page: Page) -> None:
    page.get_by_role("button", name="Make our story").click()


def row(page: Page) -> Locator:
    return page.get_by_role("list", name="Your heroes").get_by_role("listitem")


def test_a_family_without_heroes_is_asked_about_somebody_new(at: Window) -> None:
    at.sign_in(uuid4())
    expect(at.page.get_by_role("heading", name="Your heroes")).to_be_hidden()
    at.go("#/new")
    expect(at.page.get_by_label("Name", exact=True)).to_be_visible()
    expect(at.page.get_by_role("radiogroup", name="Who is the hero?")).to_have_count(0)


def test_a_hero_is_chosen_by_the_portrait(at: Window, studio: Studio, teller: Teller) -> None:
    family, page = uuid4(), at.page
    mira = studio.keep(family, "Mira")
    mira.draw()
    studio.keep(family, "Teo")
    at.sign_in(family, "#/new")
    heroes = page.get_by_role("radiogroup", name="Who is the hero?")
    expect(heroes.get_by_role("radio")).to_have_count(3)
    expect(heroes.get_by_role("radio", name="Somebody new")).to_be_checked()
    expect(heroes.get_by_role("radio", name="Teo (being drawn)")).to_be_visible()
    page.get_by_label("Name", exact=True).fill("Nobody")
    heroes.get_by_role("radio", name="Somebody new").focus()
    page.keyboard.press("ArrowUp")
    expect(heroes.get_by_role("radio", name="Mira")).to_be_checked()
    expect(page.get_by_label("Name", exact=True)).to_be_hidden()
    send(page)
    page.wait_for_url(re.compile("#/story/"))
    (story,) = teller.asked_for(family)
    assert story.row.metadata["characterId"] == str(mira.id)
    assert "hero" not in story.row.metadata
    expect(page.get_by_text("with Mira")).to_be_visible()


def test_somebody_new_is_kept_and_is_in_the_story(at: Window, studio: Studio, teller: Teller) -> None:
    family, page = uuid4(), at.page
    at.sign_in(family, "#/new")
    page.get_by_role("radio", name="8", exact=True).check()
    page.get_by_label("Name", exact=True).fill("Zuzka")
    page.get_by_role("radio", name="she").check()
    page.get_by_role("radio", name="An animal").check()
    page.get_by_label("Which animal?").fill("fox")
    page.get_by_label("What do they look like?").fill("a blue scarf")
    page.get_by_text("Something that belongs to them").click()
    page.get_by_role("checkbox", name="wears hearing aids").check()
    expect(page.get_by_label("How old are they?")).to_be_hidden()
    keep = page.get_by_role("checkbox", name="Keep this hero for other stories")
    expect(keep).not_to_be_checked()
    keep.check()
    page.get_by_label("How old are they?").fill("11")
    page.get_by_role("button", name="Make our story").dblclick()
    page.wait_for_url(re.compile("#/story/"))
    (hero,), (story,) = studio.kept(family), teller.asked_for(family)
    assert (hero.row.name, hero.row.species, hero.row.inclusivity_traits) == ("Zuzka", "animal", ["hearing_aids"])
    said = {"pronouns": "she", "kind": "fox", "appearance": "a blue scarf", "age": 11}
    assert said.items() <= hero.row.traits.items()
    assert story.row.metadata["characterId"] == str(hero.id)
    assert story.row.age_rating == 8


def test_nobody_is_kept_who_was_not_asked_to_be(at: Window, studio: Studio, teller: Teller) -> None:
    family = uuid4()
    at.sign_in(family, "#/new")
    at.page.get_by_label("Name", exact=True).fill("Zuzka")
    send(at.page)
    at.page.wait_for_url(re.compile("#/story/"))
    assert studio.kept(family) == []
    assert teller.asked_for(family)[0].row.metadata["hero"]["name"] == "Zuzka"


def test_what_is_wrong_with_a_hero_is_said_beside_it(at: Window, studio: Studio) -> None:
    family, page = uuid4(), at.page
    at.sign_in(family, "#/new")
    page.get_by_role("checkbox", name="Keep this hero").check()
    name, age = page.get_by_label("Name", exact=True), page.get_by_label("How old are they?")
    send(page)
    expect(name).to_be_focused()
    expect(name).to_have_accessible_description("Whoever is kept needs a name.")
    name.fill("Zuzka")
    for wrong, words in (("40", "1 to 17"), ("6.5", "whole years")):
        age.fill(wrong)
        send(page)
        expect(age).to_be_focused()
        expect(age).to_have_accessible_description(re.compile(words))
    assert studio.kept(family) == []
    at.forgive(REFUSED)


def test_a_hero_who_was_kept_before_the_story_was_refused_is_chosen(at: Window, studio: Studio, teller: Teller) -> None:
    family, page = uuid4(), at.page
    at.sign_in(family, "#/new")
    page.get_by_role("radio", name="Birthday").check()
    page.get_by_label("Name", exact=True).fill("Zuzka")
    page.get_by_role("checkbox", name="Keep this hero").check()
    send(page)
    expect(page.get_by_label("Whose birthday is it?")).to_be_focused()
    expect(page.get_by_role("radio", name="Zuzka")).to_be_checked()
    page.get_by_label("Who gives the story?").first.fill("Grandpa")
    page.reload()
    expect(page.get_by_role("radio", name="Zuzka")).to_be_checked()
    expect(page.get_by_label("Who gives the story?").first).to_have_value("Grandpa")
    page.get_by_label("Whose birthday is it?").fill("Zuzka")
    page.get_by_label("How old will they be?").fill("6")
    page.get_by_label("Your birthday wish").fill("Many happy returns")
    send(page)
    page.wait_for_url(re.compile("#/story/"))
    (hero,), (story,) = studio.kept(family), teller.asked_for(family)
    assert story.row.metadata["characterId"] == str(hero.id)
    at.forgive(REFUSED)


def test_a_used_up_quota_of_heroes_does_not_keep_a_story_away(
    database: str, objects: tuple[object, str], open_window: Open
) -> None:
    with serving(settings(database, public_url=objects[1], characters_per_month=0)) as url:
        at = open_window(url=url)
        at.sign_in(uuid4(), "#/new")
        at.page.get_by_label("Name", exact=True).fill("Zuzka")
        keep = at.page.get_by_role("checkbox", name="Keep this hero")
        keep.check()
        send(at.page)
        expect(keep).to_be_focused()
        expect(keep).to_have_accessible_description(re.compile("Without this tick"))
        keep.uncheck()
        send(at.page)
        at.page.wait_for_url(re.compile("#/story/"))
        at.forgive(REFUSED)


def test_a_portrait_appears_beside_the_shelf_by_itself_and_nothing_jumps(
    open_window: Open, studio: Studio, teller: Teller
) -> None:
    at = open_window(size=PHONE)
    family, page = uuid4(), at.page
    teller.finished(family)
    mira = studio.keep(family, "Mira")
    at.sign_in(family)
    expect(row(page)).to_contain_text("Being drawn")
    until(page, "document.fonts.status === 'loaded'")
    before = page.locator(".volume").bounding_box(), row(page).bounding_box()
    mira.draw(Portrait.HEADSHOT)
    expect(row(page).locator("img")).to_be_visible()
    expect(row(page)).to_contain_text("Being drawn")
    mira.draw(Portrait.BODY)
    expect(row(page)).to_have_text("Mira")
    expect(page.get_by_role("log")).to_contain_text("The portrait of Mira is ready.")
    assert (page.locator(".volume").bounding_box(), row(page).bounding_box()) == before


def test_a_hero_is_drawn_again_with_a_note(at: Window, studio: Studio) -> None:
    family, page = uuid4(), at.page
    mira = studio.keep(family, "Mira")
    mira.fail(Portrait.HEADSHOT, "It was too dark, in four tries.")
    at.sign_in(family)
    expect(row(page)).to_contain_text("Went wrong")
    page.get_by_role("button", name="Mira").click()
    expect(page.get_by_role("dialog")).to_contain_text("It was too dark, in four tries.")
    page.get_by_role("button", name="Draw again").click()
    page.get_by_label("What should be different?").fill("in the sun")
    page.get_by_role("button", name="Draw again").click()
    expect(row(page)).to_contain_text("Being drawn")
    assert [job.metadata.get("objection") for job in mira.row.jobs] == ["in the sun", None]
    mira.draw()
    expect(row(page)).to_have_text("Mira")
    expect(row(page).locator("img")).to_be_visible()


def test_a_story_begins_at_a_hero(at: Window, studio: Studio) -> None:
    family, page = uuid4(), at.page
    studio.keep(family, "Mira")
    studio.keep(family, "Teo")
    at.sign_in(family)
    page.get_by_role("button", name="Mira").click()
    page.get_by_role("dialog").get_by_role("link", name="New story").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("A new story")
    expect(page.get_by_role("radio", name="Mira")).to_be_checked()
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_deleting_a_hero_is_asked_once_more_and_leaves_the_books(at: Window, studio: Studio, teller: Teller) -> None:
    family, page = uuid4(), at.page
    mira = studio.keep(family, "Mira")
    mira.draw()
    teller.finished(family, characterId=str(mira.id))
    at.sign_in(family)
    for answer in ("Keep Mira", "Delete"):
        expect(row(page)).to_have_count(1)
        page.get_by_role("button", name="Mira").click()
        page.get_by_role("button", name="Delete").click()
        expect(page.get_by_role("dialog", name="Delete Mira?")).to_contain_text("Books about Mira stay on your shelf")
        page.get_by_role("button", name=answer, exact=True).click()
    expect(page.get_by_role("heading", name="Your heroes")).to_be_hidden()
    assert studio.kept(family) == []
    expect(page.locator(".volume")).to_have_count(1)


def test_another_family_s_heroes_are_not_shown(at: Window, studio: Studio) -> None:
    studio.keep(uuid4(), "Mira")
    at.sign_in(uuid4(), "#/new")
    expect(at.page.get_by_role("radio", name="Mira")).to_have_count(0)
