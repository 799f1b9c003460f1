"""Refusals as each provider words them: status, headers and body. The words are made up; the shapes are theirs."""

from __future__ import annotations

from typing import Any

from starlette.responses import JSONResponse, Response

from storytailor_dagster_tests.emulator.rules import Fault, Rule

_OPENAI: dict[Fault, tuple[int, str, str | None]] = {
    Fault.RATE_LIMIT: (429, "rate_limit_error", "rate_limit_exceeded"),
    Fault.QUOTA: (429, "insufficient_quota", "credit_balance_exhausted"),
    Fault.BAD_KEY: (401, "invalid_request_error", "invalid_api_key"),
    Fault.FORBIDDEN: (403, "invalid_request_error", "unsupported_country_region_territory"),
    Fault.NO_MODEL: (404, "invalid_request_error", "model_not_found"),
    Fault.BAD_REQUEST: (400, "invalid_request_error", None),
    Fault.UNPROCESSABLE: (422, "invalid_request_error", None),
    Fault.TOO_LARGE: (413, "invalid_request_error", "request_too_large"),
    Fault.SERVER_ERROR: (500, "server_error", None),
    Fault.OVERLOADED: (503, "service_unavailable_error", "server_is_overloaded"),
    Fault.MODERATION_BLOCKED: (400, "image_generation_user_error", "moderation_blocked"),
}
_ELEVENLABS: dict[Fault, tuple[int, str]] = {
    Fault.RATE_LIMIT: (429, "too_many_concurrent_requests"),
    Fault.QUOTA: (401, "quota_exceeded"),
    Fault.BAD_KEY: (401, "invalid_api_key"),
    Fault.FORBIDDEN: (403, "missing_permissions"),
    Fault.NO_MODEL: (404, "voice_not_found"),
    Fault.BAD_REQUEST: (400, "invalid_text"),
    Fault.UNPROCESSABLE: (422, "unprocessable_entity"),
    Fault.TOO_LARGE: (413, "request_too_large"),
    Fault.SERVER_ERROR: (500, "internal_server_error"),
    Fault.OVERLOADED: (503, "system_busy"),
}
_POLLY: dict[Fault, tuple[int, str]] = {
    Fault.RATE_LIMIT: (400, "ThrottlingException"),
    Fault.QUOTA: (400, "ServiceQuotaExceededException"),
    Fault.BAD_KEY: (403, "UnrecognizedClientException"),
    Fault.FORBIDDEN: (403, "AccessDeniedException"),
    Fault.NO_MODEL: (400, "EngineNotSupportedException"),
    Fault.BAD_REQUEST: (400, "ValidationException"),
    Fault.UNPROCESSABLE: (400, "InvalidSsmlException"),
    Fault.TOO_LARGE: (400, "TextLengthExceededException"),
    Fault.SERVER_ERROR: (500, "ServiceFailureException"),
    Fault.OVERLOADED: (503, "ServiceUnavailable"),
}


def refused(door: str, fault: Fault, *, number: int, rule: Rule | None = None, says: str | None = None) -> Response:
    """The provider's refusal."""
    text = says or f"Emulated: {fault.value}."
    headers = {"retry-after": f"{rule.retry_after:g}"} if rule is not None and rule.retry_after is not None else {}
    if door == "speech":
        status, code = _ELEVENLABS[fault]
        headers["request-id"] = f"emulated-{number}"
        return JSONResponse({"detail": {"status": code, "message": text}}, status, headers)
    if door == "polly":
        status, code = _POLLY[fault]
        headers |= {"x-amzn-errortype": code, "x-amzn-requestid": f"emulated-{number}"}
        return JSONResponse({"message": text}, status, headers)
    status, kind, named = _OPENAI[fault]
    return openai_error(status, kind=kind, code=named, says=text, number=number, headers=headers)


def openai_error(
    status: int,
    *,
    kind: str = "invalid_request_error",
    code: str | None = None,
    param: str | None = None,
    says: str,
    number: int,
    headers: dict[str, str] | None = None,
) -> Response:
    """An error in OpenAI's shape."""
    error: dict[str, Any] = {"message": says, "type": kind, "param": param, "code": code}
    return JSONResponse({"error": error}, status, {**(headers or {}), "x-request-id": f"req_{number}"})
