"""The ids of the 39 inclusivity traits, and finding the one a person meant. How a trait is shown is not said here."""

from __future__ import annotations

from difflib import get_close_matches

TRAIT_IDS = (
    *("wheelchair_manual", "wheelchair_power", "prosthetic_leg", "prosthetic_arm", "limb_difference_arm_missing"),
    *("crutches", "walker", "cerebral_palsy", "down_syndrome", "autism", "adhd", "dyslexia"),
    *("intellectual_disability", "deaf", "hearing_aids", "visual_impairment", "vitiligo", "albinism", "cleft_lip"),
    *("birthmark_large", "dwarfism", "scoliosis_brace", "orthotic_devices", "burn_scars"),
    *("limb_length_discrepancy", "facial_differences", "childhood_cancer", "type1_diabetes", "asthma"),
    *("halo_cervical_orthosis", "port_a_cath", "tracheostomy", "feeding_tube_gtube", "oxygen_cannula"),
    *("iv_picc_line", "cochlear_implant_external", "cranial_helmet", "dialysis_access", "medical_alert_symbol"),
)

_ALIASES = {"wheelchair_user": "wheelchair_manual", "wheelchair": "wheelchair_manual", "blind": "visual_impairment"}


def trait_id(spelling: str) -> str | None:
    """The trait's id, whatever the case, spaces or hyphens; None where there is none."""
    key = "_".join(spelling.casefold().replace("-", " ").split())
    key = _ALIASES.get(key, key)
    return key if key in TRAIT_IDS else None


def nearest(spelling: str) -> tuple[str, ...]:
    """Up to three ids that look like the spelling."""
    return tuple(get_close_matches("_".join(spelling.casefold().split()), TRAIT_IDS, n=3, cutoff=0.3))
