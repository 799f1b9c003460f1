"""What an endpoint's address has to be before it is registered."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from pydantic import HttpUrl

from storytailor_dagster.api.envelope import Refusal
from storytailor_dagster.api.webhooks.addresses import Addresses, NoAddress

MOST_CHARACTERS = 2048
LOOK_UP_SECONDS = 5.0


@dataclass(frozen=True)
class Rules:
    """The rules of this deployment."""

    addresses: Addresses
    seconds: float = LOOK_UP_SECONDS

    async def check(self, url: HttpUrl) -> str:
        """The address as it is kept. Its host is looked up now, for the sake of whoever mistyped it, and at every call.

        Raises:
            Refusal: it is not one that can be called (`WEBHOOK_URL_REFUSED`, `WEBHOOK_ADDRESS_REFUSED`).
        """
        if url.scheme != "https" and not self.addresses.allow_private:
            raise Refusal("A webhook's address begins with https.", code="WEBHOOK_URL_REFUSED")
        if url.username or url.password or url.fragment or len(str(url)) > MOST_CHARACTERS:
            raise Refusal(
                f"A webhook's address has at most {MOST_CHARACTERS} characters, no user, no password and no fragment.",
                code="WEBHOOK_URL_REFUSED",
            )
        try:
            async with asyncio.timeout(self.seconds):
                await self.addresses.of((url.host or "").strip("[]"), url.port or 443)
        except (NoAddress, TimeoutError):
            raise Refusal("This host has no public address.", code="WEBHOOK_ADDRESS_REFUSED") from None
        return str(url)
