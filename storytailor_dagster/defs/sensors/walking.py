"""Walks over tables too long for one tick: a page at a time, from where the sensor's cursor stands."""

import json
from collections.abc import Callable
from typing import TypeVar

import dagster as dg

Place = TypeVar("Place", int, str)


def walked(
    context: dg.SensorEvaluationContext,
    name: str,
    page: Callable[[Place], tuple[int, Place]],
    *,
    start: Place,
    pages: int,
    most: int | None = None,
) -> int:
    """Goes at most to the end of the table, where the next tick begins anew; how many rows went.

    `page` is given a place, and tells how many went and the next place: `start` at the end. After a page with which
    `most` rows went it is enough.
    """
    gone = 0
    for _ in range(pages):
        places: dict[str, Place] = json.loads(context.cursor or "{}")
        went, place = page(places.get(name, start))
        gone += went
        context.update_cursor(json.dumps({**places, name: place}))
        if place == start or (most is not None and gone >= most):
            break
    return gone
