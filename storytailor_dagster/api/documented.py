"""What the OpenAPI document says of answers: the shape of a success, and each refusal with its code and a sentence."""

from __future__ import annotations

from typing import Any, Generic, Literal, TypeVar

from pydantic import BaseModel

from storytailor_dagster.api.refusals import REFUSALS

T = TypeVar("T")
Answers = dict[int | str, dict[str, Any]]
ALWAYS = ("UNAUTHORIZED", "INVALID_BODY", "TOO_MANY_REQUESTS", "DATABASE_UNREACHABLE")
"""What any signed-in request may be refused with."""
WITH_BODY = ("MALFORMED_BODY", "TOO_LARGE")


class Success(BaseModel, Generic[T]):
    """An answer's envelope."""

    success: Literal[True]
    data: T


class Pagination(BaseModel):
    """Where a page is among its fellows."""

    page: int
    limit: int
    total: int
    totalPages: int  # noqa: N815 - as existing clients read it
    hasNext: bool  # noqa: N815
    hasPrevious: bool  # noqa: N815


class Page(Success[list[T]], Generic[T]):
    """A page of a list."""

    pagination: Pagination


class Refused(BaseModel):
    """A refusal's envelope: a sentence for people, a code for programs."""

    success: Literal[False]
    error: str
    code: str


def answers(
    status: int, model: Any, *codes: str, example: Any = None, page: bool = False, always: tuple[str, ...] = ALWAYS
) -> Answers:
    """A success of this shape, and what may be refused, by code."""
    told: dict[str, Any] = {"description": "As asked.", "model": Page[model] if page else Success[model]}
    if example is not None:
        told["content"] = {"application/json": {"example": {"success": True, "data": example}}}
    found: Answers = {status: told}
    for code in (*codes, *always):
        refused, error = REFUSALS[code]
        entry = found.setdefault(refused, {"description": "Refused.", "model": Refused, "content": {}})
        examples = entry["content"].setdefault("application/json", {}).setdefault("examples", {})
        examples[code] = {"value": {"success": False, "error": error, "code": code}}
    return found
