"""OpenAI behind the picture door: drawn anew, or from the pictures that came before. Never a letter on it."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256
from typing import Any

import openai

from storytailor_dagster.errors import Garbled, Objection, Refused
from storytailor_dagster.providers.openai.client import PROVIDER, OpenAIClient
from storytailor_dagster.providers.openai.reading import count
from storytailor_dagster.providers.prices import token_cost
from storytailor_dagster.providers.prompts.pictures import GENTLER, prompt
from storytailor_dagster.providers.till import Answer, Delivery, Order, Till, Usage
from storytailor_dagster.story.pictures import AnyBrief, Picture

MOST_REFERENCES = 16
TOKENS_DRAWN: Mapping[str, int] = {"low": 700, "medium": 2400, "high": 6500, "xhigh": 12_000, "max": 20_000}
"""Output tokens of a picture at most, by quality; generous, since they only set money aside."""
TOKENS_OF_A_REFERENCE = 6500


@dataclass(frozen=True, kw_only=True)
class OpenAIPictures:
    """Draws with `model`; where pictures were objected to, the last try is `fallback`'s, if there is one."""

    client: OpenAIClient
    model: str
    fallback: str | None
    quality: str
    seconds: float

    def draw(self, *, brief: AnyBrief, till: Till, references: tuple[Picture, ...] = ()) -> Answer[Picture]:
        """The picture as it came, without letters.

        Raises:
            Objection: blocked once (the next try is asked more gently), or no picture came.
            Refused: blocked again.
        """
        model = self.fallback if self.fallback and brief.last_try and brief.objection else self.model
        sent = references[:MOST_REFERENCES]
        shown = tuple(picture.reference for picture in sent)
        fields = {
            "model": model,
            "prompt": prompt(brief, references=sent),
            "size": "x".join(map(str, brief.size)),
            "quality": self.quality,
            "output_format": "png",
            "n": 1,
        }
        if self.client.serves(model):
            fields["safety_identifier"] = till.family
        order = Order(
            purpose="picture",
            provider=PROVIDER,
            model=model,
            request={**fields, "references": [sha256(png).hexdigest() for png in shown]},
            most=self._most(model, str(fields["prompt"]), len(shown)),
        )
        try:
            delivery = till.bought(order, lambda: self._drawn(fields, shown, order))
        except Objection as objection:
            if objection.code != "PICTURE_BLOCKED":
                raise
            raise _blocked(brief) from None
        return Answer(value=Picture(png=_png(delivery.body)), usage=delivery.usage)

    def _drawn(self, fields: Mapping[str, Any], shown: tuple[bytes, ...], order: Order) -> Delivery:
        def call(sdk: openai.OpenAI) -> Any:
            if not shown:
                return sdk.images.with_raw_response.generate(**fields)
            images = [(f"reference-{number}.png", png, "image/png") for number, png in enumerate(shown, start=1)]
            return sdk.images.with_raw_response.edit(image=images, **fields)

        found, body, number = self.client.post(call, seconds=self.seconds)
        usage = Usage(
            provider=PROVIDER, model=order.model, units=1, unit="pictures", cost=self._cost(order, found.get("usage"))
        )
        return Delivery(body=body, usage=usage, request_id=number)

    def _most(self, model: str, words: str, references: int) -> Decimal:
        if not self.client.serves(model):
            return Decimal(0)
        pictures = references * TOKENS_OF_A_REFERENCE
        return token_cost(
            model=model,
            input_tokens=len(words) // 2 + pictures,
            output_tokens=TOKENS_DRAWN[self.quality],
            input_image_tokens=pictures,
        )

    def _cost(self, order: Order, usage: Any) -> Decimal:
        """What the answer says it used; where it says nothing, what was set aside."""
        if not isinstance(usage, dict) or not count(usage, "output_tokens"):
            return order.most
        if not self.client.serves(order.model):
            return Decimal(0)
        details = usage.get("input_tokens_details")
        return token_cost(
            model=order.model,
            input_tokens=count(usage, "input_tokens"),
            output_tokens=count(usage, "output_tokens"),
            input_image_tokens=count(details, "image_tokens") if isinstance(details, dict) else 0,
        )


def _blocked(brief: AnyBrief) -> Exception:
    if brief.objection == GENTLER:
        return Refused("This picture could not be drawn for a children's story.", category="picture blocked twice")
    return Objection("The painter's safety rules stopped the picture.", code="PICTURE_BLOCKED", detail=GENTLER)


def _png(body: bytes) -> bytes:
    try:
        return base64.b64decode(json.loads(body)["data"][0]["b64_json"], validate=True)
    except (ValueError, KeyError, IndexError, TypeError, RecursionError):
        raise Garbled("No picture came.") from None
