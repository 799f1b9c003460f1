"""What an asset hands over: the value, the objects to store, the columns to record, and what was found and used."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from storytailor_dagster.ledger import Claim
from storytailor_dagster.providers.till import Usage
from storytailor_dagster.story.finding import Finding


@dataclass(frozen=True, kw_only=True)
class StoredObject:
    """Bytes under a key, with their content type and the URL that clients get (None: not for clients)."""

    key: str
    data: bytes
    content_type: str
    url: str | None = None


@dataclass(frozen=True, kw_only=True)
class Product:
    """One finished part, before anything of it is stored. The first object is the part itself.

    `usage` is of who made it, for people; what it cost is the till's. `kept` goes into the job's row.
    """

    objects: tuple[StoredObject, ...]
    columns: Mapping[str, Any]
    findings: tuple[Finding, ...]
    usage: Usage | None = None
    kept: Mapping[str, Any] = field(default_factory=dict)
    metadata: Mapping[str, Any] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Made:
    """A product and the claim it is recorded under: what goes through the IO manager into the store."""

    product: Product
    claim: Claim
