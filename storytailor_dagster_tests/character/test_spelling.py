"""Which trait a family means, however it is written; and what the writing asks to be shown."""

from __future__ import annotations

import pytest

from storytailor_dagster.character.catalogue import TRAITS
from storytailor_dagster.character.spelling import asks_for, nearest, trait_id


@pytest.mark.parametrize("name", TRAITS)
def test_every_trait_is_known_by_its_id_and_its_spellings(name: str) -> None:
    for spelling in (name, *TRAITS[name].also):
        assert trait_id(spelling) == name
        assert trait_id(f"  {spelling.upper().replace(' ', '-')} ") == name


@pytest.mark.parametrize(
    ("spelling", "meant"),
    [
        ("wheelchair", "wheelchair_manual"),
        ("wheelchair_user", "wheelchair_manual"),
        ("hearing_aid", "hearing_aids"),
        ("prosthetic", "prosthetic_leg"),
        ("halo", "halo_cervical_orthosis"),
        ("blind", "visual_impairment"),
        ("Down’s Syndrome", "down_syndrome"),
        ("T1D", "type1_diabetes"),
        ("CGM", "type1_diabetes"),
    ],
)
def test_the_old_names_are_known(spelling: str, meant: str) -> None:
    assert trait_id(spelling) == meant


def test_a_spelling_that_is_an_aid_asks_for_it() -> None:
    assert asks_for("CGM") == "cgm"
    assert asks_for("white_cane") == "white cane"
    assert asks_for("blind") == ""
    assert asks_for("vitiligo") == ""


def test_glasses_are_a_look_and_no_trait() -> None:
    assert trait_id("glasses") is None
    assert asks_for("Glasses") == "glasses"


def test_what_is_unknown_is_answered_with_the_nearest() -> None:
    assert trait_id("hering aids") is None
    assert nearest("hering aids")[0] == "hearing_aids"
    assert nearest("xyzzy") == ()
