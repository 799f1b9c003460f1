"""OpenAI's part: Responses, Chat Completions, Images, Moderations and Models, strict about what they are sent."""

from __future__ import annotations

import base64
import json
import re
import time
import typing
from typing import Any

from openai.types.image_model import ImageModel
from starlette.responses import JSONResponse, Response

from storytailor_dagster_tests.emulator import pictures
from storytailor_dagster_tests.emulator.asked import Asked
from storytailor_dagster_tests.emulator.refusals import openai_error
from storytailor_dagster_tests.emulator.rules import DEEP, OBJECTIONS, Fault, Rule
from storytailor_dagster_tests.emulator.stories import last_object, story, verdict

RETIRED = frozenset({"gpt-image-1", "dall-e-2", "dall-e-3"})
PICTURE_MODELS = frozenset(typing.get_args(ImageModel)) - RETIRED
TOKENS_OF_A_PICTURE = 800
_SIZE = re.compile(r"([1-9]\d{1,3})x([1-9]\d{1,3})")
_PICTURE_PART = re.compile(r'"type": "(?:input_image|image_url)"')
_CATEGORIES = (
    *("harassment", "harassment/threatening", "hate", "hate/threatening", "illicit", "illicit/violent", "self-harm"),
    *("self-harm/intent", "self-harm/instructions", "sexual", "sexual/minors", "violence", "violence/graphic"),
)
_SEEN = ("self-harm", "sexual", "violence")
"""Those of pictures; `sexual/minors` is not among them."""


def answer(asked: Asked, rule: Rule | None, number: int) -> Response:
    """The answer to a request, with what the rule makes of it."""
    match asked.path:
        case "/v1/responses":
            return _response(asked, rule, number)
        case "/v1/chat/completions":
            return _chat(asked, rule, number)
        case "/v1/images/generations" | "/v1/images/edits":
            return _picture(asked, rule, number)
        case "/v1/moderations":
            return _moderated(asked, rule, number)
    if asked.path == "/v1/models":
        return _json({"object": "list", "data": [_model(name) for name in sorted(PICTURE_MODELS)]}, number)
    if asked.path.startswith("/v1/models/"):
        return _json(_model(asked.path.rpartition("/")[2]), number)
    return openai_error(404, says="There is no such path.", number=number)


def _model(name: str) -> dict[str, Any]:
    return {"id": name, "object": "model", "created": 1, "owned_by": "x"}


def _json(body: Any, number: int) -> Response:
    return JSONResponse(body, headers={"x-request-id": f"req_{number}"})


def _response(asked: Asked, rule: Rule | None, number: int) -> Response:
    fault = None if rule is None else rule.fault
    if fault is Fault.NO_RESPONSES:
        return JSONResponse({"detail": "Not Found"}, 404)
    form = (asked.fields.get("text") or {}).get("format") or {}
    wrong = _form_refused(form.get("type"), form.get("schema"), fault, "text.format", number)
    if wrong is not None:
        return wrong
    given = asked.fields.get("input")
    prompt = given if isinstance(given, str) else _spoken(given)
    text = _text(asked, rule, prompt)
    parts: list[dict[str, Any]] = [{"type": "output_text", "text": text, "annotations": [], "logprobs": []}]
    if fault is Fault.REFUSAL:
        parts = [{"type": "refusal", "refusal": "I would rather not."}]
    reason = {Fault.CUT_OFF: "max_output_tokens", Fault.FILTERED: "content_filter"}.get(fault) if fault else None
    message = {"id": f"msg_{number}", "type": "message", "role": "assistant", "status": "completed", "content": parts}
    incoming, outgoing = _tokens(asked), len(text) // 4
    return _json(
        {
            "id": f"resp_{number}",
            "object": "response",
            "created_at": int(time.time()),
            "status": "incomplete" if reason else "completed",
            "incomplete_details": {"reason": reason} if reason else None,
            "error": None,
            "model": asked.model,
            "output": [message],
            "parallel_tool_calls": True,
            "tool_choice": "auto",
            "tools": [],
            "store": asked.fields.get("store", True),
            "usage": {
                "input_tokens": incoming,
                "input_tokens_details": {"cached_tokens": 0, "cache_write_tokens": 0},
                "output_tokens": outgoing,
                "output_tokens_details": {"reasoning_tokens": 0},
                "total_tokens": incoming + outgoing,
            },
        },
        number,
    )


