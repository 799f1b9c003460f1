from __future__ import annotations

import pytest

from storytailor_dagster.story.finding import Finding
from storytailor_dagster.story.verdict import GRAVE, Matter, Objected, Verdict
from storytailor_dagster.story.verdict_findings import verdict_findings, words_finding

SAYS = "The left ear is missing."


def objected(matter: Matter, *evidence: str) -> Verdict:
    return Verdict(objections=(Objected(matter=matter, says=SAYS),), evidence=evidence)


def failed(verdict: Verdict, *, last_try: bool = False) -> Finding:
    (found,) = (finding for finding in verdict_findings(verdict, last_try=last_try) if not finding.passed)
    return found


def test_a_picture_that_nobody_objects_to_passes_in_every_matter() -> None:
    found = verdict_findings(Verdict(), last_try=False)
    assert len({finding.name for finding in found}) == len(Matter)
    assert all(finding.passed for finding in found)


@pytest.mark.parametrize("matter", Matter)
def test_an_objection_blocks_before_the_last_try_and_after_it_only_a_grave_one(matter: Matter) -> None:
    assert failed(objected(matter)).blocks
    assert failed(objected(matter), last_try=True).blocks == (matter in GRAVE)


@pytest.mark.parametrize("matter", Matter)
def test_the_next_try_is_told_what_people_are_not_shown(matter: Matter) -> None:
    found = failed(objected(matter))
    assert found.detail == SAYS
    assert SAYS not in found.summary


def test_only_moderation_shows_its_categories() -> None:
    assert failed(objected(Matter.MODERATION, "violence")).figures == {"categories": ["violence"]}
    assert failed(objected(Matter.HERO, "looked at by a model")).figures == {}


def test_words_that_are_flagged_block_with_their_categories() -> None:
    found = words_finding(objected(Matter.MODERATION, "violence"))
    assert (found.passed, found.blocks, found.detail) == (False, True, SAYS)
    assert found.figures == {"categories": ["violence"]}
    assert words_finding(Verdict()).passed
