"""`make bench-api`: how soon a request is accepted at a steady rate, and how soon a status reaches those who follow it.

The rate is kept whatever the answers take, so waiting in line counts. References: a server with nothing behind it, and
one connection that listens to the database itself.
"""

from __future__ import annotations

import asyncio
import json
import sys
import threading
import time
from uuid import UUID, uuid4

import httpx
import psycopg
from websockets.asyncio.client import ClientConnection, connect

from benchmarks.serving import ISSUER, Served, served
from benchmarks.table import head, row
from storytailor_dagster.api.sign_in import development_key, development_token
from storytailor_dagster.ledger import Ledger
from storytailor_dagster.story.parts import Part

A_SECOND = 100
SECONDS = 20
FOLLOWERS = 500
WRITES, WRITES_A_SECOND = 2000, 100
USERS = 50
BODY = {"title": "Adventure Story", "storyType": "adventure", "userAge": 7, "theme": "friendship"}


async def accepting(url: str, tokens: list[str]) -> list[float]:
    """Seconds to a 201, of requests that are sent A_SECOND a second."""
    took: list[float] = []
    limits = httpx.Limits(max_connections=200, max_keepalive_connections=200)
    async with httpx.AsyncClient(base_url=url, limits=limits, timeout=30) as client:

        async def ask(number: int, due: float) -> None:
            headers = {"Authorization": f"Bearer {tokens[number % len(tokens)]}"}
            answer = await client.post("/api/v1/stories", json=BODY, headers=headers)
            answer.raise_for_status()
            took.append(time.perf_counter() - due)

        for number in range(A_SECOND):  # warm
            await ask(number, 0)
        took.clear()
        began, tasks = time.perf_counter(), []
        for number in range(A_SECOND * SECONDS):
            due = began + number / A_SECOND
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            tasks.append(asyncio.create_task(ask(number, due)))
        await asyncio.gather(*tasks)
    return took


async def following(where: Served) -> tuple[list[float], list[float]]:
    """Seconds from before a status is written until its follower has read it: over the websocket, and by LISTEN."""
    users = [uuid4() for _ in range(USERS)]
    key = development_key(secret=where.secret, issuer=ISSUER)
    address = f"{where.url.replace('http', 'ws', 1)}/realtime/v1/websocket?apikey={key}&vsn=2.0.0"
    wrote: dict[str, float] = {}
    heard: list[float] = []
    with Ledger(where.dsn) as ledger:
        stories = [
            ledger.insert_story(creator_user_id=users[number % USERS], metadata={"theme": "friendship"})
            for number in range(FOLLOWERS)
        ]

        async def follow(socket: ClientConnection) -> None:
            async for frame in socket:
                at = time.perf_counter()
                if '"postgres_changes",{"ids"' in str(frame):
                    story = json.loads(frame)[4]["data"]["record"]["id"]
                    if story in wrote:
                        heard.append(at - wrote.pop(story))

        sockets, readers = [], []
        for number, story in enumerate(stories):
            socket = await connect(address, compression=None)
            bearer = development_token(secret=where.secret, issuer=ISSUER, user=users[number % USERS])
            changes = [{"event": "UPDATE", "schema": "public", "table": "stories", "filter": f"id=eq.{story}"}]
            payload = {"config": {"postgres_changes": changes}, "access_token": bearer}
            await socket.send(json.dumps(["1", "1", f"realtime:{story}", "phx_join", payload]))
            await socket.recv()
            await socket.recv()
            sockets.append(socket)
            readers.append(asyncio.create_task(follow(socket)))

        listened = _Listening(where.dsn, wrote)
        began = time.perf_counter()
        for number in range(WRITES):
            story = stories[number % FOLLOWERS]
            await asyncio.sleep(max(0.0, began + number / WRITES_A_SECOND - time.perf_counter()))
            await asyncio.to_thread(_write, ledger, story, wrote)
        await asyncio.sleep(1)
        for reader in readers:
            reader.cancel()
        for socket in sockets:
            await socket.close()
        return heard, listened.close()


def _write(ledger: Ledger, story: UUID, wrote: dict[str, float]) -> None:
    wrote[str(story)] = time.perf_counter()
    ledger.ask(subject_id=story, parts=[Part.COVER], priority="high")


class _Listening:
    """The reference: one connection that hears the database's own announcements."""

    def __init__(self, dsn: str, wrote: dict[str, float]) -> None:
        self._took: list[float] = []
        self._ends = threading.Event()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(dsn, wrote), daemon=True)
        self._thread.start()
        self._ready.wait()

    def _run(self, dsn: str, wrote: dict[str, float]) -> None:
        with psycopg.connect(dsn, autocommit=True) as connection:
            connection.execute("listen storytailor")
            self._ready.set()
            while not self._ends.is_set():
                for notice in connection.notifies(timeout=0.2):
                    since = wrote.get(json.loads(notice.payload)["id"])
                    if since is not None:
                        self._took.append(time.perf_counter() - since)

    def close(self) -> list[float]:
        self._ends.set()
        self._thread.join()
        return self._took


def main() -> None:
    """Prints the table."""
    with served("benchmarks.bare:app") as where:
        bare = asyncio.run(accepting(where.url, ["none"]))
    with served() as where:
        tokens = [development_token(secret=where.secret, issuer=ISSUER, user=uuid4()) for _ in range(USERS)]
        accepted = asyncio.run(accepting(where.url, tokens))
        told, listened = asyncio.run(following(where))
    lines = [
        head(),
        row(f"reference: an empty server, {A_SECOND} a second", bare),
        row(f"POST /api/v1/stories accepted, {A_SECOND} a second", accepted, bare),
        row("reference: status written to LISTEN", listened),
        row(f"status written to one of {FOLLOWERS} subscribers", told, listened),
    ]
    sys.stdout.write("\n".join(lines) + f"\n{WRITES - len(told)} of {WRITES} writes not heard of by themselves\n")


if __name__ == "__main__":
    main()