def _chat(asked: Asked, rule: Rule | None, number: int) -> Response:
    fault = None if rule is None else rule.fault
    form = asked.fields.get("response_format") or {}
    schema = (form.get("json_schema") or {}).get("schema")
    wrong = _form_refused(form.get("type"), schema, fault, "response_format", number)
    if wrong is not None:
        return wrong
    text = _text(asked, rule, _spoken(asked.fields.get("messages")))
    ended = {Fault.CUT_OFF: "length", Fault.FILTERED: "content_filter"}.get(fault, "stop") if fault else "stop"
    message = {"role": "assistant", "content": text, "refusal": None}
    if fault is Fault.REFUSAL:
        message = {"role": "assistant", "content": None, "refusal": "I would rather not."}
    incoming, outgoing = _tokens(asked), len(text) // 4
    return _json(
        {
            "id": f"chatcmpl-{number}",
            "object": "chat.completion",
            "created": int(time.time()),
            "model": asked.model,
            "choices": [{"index": 0, "message": message, "finish_reason": ended, "logprobs": None}],
            "usage": {
                "prompt_tokens": incoming,
                "completion_tokens": outgoing,
                "total_tokens": incoming + outgoing,
            },
        },
        number,
    )


def _form_refused(kind: Any, schema: Any, fault: Fault | None, param: str, number: int) -> Response | None:
    if kind in (None, "text"):
        return None
    if fault is Fault.NO_SCHEMAS:
        says = "json_schema is not supported by this server."
        return openai_error(400, says=says, param=param, number=number)
    if kind == "json_schema" and (why := _loose(schema)):
        says = f"Invalid schema: {why}"
        return openai_error(400, says=says, code="invalid_json_schema", param=param, number=number)
    return None


def _loose(node: Any) -> str:
    """Why a schema is not strict; empty where it is."""
    if isinstance(node, list):
        return next(filter(None, map(_loose, node)), "")
    if not isinstance(node, dict):
        return ""
    if "default" in node:
        return "a default is not permitted"
    if node.get("type") == "object":
        if node.get("additionalProperties") is not False:
            return "additionalProperties has to be false"
        if set(node.get("required", ())) != set(node.get("properties", ())):
            return "every property has to be required"
    return next(filter(None, map(_loose, node.values())), "")


