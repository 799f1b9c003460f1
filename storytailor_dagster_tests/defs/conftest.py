"""A house to make stories in: a fresh database, a folder, doubles behind the doors, and a Dagster instance."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import dagster as dg
import pytest
from dagster._serdes import serialize_value

from storytailor_dagster.character.portraits import Portrait
from storytailor_dagster.defs.assets import assets
from storytailor_dagster.defs.io_manager import part_io_manager
from storytailor_dagster.defs.keys import asset_key
from storytailor_dagster.defs.making import row_of
from storytailor_dagster.defs.partitions import partitions_of
from storytailor_dagster.defs.resources import telemetry_resource
from storytailor_dagster.defs.tags import ASKED, asked_tag
from storytailor_dagster.ledger import CharacterFields, CharacterRow, Ledger, StoryRow, ensure_dagster_schema, migrate
from storytailor_dagster.local.home import Home
from storytailor_dagster.providers.doubles import doubles
from storytailor_dagster.providers.hands import Hands
from storytailor_dagster.settings import Settings
from storytailor_dagster.store import FolderStore
from storytailor_dagster.story.parts import Part
from storytailor_dagster.subjects import AnyPart, subject_of

FAMILY = UUID("11111111-1111-4111-8111-111111111111")


@dataclass
class House:
    """Everything a run needs, and the few things a test does with it."""

    ledger: Ledger
    instance: dg.DagsterInstance
    folder: Path
    hands: Hands
    settings: Settings = field(default_factory=Settings)
    doubles: Hands = field(default_factory=doubles)

    def asked(self, title: str | None = None, age: int | None = 5, **metadata: Any) -> UUID:
        """A family's request, in the queue."""
        given: Mapping[str, Any] = {"hero": {"name": "Zuzka"}, **metadata}
        return self.ledger.insert_story(creator_user_id=FAMILY, title=title, age=age, metadata=given, story_id=uuid4())

    def character(self, name: str = "Zuzka", **other: Any) -> UUID:
        """A family's character, in the queue; the columns by name, and `traits` by theirs."""
        columns = {one: other.pop(one) for one in ("species", "personality", "inclusivity_traits") if one in other}
        character = uuid4()
        fields = CharacterFields(name=name, traits=other, **columns)
        self.ledger.characters.insert(FAMILY, character_id=character, fields=fields)
        return character

    def portray(self, character: UUID, *parts: Portrait, hands: Hands | None = None) -> dg.ExecuteInProcessResult:
        """One run over the portraits, all if none is named."""
        return self.run(character, parts or tuple(Portrait), hands=hands)

    def run(
        self,
        subject: UUID,
        parts: Sequence[AnyPart] = tuple(Part),
        *,
        by_queue: bool = True,
        hands: Hands | None = None,
    ) -> dg.ExecuteInProcessResult:
        """One run over the parts, as the queue's sensor or a person in the UI launches it."""
        partitions = partitions_of(subject_of(parts[0])).name
        assert partitions
        self.instance.add_dynamic_partitions(partitions, [str(subject)])
        row = row_of(self.ledger, parts[0], subject)
        jobs = [(job.part, job.attempt) for job in (row.jobs if row else ()) if job.part in parts]
        return dg.materialize(
            [*assets(self.settings.scene_references)],
            selection=[asset_key(part) for part in parts],
            partition_key=str(subject),
            instance=self.instance,
            resources=self.resources(hands or self.hands),
            tags={ASKED: asked_tag(jobs)} if by_queue else {},
            raise_on_error=False,
        )

    def resources(self, hands: Hands) -> dict[str, Any]:
        return {
            "ledger": self.ledger,
            "store": self.store,
            "hands": hands,
            "telemetry": telemetry_resource,
            "settings": self.settings,
            "io_manager": part_io_manager,
        }

    @property
    def store(self) -> FolderStore:
        return FolderStore(self.folder, base_url="http://127.0.0.1:3001")

    def row(self, story: UUID) -> StoryRow:
        row = self.ledger.story(story)
        assert row is not None
        return row

    def drawn(self, character: UUID) -> CharacterRow:
        row = self.ledger.characters.row(character)
        assert row is not None
        return row

    def states(self, story: UUID) -> dict[str, str]:
        assets = self.row(story).asset_generation_status["assets"]
        return {part: assets[part]["status"] for part in assets}


@pytest.fixture
def instance() -> Iterator[dg.DagsterInstance]:
    with dg.DagsterInstance.ephemeral() as instance:
        yield instance


@pytest.fixture
def house(ledger: Ledger, instance: dg.DagsterInstance, tmp_path: Path) -> House:
    return House(ledger=ledger, instance=instance, folder=tmp_path / "objects", hands=doubles())


@pytest.fixture
def home(empty_database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    """A house whose Dagster keeps its tables beside the stories."""
    migrate(empty_database)
    ensure_dagster_schema(empty_database)
    for name, value in Home(Settings(home=tmp_path)).environment(empty_database).items():
        monkeypatch.setenv(name, value)
    with dg.DagsterInstance.get() as instance, Ledger(empty_database) as ledger:
        yield House(ledger=ledger, instance=instance, folder=tmp_path / "objects", hands=doubles())


@pytest.fixture
def events(instance: dg.DagsterInstance) -> Callable[[dg.ExecuteInProcessResult], str]:
    """Everything Dagster holds of a run, as text: events, metadata, tags and run config."""

    def all_of(result: dg.ExecuteInProcessResult) -> str:
        run = instance.get_run_by_id(result.run_id)
        assert run is not None
        return "\n".join([repr(run), *(serialize_value(entry) for entry in instance.all_logs(result.run_id))])

    return all_of
