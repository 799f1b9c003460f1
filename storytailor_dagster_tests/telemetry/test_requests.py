"""Requests as a collector gets them: route and status, whose story it is, and nothing of what was sent."""

from __future__ import annotations

import time

from storytailor_dagster.api.heard import HIDDEN
from storytailor_dagster_tests.api.conftest import FAMILY, client_of, serving, settings, token
from storytailor_dagster_tests.telemetry.collector import Collector, facts

ASKED = {"storyIdea": "Zuzka finds a lantern", "storyType": "adventure", "age": 6, "hero": {"name": "Zuzka"}}


def test_a_request_is_a_span_with_its_route_and_a_figure(database: str, collector: Collector) -> None:
    with serving(settings(database)) as url, client_of(url, FAMILY) as family:
        story = family.post("/api/v1/stories", json=ASKED).json()["data"]["id"]
        family.get(f"/api/v1/stories/{story}", params={"note": "Zuzka"})
        family.get("/Zuzka")
        with client_of(url, None) as browser:
            at = f"/api/v1/stories/{story}/events"
            with browser.stream("GET", at, params={"access_token": token(FAMILY)}) as answer:
                next(answer.iter_lines())
    told = {span.name: facts(span.attributes) for span in collector.spans}
    assert told["POST /api/v1/stories"]["http.response.status_code"] == 201
    read = told["GET /api/v1/stories/{story_id}"]
    assert read["storytailor.story"] == story
    assert (read["url.path"], read["url.query"]) == (HIDDEN, HIDDEN)
    assert told["GET /api/v1/stories/{story_id}/events"]["url.query"] == HIDDEN
    assert "Zuzka" not in collector.everything
    assert "lantern" not in collector.everything
    assert token(FAMILY).partition(".")[0] not in collector.everything
    routes = {about.get("http.route") for about, _ in collector.points("http.server.request.duration")}
    assert {"/api/v1/stories", "/api/v1/stories/{story_id}"} <= routes


def test_nothing_is_sent_unless_somebody_listens(database: str, collector: Collector) -> None:
    with serving(settings(database, otlp_endpoint=None)) as url, client_of(url, FAMILY) as family:
        assert family.get("/api/v1/stories").status_code == 200
        time.sleep(0.3)
    assert collector.texts == []
