"""Secrets, and the headers that prove who sent a delivery: Standard Webhooks, symmetric, version 1."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from standardwebhooks.webhooks import Webhook

_BYTES = 32


def new_secret() -> str:
    """A secret as receivers' libraries take it."""
    return "whsec_" + base64.b64encode(secrets.token_bytes(_BYTES)).decode()


def signed(delivery: UUID, *, at: datetime, body: str, keys: Sequence[str]) -> dict[str, str]:
    """The three headers; a signature by each of the secrets, so that a receiver may know either."""
    return {
        "webhook-id": str(delivery),
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": " ".join(Webhook(key).sign(str(delivery), at, body) for key in keys),
    }
