"""What the page needs of Supabase's sign-in: passwords for short-lived tokens, and refresh tokens that work once."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID, uuid4

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from storytailor_dagster.api.sign_in import development_token
from storytailor_dagster_tests.api.conftest import ISSUER, SECRET


@dataclass
class Accounts:
    """Families by email, with one password for all; `asked` lists what was asked for."""

    key: str
    password: str
    families: dict[str, UUID]
    seconds: float = 3600
    asked: list[str] = field(default_factory=list)
    is_away: bool = False
    _refresh: dict[str, UUID] = field(default_factory=dict)

    def application(self) -> Starlette:
        anybody = Middleware(CORSMiddleware, allow_origins=["*"], allow_methods=["*"], allow_headers=["*"])
        routes = [
            Route("/auth/v1/token", self._token, methods=["POST"]),
            Route("/auth/v1/logout", self._logout, methods=["POST"]),
        ]
        return Starlette(routes=routes, middleware=[anybody])

    async def _token(self, request: Request) -> Response:
        kind, body = request.query_params["grant_type"], await request.json()
        self.asked.append(kind)
        if self.is_away:
            return JSONResponse({"message": "upstream"}, 503)
        if request.headers.get("apikey") != self.key:
            return JSONResponse({"error_code": "no_api_key"}, 401)
        if kind == "refresh_token":
            user = self._refresh.pop(body["refresh_token"], None)
        else:
            user = self.families.get(body["email"]) if body["password"] == self.password else None
        if user is None:
            return JSONResponse({"error_code": "invalid_credentials"}, 400)
        again = uuid4().hex
        self._refresh[again] = user
        token = development_token(secret=SECRET, issuer=ISSUER, user=user, hours=self.seconds / 3600)
        return JSONResponse({"access_token": token, "refresh_token": again, "expires_in": self.seconds})

    async def _logout(self, _: Request) -> Response:
        self.asked.append("logout")
        return Response(status_code=204)
