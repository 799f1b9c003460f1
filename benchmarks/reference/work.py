"""A story's own work with nothing around it: its makers called one after another in one process, without Dagster, rows
or waits. What a story costs beyond that is orchestration.

`python -m benchmarks.reference.work profile` says where the work's time goes.
"""

from __future__ import annotations

import cProfile
import json
import os
import pstats
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any, cast
from uuid import UUID, uuid4

from benchmarks.reference.databases import fresh
from benchmarks.reference.ours import FAMILY, doors
from benchmarks.reference.provider import provider
from storytailor_dagster.defs.assets.activities import plan
from storytailor_dagster.defs.assets.audio import narrate
from storytailor_dagster.defs.assets.content import write
from storytailor_dagster.defs.assets.pdf import bind
from storytailor_dagster.defs.assets.pictures import draw
from storytailor_dagster.defs.calls import Calls
from storytailor_dagster.defs.formats import decoded
from storytailor_dagster.defs.product import Product
from storytailor_dagster.defs.secrets import SettingsKeys
from storytailor_dagster.defs.work import StoryWork
from storytailor_dagster.keys import PLAIN_KEY
from storytailor_dagster.ledger import Claim, Ledger, StoryRow, migrate
from storytailor_dagster.local.postgres import EmbeddedPostgres
from storytailor_dagster.providers.hands import Hands, hands_from
from storytailor_dagster.providers.till import OpenTill
from storytailor_dagster.settings import Settings, inherited_environment
from storytailor_dagster.store import FolderStore
from storytailor_dagster.story.parts import NEEDS, Part
from storytailor_dagster.story.pictures import Picture

TIMES = 3
_HERO = {"name": "Barano", "appearance": "a scarf with the word onarab on it"}


def measured(postgres: str, folder: Path) -> dict[str, Any]:
    """CPU seconds of each part, the median of TIMES stories after a first one, in a process of its own."""
    dsn = fresh(postgres, "work")
    migrate(dsn)
    with Ledger(dsn) as ledger:
        story = ledger.insert_story(creator_user_id=FAMILY, metadata={"hero": _HERO, "theme": "patience"}, age=6)
    with provider(folder, waits={}) as there:
        said = subprocess.run(
            [sys.executable, "-m", "benchmarks.reference.work", dsn, str(story)],
            env=inherited_environment() | doors(there.url) | {"STORYTAILOR_HOME": str(folder / "work")},
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        )
    found: dict[str, Any] = json.loads(said.stdout)
    return found


class _Alone:
    """The makers, and the values of the parts that are made."""

    def __init__(self, *, row: StoryRow, ledger: Ledger, hands: Hands, store: FolderStore, settings: Settings) -> None:
        self._row, self._ledger, self._hands, self._store, self._settings = row, ledger, hands, store, settings
        self._values: dict[Part, object] = {}
        self._hues: dict[str, str] = {}

    def make(self, part: Part) -> None:
        """As a step and its storing do it."""
        work = StoryWork(
            part=part,
            claim=Claim(uuid4(), self._row.id, part, 1, "alone", 0),
            hands=self._hands,
            ledger=self._ledger,
            store=self._store,
            calls=cast("Calls", OpenTill()),
            settings=self._settings,
            objection=None,
            story=replace(self._row, hue_extracted_colors=dict(self._hues)),
        )
        product = _maker(part)(work, **{need.value: self._values[need] for need in NEEDS[part]})
        for stored in product.objects:
            self._store.put(stored.key, stored.data, content_type=stored.content_type)
        self._hues |= product.columns.get("hue", {})
        self._values[part] = self._value(part, product)

    def _value(self, part: Part, product: Product) -> object:
        value = decoded(part, self._store.get(product.objects[0].key))
        plain = product.kept.get(PLAIN_KEY)
        if isinstance(value, Picture) and isinstance(plain, str):
            return Picture(png=value.png, plain=self._store.get(plain))
        return value


def _maker(part: Part) -> Callable[..., Product]:
    others: Mapping[Part, Callable[..., Product]] = {
        Part.CONTENT: write,
        Part.AUDIO: narrate,
        Part.ACTIVITIES: plan,
        Part.PDF: bind,
    }
    return others.get(part, draw)


def _story(alone: _Alone) -> dict[str, float]:
    used = {}
    for part in Part:
        began = time.process_time()
        alone.make(part)
        used[part.value] = time.process_time() - began
    return used


def _made(dsn: str, story: str) -> dict[str, Any]:
    loading = time.process_time()
    settings = Settings()
    with Ledger(dsn) as ledger, closing(hands_from(settings, SettingsKeys(settings))) as hands:
        row = ledger.story(UUID(story))
        assert row is not None
        store = FolderStore(settings.objects_folder, base_url="http://127.0.0.1:1")
        alone = _Alone(row=row, ledger=ledger, hands=hands, store=store, settings=settings)
        _story(alone)
        first = time.process_time() - loading
        taken = [_story(alone) for _ in range(TIMES)]
    parts = {part.value: sorted(one[part.value] for one in taken)[TIMES // 2] for part in Part}
    return {"parts": parts, "total": sum(parts.values()), "first": first}


def _profile() -> None:
    with tempfile.TemporaryDirectory(prefix="storytailor-bench-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        server = EmbeddedPostgres(folder / "postgres")
        try:
            os.environ["PROFILE_INTO"] = str(folder / "profile")
            print(json.dumps(measured(server.start(), folder), indent=1))
            pstats.Stats(str(folder / "profile")).sort_stats("cumulative").print_stats(70)
            pstats.Stats(str(folder / "profile")).sort_stats("tottime").print_stats(30)
        finally:
            server.stop()


def main() -> None:
    """Prints JSON, or a profile."""
    if sys.argv[1:] == ["profile"]:
        _profile()
        return
    dsn, story = sys.argv[1:]
    into = inherited_environment().get("PROFILE_INTO")
    if into is None:
        print(json.dumps(_made(dsn, story)))
        return
    watching = cProfile.Profile(time.process_time)
    print(json.dumps(watching.runcall(_made, dsn, story)))
    watching.dump_stats(into)


if __name__ == "__main__":
    main()
