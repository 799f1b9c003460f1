"""Heroes to look at and to test with: words that ask for what is shown if mentioned, traits that go together."""

from __future__ import annotations

from types import MappingProxyType

from storytailor_dagster.character.hero import Hero, Pronouns, Species

MENTIONS = MappingProxyType(
    {
        "cerebral_palsy": "a walker",
        "autism": "ear defenders and a fidget toy",
        "adhd": "a fidget spinner",
        "deaf": "signs",
        "visual_impairment": "a white cane",
        "type1_diabetes": "an insulin pump and a sensor",
        "asthma": "an inhaler",
        "feeding_tube_gtube": "a feeding tube",
        "dialysis_access": "a fistula",
    }
)
"""Words that ask for something to be shown, by trait."""

TRIPLES = (
    ("wheelchair_manual", "hearing_aids", "vitiligo"),
    ("wheelchair_power", "tracheostomy", "feeding_tube_gtube"),
    ("down_syndrome", "hearing_aids", "orthotic_devices"),
    ("prosthetic_leg", "prosthetic_arm", "burn_scars"),
    ("childhood_cancer", "port_a_cath", "oxygen_cannula"),
    ("visual_impairment", "albinism", "medical_alert_symbol"),
    ("dwarfism", "cochlear_implant_external", "scoliosis_brace"),
    ("halo_cervical_orthosis", "iv_picc_line", "birthmark_large"),
    ("facial_differences", "cleft_lip", "limb_difference_arm_missing"),
    ("crutches", "limb_length_discrepancy", "type1_diabetes"),
    ("cranial_helmet", "walker", "asthma"),
    ("deaf", "autism", "dialysis_access"),
)
"""A dozen heroes with three traits each."""


def hero(
    *traits: str,
    appearance: str = "",
    species: Species = Species.HUMAN,
    kind: str | None = None,
    age: int = 7,
    pronouns: Pronouns = Pronouns.SHE,
    mentioned: bool = True,
) -> Hero:
    """A hero with traits, whose words ask for all that is shown if mentioned unless it is said otherwise."""
    asked = [MENTIONS[trait] for trait in traits if mentioned and trait in MENTIONS]
    return Hero(
        name="Mira", species=species, kind=kind, pronouns=pronouns, age=age, traits=traits,
        appearance=", ".join(filter(None, (appearance, *asked))),
    )  # fmt: skip
