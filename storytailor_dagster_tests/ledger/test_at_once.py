"""Every two acts upon one story, the second in the midst of the first: it comes to what one after the other does."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import product
from typing import Any

from storytailor_dagster.ledger import Claim, ClaimMode, Ledger
from storytailor_dagster.story.parts import Part
from storytailor_dagster_tests.ledger.acts import (
    Act,
    Ask,
    Expire,
    Forget,
    NobodyTakes,
    RunEnds,
    Take,
    Write,
    done,
    done_into_each_other,
    one_after_the_other,
    rows_in,
)
from storytailor_dagster_tests.ledger.help import DISAGREEMENTS, Connection, new_story
from storytailor_dagster_tests.ledger.paper import PaperLedger

QUEUE, PERSON, RETRY = ClaimMode.QUEUE, ClaimMode.PERSON, ClaimMode.RETRY


def acts_upon(content: Claim, pdf: Claim) -> Iterator[Act]:
    """Upon a story whose text run `a` holds and whose book run `b` holds; what is between them is queued."""
    yield from (Take(Part.CONTENT, "a", QUEUE, ()), Take(Part.CONTENT, "b", PERSON, ()))
    yield from (Take(Part.CONTENT, "b", RETRY, ("a",)), Take(Part.PDF, "c", RETRY, ("b",)))
    yield from (Take(Part.SCENE_4, "c", QUEUE, ()), Take(Part.SCENE_4, "c", PERSON, ()))
    yield from (Write("record", content), Write("try again", content), Write("fail", content), Write("renew", content))
    yield from (Write("record", pdf), Write("fail", pdf))
    yield from (Ask(frozenset({part})) for part in (Part.CONTENT, Part.SCENE_4, Part.PDF))
    yield from (RunEnds("a", [(Part.SCENE_4, 1)]), RunEnds("b", ()), NobodyTakes([(Part.SCENE_4, 1)]))
    yield from (Expire(), Forget())


def begun(ledger: Ledger, connection: Connection) -> tuple[PaperLedger, list[Act]]:
    """A story in the midst of its making, and all that may be done to it now. The text's run gives no sign of life."""
    paper = PaperLedger(new_story(ledger))
    claims: list[Any] = []
    for take in (Take(Part.CONTENT, "a", QUEUE, ()), Take(Part.PDF, "b", PERSON, ())):
        done(take, paper, paper.story)
        claims.append(done(take, ledger, paper.story))
    connection.execute(
        "update asset_generation_jobs set lease_expires_at = now() where story_id = %s and asset_type = 'content'",
        (paper.story,),
    )
    paper.run_out(Part.CONTENT)
    return paper, list(acts_upon(*claims))


def test_any_two_acts_upon_a_story_come_to_what_one_after_the_other_does(
    quick_to_notice: Ledger, connection: Connection
) -> None:
    ledger, wrong = quick_to_notice, []
    first, acts = begun(ledger, connection)
    ledger.forget(first.story)
    with ThreadPoolExecutor(2) as threads:
        for one, other in product(range(len(acts)), repeat=2):
            paper, acts = begun(ledger, connection)
            both = (acts[one], acts[other])
            came = done_into_each_other(both, ledger, paper.story, threads, connection)
            after = one_after_the_other(both, came, rows_in(ledger, paper.story), paper)
            if after is None or connection.execute(DISAGREEMENTS.encode()).fetchall():
                wrong.append((both, came))
            ledger.forget(paper.story)
    assert wrong == []
