"""What the page may load and run, and how long it may be kept."""

from __future__ import annotations

import re
from uuid import uuid4

import httpx
from playwright.sync_api import expect

from storytailor_dagster.api.page import WEB
from storytailor_dagster.story.parts import Part
from storytailor_dagster_tests.api.conftest import serving, settings
from storytailor_dagster_tests.api.page.browsing import Window
from storytailor_dagster_tests.api.page.telling import Teller

MARKUP = '<img src=x onerror="document.title=1"><script>document.title=1</script><b style="color:red">B</b>'


def test_markup_in_titles_and_texts_is_shown_and_not_run(at: Window, teller: Teller) -> None:
    family, page = uuid4(), at.page
    story = teller.ask(family, title=None)
    story.make(Part.CONTENT, title=f"T {MARKUP}", content={
        "text": MARKUP,
        "beats": [{"id": f"beat-{n}", "content": MARKUP} for n in (1, 2, 3, 4)],
        "metadata": {"storyType": MARKUP, "characterName": MARKUP, "language": MARKUP,
                     "keyBeats": [{"beatNumber": 1, "description": MARKUP}]},
    })  # fmt: skip
    story.make(Part.AUDIO, Part.COVER, Part.SCENE_1)
    card = {"type": MARKUP, "title": MARKUP, "description": MARKUP, "duration": MARKUP, "instructions": [MARKUP]}
    story.make(Part.ACTIVITIES, activities=[card])
    story.fail(Part.SCENE_2, MARKUP)
    at.sign_in(family, story.place)
    expect(page.get_by_role("heading", level=1)).to_have_text(f"T {MARKUP}")
    expect(page.locator(".passage").first).to_contain_text("onerror")
    expect(page.locator(".word").first).to_be_visible()
    expect(page.locator("[data-part=scene_2]")).to_contain_text("<script>")
    page.get_by_role("button", name="Delete this book").click()
    expect(page.get_by_role("dialog")).to_contain_text("<script>")
    page.get_by_role("button", name="Keep it").click()
    at.go("#/")
    expect(page.locator(".shelf h2")).to_have_text(f"T {MARKUP}")
    assert page.title() == "Bookshelf · Storytailor"
    assert page.locator("main b, main script").count() == 0


def test_foreign_blocks_of_narration_are_never_used_as_markup(at: Window, teller: Teller) -> None:
    family = uuid4()
    story = teller.ask(family)
    story.make(Part.CONTENT)
    story.make(Part.AUDIO, audio_blocks=dict.fromkeys("abcd", MARKUP))
    at.sign_in(family, story.place)
    expect(at.page.locator(".passage").first).to_contain_text("red hat")
    expect(at.page.get_by_role("button", name="Play")).to_be_visible()
    assert at.page.locator("main b, main script").count() == 0


def test_nothing_is_loaded_from_elsewhere(at: Window, teller: Teller, objects: tuple[object, str]) -> None:
    asked: set[str] = set()
    at.page.on("request", lambda request: asked.add("/".join(request.url.split("/")[:3])))
    family = uuid4()
    at.sign_in(family, teller.finished(family).place)
    expect(at.page.locator(".frame img")).to_have_count(5)
    assert asked == {at.url, objects[1]}


def test_the_policy_names_the_objects_and_supabase_and_nobody_else(database: str) -> None:
    given = settings(database, public_url="https://cdn.test/some/where", supabase_url="https://project.test")
    with serving(given) as url:
        rules = httpx.get(url).headers["content-security-policy"]
    told = dict(rule.split(" ", 1) for rule in rules.split("; "))
    assert told["default-src"] == "'none'"
    assert told["script-src"] == told["style-src"] == "'self'"
    assert told["img-src"] == told["media-src"] == "'self' https://cdn.test"
    assert told["connect-src"] == "'self' https://cdn.test https://project.test"
    assert "unsafe" not in rules


def test_files_are_kept_for_ever_and_the_document_is_asked_for_anew(url: str) -> None:
    document = httpx.get(url)
    assert document.headers["cache-control"] == "no-cache"
    again = httpx.get(url, headers={"If-None-Match": document.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    named = set(re.findall(r'"(/web/[^"]+)"', document.text))
    assert len(named) > 8
    for path in named:
        answer = httpx.get(url + path)
        assert answer.status_code == 200, path
        assert "immutable" in answer.headers["cache-control"]
    version = next(iter(named)).split("/")[2]
    assert httpx.get(f"{url}/web/other/js/main.js").headers["cache-control"] == "no-cache"
    for path in ("js/../../page.py", "../page.py", "fonts/OFL-Andika.txt", "js/nothing.js"):
        assert httpx.get(f"{url}/web/{version}/{path}", follow_redirects=True).status_code == 404
    worker = httpx.get(f"{url}/sw.js")
    assert worker.headers["cache-control"] == "no-cache"
    assert f"/web/{version}/js/main.js" in worker.text


def test_modules_are_short_and_no_markup_is_made_of_texts() -> None:
    for module in (WEB / "js").glob("*.js"):
        text = module.read_text()
        assert len(text.splitlines()) <= 150, module
        assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write", text), module


def test_how_the_page_signs_in(url: str) -> None:
    answer = httpx.get(f"{url}/config.json")
    assert answer.json() == {"supabaseUrl": None, "supabaseKey": None}
    assert answer.headers["cache-control"] == "no-cache"
