"""A running system, hosted, with secrets and a child's words that are nowhere else, and much that goes wrong: then all
that it wrote is searched. What may hold a child's words is listed here, column by column; docs/security.md says why.
"""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from storytailor_dagster.api.sign_in import development_token
from storytailor_dagster.ledger import Ledger
from storytailor_dagster.local.postgres import EmbeddedPostgres
from storytailor_dagster_tests.acceptance.household import LONGEST, answers, up
from storytailor_dagster_tests.acceptance.leaks import in_command_lines, in_files, in_names, in_rows, searched, tables
from storytailor_dagster_tests.api.webhooks.receiver import receiving
from storytailor_dagster_tests.emulator import Emulator, Fault, Rule
from storytailor_dagster_tests.emulator.server import running_emulator

FAMILY = UUID("11111111-1111-4111-8111-111111111111")
SECRETS = {"provider's key": "sk-canary-4f9c1e77ab", "jwt secret": "jwt-canary-0d1b62c8f5-and-long-enough-for-hs256"}
CHILD = {
    "hero's name": "Quillabeth",
    "character's name": "Brindlewyn",
    "broken row's name": "Tansyfeather",
    "appearance": "vermiculate",
    "trait": "tamburine",
    "idea": "xylogrand",
    "theme": "zanzibaric",
    "title": "Ottoquill",
    "note": "marzipanic",
    "personality": "gallimaufric",
    "detail": "cachinnate",
    "what a checker said": "borborygmic",
}

MAY_HOLD_WORDS = {
    *(f"public.stories.{column}" for column in ("title", "metadata", "content", "activities")),
    *(f"public.stories.{column}" for column in ("audio_words", "audio_blocks")),
    *(f"public.characters.{column}" for column in ("name", "personality", "traits", "inclusivity_traits", "metadata")),
    "public.asset_generation_jobs.metadata",
}
"""Columns that hold what a family wrote, or what was made for it."""
MAY_HOLD_SECRETS = {"public.webhook_endpoints.secret"}
KEPT_SECRETS = {("database password", "data/postgres/password")}
"""A file of the embedded server that only its owner reads."""


@pytest.fixture
def emulator() -> Iterator[Emulator]:
    with running_emulator() as found:
        found.key = SECRETS["provider's key"]
        yield found


def environment_of(emulator: Emulator) -> dict[str, str]:
    key = SECRETS["provider's key"]
    hosted = {"TEXT_PROVIDER": "openai", "PICTURE_PROVIDER": "openai", "SPEECH_PROVIDER": "elevenlabs"}
    quick = {f"{door}_SECONDS": "20" for door in ("TEXT", "PICTURE", "CHECK", "SPEECH")}
    ours = {**hosted, **quick, "PATIENCE_SECONDS": "1", "WEBHOOKS_ALLOW_PRIVATE": "true"}
    return {
        **{f"STORYTAILOR_{name}": value for name, value in ours.items()},
        "OPENAI_API_KEY": key,
        "OPENAI_BASE_URL": emulator.openai_url,
        "ELEVENLABS_API_KEY": key,
        "ELEVENLABS_BASE_URL": emulator.url,
        "SUPABASE_JWT_SECRET": SECRETS["jwt secret"],
    }


def body(**more: Any) -> dict[str, Any]:
    """A request with words in every place that takes some."""
    hero = {
        "name": CHILD["hero's name"],
        "appearance": f"{CHILD['appearance']} freckles",
        "inclusivityTraits": [{"id": "wheelchair_user", "detail": f"{CHILD['trait']} wheels"}],
    }
    words = {"storyIdea": f"a {CHILD['idea']} lantern", "theme": CHILD["theme"], "title": f"{CHILD['title']} flies"}
    return {**words, "hero": hero, "userAge": 6, "birthday": {"wish": CHILD["detail"]}, **more}


def child() -> dict[str, Any]:
    return {
        "name": CHILD["character's name"],
        "appearance": f"{CHILD['appearance']} freckles",
        "personality": CHILD["personality"],
        "inclusivityTraits": [{"id": "wheelchair_user", "detail": f"{CHILD['trait']} wheels"}],
    }


