"""Words that never belong in a children's story or in what is asked for one, by category, whoever writes.

A floor and not a ceiling: only words that have no other use near children (grief, illness and monsters do). What needs
judgement is the moderation model's.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_LIST = {
    "sexual": """porn porno pornography pornographic blowjob handjob dildo orgasm orgasms masturbate masturbating
        masturbation hentai erotica erotic striptease stripper hooker prostitute clitoris nsfw
        bdsm boobs fetish rape raped rapist raping molest molested incest""",
    "violence": """behead beheaded beheading decapitate decapitated decapitation disembowel disemboweled gore gory
        dismember dismembered massacre massacred bloodbath torture tortured torturing genocide
        lynching lynched""",
    "self-harm": """suicide suicidal selfharm self-harm anorexia anorexic bulimia bulimic thinspo overdose overdosed""",
    "hate": """nazi nazis nazism swastika nigger niggers nigga faggot faggots tranny kike spic wetback
        retard retarded retards""",
    "drugs": """cocaine meth methamphetamine fentanyl crackpipe ketamine lsd""",
    "profanity": """fuck fucks fucked fucker fuckers fucking motherfucker shit shits shitty bullshit bitch bitches
        bastard bastards cunt cunts wanker wankers asshole assholes arsehole dickhead twat slut sluts whore whores""",
}
_CATEGORY = {word: category for category, words in _LIST.items() for word in words.split()}
_DIGITS = str.maketrans("013457$@", "oieastsa")
_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")


def unfit(text: str) -> Iterator[str]:
    """The category of every listed word in the text, also where digits stand for letters (`sh1t`)."""
    plain = unicodedata.normalize("NFKC", text).casefold().replace("’", "'")
    for word in {*_WORD.findall(plain), *_WORD.findall(plain.translate(_DIGITS))}:
        for form in (word, word.removesuffix("'s"), word.replace("-", "")):
            if form in _CATEGORY:
                yield _CATEGORY[form]
                break
