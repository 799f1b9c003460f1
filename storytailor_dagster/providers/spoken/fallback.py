"""Two voices: the second reads the story where the first can't, for a reason that is the first's own."""

from __future__ import annotations

from dataclasses import dataclass

from storytailor_dagster.errors import ProviderFailed, Transient
from storytailor_dagster.providers.doors import SpeechModel
from storytailor_dagster.providers.till import Answer, Till
from storytailor_dagster.story.narration import Narration


@dataclass(frozen=True, kw_only=True)
class SpeechWithFallback:
    """Asks `first`, then `second`: out of order, out of reach, or out of credit, but not for a bad key or request."""

    first: SpeechModel
    second: SpeechModel

    def speak(self, *, beats: tuple[str, ...], age: int, till: Till) -> Answer[Narration]:
        """The whole narration in one voice; the answer's usage and the narration's voice say whose."""
        try:
            return self.first.speak(beats=beats, age=age, till=till)
        except Transient:
            return self.second.speak(beats=beats, age=age, till=till)
        except ProviderFailed as failed:
            if not failed.its_own:
                raise
            return self.second.speak(beats=beats, age=age, till=till)