class App:
    """A family's app."""

    def __init__(self, url: str) -> None:
        issuer = "storytailor"
        self.url, self.token = url, development_token(secret=SECRETS["jwt secret"], issuer=issuer, user=FAMILY)

    def asked(self, path: str, told: object = None) -> tuple[int, dict[str, Any]]:
        """The status and the answer."""
        data = None if told is None else json.dumps(told).encode()
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        request = urllib.request.Request(f"{self.url}/api/v1/{path}", data=data, headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return answer.status, dict(json.load(answer))
        except urllib.error.HTTPError as error:
            return error.code, dict(json.load(error))

    def new(self, path: str, told: object) -> str:
        status, answer = self.asked(path, told)
        assert status == 201, answer
        return str(answer["data"]["id"])

    def ended(self, path: str) -> str:
        """How a story or character ended, when it has."""
        end = time.monotonic() + LONGEST
        while (overall := self.asked(path)[1]["data"]["asset_generation_status"]["overall"]) == "generating":
            assert time.monotonic() < end, path
            time.sleep(0.5)
        return str(overall)

    def events(self, story: str) -> bytes:
        """All that is told of a story until it is done."""
        headers = {"Authorization": f"Bearer {self.token}"}
        address = f"{self.url}/api/v1/stories/{story}/events"
        with urllib.request.urlopen(urllib.request.Request(address, headers=headers), timeout=LONGEST) as told:
            return bytes(told.read())


def everything_happens(app: App, emulator: Emulator, dsn: str, objects: Path) -> bytes:
    """A story and a character that succeed, and every way to fail that words could escape by; the events told."""
    character = app.new("characters", child())
    story = app.new("stories", body())
    told = app.events(story)
    assert app.ended(f"characters/{character}") == app.ended(f"stories/{story}") == "ready"
    says = f"The hero has no {CHILD['what a checker said']} freckles."
    emulator.rule(Rule(door="check", fault=Fault.OBJECTS_HERO, times=1, says=says))
    assert app.asked(f"stories/{story}/assets/cover/regenerate", {"note": CHILD["note"]})[0] == 202
    assert app.ended(f"stories/{story}") == "ready"
    for door, fault in (
        ("picture", Fault.MODERATION_BLOCKED),
        ("text", Fault.WRONG_SHAPE),
        ("text", Fault.REFUSAL),
        ("moderation", Fault.FLAGGED),
        ("*", Fault.BAD_KEY),
    ):
        emulator.reset()
        emulator.rule(Rule(door=door, fault=fault, times=None))
        failing = app.new("stories", body(generateAssets=["cover"], characterId=character))
        assert app.ended(f"stories/{failing}") in {"failed", "partial"}, fault
    emulator.reset()
    refused_at_the_door(app)
    refused_in_a_row(app, dsn)
    unforeseen(app, objects, story)
    return told


def unforeseen(app: App, objects: Path, story: str) -> None:
    """A text that is kept in the store and can't be read any more: no code of ours is ready for it."""
    (text,) = (objects / "private" / "stories" / story).glob("content-*")
    text.write_text(json.dumps({"title": CHILD["title"], "beats": [{"id": CHILD["hero's name"], "content": 7}]}))
    assert app.asked(f"stories/{story}/assets/cover/regenerate", {"note": CHILD["note"]})[0] == 202
    assert app.ended(f"stories/{story}") in {"failed", "partial"}


def refused_at_the_door(app: App) -> None:
    """What the API takes for no request."""
    hero = {"name": CHILD["hero's name"], "inclusivityTraits": [CHILD["trait"]]}
    for broken in ({"hero": hero}, {"title": CHILD["title"] + "\x00"}, {"userAge": CHILD["idea"]}, {"seed": 1e300}):
        status, answer = app.asked("stories", body(**broken))
        assert status in (400, 422)
        assert not searched(answer, CHILD)


def refused_in_a_row(app: App, dsn: str) -> None:
    """What a client writes itself, and a run or the database takes for no request."""
    told = {"hero": {"name": CHILD["broken row's name"], "inclusivityTraits": [CHILD["trait"]]}}
    with psycopg.connect(dsn, autocommit=True) as connection:
        story = uuid4()
        insert = "insert into stories (id, creator_user_id, title, metadata) values (%s, %s, %s, %s)"
        connection.execute(insert, (story, FAMILY, CHILD["title"], json.dumps(told)))
        with suppress(psycopg.errors.CheckViolation):
            connection.execute(insert, (uuid4(), FAMILY, CHILD["title"], json.dumps({**told, "seed": 10**400})))
            pytest.fail("a number of 400 digits was taken")
    assert app.ended(f"stories/{story}") == "failed"


def test_nothing_of_a_child_or_a_secret_is_written_where_it_does_not_belong(home: Path, emulator: Emulator) -> None:
    with receiving() as webhooks:
        with up(home, environment_of(emulator)) as ports:
            app = App(f"http://127.0.0.1:{ports['STORYTAILOR_API_PORT']}")
            answers(f"{app.url}/health/ready")
            dsn = EmbeddedPostgres(home / "postgres").dsn
            status, hook = app.asked(
                "webhooks", {"url": webhooks.url, "events": ["story.ready", "story.failed", "asset.failed"]}
            )
            assert status == 201, hook
            told = everything_happens(app, emulator, dsn, home / "objects")
            password = dsn.partition("://")[2].partition("@")[0].partition(":")[2]
            secrets = {**SECRETS, "database password": password, "webhook secret": hook["data"]["secret"]}
            words = {**secrets, **CHILD}
            assert in_command_lines(words) == set()
            rows = in_rows(dsn, words, schemas=("public", "dagster"))
            assert {"runs", "run_tags", "event_logs", "snapshots", "job_ticks", "kvs"} <= tables(dsn, "dagster")
            with Ledger(dsn) as ledger:
                assert ledger.queue(limit=1) == ()
        found = in_files(home.parent, words, without=(home / "objects", home / "postgres" / "pgdata"))
    assert {(name, where) for name, where in rows if name in secrets and where not in MAY_HOLD_SECRETS} == set()
    assert {(name, where) for name, where in rows if name in CHILD and where not in MAY_HOLD_WORDS} == set()
    assert found - KEPT_SECRETS == set()
    assert in_names(home / "objects", words) == set()
    assert webhooks.received
    assert [one.body for one in webhooks.received if searched(one.body + json.dumps(one.headers).encode(), words)] == []
    assert searched(told, secrets) == set()
    # The search finds what is there: what a family wrote, and what was made of it.
    assert {name for name, where in rows if where == "public.stories.metadata"} >= {"hero's name", "idea", "appearance"}
    assert ("webhook secret", "public.webhook_endpoints.secret") in rows
    assert in_files(home / "objects" / "private", {"hero's name": CHILD["hero's name"]})
