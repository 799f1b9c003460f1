"""The form: what each type asks, what is wrong beside what is wrong, one story however often it is tapped."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from storytailor_dagster.story.questions import WORDS
from storytailor_dagster.story.required import REQUIRED
from storytailor_dagster_tests.api.conftest import serving, settings
from storytailor_dagster_tests.api.page.browsing import Window
from storytailor_dagster_tests.api.page.conftest import Open
from storytailor_dagster_tests.api.page.telling import Teller

REFUSED = re.compile("status of 40[02]")


@pytest.fixture
def form(at: Window) -> Page:
    at.sign_in(uuid4(), "#/new")
    return at.page


def send(page: Page) -> None:
    page.get_by_role("button", name="Make our story").click()


def test_each_type_asks_its_own_questions_and_no_other(form: Page) -> None:
    for kind in WORDS.types:
        form.locator(f"[name=storyType][value='{kind.value}']").check()
        asked = [] if kind not in REQUIRED else [field for field, _ in REQUIRED[kind][2]]
        names = form.locator(".of-kind:not([hidden]) > [data-field]").evaluate_all(
            "fields => fields.map(field => field.dataset.field.split('.')[1])"
        )
        assert names == asked


def test_what_is_missing_is_said_beside_it_and_then_it_is_a_story(at: Window, form: Page, teller: Teller) -> None:
    form.get_by_role("radio", name="Birthday").check()
    form.get_by_label("Who gives the story?").first.fill("Grandpa")
    send(form)
    to = form.get_by_label("Whose birthday is it?")
    expect(to).to_be_focused()
    expect(to).to_have_accessible_description("Please tell us this.")
    expect(form.locator("[aria-invalid=true]")).to_have_count(3)
    to.fill("Zuzka")
    form.get_by_label("How old will they be?").fill("6")
    form.get_by_label("Your birthday wish").fill("Many happy returns")
    send(form)
    form.wait_for_url(re.compile("#/story/"))
    at.forgive(REFUSED)


def test_a_comfort_asks_for_understanding(at: Window, form: Page) -> None:
    form.get_by_role("radio", name="New Birth").check()
    mode = form.get_by_label("What should the story be?")
    mode.select_option("celebration")
    expect(form.locator(".consent:visible")).to_have_count(0)
    mode.select_option("therapeutic")
    form.locator("[name='newBirth.giftGiverName']").fill("Ann")
    send(form)
    expect(form.locator("[aria-invalid=true]")).to_have_count(2)
    at.forgive(REFUSED)
    for box in form.get_by_role("checkbox", name=re.compile("^I ")).all():
        box.check()
    send(form)
    form.wait_for_url(re.compile("#/story/"))


def test_traits_are_found_by_any_name_and_what_is_chosen_stays(form: Page) -> None:
    form.get_by_text("Something that belongs to them").click()
    find = form.get_by_label("Find in the list")
    find.fill("amputee")
    form.get_by_role("checkbox", name="has a prosthetic leg").check()
    expect(form.get_by_role("checkbox", name="has asthma")).to_be_hidden()
    find.fill("asthma")
    expect(form.get_by_role("checkbox", name="has asthma")).to_be_visible()
    expect(form.get_by_role("checkbox", name="has a prosthetic leg")).to_be_visible()
    expect(form.get_by_text("1 chosen")).to_be_visible()


def test_a_name_that_can_not_be_set_is_said_beside_the_name(at: Window, form: Page) -> None:
    form.get_by_label("Name", exact=True).fill("Зузка")
    send(form)
    name = form.get_by_label("Name", exact=True)
    expect(name).to_be_focused()
    expect(name).to_have_accessible_description(re.compile("Latin letters"))
    name.fill("<b>")
    send(form)
    expect(name).to_have_accessible_description(re.compile("A name has letters"))
    at.forgive(REFUSED)


def test_tapping_often_makes_one_story(at: Window, teller: Teller) -> None:
    family = uuid4()
    at.sign_in(family, "#/new")
    at.page.evaluate(
        "() => { const send = document.querySelector('.send button'); for (let n = 0; n < 5; n += 1) send.click(); }"
    )
    at.page.wait_for_url(re.compile("#/story/"))
    assert len(teller.asked_for(family)) == 1


def test_a_used_up_quota_is_told_kindly_and_what_is_typed_stays(
    database: str, objects: tuple[object, str], open_window: Open
) -> None:
    with serving(settings(database, public_url=objects[1], stories_per_month=0)) as url:
        at = open_window(url=url)
        at.sign_in(uuid4(), "#/new")
        at.page.get_by_label("Name", exact=True).fill("Zuzka")
        send(at.page)
        expect(at.page.get_by_role("alert").filter(has_text="What you wrote stays here")).to_be_focused()
        expect(at.page.get_by_label("Name", exact=True)).to_have_value("Zuzka")
        at.forgive(REFUSED)
