"""A pydantic model as a strict JSON schema, in the form that OpenAI's structured output asks for.

Source: the guide to structured outputs: every object closed, every property required, no defaults.
"""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

_LEFT_OUT = frozenset({"default", "title", "minLength", "maxLength", "pattern", "format"})


def strict_schema(model: type[BaseModel]) -> dict[str, Any]:
    """The model's schema, closed. What a strict schema can't say (lengths, patterns) the model itself checks after."""
    schema = _closed(model.model_json_schema())
    assert isinstance(schema, dict)  # noqa: S101 - a model's schema is an object
    return schema


def _closed(node: Any) -> Any:
    if isinstance(node, list):
        return [_closed(inner) for inner in node]
    if not isinstance(node, dict):
        return node
    names = node.get("properties")
    kept = {key: _closed(value) for key, value in node.items() if key not in _LEFT_OUT or key == "properties"}
    if isinstance(names, dict):
        kept["properties"] = {name: _closed(inner) for name, inner in names.items()}
        kept["required"] = list(names)
        kept["additionalProperties"] = False
    return kept
