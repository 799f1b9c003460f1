"""Figures of what came to its end, each once, as a collector gets them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import dagster as dg
import psycopg
import pytest

from storytailor_dagster.defs.sensors import sensors
from storytailor_dagster.defs.sensors.figures import figures
from storytailor_dagster.errors import Objection, Permanent
from storytailor_dagster.providers.doubles import Script, doubles
from storytailor_dagster.settings import Settings
from storytailor_dagster.story.parts import Part
from storytailor_dagster.telemetry.figures import figures_of
from storytailor_dagster_tests.defs.conftest import House
from storytailor_dagster_tests.telemetry.collector import Collector

Look = Callable[[], str]
AGO = """
update stories set asset_generation_started_at = asset_generation_started_at - interval '5 minutes',
                   asset_generation_completed_at = asset_generation_completed_at - interval '2 minutes';
update asset_generation_jobs set started_at = started_at - interval '4 minutes',
                                 completed_at = completed_at - interval '2 minutes';
update generation_attempts set created_at = created_at - interval '2 minutes', cost = 0.25
"""


@pytest.fixture
def look(house: House, collector: Collector) -> Iterator[Look]:
    """One look of the sensor."""
    settings = Settings()
    cursor: str | None = (house.ledger.signs.now() - timedelta(minutes=15)).isoformat()

    def looked() -> str:
        nonlocal cursor
        context = dg.build_sensor_context(
            instance=house.instance, resources={"ledger": house.ledger, "settings": settings}, cursor=cursor
        )
        told = figures(context)
        cursor = context.cursor
        assert isinstance(told, dg.SkipReason)
        return str(told.skip_message)

    yield looked
    figures_of(settings).close()
    figures_of.cache_clear()


def test_what_ended_is_told_once(house: House, collector: Collector, look: Look, database: str) -> None:
    story = house.asked()
    pictures = Script([Objection("Blank."), Permanent("No.", code="NO_SUCH_MODEL")])
    house.run(story, hands=doubles(picture=pictures))
    house.asked()
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute(AGO.encode())
    told = look()
    assert told.startswith("1 wait")
    assert look() == "1 wait, 0 figures of what ended."
    figures_of(Settings()).close()
    assert [(about, point.as_int) for about, point in collector.points("storytailor.ended")] == [
        ({"subject": "story", "state": "partial"}, 1)
    ]
    ((_, took),) = collector.points("storytailor.duration")
    assert took.sum > 180
    ((_, first),) = collector.points("storytailor.first_step")
    assert 60 <= first.sum < 120
    failures = [(about["part"], about["code"], p.as_int) for about, p in collector.points("storytailor.failures")]
    assert failures == [("cover", "NO_SUCH_MODEL", 1)]
    assert [(about["part"], p.as_int) for about, p in collector.points("storytailor.retries")] == [("cover", 1)]
    calls = house.ledger.spending.calls(story)
    assert sum(point.as_int for _, point in collector.points("storytailor.calls")) == len(calls)
    assert sum(point.as_double for _, point in collector.points("storytailor.cost")) == 0.25 * len(calls)
    ((_, waits),) = collector.points("storytailor.queue.length")
    assert waits.as_int == 1
    ((_, oldest),) = collector.points("storytailor.queue.oldest")
    assert oldest.as_double >= 300
    assert "Zuzka" not in collector.everything
    assert str(story) not in str(collector.metrics)


def test_what_is_being_made_does_not_wait(house: House) -> None:
    house.run(house.asked(), (Part.CONTENT,))
    assert house.ledger.signs.waiting()[0] == 0


def test_the_sensor_is_there_only_where_somebody_listens(collector: Collector) -> None:
    assert figures in sensors(Settings())
    assert figures not in sensors(Settings(otlp_endpoint=None))
