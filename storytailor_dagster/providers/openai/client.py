"""One client for all of OpenAI's doors: no retries of its own, a limit on every answer, refusals in our terms."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import httpx2
import openai

from storytailor_dagster.errors import Garbled, NotSetUp, Permanent, ProviderFailed
from storytailor_dagster.providers.faults import refusal, retry_after, unanswered
from storytailor_dagster.providers.keys import Keys
from storytailor_dagster.providers.limits import AnswerTooLarge, httpx2_client
from storytailor_dagster.providers.prices import is_known

PROVIDER = "openai"
KEY = "OPENAI_API_KEY"
KEYLESS = "none"
"""What is sent to another server than OpenAI's where no key is set."""

_SCHEMA_WORDS = ("json_schema", "json_object", "response_format", "text.format")


def is_openai(base_url: str) -> bool:
    """Whether this is OpenAI itself and not another server that speaks its protocol."""
    return urlsplit(base_url).hostname == "api.openai.com"


def load() -> None:
    """Loads what the SDK loads when it is first used. Nobody is asked."""
    with openai.OpenAI(api_key=KEYLESS, http_client=httpx2_client(seconds=1.0)) as sdk:
        for resource in (sdk.responses, sdk.images, sdk.moderations):
            assert resource.with_raw_response  # noqa: S101 - asked for is loaded


class NotSupported(Permanent):
    """The server lacks a part of the protocol: `part` is `schemas` or `responses`."""

    code = "NOT_SUPPORTED"

    def __init__(self, part: str) -> None:
        super().__init__(f"The server does not know {part}.")
        self.part = part


class OpenAIClient:
    """Asks OpenAI. The SDK's client is built at the first call, and anew when the key changed or the limit is another.

    Args:
        base_url: such as `https://api.openai.com/v1`.
    """

    def __init__(self, *, keys: Keys, base_url: str) -> None:
        self._keys = keys
        self.base_url = base_url.rstrip("/")
        self._built: dict[float, tuple[str, openai.OpenAI]] = {}
        self._building = threading.Lock()

    def close(self) -> None:
        """Closes the connections; the next call opens new ones."""
        with self._building:
            for _, sdk in self._built.values():
                sdk.close()
            self._built.clear()

    def serves(self, model: str) -> bool:
        """Whether the model is one of OpenAI's own, perhaps behind a gateway: then it has its price and its fields."""
        return is_openai(self.base_url) or is_known(model)

    def post(
        self, call: Callable[[openai.OpenAI], openai.APIResponse[Any] | Any], *, seconds: float
    ) -> tuple[dict[str, Any], bytes, str | None]:
        """The call's JSON answer: parsed, as it came, and the number that OpenAI gave it.

        `call` gets the SDK and answers with one of its raw responses.

        Raises:
            StorytailorError: see faults.py; `NotSupported` where the server lacks a part of the protocol.
            Garbled: the answer is no JSON object, or too large.
        """
        with _in_our_terms(keyless=self._key() == KEYLESS):
            response = call(self._sdk(seconds))
            body: bytes = response.http_response.content
        found = _object(body)
        return found, body, response.headers.get("x-request-id")

    def reached(self) -> str:
        """What is said of an address where a server of this protocol answers. Free.

        Raises:
            NotSetUp: nobody there speaks it, most likely since the address does not end in `/v1`.
            StorytailorError: see faults.py.
        """
        try:
            self.post(lambda sdk: sdk.models.with_raw_response.list(), seconds=30.0)
        except (ProviderFailed, Garbled) as error:
            ends_well = urlsplit(self.base_url).path.endswith("/v1")
            has_nothing = error.code == "NO_SUCH_MODEL"
            if has_nothing and ends_well:
                return "answers, and lists no models"
            if ends_well or not (has_nothing or isinstance(error, Garbled)):
                raise
            raise NotSetUp(
                "OPENAI_BASE_URL has nothing of OpenAI's protocol, and it does not end in /v1.",
                code="NO_SUCH_PATH",
                remedy="Set OPENAI_BASE_URL to the same address with /v1 at its end.",
            ) from None
        return "answers"

    def known(self, model: str) -> str:
        """The model's name, if the server has it. Free.

        Raises:
            StorytailorError: see faults.py.
        """
        self.post(lambda sdk: sdk.models.with_raw_response.retrieve(model), seconds=30.0)
        return model

    def answered(self, model: str) -> str:
        """What became of a question of one word. Costs a few tokens.

        Raises:
            StorytailorError: see faults.py.
        """
        self.post(
            lambda sdk: sdk.responses.with_raw_response.create(
                model=model, input="Say yes.", max_output_tokens=64, store=False
            ),
            seconds=60.0,
        )
        return f"{model} answers"

    def _key(self) -> str:
        return self._keys.key(KEY) if is_openai(self.base_url) or self._keys.has(KEY) else KEYLESS

    def _sdk(self, seconds: float) -> openai.OpenAI:
        key = self._key()
        with self._building:
            built = self._built.get(seconds)
            if built is None or built[0] != key:
                if built is not None:
                    built[1].close()
                sdk = openai.OpenAI(
                    api_key=key,
                    base_url=self.base_url,
                    max_retries=0,
                    timeout=seconds,
                    http_client=httpx2_client(seconds=seconds),
                )
                self._built[seconds] = built = (key, sdk)
        return built[1]


def _object(body: bytes) -> dict[str, Any]:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise Garbled("OpenAI answered with something that is no JSON object.")
    return found


@contextmanager
def _in_our_terms(*, keyless: bool) -> Iterator[None]:
    """SDK errors become ours. Their texts stay behind: they may repeat what was sent."""
    try:
        yield
    except openai.APIStatusError as error:
        raise _refused(error, keyless=keyless) from None
    except openai.APIConnectionError as error:
        sent = not isinstance(error.__cause__, httpx2.ConnectError | httpx2.ConnectTimeout)
        raise unanswered(provider=PROVIDER, sent=sent) from None
    except httpx2.TransportError:
        raise unanswered(provider=PROVIDER, sent=True) from None
    except AnswerTooLarge:
        raise Garbled("OpenAI's answer is far too large, or packed.") from None
    except openai.OpenAIError:
        raise Garbled("OpenAI answered in a shape that the SDK can't read.") from None


def _refused(error: openai.APIStatusError, *, keyless: bool) -> Exception:
    status, path = error.status_code, error.request.url.path
    if status == 401 and keyless:
        return NotSetUp(
            "The server at OPENAI_BASE_URL asks for a key, and OPENAI_API_KEY is not set.",
            code="NO_KEY",
            remedy="Set OPENAI_API_KEY, then `storytailor retry STORY`.",
        )
    if status in (400, 422, 501) and _about_schemas(error):
        return NotSupported("schemas")
    if status in (404, 405, 501) and error.code is None and path.endswith("/responses"):
        return NotSupported("responses")
    return refusal(
        provider=PROVIDER,
        status=status,
        code=error.code,
        kind=error.type,
        wait=retry_after(error.response.headers),
    )


def _about_schemas(error: openai.APIStatusError) -> bool:
    body: Mapping[str, Any] = error.body if isinstance(error.body, dict) else {}
    if error.code == "invalid_json_schema":
        return False
    told = f"{body.get('param')} {body.get('message')} {body.get('detail')}"
    return any(word in told for word in _SCHEMA_WORDS)
