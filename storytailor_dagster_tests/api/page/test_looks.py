"""For eyes, fingers, keyboards and screen readers: sizes, contrast, names, order."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from storytailor_dagster.character.portraits import Portrait
from storytailor_dagster.story.parts import Part
from storytailor_dagster_tests.api.conftest import token
from storytailor_dagster_tests.api.page.browsing import DESK, PHONE, Window
from storytailor_dagster_tests.api.page.conftest import Open
from storytailor_dagster_tests.api.page.drawing import Studio
from storytailor_dagster_tests.api.page.telling import Teller, Telling

AXE = (Path(__file__).parents[2] / "js/node_modules/axe-core/axe.min.js").read_text()
SMALLEST = 40
"""Pixels that a thing to tap has at least, across."""


def grave(page: Page) -> list[str]:
    """What axe finds that is serious or critical."""
    page.evaluate(AXE)
    found: dict[str, Any] = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")
    return [
        f"{one['id']}: {one['nodes'][0]['html'][:200]} {one['nodes'][0].get('failureSummary', '')}"
        for one in found["violations"]
        if one["impact"] in ("serious", "critical")
    ]


def with_heroes(studio: Studio, family: Any) -> None:
    """One who is drawn, one who is not yet, and one who went wrong."""
    studio.keep(family, "Mira").draw()
    studio.keep(family, "Donaudampfschifffahrtselektrizitaet")
    studio.keep(family, "Teo").fail(Portrait.HEADSHOT, "It was too dark, in four tries.")


def with_everything(teller: Teller, family: Any) -> Telling:
    """A book with all that can be seen at once: a failed picture, the rest there."""
    story = teller.ask(family)
    story.make(Part.CONTENT, Part.COVER, Part.SCENE_1, Part.ACTIVITIES, Part.AUDIO)
    story.fail(Part.SCENE_2, "It was too dark, in four tries.")
    return story


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_axe_finds_nothing_grave(open_window: Open, teller: Teller, studio: Studio, colours: str) -> None:
    # axe itself writes into the page what our policy forbids.
    at = open_window(color_scheme=colours, bypass_csp=True)
    page, family = at.page, uuid4()
    page.goto(at.url)
    page.get_by_label("Address or token").wait_for()
    assert grave(page) == []
    at.sign_in(family)
    expect(page.get_by_role("heading", name="Your shelf waits for its first book")).to_be_visible()
    assert grave(page) == []
    story = with_everything(teller, family)
    teller.ask(family, title="In the making").make(Part.CONTENT)
    with_heroes(studio, family)
    at.go("#/new")
    page.get_by_role("radio", name="Child Loss").check()
    page.get_by_text("Something that belongs to them").click()
    page.get_by_role("checkbox", name="Keep this hero").check()
    assert grave(page) == []
    page.get_by_role("radio", name="Mira").check()
    assert grave(page) == []
    at.go("#/")
    expect(page.locator(".volume")).to_have_count(2)
    expect(page.locator(".hero-face")).to_have_count(3)
    assert grave(page) == []
    page.get_by_role("button", name="Mira").click()
    assert grave(page) == []
    page.keyboard.press("Escape")
    at.go(story.place)
    expect(page.locator(".word").first).to_be_visible()
    page.locator(".word").nth(4).click()
    expect(page.locator(".word.lit")).to_have_count(1)
    page.get_by_role("button", name="Pause").click()
    page.locator("details").first.click()
    assert grave(page) == []
    page.get_by_role("button", name="Paint it again: the cover").click()
    assert grave(page) == []


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_nothing_sticks_out_and_everything_can_be_tapped(
    open_window: Open, teller: Teller, studio: Studio, size: dict[str, int]
) -> None:
    at = open_window(size=size, has_touch=size is PHONE)
    page, family = at.page, uuid4()
    long = teller.ask(family, title="Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamten")
    long.make(Part.CONTENT)
    with_heroes(studio, family)
    for place in ("#/", "#/new", with_everything(teller, family).place, long.place):
        at.sign_in(family, place)
        page.wait_for_timeout(200)
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], place
        small = page.evaluate(
            """least => [...document.querySelectorAll("a, button, select, input, summary")]
              .filter((one) => one.checkVisibility({ visibilityProperty: true }) && one.type !== "search")
              .map((one) => [one.outerHTML.slice(0, 120), one.getBoundingClientRect()])
              .filter(([, box]) => box.right > 0 && Math.min(box.width, box.height) < least)
              .map(([html]) => html)""",
            SMALLEST,
        )
        assert small == [], place


CONTRAST = """
() => {
  const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  const rgb = (...colours) => {
    canvas.clearRect(0, 0, 1, 1);
    for (const colour of colours) { canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1); }
    return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  const light = (colour) => colour.map((part) => part / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
    .reduce((sum, part, at) => sum + part * [0.2126, 0.7152, 0.0722][at], 0);
  const of = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const share = Number.parseFloat(of("--light-share")) / 100;
  const loud = ["#950000", "#009500", "#000095", "#FF0000", "#00FF00", "#0000FF"];
  const worst = ["#000000", "#959595", ...loud].map((colour) => {
    const wash = rgb(colour);
    const desk = rgb(of("--desk"), `rgb(${wash.join(" ")} / ${share})`);
    const [one, other] = [light(rgb(of("--ink"))), light(desk)].sort((a, b) => b - a);
    return (one + 0.05) / (other + 0.05);
  });
  return Math.min(...worst);
}
"""


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_ink_stays_readable_in_the_light_of_any_picture(open_window: Open, colours: str) -> None:
    """The deepest and the loudest that a picture's palette can hold; text outside the paper is in full ink."""
    at = open_window(color_scheme=colours)
    at.page.goto(at.url)
    assert at.page.evaluate(CONTRAST) >= 4.5


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def tab_to(page: Page, name: str) -> None:
    """Tabs on until something of this name has the focus, which can be seen."""
    for _ in range(90):
        page.keyboard.press("Tab")
        found = page.evaluate(
            """() => {
              const one = document.activeElement;
              const label = one.labels?.[0]?.textContent ?? "";
              return `${one.getAttribute("aria-label") ?? ""} ${label} ${one.textContent}`;
            }"""
        )
        if name in found:
            outline = page.evaluate(
                """() => [document.activeElement, document.activeElement.nextElementSibling]
                  .some((one) => one && getComputedStyle(one).outlineStyle !== "none")"""
            )
            assert outline, f"the focus on {name} can't be seen"
            return
    raise AssertionError(f"{name} is not reached by the keyboard")


def test_a_story_by_the_keyboard_alone(at: Window, teller: Teller) -> None:
    family, page = uuid4(), at.page
    page.goto(at.url)
    tab_to(page, "Address or token")
    page.keyboard.insert_text(token(family))
    press(page, "Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Your shelf waits for its first book")
    tab_to(page, "New story")
    press(page, "Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("A new story")
    tab_to(page, "Adventure")
    press(page, "ArrowDown")
    expect(page.get_by_role("radio", name="Bedtime")).to_be_checked()
    tab_to(page, "Name")
    page.keyboard.insert_text("Zuzka")
    tab_to(page, "Make our story")
    press(page, "Enter")
    page.wait_for_url(re.compile("#/story/"))
    (story,) = teller.asked_for(family)
    story.make_all()
    expect(page.get_by_role("button", name="Play")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    tab_to(page, "Paint it again: the last picture")
    press(page, "Enter", "Escape")
    tab_to(page, "Play")
    press(page, "Enter")
    expect(page.locator(".word.lit")).to_have_count(1)
    tab_to(page, "Captions")
    press(page, "Enter")
    expect(page.locator(".caption")).to_be_visible()


def test_landmarks_and_headings_are_in_order(at: Window, teller: Teller) -> None:
    family = uuid4()
    at.sign_in(family, teller.finished(family).place)
    levels = at.page.evaluate(
        """[...document.querySelectorAll("main :is(h1, h2, h3, h4)")]
          .filter((one) => one.checkVisibility()).map((one) => Number(one.tagName[1]))"""
    )
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(later - earlier <= 1 for earlier, later in pairwise(levels))
    for role in ("banner", "main", "navigation"):
        expect(at.page.get_by_role(role)).to_have_count(1)
    expect(at.page.get_by_role("region", name="Read aloud")).to_be_visible()
