"""What requests of several kinds have in common: which page they want, and the key by which a repeated one is known."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from typing import Annotated
from uuid import NAMESPACE_URL, UUID, uuid4, uuid5

from fastapi import Header, Query
from pydantic import AfterValidator

from storytailor_dagster.api.envelope import Refusal
from storytailor_dagster.api.sign_in import User
from storytailor_dagster.errors import InvalidRequest

PageNumber = Annotated[int, Query(ge=1, le=100_000)]
PageSize = Annotated[int, Query(), AfterValidator(lambda limit: min(max(limit, 1), 100))]
"""How many a page holds, kept between 1 and 100."""
IdempotencyKey = Annotated[str | None, Header(max_length=200)]


def id_for(user: User, key: str | None, *, within: str) -> UUID:
    """A new id, or with a key the one that the same user's same key always has within these."""
    return uuid4() if key is None else uuid5(NAMESPACE_URL, f"{within}:{user.id}:{sha256(key.encode()).hexdigest()}")


@contextmanager
def asked_once(key: str | None, *, taken: str) -> Iterator[None]:
    """Tells a family whose key is on something else so, rather than that its id is taken.

    Raises:
        Refusal: the key was used for another request (`IDEMPOTENCY_KEY_REUSED`).
    """
    try:
        yield
    except InvalidRequest as error:
        if key is None or error.code != taken:
            raise
        raise Refusal("This Idempotency-Key was used for another request.", code="IDEMPOTENCY_KEY_REUSED") from error
