"""OpenAI's moderation model: whether words or a picture are flagged, and as what. It is free."""

from __future__ import annotations

import json
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import openai

from storytailor_dagster.errors import Objection
from storytailor_dagster.providers.openai.client import PROVIDER, OpenAIClient
from storytailor_dagster.providers.openai.vision import as_jpeg, data_url
from storytailor_dagster.providers.till import Answer, Delivery, Order, Till, Usage
from storytailor_dagster.story.pictures import Picture
from storytailor_dagster.story.verdict import Matter, Objected, Verdict

MODEL = "omni-moderation-latest"
_SAYS = "It was flagged as unfit for children. Keep it gentle, kind and safe."


@dataclass(frozen=True, kw_only=True)
class OpenAIModeration:
    """Asks about words and about pictures."""

    client: OpenAIClient
    seconds: float

    def read(self, *, words: tuple[str, ...], till: Till) -> Answer[Verdict]:
        """Whether any of the texts is flagged; `evidence` is the categories."""
        given = [text for text in words if text.strip()]
        if not given:
            usage = Usage(provider=PROVIDER, model=MODEL, units=0, unit="characters")
            return Answer(value=Verdict(), usage=usage)
        return self._asked(given, given, sum(map(len, given)), "characters", till)

    def see(self, *, picture: Picture, till: Till) -> Answer[Verdict]:
        """Whether the picture is flagged."""
        jpeg = as_jpeg(picture.png)
        sent = [{"type": "image_url", "image_url": {"url": data_url(jpeg)}}]
        return self._asked(sent, [sha256(jpeg).hexdigest()], 1, "pictures", till)

    def _asked(self, sent: Any, told: Any, units: int, unit: str, till: Till) -> Answer[Verdict]:
        def call(sdk: openai.OpenAI) -> Any:
            return sdk.moderations.with_raw_response.create(model=MODEL, input=sent)

        def ask() -> Delivery:
            _, body, number = self.client.post(call, seconds=self.seconds)
            usage = Usage(provider=PROVIDER, model=MODEL, units=units, unit=unit)
            return Delivery(body=body, usage=usage, request_id=number)

        order = Order(purpose="moderation", provider=PROVIDER, model=MODEL, request={"input": told})
        delivery = till.bought(order, ask)
        return Answer(value=_verdict(delivery.body), usage=delivery.usage)


def _verdict(body: bytes) -> Verdict:
    try:
        results = json.loads(body)["results"]
        flagged = [result for result in results if result["flagged"]]
        categories = {name for result in flagged for name, is_so in result["categories"].items() if is_so}
    except (ValueError, KeyError, TypeError, AttributeError):
        results, flagged, categories = [], [], set()
    if not results:
        raise Objection("The moderation gave no verdict.", code="NO_VERDICT", detail="")
    objections = (Objected(matter=Matter.MODERATION, says=_SAYS),) if flagged else ()
    return Verdict(objections=objections, evidence=tuple(sorted(map(str, categories))))
