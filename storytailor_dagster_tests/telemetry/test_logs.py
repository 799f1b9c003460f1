"""Logs as JSON: every line an object, with whose story it is about, and nothing that a family wrote."""

from __future__ import annotations

import json
import logging
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx
import psycopg

from storytailor_dagster.ledger import ensure_dagster_schema, migrate
from storytailor_dagster.local.home import Home
from storytailor_dagster.local.ports import free_port
from storytailor_dagster.local.programs import program
from storytailor_dagster.settings import Settings, inherited_environment
from storytailor_dagster.telemetry.logs import FACTS, MOST_RUNS, JsonLines, about, remember
from storytailor_dagster_tests.acceptance.test_daemon import LOCATION, wait_until_made
from storytailor_dagster_tests.api.conftest import FAMILY, ISSUER, SECRET, client_of, token

JSON = {"STORYTAILOR_LOG_FORMAT": "json"}
ENVIRONMENT = inherited_environment()
UTC_ISO = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00$")


def lines(log: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in log.read_text().splitlines()]


def line(*args: Any, error: BaseException | None = None, facts: dict[str, Any] | None = None) -> dict[str, Any]:
    exc_info = None if error is None else (type(error), error, error.__traceback__)
    record = logging.LogRecord("a.logger", logging.WARNING, "file.py", 1, args[0], args[1:], exc_info)
    if facts is not None:
        setattr(record, FACTS, facts)
    told: dict[str, Any] = json.loads(JsonLines().format(record))
    return told


def test_a_line_says_when_how_grave_who_and_what() -> None:
    told = line("%s of %s", 1, 2, facts={"code": "BUSY"})
    assert UTC_ISO.match(told.pop("time"))
    assert told == {"level": "WARNING", "logger": "a.logger", "message": "1 of 2", "code": "BUSY"}


def test_an_error_is_told_by_kind_and_place_and_not_in_its_words() -> None:
    written = str(FAMILY)
    try:
        try:
            int(written)
        except ValueError as cause:
            raise RuntimeError(written) from cause
    except RuntimeError as error:
        told = line("It broke.", error=error)
    assert told["error"] == "ValueError < RuntimeError"
    assert "test_an_error_is_told" in told["place"]
    assert written not in json.dumps(told)


def test_what_other_libraries_say_and_what_ends_a_thread_is_a_line_too() -> None:
    says = (
        "import logging, threading, warnings; from storytailor_dagster.telemetry.logs import all_lines, json_handler;"
        "all_lines(json_handler()); logging.getLogger('a.library').warning('Slow.');"
        "logging.getLogger('a.library').info('Fast.'); warnings.warn('Old.');"
        "thread = threading.Thread(target=lambda: int('Zuzka')); thread.start(); thread.join()"
    )
    done = subprocess.run([sys.executable, "-c", says], capture_output=True, text=True, check=True, env=ENVIRONMENT)
    slow, old, ended = [json.loads(one) for one in done.stderr.splitlines()]
    assert (slow["logger"], slow["message"]) == ("a.library", "Slow.")
    assert "UserWarning: Old." in old["message"]
    assert ended["error"] == "ValueError"
    assert "Zuzka" not in done.stderr.replace("int('Zuzka')", "")


def test_a_line_that_names_a_run_says_whose_it_is_and_only_the_latest_are_known() -> None:
    runs = [str(uuid4()) for _ in range(MOST_RUNS + 1)]
    for run in runs:
        remember(run, story=f"story of {run}")
    assert "story" not in line(f"Checking run {runs[0]}")
    assert line(f"Checking run {runs[1]}")["story"] == f"story of {runs[1]}"
    assert line(f"Checking run {runs[-1]}")["run"] == runs[-1]


def test_while_a_run_is_made_every_line_says_whose_it_is() -> None:
    with about(run="a-run", story="a-story"):
        assert line("Something.")["story"] == "a-story"
    assert "story" not in line("Something.")


@contextmanager
def api(database: str, log: Path, **environment: str) -> Iterator[str]:
    """The API as a process of its own, as a deployment starts it."""
    port = free_port()
    module = ("uvicorn", "--factory", "storytailor_dagster.api.app:app", "--port", str(port))
    given = {**ENVIRONMENT, "DATABASE_URL": database, "SUPABASE_JWT_SECRET": SECRET, "SUPABASE_JWT_ISSUER": ISSUER}
    with program("api", module, environment={**given, **environment}, log=log) as started:
        end = time.monotonic() + 60
        while time.monotonic() < end:
            started.check()
            try:
                httpx.get(f"http://127.0.0.1:{port}/health/live")
            except httpx.TransportError:
                time.sleep(0.1)
            else:
                break
        yield f"http://127.0.0.1:{port}"


