"""The stories of a run: asked for through the API as a client does, and watched in the database from outside."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

import httpx
import psycopg

from benchmarks.reference.workload import word

ENDED = ("ready", "partial", "failed")
_SEEN = """
select s.id::text, s.asset_generation_status ->> 'overall',
  md5(s.asset_generation_status::text || coalesce((select string_agg(g.id || g.outcome, ',' order by g.id)
    from generation_attempts g where g.story_id = s.id), '') || coalesce((select string_agg(j.run_id, ',' order by j.id)
    from asset_generation_jobs j where j.story_id = s.id), ''))
from stories s where s.id = any (%s)"""
_TOLD = """
select asset_type, status, coalesce(metadata ->> 'code', ''), coalesce(error_message, ''),
  metadata ->> 'object_key' from asset_generation_jobs where story_id = %s order by id"""


@dataclass
class Story:
    """What is known of one: when it was asked for, when its last step was seen, and how it ended."""

    id: str
    asked: float
    step: str = ""
    stepped: float = 0.0
    begun: bool = False
    overall: str = "generating"
    breaks: list[int] = field(default_factory=list)
    """The numbers of the breaks during which it was in flight."""

    @property
    def ended(self) -> bool:
        return self.overall in ENDED


class Stories:
    """All of a run. Where API or database can't be reached, it tries again later, as a client would."""

    def __init__(self, *, api: str, token: str, dsn: str, parts: bool = True) -> None:
        self.all: dict[str, Story] = {}
        self._api = httpx.Client(base_url=api, headers={"authorization": f"Bearer {token}"}, timeout=10)
        self._dsn, self._parts = dsn, parts
        self._database: psycopg.Connection | None = None
        self._number = 0
        self._waiting: list[tuple[str, dict[str, object], float]] = []

    @property
    def in_flight(self) -> list[Story]:
        return [story for story in self.all.values() if not story.ended]

    def ask(self, count: int) -> None:
        """Asks for so many more; those that nobody answered are asked for again by `look`, with their key."""
        for _ in range(count):
            self._number += 1
            name = word(self._number)
            hero = {"name": name, "appearance": f"a scarf with the word {name[::-1].lower()} on it"}
            body = {"storyType": "adventure", "childAge": 6, "themes": ["patience"], "hero": hero}
            self._waiting.append((str(uuid4()), {**body, "generateAssets": self._parts}, time.time()))
        self._send()

    @property
    def unanswered(self) -> int:
        """Requests that the API has not answered yet."""
        return len(self._waiting)

    def _send(self) -> None:
        while self._waiting:
            key, body, asked = self._waiting[0]
            try:
                answer = self._api.post("/api/v1/stories", json=body, headers={"idempotency-key": key})
            except httpx.HTTPError:
                return
            if answer.status_code >= 500 or answer.status_code == 429:
                return
            story = str(answer.raise_for_status().json()["data"]["id"])
            self.all[story] = Story(id=story, asked=asked, stepped=asked)
            del self._waiting[0]

    def look(self) -> bool:
        """Sees how far each is; whether the database answered."""
        self._send()
        rows = self._rows(_SEEN, [story.id for story in self.in_flight])
        if rows is None:
            return False
        now = time.time()
        for known, overall, step in rows:
            story = self.all[str(known)]
            if story.step and story.step != step:
                story.stepped, story.begun = now, True
            story.step = str(step)
            story.overall = str(overall)
        return True

    def told(self, story: str) -> str:
        """How its parts stand, for people."""
        rows = self._rows(_TOLD, story) or ()
        return "; ".join(f"{row[0]} {row[1]} {row[2]} {row[3]}".strip() for row in rows if row[1] != "ready")

    def hollow(self, objects: Path) -> list[str]:
        """Stories that are ready and lack a part, or whose objects are not there."""
        found = []
        for story in self.all.values():
            rows = (self._rows(_TOLD, story.id) or ()) if story.overall == "ready" else ()
            keys = [row[4] for row in rows]
            if story.overall == "ready" and not (keys and all(key and (objects / str(key)).is_file() for key in keys)):
                found.append(story.id)
        return found

    def close(self) -> None:
        self._api.close()
        if self._database is not None:
            self._database.close()

    def _rows(self, query: str, value: object) -> list[tuple[object, ...]] | None:
        try:
            if self._database is None or self._database.closed:
                self._database = psycopg.connect(self._dsn, autocommit=True, connect_timeout=3)
            return self._database.execute(query.encode(), (value,)).fetchall()
        except psycopg.OperationalError:
            with suppress(psycopg.Error, AttributeError):
                if self._database is not None:
                    self._database.close()
            self._database = None
            return None


def went_on(stories: Collection[Story], since: float) -> float | None:
    """Seconds from then until the last of them made its next step, or ended; None while one has not."""
    if any(story.stepped <= since and not story.ended for story in stories):
        return None
    return max((story.stepped - since for story in stories), default=0.0)


def outcomes(ends: Iterable[str]) -> Mapping[str, int]:
    """How many are ready, partial, failed, and lost: neither."""
    found = dict.fromkeys((*ENDED, "lost"), 0)
    for overall in ends:
        found[overall if overall in ENDED else "lost"] += 1
    return found
