"""Signing in, staying signed in, and who sees what."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from storytailor_dagster.api.sign_in import development_token
from storytailor_dagster_tests.api.conftest import FAMILY, ISSUER, NEIGHBOURS, SECRET, serving, settings, token
from storytailor_dagster_tests.api.page.browsing import Window, until
from storytailor_dagster_tests.api.page.conftest import Open
from storytailor_dagster_tests.api.page.supabase import Accounts
from storytailor_dagster_tests.api.page.telling import Teller
from storytailor_dagster_tests.serving import running

REFUSED = re.compile("status of 40[01]")
AWAY = re.compile("status of 503")


def ends(page: Page) -> None:
    """A token that ended yesterday, in the place of the one that is there."""
    old = development_token(secret=SECRET, issuer=ISSUER, user=FAMILY, hours=-24)
    page.evaluate(
        """old => {
          const session = JSON.parse(sessionStorage.getItem("storytailor.session"));
          sessionStorage.setItem("storytailor.session", JSON.stringify({ ...session, token: old }));
        }""",
        old,
    )


def test_a_sign_in_that_ended_is_asked_for_and_nothing_typed_is_lost(at: Window, teller: Teller) -> None:
    page = at.page
    at.sign_in(FAMILY, "#/new")
    page.get_by_label("Name", exact=True).fill("Zuzka")
    page.get_by_label("Do you have an idea").fill("a very long walk")
    ends(page)
    page.get_by_role("button", name="Make our story").click()
    over = page.get_by_role("dialog", name="Welcome back")
    expect(over).to_contain_text("nothing is lost")
    over.get_by_label("Address or token").fill("a word")
    over.get_by_role("button", name="Sign in").click()
    expect(over.get_by_role("alert")).to_contain_text("This is no token")
    over.get_by_label("Address or token").fill(f"{at.url}/#token={token(FAMILY)}")
    over.get_by_role("button", name="Sign in").click()
    page.wait_for_url(re.compile("#/story/"))
    (story,) = teller.asked_for(FAMILY)
    assert story.row.metadata["storyIdea"] == "a very long walk"
    at.forgive(REFUSED)


def test_a_new_address_in_the_same_tab_goes_on_where_it_was(at: Window) -> None:
    page = at.page
    at.sign_in(FAMILY, "#/new")
    page.get_by_label("Name", exact=True).fill("Zuzka")
    ends(page)
    page.get_by_role("button", name="Make our story").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    page.evaluate("token => { location.hash = `#token=${token}`; }", token(FAMILY))
    page.wait_for_url(re.compile("#/story/"))
    expect(page.get_by_role("dialog")).to_be_hidden()
    at.forgive(REFUSED)


def test_what_is_typed_is_there_after_a_reload(at: Window) -> None:
    page = at.page
    at.sign_in(FAMILY, "#/new")
    page.get_by_role("radio", name="Birthday").check()
    page.get_by_label("Whose birthday is it?").fill("Zuzka")
    page.get_by_role("radio", name="An animal").check()
    page.get_by_label("Which animal?").fill("a hedgehog")
    page.reload()
    expect(page.get_by_role("radio", name="Birthday")).to_be_checked()
    expect(page.get_by_label("Whose birthday is it?")).to_have_value("Zuzka")
    expect(page.get_by_label("Which animal?")).to_have_value("a hedgehog")


def test_two_families_at_once_see_only_their_own(open_window: Open, teller: Teller) -> None:
    ours, theirs = teller.finished(FAMILY, title="Our Book"), teller.finished(NEIGHBOURS, title="Their Book")
    us, them = open_window(), open_window()
    us.sign_in(FAMILY)
    them.sign_in(NEIGHBOURS)
    for window, title in ((us, "Our Book"), (them, "Their Book")):
        expect(window.page.locator(".shelf h2")).to_have_text([title])
    us.go(theirs.place)
    expect(us.page.get_by_role("heading", level=1)).to_have_text("Just a moment")
    expect(us.page.get_by_text("Their Book")).to_have_count(0)
    us.forgive(re.compile("status of 404"))
    them.go(ours.place)
    expect(them.page.get_by_text("Our Book")).to_have_count(0)
    them.forgive(re.compile("status of 404"))


def test_signing_out_leaves_nothing_behind(at: Window, teller: Teller) -> None:
    page = at.page
    at.sign_in(FAMILY, teller.finished(FAMILY).place)
    expect(page.get_by_text("Kept for offline")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Stories made to measure")
    assert page.evaluate("[sessionStorage.length, localStorage.length]") == [0, 0]
    assert page.evaluate("caches.keys().then(names => names.filter(name => !name.startsWith('shell-')))") == []
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Stories made to measure")


@pytest.fixture
def accounts() -> Accounts:
    return Accounts(key="anon", password="correct horse", families={"us@example.org": FAMILY}, seconds=2)


@pytest.fixture
def at_supabase(accounts: Accounts, database: str, objects: tuple[object, str], open_window: Open) -> Iterator[Window]:
    with (
        running(accounts.application()) as supabase,
        serving(settings(database, public_url=objects[1], supabase_url=supabase, supabase_anon_key="anon")) as url,
    ):
        yield open_window(url=url)


def typed(page: Page, password: str) -> None:
    page.get_by_label("Email").fill("us@example.org")
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()


def test_a_family_signs_in_with_supabase_and_stays_signed_in(
    at_supabase: Window, accounts: Accounts, teller: Teller
) -> None:
    page = at_supabase.page
    teller.finished(FAMILY, title="Our Book")
    page.goto(at_supabase.url)
    typed(page, "wrong")
    expect(page.get_by_role("alert")).to_contain_text("don't go together")
    at_supabase.forgive(REFUSED)
    page.get_by_label("Password").fill("correct horse")
    page.keyboard.press("Enter")
    expect(page.locator(".shelf h2")).to_have_text(["Our Book"])
    assert accounts.asked == ["password", "password"]
    until(page, "JSON.parse(localStorage.getItem('storytailor.session')).until < Date.now() / 1000")
    page.locator(".volume").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Our Book")
    assert accounts.asked[2:3] == ["refresh_token"]
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_label("Email")).to_be_visible()
    assert accounts.asked[-1] == "logout"


def test_who_can_not_be_renewed_for_a_moment_stays_signed_in(
    at_supabase: Window, accounts: Accounts, teller: Teller
) -> None:
    page = at_supabase.page
    teller.finished(FAMILY, title="Our Book")
    page.goto(at_supabase.url)
    typed(page, "correct horse")
    expect(page.locator(".shelf h2")).to_have_text(["Our Book"])
    accounts.is_away = True
    until(page, "JSON.parse(localStorage.getItem('storytailor.session')).until < Date.now() / 1000")
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("Just a moment")
    accounts.is_away = False
    page.get_by_role("button", name="Try again").click()
    expect(page.locator(".shelf h2")).to_have_text(["Our Book"])
    assert accounts.asked.count("password") == 1
    at_supabase.forgive(AWAY)


def test_where_supabase_signs_in_a_link_can_not(at_supabase: Window, teller: Teller) -> None:
    teller.finished(NEIGHBOURS, title="A Stranger's Book")
    at_supabase.page.goto(f"{at_supabase.url}/#token={token(NEIGHBOURS)}")
    expect(at_supabase.page.get_by_label("Email")).to_be_visible()
    assert "token" not in at_supabase.page.url
    at_supabase.page.evaluate("token => { location.hash = `#token=${token}`; }", token(NEIGHBOURS))
    expect(at_supabase.page.get_by_label("Email")).to_be_visible()
    assert at_supabase.page.evaluate("sessionStorage.length + localStorage.length") == 0
