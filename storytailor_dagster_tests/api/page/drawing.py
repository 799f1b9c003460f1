"""Heroes whose portraits arrive when a test says so: by the real ledger, with objects that are really served."""

from __future__ import annotations

from uuid import UUID, uuid4

from storytailor_dagster.character.portraits import Portrait
from storytailor_dagster.keys import object_key
from storytailor_dagster.ledger import CharacterFields, CharacterRow, Claim, ClaimMode, Ledger
from storytailor_dagster.store import FolderStore
from storytailor_dagster_tests.emulator.pictures import landscape


class Sitter:
    """Somebody who is drawn, portrait by portrait."""

    def __init__(self, ledger: Ledger, store: FolderStore, hero: UUID) -> None:
        self.id = hero
        self._ledger = ledger
        self._store = store

    @property
    def row(self) -> CharacterRow:
        row = self._ledger.characters.row(self.id)
        assert row is not None
        return row

    def draw(self, *portraits: Portrait, png: bytes | None = None) -> None:
        """These portraits are there."""
        for portrait in portraits or tuple(Portrait):
            claim = self._claim(portrait)
            data = png or landscape(f"{self.id} {portrait} {claim.attempt}", 300, 300)
            key = object_key(subject_id=self.id, part=portrait, data=data, extension="png")
            self._store.put(key, data, content_type="image/png")
            url = self._store.url(key)
            columns: dict[str, object] = {"reference_image": {"cdnUrl": url, "s3Url": url}}
            if portrait is Portrait.HEADSHOT:
                columns |= {"appearance_url": url, "color_palette": ["#111111", "#222222", "#333333"]}
            self._ledger.record(claim, columns=columns, url=url, object_key=None)

    def fail(self, portrait: Portrait, error: str) -> None:
        self._ledger.fail(self._claim(portrait), error=error)

    def _claim(self, portrait: Portrait) -> Claim:
        return self._ledger.claim(subject_id=self.id, part=portrait, run_id=uuid4().hex, mode=ClaimMode.QUEUE)


class Studio:
    """Keeps heroes for families, and finds those that they keep."""

    def __init__(self, ledger: Ledger, store: FolderStore) -> None:
        self._ledger = ledger
        self._store = store

    def keep(self, family: UUID, name: str) -> Sitter:
        """Somebody who waits to be drawn."""
        hero = uuid4()
        self._ledger.characters.insert(
            family, character_id=hero, fields=CharacterFields(name=name, traits={"fullName": name})
        )
        return Sitter(self._ledger, self._store, hero)

    def kept(self, family: UUID) -> list[Sitter]:
        """The family's heroes, the newest first."""
        rows, _ = self._ledger.characters.page(family, limit=50, offset=0)
        return [Sitter(self._ledger, self._store, row.id) for row in rows]
