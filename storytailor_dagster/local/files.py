"""The local file server: what the folder store holds, on 127.0.0.1, read only, without the private part."""

from __future__ import annotations

import sys
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit


class Objects(SimpleHTTPRequestHandler):
    """Files as they are, immutable; no listing, nothing under `private/`, no dot files."""

    extensions_map = SimpleHTTPRequestHandler.extensions_map | {".vtt": "text/vtt; charset=utf-8"}

    def send_head(self) -> Any:
        words = [word for word in unquote(urlsplit(self.path).path).split("/") if word]
        file = Path(self.translate_path(self.path))
        if not words or words[0] == "private" or any(word.startswith(".") for word in words) or not file.is_file():
            self.send_error(404)
            return None
        return super().send_head()

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "public, max-age=31536000, immutable")
        self.send_header("Access-Control-Allow-Origin", "*")
        super().end_headers()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002, ARG002 - the base class's name; silent
        return


def serve(folder: Path, port: int) -> None:
    """Serves the folder until the process is stopped."""
    folder.mkdir(parents=True, exist_ok=True)
    handler = partial(Objects, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", port), handler) as server:
        server.serve_forever()


if __name__ == "__main__":
    serve(Path(sys.argv[1]), int(sys.argv[2]))
