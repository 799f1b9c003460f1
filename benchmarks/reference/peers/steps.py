"""The step functions that every peer runs: a status written, a provider asked, what came kept, a status written."""

from __future__ import annotations

import asyncio
import base64
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from psycopg_pool import AsyncConnectionPool

from benchmarks.reference.workload import FIRST, STEPS

DSN = "BENCH_PEERS_DSN"
PROVIDER = "BENCH_PROVIDER_URL"
FILES = "BENCH_FILES"
KEY = "emulator-key"

_BEGIN = """
update stories set states = states || jsonb_build_object(%(step)s::text, 'generating') where id = %(id)s
returning word, whole"""
_END = """
update stories set states = states || jsonb_build_object(%(step)s::text, 'ready'),
  times = times || jsonb_build_object(%(step)s::text, extract(epoch from clock_timestamp()))
where id = %(id)s"""
_TOLD = "{word} walked up the hill and looked at the wide sky. "


@dataclass(frozen=True)
class Tools:
    """Connections of one event loop."""

    database: AsyncConnectionPool
    http: httpx.AsyncClient


_tools: dict[asyncio.AbstractEventLoop, asyncio.Future[Tools]] = {}


async def tools() -> Tools:
    """Those of the running loop, made once."""
    loop = asyncio.get_running_loop()
    if loop not in _tools:
        _tools[loop] = loop.create_future()
        database = AsyncConnectionPool(os.environ[DSN], min_size=1, max_size=8, open=False, kwargs={"autocommit": True})
        await database.open()
        limits = httpx.Limits(max_connections=None, max_keepalive_connections=64)
        http = httpx.AsyncClient(base_url=os.environ[PROVIDER], timeout=600, limits=limits)
        _tools[loop].set_result(Tools(database, http))
    return await asyncio.shield(_tools[loop])


async def close() -> None:
    """Closes the running loop's."""
    made = await _tools.pop(asyncio.get_running_loop())
    await made.http.aclose()
    await made.database.close()


async def run_step(story: str, name: str) -> str:
    """Makes one part of a story; where it is kept."""
    step, have = STEPS[name], await tools()
    async with have.database.connection() as connection:
        row = await (await connection.execute(_BEGIN, {"step": name, "id": story})).fetchone()
    assert row is not None
    path = Path(os.environ[FILES]) / story / name
    if not row[1] and name != FIRST:
        return str(path)
    if step.door is None:
        await asyncio.sleep(step.seconds)
        made = b"own work"
    else:
        made = await _asked(have.http, name, str(row[0]))
    await asyncio.to_thread(_keep, path, made)
    async with have.database.connection() as connection:
        await connection.execute(_END, {"step": name, "id": story})
    return str(path)


async def _asked(http: httpx.AsyncClient, name: str, word: str) -> bytes:
    path, body = _request(name, word)
    headers = {"authorization": f"Bearer {KEY}", "xi-api-key": KEY}
    answer = await http.post(path, json=body, headers=headers)
    answer.raise_for_status()
    told: Any = answer.json()
    if "data" in told:
        return base64.b64decode(told["data"][0]["b64_json"])
    return base64.b64decode(told["audio_base64"]) if "audio_base64" in told else answer.content


def _request(name: str, word: str) -> tuple[str, dict[str, Any]]:
    match STEPS[name].door:
        case "text":
            return "/v1/responses", {"model": "gpt-6-luna", "input": json.dumps({"hero": {"name": word}})}
        case "picture":
            prompt = f"{name} of the story of {word}"
            return "/v1/images/generations", {"model": "gpt-image-2.5-flare", "prompt": prompt, "size": "1536x1024"}
    told = _TOLD.format(word=word) * 20
    return "/v1/text-to-speech/voice/with-timestamps?output_format=mp3_44100_128", {"text": told}


def _keep(path: Path, made: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.new")
    beside.write_bytes(made)
    beside.replace(path)
