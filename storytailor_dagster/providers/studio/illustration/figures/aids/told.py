"""Where the family's words put a mark or an aid: places on the body, left or right, a colour. No drawing."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

LEFT, RIGHT = "left", "right"
"""The figure's own sides."""

_PLACES = {
    "face": r"face", "eye": r"eyes?|eyelids?", "mouth": r"mouth|lips?|chin|jaw", "cheek": r"cheeks?",
    "forehead": r"forehead|temples?", "neck": r"neck|throat", "hand": r"hands?|fingers?|paws?",
    "arm": r"arms?|elbows?|wrists?", "leg": r"legs?|knees?|shins?|feet|foot",
    "body": r"chest|belly|tummy|body|shoulders?",
}  # fmt: skip
_MARKS = {
    "vitiligo": r"vitiligo|pale patch(?:es)?|white patch(?:es)?|skin patch(?:es)?",
    "birthmark_large": r"birth ?mark|port wine stain|strawberry mark|n(?:a)?evus|h(?:a)?emangioma",
    "burn_scars": r"burns?\b|burn scars?|scars?|scarring",
}
_USUAL = {
    "vitiligo": frozenset({"eye", "mouth", "forehead", "hand", "arm", "leg"}),
    "birthmark_large": frozenset({"cheek"}),
    "burn_scars": frozenset({"cheek", "neck", "arm"}),
}
_FACE = {
    "vitiligo": {"eye", "mouth", "forehead"},
    "birthmark_large": {"cheek"},
    "burn_scars": {"cheek", "neck"},
}
_COLOURS = {
    r"wine|red|purple|violet": "#8f2f4a", r"brown|dark|black|chocolate": "#4a2a20", r"pink|strawberry|rose": "#d8546e",
    r"blue|grey|gray": "#56688c", r"light|pale|white|tan": "#d9a878",
}  # fmt: skip
_LIMBS = (("leg", r"leg|foot|knee|shin"), ("arm", r"arm|hand|elbow|wrist"), ("face", r"cheek|eye|face|jaw|side|half"))
_SIDED = (
    ("limb_difference_arm_missing", "arm", RIGHT), ("prosthetic_arm", "arm", LEFT), ("iv_picc_line", "arm", LEFT),
    ("dialysis_fistula", "arm", LEFT), ("glucose_sensor", "arm", RIGHT), ("medical_alert_symbol", "arm", LEFT),
    ("fidget_band", "arm", RIGHT), ("prosthetic_leg", "leg", LEFT), ("limb_length_discrepancy", "leg", LEFT),
    ("birthmark_large", "face", RIGHT), ("burn_scars", "face", LEFT), ("facial_differences", "face", RIGHT),
)  # fmt: skip
"""Parts with a side: what they are on, and the side they take where nobody says."""
_WHOLE = frozenset({"limb_difference_arm_missing", "prosthetic_arm", "prosthetic_leg", "birthmark_large"})
"""Parts that leave no room for another on the same side."""


@dataclass(frozen=True, kw_only=True)
class Told:
    """`places` of each mark, the `sides` of what has one, the `birthmark`'s colour where it is said."""

    places: Mapping[str, frozenset[str]] = field(default_factory=lambda: MappingProxyType(_USUAL))
    sides: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    birthmark: str | None = None
    short_arm: bool = False
    """Whether the shorter limb is an arm."""


def told(words: str, aids: Collection[str]) -> Told:
    """What the words say of these parts; what they leave open is as usual."""
    text = words.casefold().replace("-", " ")
    clauses = {mark: " ".join(_clauses(text, pattern)) for mark, pattern in _MARKS.items()}
    places = {mark: _places(clause, mark) or _USUAL[mark] for mark, clause in clauses.items()}
    colour = next((c for words_of, c in _COLOURS.items() if re.search(words_of, clauses["birthmark_large"])), None)
    return Told(
        places=MappingProxyType(places), sides=MappingProxyType(_sides(text, aids)), birthmark=colour,
        short_arm=bool(re.search(r"\bshort(?:er)? (?:left |right )?arm|\barm (?:is |that is )?(?:\w+ )?shorter", text)),
    )  # fmt: skip


def _clauses(text: str, pattern: str) -> list[str]:
    """The words around each naming of a mark: its own clause, and those after it that only add a place."""
    every = "|".join(_PLACES.values())
    found = []
    for match in re.finditer(rf"[^,.;]*\b(?:{pattern})\b[^,.;]*", text):
        rest = re.match(
            rf"(?:,? (?:and |on |around |her |his |their |both |the |left |right )*(?:{every})\b)*", text[match.end() :]
        )
        found.append(match[0] + (rest[0] if rest else ""))
    return found


def _places(clause: str, mark: str) -> frozenset[str]:
    named = {place for place, pattern in _PLACES.items() if re.search(rf"\b(?:{pattern})\b", clause)}
    if "face" in named:
        named = (named - {"face"}) | _FACE[mark]
    return frozenset(named)


def _sides(text: str, aids: Collection[str]) -> dict[str, str]:
    said = {}
    for limb, pattern in _LIMBS:
        if match := re.search(rf"\b(left|right) (?:\w+ )?(?:{pattern})", text):
            said[limb] = match[1]
    found: dict[str, str] = {}
    full: set[tuple[str, str]] = set()
    for name, limb, usual in _SIDED:
        if name in aids:
            side = said.pop(limb, usual)
            if (limb, side) in full and (limb, other(side)) not in full:
                side = other(side)
            found[name] = side
            full |= {(limb, side)} if name in _WHOLE else set()
    return found


def other(side: str) -> str:
    return RIGHT if side == LEFT else LEFT
