"""Saying a written fragment a little differently: who said it, what the companion is called, words that mean the same.

Only swaps that hold in any sentence of this package's data belong here; what is told is the data's matter.
"""

from __future__ import annotations

import random
import re

_SAID = re.compile(r'(?<=[,!?]") (said|asked|called|cried|whispered|\{c_says\}|\[[a-z|]+\]) (\{[HC]\})(?=[.,:])')
_FRIEND = re.compile(r"(?<!\ba )\{C\}(?! the |, who|, an? |, \{)")
"""Not where the companion is told of for the first time."""
_SPEAKS = re.compile(r" (?:said|asked|called|cried|whispered|\{c_says\}|\[[a-z|]+\])[.,:]")
_KEPT = 0.6
"""How often the companion is called by name."""

_SAME = (
    ("nobody", "no one"),
    ("everybody", "everyone"),
    ("somebody", "someone"),
    ("as if", "as though"),
    ("in the end", "at last"),
    ("began to", "started to"),
    ("could not", "couldn't"),
    ("did not", "didn't"),
    ("would not", "wouldn't"),
    ("had not", "hadn't"),
    ("was not", "wasn't"),
    ("until", "till"),
    ("towards", "toward"),
    ("underneath", "beneath"),
    ("almost", "nearly"),
    ("once more", "yet again"),
    ("very gently", "ever so gently"),
    ("for a long time", "for a good while"),
    ("a great deal of", "a good deal of", "plenty of"),
    ("and then", "and after that"),
    ("at once", "right away", "then and there"),
    ("far away", "a long way off"),
    ("all the way", "the whole way"),
    ("the whole", "the entire"),
    ("each of them", "every one of them"),
    ("one by one", "one after another"),
)
_GROUPS = {word: group for group in _SAME for word in group}
_ANY = re.compile(rf"(?<!\ball )\b(?:{'|'.join(sorted(map(re.escape, _GROUPS), key=len, reverse=True))})\b")


def reworded(fragment: str, *, dice: random.Random) -> str:
    """The fragment with some of its words swapped; its slots and choices stay."""
    text = _SAID.sub(lambda match: dice.choice((match[0], f" {match[2]} {match[1]}")), fragment)
    text = _ANY.sub(lambda match: dice.choice(_GROUPS[match[0]]), text)
    return _FRIEND.sub(lambda match: _friend(text, match, dice), text)


def _friend(text: str, match: re.Match[str], dice: random.Random) -> str:
    before, after = text[: match.start()].rstrip(), text[match.end() :]
    if dice.random() < _KEPT:
        return match[0]
    starts = not before or before[-1] in '.!?"”/'
    speaks = before.endswith(',"') or (before.endswith('"') and _SPEAKS.match(after) is not None)
    return "{The_c}" if starts and not speaks else "{the_c}"
