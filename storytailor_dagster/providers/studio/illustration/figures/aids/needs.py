"""What a part asks of the rest of the figure, so that it is seen: an open collar, a short sleeve, a free ear. Data."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

CHAIRS = ("wheelchair_manual", "wheelchair_power")
STICKS = ("cane", "white_cane", "crutches", "walker")
BOTH_FEET = frozenset({"crutches", "walker", "prosthetic_leg", "limb_length_discrepancy", "halo_cervical_orthosis"})
"""Whoever has one of these jumps for joy with the arms only."""

OPEN_NECK = frozenset({"port_a_cath", "dialysis_catheter", "tracheostomy"})
LONG_NECK = OPEN_NECK | {"halo_cervical_orthosis"}
"""The head is held a little higher, so that the throat is seen."""

NO_SCARF = OPEN_NECK | {
    "halo_cervical_orthosis",
    "inhaler",
    "spacer",
    "chew",
    "weighted",
    "oxygen_cannula",
    "scoliosis_brace",
}
FREE_EARS = frozenset(
    {"hearing_aids", "cochlear_implant_external", "oxygen_cannula", "facial_differences", "cranial_helmet"}
)
NO_HAT = frozenset({"cranial_helmet", "halo_cervical_orthosis", "cochlear_implant_external", "headphones"})
AROUND = frozenset({"scoliosis_brace", "halo_cervical_orthosis"})
"""What is round the trunk, and seen where the arms are held clear of it."""
STILL_HEAD = "halo_cervical_orthosis"

FACING = LONG_NECK | {
    *("prosthetic_leg", "prosthetic_arm", "limb_difference_arm_missing", "orthotic_devices", "scoliosis_brace"),
    *("limb_length_discrepancy", "feeding_tube_gtube", "iv_picc_line", "dialysis_fistula", "insulin_pump"),
    *("glucose_sensor", "medical_alert_symbol", "fidget", "fidget_band", "vitiligo", "burn_scars"),
}
"""Whoever has one of these sits facing us."""

UPPER, LOWER = "chest", "belly"
BARED: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(("port_a_cath", "dialysis_catheter", "tracheostomy", "halo_cervical_orthosis", "chew"), UPPER),
        **dict.fromkeys(("inhaler", "spacer", "weighted"), UPPER),
        **dict.fromkeys(("feeding_tube_gtube", "insulin_pump", "scoliosis_brace"), LOWER),
    }
)
"""How low a sleeper's blanket is turned down for a part."""

ON_LEGS = frozenset({"prosthetic_leg", "orthotic_devices", "limb_length_discrepancy", "dwarfism"})

SLEEVES: Mapping[str, float] = MappingProxyType(
    {
        "iv_picc_line": 0.24, "glucose_sensor": 0.22, "limb_difference_arm_missing": 0.3, "prosthetic_arm": 0.4,
        "dialysis_fistula": 0.42, "medical_alert_symbol": 0.72, "fidget_band": 0.72,
    }
)  # fmt: skip
"""The share of the arm that a sleeve may cover on the part's side."""

BARE_SHINS = frozenset({"prosthetic_leg", "orthotic_devices"})
"""Trousers are rolled up above it."""

SHORT_HEM = BARE_SHINS | {"dwarfism", "limb_length_discrepancy"}
"""Coats, dresses and skirts end above the knee, so that the legs are seen."""
