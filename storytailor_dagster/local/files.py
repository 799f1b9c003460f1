"""The local file server: what the folder store holds, on 127.0.0.1, read only, without the private part."""

from __future__ import annotations

import sys
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import Response
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from storytailor_dagster.store.door import CACHE_FOREVER

_TYPES = {".vtt": "text/vtt; charset=utf-8"}
_EXPOSED = ("Accept-Ranges", "Content-Length", "Content-Range")


class Objects(StaticFiles):
    """Files as they are, immutable, in ranges too; no listing, nothing under `private/`, no dot files."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        words = Path(path).parts
        if words[:1] == ("private",) or any(word.startswith(".") for word in words):
            raise HTTPException(404)
        answer = await super().get_response(path, scope)
        answer.headers["Cache-Control"] = CACHE_FOREVER
        if kind := _TYPES.get(Path(path).suffix):
            answer.headers["Content-Type"] = kind
        return answer


def served(folder: Path) -> Starlette:
    """The application: any page may read, nobody may write."""
    anybody = Middleware(
        CORSMiddleware, allow_origins=["*"], allow_methods=["GET"], allow_headers=["Range"], expose_headers=_EXPOSED
    )
    return Starlette(routes=[Mount("/", Objects(directory=folder))], middleware=[anybody])


def serve(folder: Path, port: int) -> None:
    """Serves the folder until the process is stopped."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    uvicorn.run(served(folder), host="127.0.0.1", port=port, access_log=False, log_level="warning")


if __name__ == "__main__":
    serve(Path(sys.argv[1]), int(sys.argv[2]))
