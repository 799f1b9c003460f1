"""The one envelope of every answer, and how errors become one: a sentence for people, a code for programs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from storytailor_dagster.api.refusals import status_of
from storytailor_dagster.errors import Gone, InvalidRequest, OverQuota, StorytailorError, Transient

RETRY_SECONDS = 5
_NAMES = {
    400: "MALFORMED_BODY",
    401: "UNAUTHORIZED",
    429: "TOO_MANY_REQUESTS",
    403: "ACCESS_DENIED",
    404: "NOT_FOUND",
    405: "METHOD_NOT_ALLOWED",
    413: "TOO_LARGE",
}


class Refusal(InvalidRequest):
    """An answer of the API's own that is no success; the code decides its HTTP status."""


def ok(data: Any, *, status: int = 200, headers: Mapping[str, str] | None = None, **more: Any) -> JSONResponse:
    """The envelope of a success."""
    return JSONResponse({"success": True, "data": data, **more}, status, headers)


def refused(status: int, *, error: str, code: str, **headers: str) -> JSONResponse:
    """The envelope of an error."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return JSONResponse({"success": False, "error": error, "code": code}, status, named)


def install(app: FastAPI) -> None:
    """Teaches the application the envelope."""

    @app.exception_handler(StorytailorError)
    def ours(request: Request, error: StorytailorError) -> JSONResponse:
        request.state.code = error.code
        if isinstance(error, Transient):
            return refused(503, error=str(error), code=error.code, Retry_After=str(RETRY_SECONDS))
        if isinstance(error, OverQuota):
            return _over_quota(error)
        if isinstance(error, Gone):
            return refused(404, error=str(error), code="NOT_FOUND")
        if isinstance(error, InvalidRequest):
            said = f"{error} {error.remedy}" if error.remedy != InvalidRequest.remedy else str(error)
            return refused(status_of(error.code), error=said, code=error.code)
        return refused(500, error="This did not work, through no fault of yours.", code=error.code)

    @app.exception_handler(RequestValidationError)
    def malformed(request: Request, error: RequestValidationError) -> JSONResponse:
        request.state.code = "INVALID_BODY"
        # Where it is wrong and why, never what was sent.
        wrong = "; ".join(
            f"{'.'.join(map(str, one['loc'][1:])) or 'body'}: {one['type']}" for one in error.errors()[:8]
        )
        return refused(422, error=f"The request does not fit: {wrong}.", code="INVALID_BODY")

    @app.exception_handler(HTTPException)
    def plain(request: Request, error: HTTPException) -> JSONResponse:
        headers = {name.replace("-", "_"): value for name, value in (error.headers or {}).items()}
        request.state.code = code = _NAMES.get(error.status_code, "REQUEST_FAILED")
        return refused(error.status_code, error=str(error.detail), code=code, **headers)

    @app.exception_handler(Exception)
    def unforeseen(request: Request, _: Exception) -> JSONResponse:
        request.state.code = "INTERNAL_ERROR"
        return refused(500, error="This did not work, through no fault of yours.", code="INTERNAL_ERROR")


def _over_quota(error: OverQuota) -> JSONResponse:
    """402, with the fields that existing clients look at."""
    quota = {"tier": "free", "available": 0, "used": error.used, "limit": error.limit}
    said = {"success": False, "error": f"{error} {error.remedy}", "code": error.code, "quota": quota}
    return JSONResponse({**said, "earningOptions": [], "upgradeOptions": {}}, 402)
