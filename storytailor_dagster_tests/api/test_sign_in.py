"""Whose tokens are believed, and whose are not."""

from __future__ import annotations

import base64
import hmac
import json
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from uuid import UUID, uuid4

import httpx
import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from storytailor_dagster.api.app import app
from storytailor_dagster.api.sign_in import NotSignedIn, SignIn, development_token
from storytailor_dagster.errors import NotSetUp
from storytailor_dagster.settings import Settings
from storytailor_dagster_tests.api.conftest import FAMILY, ISSUER, SECRET


def claims(**other: Any) -> dict[str, Any]:
    now = datetime.now(UTC)
    usual = {"sub": str(FAMILY), "aud": "authenticated", "role": "authenticated", "iss": ISSUER}
    given = {**usual, "exp": now + timedelta(hours=1), "iat": now, **other}
    return {name: value for name, value in given.items() if value is not None}


def signed(key: Any = SECRET, algorithm: str = "HS256", headers: dict[str, Any] | None = None, **other: Any) -> str:
    return jwt.encode(claims(**other), key, algorithm=algorithm, headers=headers)


def unsigned() -> str:
    parts = ({"alg": "none", "typ": "JWT"}, {**claims(), "exp": 4_000_000_000, "iat": 1})
    return ".".join(base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in parts) + "."


@pytest.fixture
def by_secret() -> SignIn:
    return SignIn(secret=SECRET, keys_url=None, issuer=ISSUER)


def test_a_token_of_the_secret_is_its_user(by_secret: SignIn) -> None:
    assert by_secret.user(signed()).id == FAMILY
    user = uuid4()
    assert by_secret.user(development_token(secret=SECRET, issuer=ISSUER, user=user)).id == user


@pytest.mark.parametrize(
    "forged",
    [
        lambda: "",
        lambda: "not.a.token",
        unsigned,
        lambda: signed("another-secret-that-is-also-long-enough-here"),
        lambda: signed(exp=datetime.now(UTC) - timedelta(minutes=5)),
        lambda: signed(exp=None),
        lambda: signed(aud="anon"),
        lambda: signed(aud=None),
        lambda: signed(role="service_role"),
        lambda: signed(role="anon"),
        lambda: signed(role=None),
        lambda: signed(iss="https://elsewhere.test"),
        lambda: signed(iss=None),
        lambda: signed(sub="nobody"),
        lambda: signed(sub=None),
        lambda: signed(SECRET + SECRET, "HS512"),
        lambda: signed(nbf=datetime.now(UTC) + timedelta(hours=1)),
        lambda: signed()[:-3] + "abc",
    ],
)
def test_what_is_forged_or_expired_or_of_another_kind_is_not_believed(
    by_secret: SignIn, forged: Callable[[], str]
) -> None:
    with pytest.raises(NotSignedIn):
        by_secret.user(forged())


class Published:
    """Keys that an issuer publishes, over real HTTP."""

    def __init__(self) -> None:
        self.keys: dict[str, Any] = {}
        published = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                body = json.dumps({"keys": [published.jwk(kid) for kid in published.keys]}).encode()
                self.send_response(200)
                self.send_header("content-type", "application/json")
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: Any) -> None:
                """Says nothing."""

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/jwks.json"

    def jwk(self, kid: str) -> dict[str, Any]:
        key = self.keys[kid]
        is_elliptic = isinstance(key, ec.EllipticCurvePrivateKey)
        way: Any = jwt.algorithms.ECAlgorithm if is_elliptic else jwt.algorithms.RSAAlgorithm
        public = json.loads(way.to_jwk(key.public_key()))
        return {**public, "kid": kid, "use": "sig", "alg": "ES256" if is_elliptic else "RS256"}


@pytest.fixture
def published() -> Iterator[Published]:
    found = Published()
    found.keys = {"e": ec.generate_private_key(ec.SECP256R1()), "r": rsa.generate_private_key(65537, 2048)}
    thread = threading.Thread(target=found.server.serve_forever, daemon=True)
    thread.start()
    yield found
    found.server.shutdown()
    found.server.server_close()
    thread.join()


@pytest.mark.parametrize(("kid", "algorithm"), [("e", "ES256"), ("r", "RS256")])
def test_a_token_of_a_published_key_is_its_user(published: Published, kid: str, algorithm: str) -> None:
    by_keys = SignIn(secret=None, keys_url=published.url, issuer=ISSUER)
    assert by_keys.user(signed(published.keys[kid], algorithm, {"kid": kid})).id == FAMILY


def test_keys_can_not_be_swapped_for_each_other(published: Published) -> None:
    both = SignIn(secret=SECRET, keys_url=published.url, issuer=ISSUER)
    stranger = ec.generate_private_key(ec.SECP256R1())
    forged = (
        signed(stranger, "ES256", {"kid": "e"}),
        signed(published.keys["e"], "ES256", {"kid": "r"}),
        signed(published.keys["e"], "ES256", {"kid": "unknown"}),
        signed_with_the_public_key(published, "r"),
    )
    for token in forged:
        with pytest.raises(NotSignedIn):
            both.user(token)
    only_keys = SignIn(secret=None, keys_url=published.url, issuer=ISSUER)
    with pytest.raises(NotSignedIn):
        only_keys.user(signed())


def signed_with_the_public_key(published: Published, kid: str) -> str:
    """As HS256, with what everybody can read: the classic confusion."""
    head = {"alg": "HS256", "typ": "JWT", "kid": kid}
    body = {**claims(), "exp": 4_000_000_000, "iat": 1}
    said = b".".join(base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=") for part in (head, body))
    public = (
        published.keys[kid]
        .public_key()
        .public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    )
    seal = base64.urlsafe_b64encode(hmac.digest(public, said, "sha256")).rstrip(b"=")
    return (said + b"." + seal).decode()


def test_nobody_comes_in_without_a_token(client: Callable[[UUID | None], httpx.Client]) -> None:
    nobody = client(None)
    for headers in (
        {},
        {"Authorization": "Basic abc"},
        {"Authorization": "Bearer"},
        {"Authorization": "Bearer x.y.z"},
    ):
        answer = nobody.get("/api/v1/stories", headers=headers)
        assert answer.status_code == 401
        assert answer.json()["code"] == "UNAUTHORIZED"
        assert answer.headers["www-authenticate"] == "Bearer"


def test_an_application_that_believes_nobody_does_not_start() -> None:
    with pytest.raises(NotSetUp, match="sign in"):
        app(Settings(database_url="postgresql://x@127.0.0.1/x"))
