"""Who asks: Supabase's tokens, by a shared secret or by its published keys. Only the configured ways are believed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import jwt

AUDIENCE, ROLE, NOBODY = "authenticated", "authenticated", "anon"
LEEWAY = 10
"""Seconds by which clocks may differ."""
KEYS_SECONDS = 300
_BY_SECRET, _BY_KEYS = ("HS256",), ("ES256", "RS256")
_NEEDED = ("exp", "sub", "aud", "role", "iss")


class NotSignedIn(Exception):
    """No token, or none that is believed. Says nothing of why: that would help only a forger."""


@dataclass(frozen=True, slots=True)
class User:
    """A signed-in user, believed `until` a time (seconds since 1970)."""

    id: UUID
    until: float


class SignIn:
    """Believes tokens of one issuer.

    Args:
        secret: for HS256; None believes none of those.
        keys_url: where the issuer publishes its keys, for ES256 and RS256; None believes none of those.
        issuer: what `iss` has to be.
    """

    def __init__(self, *, secret: str | None, keys_url: str | None, issuer: str) -> None:
        self._secret = secret
        self._issuer = issuer
        self._keys = None if keys_url is None else jwt.PyJWKClient(keys_url, lifespan=KEYS_SECONDS, timeout=5)

    def user(self, token: str) -> User:
        """The token's user.

        Raises:
            NotSignedIn: it is not believed.
        """
        try:
            key, ways = self._key(token)
            claims: dict[str, Any] = jwt.decode(
                token,
                key,
                algorithms=ways,
                audience=AUDIENCE,
                issuer=self._issuer,
                leeway=LEEWAY,
                options={"require": list(_NEEDED)},
            )
            if claims["role"] != ROLE:
                raise NotSignedIn
            return User(id=UUID(str(claims["sub"])), until=float(claims["exp"]))
        except (jwt.PyJWTError, ValueError, KeyError, TypeError):
            raise NotSignedIn from None

    def user_or_nobody(self, token: str) -> User | None:
        """The token's user, or None for a public key: a token for the role `anon`, which names nobody.

        Raises:
            NotSignedIn: it is not believed.
        """
        try:
            key, ways = self._key(token)
            claims = jwt.decode(
                token, key, algorithms=ways, leeway=LEEWAY, options={"require": ["exp", "role"], "verify_aud": False}
            )
        except (jwt.PyJWTError, ValueError, TypeError):
            raise NotSignedIn from None
        return None if claims["role"] == NOBODY else self.user(token)

    def _key(self, token: str) -> tuple[Any, list[str]]:
        way = jwt.get_unverified_header(token).get("alg")
        if self._secret is not None and way in _BY_SECRET:
            return self._secret, list(_BY_SECRET)
        if self._keys is not None and way in _BY_KEYS:
            return self._keys.get_signing_key_from_jwt(token).key, [str(way)]
        raise NotSignedIn


def development_token(*, secret: str, issuer: str, user: UUID, hours: float = 24.0) -> str:
    """A token such as Supabase would give, for a user who exists nowhere else."""
    now = datetime.now(UTC)
    claims = {
        "sub": str(user),
        "aud": AUDIENCE,
        "role": ROLE,
        "iss": issuer,
        "iat": now,
        "exp": now + timedelta(hours=hours),
    }
    return jwt.encode(claims, secret, algorithm=_BY_SECRET[0])


def development_key(*, secret: str, issuer: str) -> str:
    """A public key such as Supabase's: it opens the realtime websocket and shows nothing."""
    ends = datetime.now(UTC) + timedelta(days=3650)
    return jwt.encode({"role": NOBODY, "iss": issuer, "exp": ends}, secret, algorithm=_BY_SECRET[0])
