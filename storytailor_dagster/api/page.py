"""The page for families without an app: its files, what it may load and from where, and how it signs people in.

The files in `web/` are served as they are. Their address holds a digest of them all, so that a browser may keep them
for ever and never mixes two versions; only the document, the service worker and the settings are asked for anew.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response

from storytailor_dagster.settings import Settings

WEB = Path(__file__).parent / "web"
_VERSION, _FILLED_IN = b"{{version}}", (".html", ".webmanifest")
"""What stands for the digest, and where."""
_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
    ".webmanifest": "application/manifest+json",
}
_FRESH, _FOR_EVER = "no-cache", "public, max-age=31536000, immutable"


@dataclass(frozen=True)
class Shell:
    """The page's files by their path in `web/`, and the digest of all."""

    files: Mapping[str, bytes]
    version: str

    @classmethod
    def read(cls, folder: Path = WEB) -> Shell:
        paths = sorted(path for path in folder.rglob("*") if path.suffix in _TYPES)
        files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}
        digest = sha256()
        for name, data in files.items():
            digest.update(name.encode() + sha256(data).digest())
        version = digest.hexdigest()[:16]
        filled = {
            name: data.replace(_VERSION, version.encode()) for name, data in files.items() if name.endswith(_FILLED_IN)
        }
        return cls(files | filled, version)

    def worker(self) -> bytes:
        """The service worker, told what to keep; it differs whenever a file does."""
        own = ("index.html", "sw.js")
        kept = [f"/web/{self.version}/{name}" for name in self.files if name not in own]
        return (
            f"const VERSION = {json.dumps(self.version)};\nconst SHELL = {json.dumps(kept)};\n".encode()
            + (self.files["sw.js"])
        )


def policy(settings: Settings) -> str:
    """The Content-Security-Policy: nothing inline, nothing from elsewhere but objects, and signing in."""
    objects = _origin(settings.objects_url)
    elsewhere = [objects, *([_origin(settings.supabase_url)] if settings.supabase_url else [])]
    rules = {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "font-src": "'self'",
        "img-src": f"'self' {objects}",
        "media-src": f"'self' {objects}",
        "connect-src": " ".join(["'self'", *elsewhere]),
        "worker-src": "'self'",
        "manifest-src": "'self'",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": "'none'",
        "require-trusted-types-for": "'script'",
        "trusted-types": "storytailor",
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())


def page(settings: Settings) -> APIRouter:
    """The page's routes."""
    shell, rules = Shell.read(), policy(settings)
    router = APIRouter(include_in_schema=False)

    def answer(request: Request, data: bytes, name: str, cache: str) -> Response:
        tag = f'"{sha256(data + rules.encode()).hexdigest()[:20]}"'
        headers = {
            "Cache-Control": cache,
            "ETag": tag,
            "Content-Security-Policy": rules,
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "no-referrer",
            "Cross-Origin-Opener-Policy": "same-origin",
        }
        if request.headers.get("if-none-match") == tag:
            return Response(status_code=304, headers=headers)
        return Response(data, headers=headers, media_type=_TYPES[Path(name).suffix])

    @router.api_route("/", methods=["GET", "HEAD"])
    def document(request: Request) -> Response:
        return answer(request, shell.files["index.html"], "index.html", _FRESH)

    @router.api_route("/sw.js", methods=["GET", "HEAD"])
    def worker(request: Request) -> Response:
        return answer(request, shell.worker(), "sw.js", _FRESH)

    @router.api_route("/web/{version}/{name:path}", methods=["GET", "HEAD"])
    def file(request: Request, version: str, name: str) -> Response:
        if name not in shell.files:
            raise HTTPException(404)
        return answer(request, shell.files[name], name, _FOR_EVER if version == shell.version else _FRESH)

    @router.get("/config.json")
    def config(response: Response) -> dict[str, str | None]:
        """Where Supabase is and its public key; nulls where tokens come from elsewhere."""
        response.headers["Cache-Control"] = _FRESH
        key = settings.supabase_anon_key
        return {"supabaseUrl": settings.supabase_url, "supabaseKey": None if key is None else key.get_secret_value()}

    return router


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
