"""A request as the emulator reads it: which door, which model, with which key, and all of its fields."""

from __future__ import annotations

import base64
import json
import re
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from io import BytesIO
from typing import Any

from PIL import Image
from starlette.requests import Request

_NAME = re.compile(r'[; ]name="([^"]*)"')
_FILENAME = re.compile(r'filename="([^"]*)"')
_NO_PICTURE = (
    *(OSError, ValueError, SyntaxError, struct.error, zlib.error),
    *(Image.DecompressionBombError, Image.DecompressionBombWarning),
)
_MIME = re.compile(r"(?i)content-type: *(\S+)")


@dataclass(frozen=True, kw_only=True)
class Asked:
    """`fields` as JSON values (files as name, mime, sha256, bytes, kind); `text` is all of it in one string.

    `stock` says that pictures need not be of what was asked.
    """

    door: str
    provider: str
    method: str
    path: str
    model: str
    key: str
    fields: dict[str, Any]
    query: dict[str, str] = field(default_factory=dict)
    stock: bool = False

    @property
    def text(self) -> str:
        return json.dumps(self.fields, sort_keys=True, ensure_ascii=False)


def read(request: Request, body: bytes) -> Asked:
    """Reads JSON or a multipart form."""
    path, kind = request.url.path, request.headers.get("content-type", "")
    fields = _form(kind, body) if "multipart" in kind else _json(body)
    signed = request.headers.get("authorization", "").startswith("AWS4-")
    provider, door = ("polly", "polly") if signed else _door(path, fields)
    model = str(fields.get("model") or fields.get("model_id") or fields.get("Engine") or "")
    return Asked(
        door=door,
        provider=provider,
        method=request.method,
        path=path,
        model=model,
        key=_key(provider, request),
        fields=fields,
        query=dict(request.query_params),
    )


def _door(path: str, fields: dict[str, Any]) -> tuple[str, str]:
    if path.startswith(("/v1/text-to-speech", "/v1/user", "/v1/voices", "/v2/voices")):
        return "elevenlabs", "speech"
    if path == "/v1/speech":
        return "polly", "polly"
    if path.startswith("/v1/images"):
        return "openai", "picture"
    if path.startswith("/v1/moderations"):
        return "openai", "moderation"
    if path.startswith("/v1/models"):
        return "openai", "models"
    said = json.dumps(fields)
    return "openai", "check" if '"input_image"' in said or '"image_url"' in said else "text"


def _key(provider: str, request: Request) -> str:
    given = request.headers.get("authorization", "")
    if provider == "elevenlabs":
        return request.headers.get("xi-api-key", "")
    if provider == "polly":
        # Signatures are not checked; the key's id stands in the credential.
        return given.partition("Credential=")[2].partition("/")[0]
    return given.removeprefix("Bearer ")


def _json(body: bytes) -> dict[str, Any]:
    try:
        found = json.loads(body) if body else {}
    except ValueError:
        found = {}
    return found if isinstance(found, dict) else {}


def _form(kind: str, body: bytes) -> dict[str, Any]:
    """A multipart form (RFC 7578): files as lists under their name, all else as text."""
    boundary = b"--" + kind.partition("boundary=")[2].strip('"').encode()
    found: dict[str, Any] = {}
    for part in body.split(boundary)[1:-1]:
        head, _, data = part.removeprefix(b"\r\n").removesuffix(b"\r\n").partition(b"\r\n\r\n")
        told = head.decode()
        name, filename, mime = _NAME.search(told), _FILENAME.search(told), _MIME.search(told)
        if name is None:
            continue
        if filename is None:
            found[name[1]] = data.decode()
            continue
        file = {"name": filename[1], "mime": mime[1] if mime else "", "sha256": sha256(data).hexdigest()}
        found.setdefault(name[1], []).append({**file, "bytes": len(data), "kind": _kind(data)})
    return found


def shown(fields: dict[str, Any]) -> Iterator[tuple[str, bytes]]:
    """Each picture of a conversation, by either protocol, with the words right before it."""
    for message in fields.get("input") or fields.get("messages") or ():
        content = message.get("content") if isinstance(message, dict) else None
        before = ""
        for part in content if isinstance(content, list) else ():
            picture = part.get("image_url")
            if picture is not None:
                url = picture["url"] if isinstance(picture, dict) else picture
                yield before, base64.b64decode(url.partition("base64,")[2])
            before = part.get("text", "")


def _kind(data: bytes) -> str:
    """What the bytes are, whatever is said of them: "PNG", "JPEG"; empty for what is no picture."""
    try:
        with Image.open(BytesIO(data)) as opened:
            opened.verify()
            return str(opened.format)
    except _NO_PICTURE:
        return ""
