"""The studio tells of a hero with a trait as of anybody: true to how the hero moves, on an ordinary day."""

from __future__ import annotations

import json
import random
import re
import tomllib
from collections.abc import Iterator
from importlib.resources import files
from typing import Any
from uuid import UUID

import pytest

from storytailor_dagster.character.catalogue import BELITTLES, TRAITS, WAYS, shown_parts, ways_that_jar
from storytailor_dagster.character.hero import Hero, Pronouns
from storytailor_dagster.character.telling import belittling, contradicting
from storytailor_dagster.providers.prompts.story import instructions, request_as_data
from storytailor_dagster.providers.studio import text as studio_text
from storytailor_dagster.providers.studio.text import StudioText
from storytailor_dagster.providers.studio.text.casting import cast
from storytailor_dagster.providers.studio.text.library import plots, read
from storytailor_dagster.providers.till import OpenTill
from storytailor_dagster.story.request import StoryRequest
from storytailor_dagster.story.text import StoryText
from storytailor_dagster.story.text_checks import check_respect, check_text
from storytailor_dagster.story.types import StoryType
from storytailor_dagster_tests.trait_samples import MENTIONS, hero

DATA = files(studio_text.__package__) / "data"


def request(who: Hero, *, age: int = 7, seed: int = 0, kind: StoryType = StoryType.ADVENTURE) -> StoryRequest:
    return StoryRequest(story_id=UUID(int=1), hero=who, age=age, seed=seed, story_type=kind)


def told(who: Hero, **asked: Any) -> StoryText:
    return StudioText().write(request=request(who, **asked), till=OpenTill()).value


def fragments() -> Iterator[str]:
    """Every written fragment of the package, plots that are not for everybody left out."""
    for file in [*DATA.iterdir(), *(DATA / "plots").iterdir()]:
        if file.name.endswith(".toml") and file.name not in ("aids.toml", "moves.toml"):
            for name, fields in tomllib.loads(file.read_text(encoding="utf-8")).items():
                if name not in plots() or not plots()[name].not_for:
                    yield from _strings(fields)


def _strings(node: object) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    for inner in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from _strings(inner)


def test_no_fragment_holds_a_word_to_avoid() -> None:
    words = {word for trait in TRAITS.values() for word in trait.avoid}
    words |= {word for some in BELITTLES.values() for word in some if "{h}" not in word}
    every = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(words)))})(?!\w)", re.IGNORECASE)
    aids = [sentence for part in read("aids.toml").values() for sentence in _strings(part)]
    assert [every.findall(fragment) for fragment in (*fragments(), *aids) if every.search(fragment)] == []


def test_no_fragment_says_of_every_hero_what_some_can_not_do() -> None:
    verbs = "|".join(re.escape(word) for words in WAYS.values() for word in words)
    jars = re.compile(rf"(?:\{{H\}}|\{{They\}}) (?:\[[^\]]*)?(?<!\{{)\b(?:{verbs})\b(?! out of)")
    assert [found[0] for fragment in fragments() for found in jars.finditer(fragment)] == []


@pytest.mark.parametrize("part", read("aids.toml"))
def test_sentences_of_an_aid_fit_the_hero_who_has_it(part: str) -> None:
    trait = next(name for name, row in TRAITS.items() if part == name or part in row.mentions)
    who = hero(trait, appearance=" ".join(TRAITS[trait].mentions.get(part, ())))
    for told_in in read("aids.toml")[part].values():
        assert len(told_in) >= 2
        for sentence in told_in:
            assert contradicting(sentence.replace("{H}", who.name), who) == ()


@pytest.mark.parametrize("age", [4, 7, 10])
@pytest.mark.parametrize("trait", TRAITS)
def test_every_trait_is_told_of_with_respect_at_every_age(trait: str, age: int) -> None:
    place = list(TRAITS).index(trait)
    who = hero(trait, pronouns=list(Pronouns)[place % 3])
    kind = list(StoryType)[(place + age) % len(StoryType)]
    text = told(who, age=age, seed=place * 7919 + age, kind=kind)
    findings = (*check_text(text, age=age), *check_respect(text, hero=who, last_try=False))
    assert [finding.summary for finding in findings if not finding.passed] == []


