"""One part of a story, made with hosted providers after doubles made what it needs; and what can be seen of it."""

from __future__ import annotations

import re
from typing import Any

import dagster as dg

from storytailor_dagster.defs.product import Product
from storytailor_dagster.ledger import CallRow, ClaimMode, StoryRow
from storytailor_dagster.story.parts import NEEDS, SCENES, Part, below, in_order, scene_number
from storytailor_dagster_tests.defs.conftest import House

BOUGHT = "private/bought/"
_MADE: dict[Part, Product] = {}
"""What doubles made for the first story that needed it. Every later story is handed the same."""


class OnePart:
    """A story of the part, of what it needs, which is there, and of what needs it, which is not made."""

    def __init__(self, house: House, part: Part) -> None:
        self.house, self.part = house, part
        above = in_order(_needed(part))
        self.story = house.asked(
            hero={"name": "Zuzka", "inclusivityTraits": ["vitiligo"]},
            idea="a kite that will not fly",
            generateAssets=[one.value for one in (*above, part, *below(part))],
        )
        for one in above:
            self._hand_over(one)
        self._stored = self.stored()
        self._result: dg.ExecuteInProcessResult | None = None

    def make(self) -> bool:
        """One run for the part: whether it was made."""
        self._result = self.house.run(self.story, [self.part])
        return self._result.success

    @property
    def result(self) -> Any:
        assert self._result is not None
        return self._result

    @property
    def row(self) -> StoryRow:
        return self.house.row(self.story)

    @property
    def failure(self) -> Any:
        """The failure as Dagster shows it: `description` and `metadata`."""
        return self.result.failure_data_for_node(f"story__{self.part.value}").user_failure_data

    @property
    def url(self) -> str | None:
        """Where the family sees the picture."""
        if self.part is Part.COVER:
            return self.row.cover_art_url
        return (self.row.scene_art_urls or [None] * len(SCENES))[scene_number(self.part) - 1]

    def checks(self) -> list[dg.AssetCheckEvaluation]:
        """The checks of all tries."""
        events = (event for event in self.result.all_events if event.event_type_value == "ASSET_CHECK_EVALUATION")
        return [event.asset_check_evaluation_data for event in events]

    def calls(self, purpose: str) -> list[CallRow]:
        """The ledger's rows of that purpose, without those of the house."""
        rows = self.house.ledger.spending.calls(self.story)
        return [row for row in rows if row.purpose == purpose and row.provider not in ("double", "studio")]

    def stored(self) -> set[str]:
        """The keys in the store, but for what is kept of bought answers."""
        files = (path for path in self.house.folder.rglob("*") if path.is_file())
        keys = {path.relative_to(self.house.folder).as_posix() for path in files}
        return {key for key in keys if not key.startswith(BOUGHT)}

    def fails(self, code: str) -> bool:
        """One run for the part, and whether it failed for good, with nothing stored, and told so in words to act on.

        What needs the part fails with it. The family reads what happened; who operates this, what to do as well. Both
        are sentences, and without a name.
        """
        assert not self.make()
        status = self.row.asset_generation_status
        ended = {part: status["assets"][part.value] for part in (self.part, *below(self.part))}
        said = ended.pop(self.part)["error"]
        remedy = self.failure.metadata["remedy"].value
        assert self.failure.metadata["code"].value == code
        assert self.failure.description == f"{said} {remedy}"
        assert all(re.fullmatch(r"[A-Z][^{}\n]{10,}[.)]", sentence) for sentence in (said, remedy))
        assert "Zuzka" not in self.failure.description
        job = self.row.job(self.part)
        assert job is not None
        assert (job.code, job.remedy) == (code, remedy)
        assert all(one["error"].startswith("needs ") and one["error"].endswith(said) for one in ended.values())
        assert status["overall"] == ("failed" if self.part is Part.CONTENT else "partial")
        assert self.stored() == self._stored
        return self.house.states(self.story)[self.part.value] == "failed"

    def _hand_over(self, part: Part) -> None:
        if part not in _MADE:
            made = self.house.run(self.story, [part], hands=self.house.doubles).output_for_node(f"story__{part.value}")
            _MADE[part] = made.product
            return
        product, ledger = _MADE[part], self.house.ledger
        for one in product.objects:
            self.house.store.put(one.key, one.data, content_type=one.content_type)
        claim = ledger.claim(subject_id=self.story, part=part, run_id="doubles", mode=ClaimMode.QUEUE)
        main = product.objects[0]
        ledger.record(claim, columns=product.columns, url=main.url, object_key=main.key, metadata=product.kept)


def _needed(part: Part) -> set[Part]:
    return {other for need in NEEDS[part] for other in (need, *_needed(need))}
