"""Asking a model for an object of a given shape, by whichever part of the protocol the server knows.

First the Responses API with a strict schema; where a server lacks one or the other, Chat Completions, or the schema in
the instructions. What the answer means is for those who ask.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Generic, TypeVar

import openai
from pydantic import BaseModel, ValidationError

from storytailor_dagster.errors import Objection
from storytailor_dagster.providers.openai.client import PROVIDER, NotSupported, OpenAIClient
from storytailor_dagster.providers.openai.reading import Reply, read_chat, read_response
from storytailor_dagster.providers.openai.schema import strict_schema
from storytailor_dagster.providers.prices import token_cost
from storytailor_dagster.providers.till import Answer, Delivery, Order, Till, Usage

M = TypeVar("M", bound=BaseModel)

TOKENS_OF_A_PICTURE = 3000
"""More than any of today's models counts for one picture of 1536 x 1024 in full detail."""
_SHAPE = "Answer with one JSON object and nothing else. It has to fit this JSON schema:\n"


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A picture that comes with a question: what it is said to be, its data URL, and the digest of its bytes."""

    caption: str
    url: str
    digest: str


@dataclass(frozen=True, kw_only=True)
class Question(Generic[M]):
    """What is asked: instructions, perhaps pictures, each after its caption, then one text; and the answer's shape."""

    purpose: str
    model: str
    instructions: str
    text: str
    shape: type[M]
    name: str
    tokens: int
    seconds: float
    temperature: float | None = None
    pictures: tuple[Shown, ...] = ()


@dataclass
class Asking:
    """Knows what the server can do once it was told that it can't. Shared by the doors of one server."""

    client: OpenAIClient
    schemas: bool = True
    responses: bool = True

    def ask(self, question: Question[M], *, till: Till) -> Answer[M]:
        """The model's answer in its shape.

        Raises:
            Objection: it was cut off (`CUT_OFF`), declined (`DECLINED`) or does not fit (`MALFORMED`).
            StorytailorError: see faults.py.
        """
        while True:
            way = self.responses
            try:
                delivery = till.bought(self._order(question, till), lambda: self._asked(question, till))
            except NotSupported as lacking:
                if not getattr(self, lacking.part):
                    raise
                setattr(self, lacking.part, False)
                continue
            reply = read_response(delivery.body) if way else read_chat(delivery.body)
            return Answer(value=_shaped(reply, question), usage=delivery.usage)

    def _order(self, question: Question[M], till: Till) -> Order:
        told = json.dumps(self._request(question, till))
        for shown in question.pictures:
            told = told.replace(shown.url, shown.digest)
        said = (question.instructions, question.text, *(shown.caption for shown in question.pictures))
        letters = sum(map(len, said)) + len(json.dumps(strict_schema(question.shape)))
        pictures = TOKENS_OF_A_PICTURE * len(question.pictures)
        most = token_cost(model=question.model, input_tokens=letters // 2 + pictures, output_tokens=question.tokens)
        return Order(
            purpose=question.purpose,
            provider=PROVIDER,
            model=question.model,
            request=json.loads(told),
            most=most if self.client.serves(question.model) else Decimal(0),
        )

    def _asked(self, question: Question[M], till: Till) -> Delivery:
        asked = self._request(question, till)

        def call(sdk: openai.OpenAI) -> Any:
            if self.responses:
                return sdk.responses.with_raw_response.create(**asked)
            return sdk.chat.completions.with_raw_response.create(**asked)

        found, body, number = self.client.post(call, seconds=question.seconds)
        read = (read_response if self.responses else read_chat)(body)
        usage = Usage(
            provider=PROVIDER,
            model=question.model,
            units=read.input_tokens + read.output_tokens,
            unit="tokens",
            cost=self._cost(question.model, read),
        )
        return Delivery(body=json.dumps(found).encode(), usage=usage, request_id=number)

    def _cost(self, model: str, read: Reply) -> Decimal:
        if not self.client.serves(model):
            return Decimal(0)
        return token_cost(
            model=model,
            input_tokens=read.input_tokens,
            output_tokens=read.output_tokens,
            cached_tokens=read.cached_tokens,
            cache_written_tokens=read.cache_written_tokens,
        )

    def _request(self, question: Question[M], till: Till) -> dict[str, Any]:
        """The body, in the words of the part of the protocol that is used."""
        schema = strict_schema(question.shape)
        told = question.instructions
        if not self.schemas:
            told = f"{told}\n\n{_SHAPE}{json.dumps(schema)}"
        question = replace(question, instructions=told)
        form = {"name": question.name, "schema": schema, "strict": True}
        request = _response_request(question, form) if self.responses else _chat_request(question, form)
        if not self.schemas:
            request.pop("text" if self.responses else "response_format")
        if question.temperature is not None:
            request["temperature"] = question.temperature
        request["store"] = False
        if self.client.serves(question.model):
            request["safety_identifier"] = till.family
        return request


def _response_request(question: Question[M], form: dict[str, Any]) -> dict[str, Any]:
    content: list[dict[str, Any]] = []
    for shown in question.pictures:
        content.append({"type": "input_text", "text": shown.caption})
        content.append({"type": "input_image", "image_url": shown.url, "detail": "high"})
    content.append({"type": "input_text", "text": question.text})
    return {
        "model": question.model,
        "instructions": question.instructions,
        "input": [{"role": "user", "content": content}],
        "max_output_tokens": question.tokens,
        "text": {"format": {"type": "json_schema", **form}},
    }


def _chat_request(question: Question[M], form: dict[str, Any]) -> dict[str, Any]:
    content: list[dict[str, Any]] = []
    for shown in question.pictures:
        content.append({"type": "text", "text": shown.caption})
        content.append({"type": "image_url", "image_url": {"url": shown.url, "detail": "high"}})
    content.append({"type": "text", "text": question.text})
    return {
        "model": question.model,
        "messages": [
            {"role": "system", "content": question.instructions},
            {"role": "user", "content": content if question.pictures else question.text},
        ],
        "max_completion_tokens": question.tokens,
        "response_format": {"type": "json_schema", "json_schema": form},
    }


def _shaped(reply: Reply, question: Question[M]) -> M:
    if reply.cut_off:
        raise Objection(
            "The model's answer was cut off.", code="CUT_OFF", detail="Your answer was cut off. Keep it much shorter."
        )
    if reply.declined:
        raise Objection(
            "The model would not answer.",
            code="DECLINED",
            detail="You declined. Keep everything gentle, safe and fit for young children.",
        )
    try:
        return question.shape.model_validate_json(_braces(reply.text))
    except ValidationError as error:
        # pydantic's own words hold what was sent: only places and kinds go back to the model.
        wrong = "; ".join(f"{'.'.join(map(str, one['loc']))}: {one['type']}" for one in error.errors()[:8])
        raise Objection(
            "The model's answer does not have the shape it was asked for.",
            code="MALFORMED",
            detail=f"Your JSON did not fit the schema: {wrong}.",
        ) from None


def _braces(text: str) -> str:
    """The object in the text: models without schemas like to wrap it in words or a fence."""
    first, last = text.find("{"), text.rfind("}")
    return text[first : last + 1] if 0 <= first < last else text
