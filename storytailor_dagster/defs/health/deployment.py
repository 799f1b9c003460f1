"""What a deployment stands on: its database, its store, its providers. Each answers in a few words, or raises."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from uuid import uuid4

from storytailor_dagster.defs.secrets import SettingsKeys
from storytailor_dagster.errors import NotSetUp
from storytailor_dagster.ledger import Ledger
from storytailor_dagster.ledger.server import OLDEST, major_version
from storytailor_dagster.providers.hands import Hands, hands_from, is_moderated, needed_keys, voices
from storytailor_dagster.providers.till import OpenTill
from storytailor_dagster.settings import Settings
from storytailor_dagster.store import store_from

Asks = Callable[[], str]


def database(dsn: str) -> str:
    """The server's version.

    Raises:
        Transient: it does not answer.
        NotSetUp: it is too old, or not migrated.
    """
    number = major_version(dsn)
    if number < OLDEST:
        raise NotSetUp(f"PostgreSQL {number} is too old.", remedy=f"Use PostgreSQL {OLDEST} or later.")
    with Ledger(dsn, pool_size=1) as ledger:
        ledger.check()
    return f"PostgreSQL {number}, migrated"


def store(settings: Settings) -> str:
    """Writes something, reads it and deletes it.

    Raises:
        StorytailorError, OSError: that did not go well.
    """
    opened = store_from(settings)
    key = f"private/doctor/{uuid4()}.txt"
    opened.put(key, b"well", content_type="text/plain")
    try:
        return f"{settings.object_store}: written and read" if opened.get(key) == b"well" else "read something else"
    finally:
        opened.delete(key)


def keys(settings: Settings) -> Mapping[str, Asks]:
    """Each key that is needed; asking raises where it is not set."""
    found = SettingsKeys(settings)

    def asks(name: str) -> Asks:
        return lambda: "is set" if found.key(name) else ""

    return {name: asks(name) for name in needed_keys(settings)}


def free_calls(settings: Settings) -> Iterator[tuple[str, Asks]]:
    """A call that costs nothing to each hosted provider that is set up; the connections are open meanwhile."""
    found = SettingsKeys(settings)
    doors = (settings.text_provider, settings.picture_provider)
    if "openai" in doors:
        from storytailor_dagster.providers.openai.client import OpenAIClient

        with closing(OpenAIClient(keys=found, base_url=settings.openai_base_url)) as client:
            yield "openai", client.reached
    with closing(hands_from(settings, found)) as hands:
        if is_moderated(settings, found):
            yield "moderation", lambda: moderated(hands)
        for voice in voices(hands):
            yield voice.name, voice.reached


def moderated(hands: Hands) -> str:
    """What moderation says of a harmless sentence. Free."""
    verdict = hands.check.read(words=("A fox lost a kite.",), till=OpenTill()).value
    return "answers" if not verdict.objections else "answers, and objects to a fox that lost a kite"
