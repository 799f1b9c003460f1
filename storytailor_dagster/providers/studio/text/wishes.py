"""What a family wrote, as words a sentence can hold: details of the type, the theme, places and friends in an idea."""

from __future__ import annotations

import re

from storytailor_dagster.providers.studio.text.english import capitalised
from storytailor_dagster.providers.studio.text.library import read
from storytailor_dagster.story.request import StoryRequest
from storytailor_dagster.story.staging import Companion, Setting

_PLAIN = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*(?: (?:[^\W\d_]+(?:['’-][^\W\d_]+)*|\d{1,3}))*")
_PERSONAL = frozenset(
    ["i", "i'm", "i've", "my", "me", "we", "our", "us", "you", "your", "he", "she", "they", "is", "are", "was", "were"]
) | {"has", "have", "had", "want", "wants"}
_LONGEST_PHRASE = 6
_LONGEST_MESSAGE = 14

_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_GREETINGS = {
    "spanish": ("hola", "gracias"),
    "french": ("bonjour", "merci"),
    "german": ("hallo", "danke"),
    "italian": ("ciao", "grazie"),
    "portuguese": ("olá", "obrigado"),
    "dutch": ("hallo", "dank je"),
    "swedish": ("hej", "tack"),
    "norwegian": ("hei", "takk"),
    "danish": ("hej", "tak"),
    "finnish": ("hei", "kiitos"),
    "polish": ("cześć", "dziękuję"),
    "czech": ("ahoj", "děkuji"),
    "turkish": ("merhaba", "teşekkürler"),
    "swahili": ("jambo", "asante"),
    "welsh": ("helo", "diolch"),
    "irish": ("dia duit", "go raibh maith agat"),
    "japanese": ("konnichiwa", "arigato"),
    "chinese": ("nǐ hǎo", "xièxie"),
    "mandarin": ("nǐ hǎo", "xièxie"),
    "korean": ("annyeong", "gomawo"),
    "hindi": ("namaste", "dhanyavaad"),
    "arabic": ("marhaba", "shukran"),
    "russian": ("privet", "spasibo"),
    "greek": ("yassou", "efharisto"),
    "hebrew": ("shalom", "toda"),
    "latin": ("salve", "gratias"),
    "esperanto": ("saluton", "dankon"),
    "english": ("hello", "thank you"),
}
_NOUNS = {
    "angry": "anger",
    "mad": "anger",
    "sad": "sadness",
    "anxious": "worry",
    "worried": "worry",
    "anxiety": "worry",
    "scared": "fear",
    "afraid": "fear",
    "lonely": "loneliness",
    "jealous": "jealousy",
    "happy": "happiness",
    "shy": "shyness",
    "nervous": "nerves",
    "frustrated": "frustration",
}
_PLACES = {
    Setting.FOREST: "forest wood woods tree trees jungle",
    Setting.BEACH: "beach sea seaside shore coast island sand lighthouse harbour boat pirate pirates",
    Setting.BEDROOM: "bedroom bed pillow",
    Setting.PARK: "park playground garden swing",
    Setting.SPACE: "space rocket planet moon mars astronaut galaxy",
    Setting.UNDERSEA: "undersea underwater ocean mermaid whale coral submarine",
    Setting.MEADOW: "meadow field farm flowers",
    Setting.MOUNTAIN: "mountain mountains hill cave volcano snow",
    Setting.TOWN: "town city village street market",
    Setting.CLASSROOM: "school classroom teacher class",
    Setting.CLINIC: "hospital clinic doctor dentist nurse",
    Setting.KITCHEN: "kitchen baking cooking cake bread soup",
    Setting.LIBRARY: "library books bookshop",
}
_WHERE = frozenset(" ".join(_PLACES.values()).split())
_FRIENDS = {
    Companion.DOG: "dog puppy",
    Companion.CAT: "cat kitten",
    Companion.FOX: "fox",
    Companion.OWL: "owl",
    Companion.RABBIT: "rabbit bunny hare",
    Companion.TEDDY: "teddy bear",
    Companion.SMALL_ROBOT: "robot",
    Companion.SMALL_DRAGON: "dragon",
    Companion.SMALL_ALIEN: "alien",
    Companion.OCTOPUS: "octopus squid",
    Companion.BIRD: "bird parrot sparrow duck",
    Companion.TURTLE: "turtle tortoise",
}


def phrase(given: str | None, *, otherwise: str) -> str:
    """The family's words where a sentence can hold them: at most six, no sentence, no person; else `otherwise`."""
    text = (given or "").strip().rstrip(".!")
    plain = _PLAIN.fullmatch(text) is not None and len(text.split()) <= _LONGEST_PHRASE
    if not plain or not _PERSONAL.isdisjoint(text.casefold().split()):
        return otherwise
    return text[:1].lower() + text[1:] if not text.isupper() and text[1:].islower() else text


def an_event(given: str | None, *, otherwise: str) -> str:
    """An event as the subject of a sentence: `the blood test`, `learning to swim`."""
    text = re.sub(r"^(?:a|an|the) ", "", phrase(given, otherwise=otherwise), flags=re.IGNORECASE)
    return text if re.match(r"\w+ing\b", text) and not text.startswith("string") else f"the {text}"


def type_words(request: StoryRequest) -> dict[str, str]:
    """The slots that `types.toml` uses, filled from the request's details or with something that does without."""
    given = request.details
    hello, thanks = _GREETINGS.get(given.get("targetLanguage", "").strip().casefold(), ("", ""))
    language = capitalised(phrase(given.get("targetLanguage"), otherwise="Spanish")) if hello else "Spanish"
    if not hello:
        hello, thanks = _GREETINGS["spanish"]
    emotion = phrase(given.get("emotionExplored"), otherwise="worry")
    giver = given.get("giftGiverName", "").strip()
    return {
        "language": language,
        "hello": hello,
        "thanks": thanks,
        "emotion": _NOUNS.get(emotion.casefold(), emotion),
        "subject": phrase(given.get("educationalSubject"), otherwise="the living world"),
        "money": phrase(given.get("financialConcept"), otherwise="saving"),
        "tech": phrase(given.get("techConcept"), otherwise="how machines think"),
        "medical": an_event(given.get("medicalChallenge"), otherwise="check-up"),
        "milestone": an_event(given.get("milestoneType"), otherwise="first day at school"),
        "lost": given.get("childName", "").strip() or "[somebody|someone] dear",
        "child_self": given.get("childhoodName", "").strip() or "little {H}",
        "gift": _gift(giver),
        "birthday_child": given.get("to", "").strip() or "{H}",
        "birthday_age": _birthday_age(given.get("ageTurning", "")),
        "birthday_wish": _birthday_wish(given.get("birthdayMessage", ""), given.get("from", "").strip()),
    }


def _gift(giver: str) -> str:
    if not giver:
        return "[There was|They had] a gift by the cradle: a [knitted|soft] [hare|sheep|blanket]."
    return f"The [knitted|soft] [hare|sheep|blanket] by the cradle [came|was a gift] from {giver}."


def _birthday_age(given: str) -> str:
    age = given.strip().removesuffix(".0")
    if not age.isdigit():
        return "[Hip, hip, hooray|What a day|At last]"
    spoken = _NUMBERS[int(age) - 1] if 1 <= int(age) <= len(_NUMBERS) else age
    return f"{spoken} [today|years old|whole years]"


def _birthday_wish(message: str, sender: str) -> str:
    text = " ".join(re.sub(r"[\[\]{}<>|\"“”]", "", message).split())
    love = f", [with love|love] from {sender}" if sender else ""
    if text and len(text.split()) <= _LONGEST_MESSAGE:
        ending = text if text[-1] in ".!?" else f"{text}."
        return f"The card said: “{ending}”" + (f" It was from {sender}." if sender else "")
    return f"The card said, “Happy [birthday|day]{love}.”"


def theme_of(request: StoryRequest) -> tuple[str, str | None]:
    """The theme as a phrase, and the known theme it means (None: none of ours)."""
    asked = " ".join((request.theme or "").split())
    lowered = asked.casefold()
    themes = read("themes.toml")
    for name, fields in themes.items():
        if lowered and any(re.search(rf"\b{re.escape(word)}\b", lowered) for word in (name, *fields["also"])):
            return asked, name
    return asked, None


def places_in(idea: str | None) -> tuple[Setting, ...]:
    found = _words(idea)
    return tuple(setting for setting, names in _PLACES.items() if not found.isdisjoint(names.split()))


def friends_in(idea: str | None) -> tuple[Companion, ...]:
    found = _words(idea)
    return tuple(friend for friend, names in _FRIENDS.items() if not found.isdisjoint(names.split()))


def _words(idea: str | None) -> set[str]:
    words = set(re.findall(r"[^\W\d_]+", (idea or "").casefold()))
    return words | {word.removesuffix("s") for word in words}


def how_much_about(idea: str | None, *, words: tuple[str, ...]) -> int:
    """How much an idea is about the words: a thing that it names counts two, a place one."""
    return sum(1 if word in _WHERE else 2 for word in _words(idea).intersection(words))