def as_told(fragment: str) -> re.Pattern[str]:
    """The fragment with any of its choices and any word in its slots."""
    told_as = ""
    for part in re.split(r"(\[.*?\]|\{.*?\})", fragment):
        told_as += (
            f"(?:{part[1:-1]})" if part.startswith("[") else ".{1,24}?" if part.startswith("{") else re.escape(part)
        )
    return re.compile(told_as, re.IGNORECASE)


USED = ("wheelchair_manual", "crutches", "cochlear_implant_external", "halo_cervical_orthosis")


@pytest.mark.parametrize("part", USED)
def test_what_is_there_every_day_is_there_once_or_twice(part: str) -> None:
    known = [as_told(fragment) for fragment in read("aids.toml")[part]["middle"]]
    for seed in range(4):
        text, plain = told(hero(part), seed=seed).text, told(hero(), seed=seed).text
        assert 1 <= sum(bool(sentence.search(text)) for sentence in known) <= 2
        assert not any(sentence.search(plain) for sentence in known)


def test_verbs_follow_the_hero() -> None:
    running = next(plot for plot in plots().values() if plot.name == "lantern")
    assert any("{ran}" in step for passages in running.told.values() for p in passages for s in p for step in s)
    assert not re.search(r"Mira (?:ran|jumped|stood)\b", told(hero("wheelchair_manual"), seed=12).text)
    assert ways_that_jar(hero("wheelchair_manual")) == ("standing", "walking", "running")


def test_a_plot_of_stairs_is_not_dealt_to_wheels() -> None:
    for trait in ("wheelchair_manual", "wheelchair_power", "crutches"):
        for seed in range(60):
            dealt = cast(request(hero(trait), seed=seed), dice=random.Random(seed))
            assert dealt.plot.name != "steps"


@pytest.mark.parametrize("trait", TRAITS)
def test_writers_are_given_the_words_of_the_row(trait: str) -> None:
    asked = request(hero(trait))
    (row,) = json.loads(request_as_data(asked))["traits"]
    assert TRAITS[trait].label in row["trait"]
    assert row["never_say"] == list(TRAITS[trait].avoid)
    assert row["fits"] == list(TRAITS[trait].say)
    said = instructions(asked)
    assert ("is told truly" in said) == bool(ways_that_jar(asked.hero))
    assert "ordinary day" in said


def test_a_text_that_belittles_is_grave_and_one_that_errs_is_told_again() -> None:
    text = told(hero())
    beat = text.beats[3].model_copy(update={"content": "Mira jumped up. She was no longer wheelchair-bound."})
    wrong = text.model_copy(update={"beats": (*text.beats[:3], beat)})
    who = hero("wheelchair_manual")
    first = check_respect(wrong, hero=who, last_try=False)
    last = check_respect(wrong, hero=who, last_try=True)
    assert [(found.name, found.passed, found.blocks) for found in first] == [
        ("told_with_respect", False, True),
        ("true_to_the_hero", False, True),
    ]
    assert [found.blocks for found in last] == [True, False]
    assert "wheelchair-bound" in first[0].detail
    assert "Mira jumped" in first[1].detail
    assert not any(word in found.summary for found in first for word in ("wheelchair", "jumped", "Mira"))
    assert all(found.passed for found in check_respect(wrong, hero=hero(), last_try=False))
    assert belittling(wrong.text, hero()) == ()


def test_every_aid_that_may_be_drawn_and_used_has_its_sentences() -> None:
    marks = {"vitiligo", "birthmark_large", "burn_scars", "cleft_lip", "facial_differences", "down_syndrome", "glasses"}
    few = {"spacer", "chew", "weighted", "fidget_band", "dialysis_fistula", "dialysis_catheter"}
    parts = {part for name in TRAITS for part in shown_parts(hero(name, appearance=MENTIONS.get(name, "")))}
    assert parts - marks - few <= set(read("aids.toml"))