def asked(url: str) -> str:
    """A story asked for, read and followed; its id."""
    wanted = {"storyIdea": "Zuzka finds a lantern", "storyType": "adventure", "age": 6, "hero": {"name": "Zuzka"}}
    with client_of(url, FAMILY) as family:
        story = str(family.post("/api/v1/stories", json=wanted).json()["data"]["id"])
        family.get(f"/api/v1/stories/{story}", params={"note": "Zuzka"})
        family.get("/api/v1/stories/00000000-0000-4000-8000-000000000009")
        family.get("/Zuzka")
    with httpx.stream("GET", f"{url}/api/v1/stories/{story}/events", params={"access_token": token(FAMILY)}) as answer:
        next(answer.iter_lines())
    return story


def test_a_request_is_a_line_with_route_status_code_and_story(database: str, tmp_path: Path) -> None:
    with api(database, log := tmp_path / "api.log", **JSON) as url:
        story = asked(url)
    told = lines(log)
    by_route = {(one["method"], one["route"], one["status"]): one for one in told if "route" in one}
    assert by_route["POST", "/api/v1/stories", 201]["story"] == story
    assert by_route["GET", "/api/v1/stories/{story_id}", 200]["story"] == story
    assert by_route["GET", "/api/v1/stories/{story_id}", 404]["code"] == "STORY_NOT_FOUND"
    assert by_route["GET", "/api/v1/stories/{story_id}/events", 200]["story"] == story
    assert all(one["seconds"] >= 0 for one in by_route.values())
    for secret in ("Zuzka", "lantern", token(FAMILY).partition(".")[0], "access_token"):
        assert secret not in log.read_text()


def test_as_text_too_no_query_is_logged(database: str, tmp_path: Path) -> None:
    with api(database, log := tmp_path / "api.log") as url:
        story = asked(url)
    assert f"GET /api/v1/stories/{story}/events HTTP/1.1" in log.read_text()
    assert "access_token" not in log.read_text()


def test_a_story_s_lines_from_daemon_code_server_and_run_name_it(postgres_18: str, tmp_path: Path) -> None:
    name = "signs_of_a_story"
    dsn = f"{postgres_18.rpartition('/')[0]}/{name}"
    with psycopg.connect(postgres_18, autocommit=True) as server:
        server.execute(f"create database {name} template template0".encode())
    migrate(dsn)
    ensure_dagster_schema(dsn)
    home = Home(Settings(home=tmp_path))
    log = tmp_path / "daemon.log"
    module = ("storytailor_dagster.defs.daemon", "run", "-m", LOCATION)
    with (
        psycopg.connect(dsn, autocommit=True) as connection,
        program("daemon", module, environment={**home.environment(dsn), **JSON}, log=log) as running,
    ):
        story = uuid4()
        connection.execute(
            "insert into stories (id, creator_user_id, age_rating, metadata) values (%s, %s, 5, %s)",
            (story, FAMILY, json.dumps({"hero": {"name": "Zuzka"}, "generateAssets": False})),
        )
        wait_until_made(connection, running, [story])
        end = time.monotonic() + 90
        while "PIPELINE_SUCCESS" not in log.read_text() and time.monotonic() < end:
            time.sleep(0.1)
        told = lines(log)
    about_it = [one for one in told if one.get("story") == str(story)]
    assert {"STEP_START", "ASSET_MATERIALIZATION", "STEP_SUCCESS"} <= {one.get("event") for one in about_it}
    (run,) = {one["run"] for one in about_it}
    assert UUID(run)
    assert {one.get("story") for one in told if one.get("step")} == {str(story)}
    assert any(one.get("run") == run and one["logger"].startswith("dagster.daemon") for one in told)
    assert {one.get("story") for one in told if one.get("run") == run} == {str(story)}
    assert "Zuzka" not in log.read_text()
    said = [one["message"] for one in told if one["logger"].endswith("SensorDaemon")]
    assert any(" skipped: " in one for one in said)
    assert not any(one.startswith("Checking for new runs") for one in said)
    assert [one for one, next_one in pairwise(said) if one == next_one and " skipped: " in one] == []
