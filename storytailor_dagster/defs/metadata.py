"""What the UI shows of a finished part: who made it, how often it was tried, what it cost, and where it is."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import dagster as dg

from storytailor_dagster.defs.product import Product
from storytailor_dagster.story.verdict import Verdict


def common_metadata(product: Product, *, tries: int, attempt: int, seconds: float, cost: Decimal) -> Mapping[str, Any]:
    """Metadata of every part; seconds of the last try, US dollars of all tries of this attempt, size in bytes."""
    main = product.objects[0]
    found: dict[str, Any] = {
        "tries": tries,
        "attempt": attempt,
        "seconds": round(seconds, 3),
        "cost_usd": float(cost),
        "size_bytes": len(main.data),
        "object_key": main.key,
    }
    if product.usage is not None:
        found["provider"] = product.usage.provider
        found["model"] = product.usage.model
    if main.url:
        found["url"] = dg.MetadataValue.url(main.url)
    return {**found, **product.metadata}


def picture_metadata(url: str, title: str) -> dg.MarkdownMetadataValue:
    """The picture itself in the UI, by its link; no picture is ever put into the event log."""
    return dg.MetadataValue.md(f"![{title}]({url})")


def shown_metadata(verdict: Verdict, checked_by: str | None) -> Mapping[str, Any]:
    """Who looked at a picture, and at what matters they objected without stopping it. Never what they said of looks."""
    matters = sorted({found.matter.value for found in verdict.objections})
    return {"checked_by": checked_by, "objections": ", ".join(matters) or "none"}