def _text(asked: Asked, rule: Rule | None, prompt: str) -> str:
    fault = None if rule is None else rule.fault
    told = last_object(prompt)
    if asked.door == "check":
        objects_to = fault.value.removeprefix("objects_") if fault in OBJECTIONS and fault else None
        found = verdict(told, objects_to, rule.says if rule else None)
    else:
        found = story(told)
    if fault is Fault.FLAGGED_TEXT and rule is not None:
        found["beats"][2]["content"] += f" {rule.says or 'It was all gore.'}"
    if fault is Fault.WRONG_SHAPE:
        found = {"title": found.get("title", ""), "verdict": "fine"}
    if fault is Fault.DEEP_JSON:
        return DEEP.decode()
    text = json.dumps(found, ensure_ascii=False)
    if fault is Fault.BAD_JSON:
        return f"Here you are! {text[: len(text) - 40]}"
    if not (asked.fields.get("text") or asked.fields.get("response_format")):
        text = f"Here you are:\n```json\n{text}\n```"
    return text[: len(text) // 2] if fault is Fault.CUT_OFF else text


def _spoken(given: Any) -> str:
    """All texts of a conversation."""
    if isinstance(given, str):
        return given
    if isinstance(given, list):
        return "\n".join(map(_spoken, given))
    if isinstance(given, dict):
        return _spoken(given.get("text") or given.get("content") or "")
    return ""


def _tokens(asked: Asked) -> int:
    said = (
        f"{asked.fields.get('instructions') or ''}{_spoken(asked.fields.get('input') or asked.fields.get('messages'))}"
    )
    pictures_seen = len(_PICTURE_PART.findall(asked.text))
    return len(said) // 4 + pictures_seen * TOKENS_OF_A_PICTURE


def _picture(asked: Asked, rule: Rule | None, number: int) -> Response:
    fault = None if rule is None else rule.fault
    fields = asked.fields
    if asked.model not in PICTURE_MODELS:
        return openai_error(404, code="model_not_found", says="There is no such model.", number=number)
    if "input_fidelity" in fields and not asked.model.startswith("gpt-image-1"):
        return openai_error(400, param="input_fidelity", says="This model takes no input_fidelity.", number=number)
    references = fields.get("image[]") or fields.get("image") or []
    if asked.path.endswith("edits") and not 1 <= len(references) <= 16:
        return openai_error(400, param="image", says="One to sixteen images.", number=number)
    if not all(file["kind"] for file in references):
        return openai_error(400, code="invalid_image_file", param="image", says="This is no image.", number=number)
    size = str(fields.get("size", "auto"))
    form = _SIZE.fullmatch("1024x1024" if size == "auto" else size)
    wide, high = (int(form[1]), int(form[2])) if form else (0, 0)
    if form is None or wide % 16 or high % 16 or max(wide, high) > 3 * min(wide, high):
        says = "Multiples of 16 only, from 1:3 to 3:1."
        return openai_error(400, code="invalid_value", param="size", says=says, number=number)
    if fault is Fault.WRONG_SIZE:
        wide = high = 1024
    png = _png(asked, fault, wide, high)
    incoming = len(str(fields.get("prompt"))) // 4
    usage = {
        "input_tokens": incoming + 1000 * len(references),
        "input_tokens_details": {"image_tokens": 1000 * len(references), "text_tokens": incoming},
        "output_tokens": 1568,
        "output_tokens_details": {"image_tokens": 1568, "text_tokens": 0},
        "total_tokens": incoming + 1000 * len(references) + 1568,
    }
    body: dict[str, Any] = {
        "created": int(time.time()),
        "data": [{"b64_json": base64.b64encode(png).decode()}],
        "output_format": "png",
        "quality": fields.get("quality", "medium"),
        "size": f"{wide}x{high}",
    }
    return _json(body if fault is Fault.NO_USAGE else {**body, "usage": usage}, number)


def _png(asked: Asked, fault: Fault | None, width: int, height: int) -> bytes:
    match fault:
        case Fault.BLANK_PICTURE:
            return pictures.blank(width, height)
        case Fault.BOMB:
            return pictures.bomb()
        case Fault.NOT_A_PICTURE:
            return b"this is no picture"
    png = pictures.stock(width, height) if asked.stock else pictures.landscape(asked.text, width, height)
    return png[: len(png) // 2] if fault is Fault.BROKEN_PICTURE else png


def _moderated(asked: Asked, rule: Rule | None, number: int) -> Response:
    given = asked.fields.get("input")
    parts = given if isinstance(given, list) else [given]
    count = len(parts) if all(isinstance(part, str) for part in parts) else 1
    flagged = rule is not None and rule.fault is Fault.FLAGGED
    category = (rule.says if rule else None) or "violence"
    result = {
        "flagged": flagged,
        "categories": {name: flagged and name == category for name in _CATEGORIES},
        "category_scores": {name: 0.91 if flagged and name == category else 0.0001 for name in _CATEGORIES},
        "category_applied_input_types": {name: _applied(name, parts) for name in _CATEGORIES},
    }
    return _json(
        {"id": f"modr-{number}", "model": asked.model or "omni-moderation-latest", "results": [result] * count}, number
    )


def _applied(category: str, parts: list[Any]) -> list[str]:
    """What a category was judged by; pictures are judged by some of them only."""
    told = {part.get("type", "text") if isinstance(part, dict) else "text" for part in parts}
    seen = ["image"] if "image_url" in told and category.startswith(_SEEN) and category != "sexual/minors" else []
    return [*(["text"] if "text" in told else []), *seen]
