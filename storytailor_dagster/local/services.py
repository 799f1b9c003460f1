"""What `storytailor` starts: the daemon for a single story; that, the UI, the API and the file server for `up`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from storytailor_dagster.settings import Settings

API = "storytailor_dagster.api.app:app"
_CODE = ("-m", "storytailor_dagster.definitions")

DAEMON: Mapping[str, Sequence[str]] = {"daemon": ("dagster._daemon", "run", *_CODE)}


def everything(settings: Settings) -> Mapping[str, Sequence[str]]:
    """The daemon, Dagster's UI (both on one code location), the API and the file server."""
    return {
        "files": ("storytailor_dagster.local.files", str(settings.objects_folder), str(settings.files_port)),
        "api": (
            "uvicorn",
            "--factory",
            API,
            "--host",
            "127.0.0.1",
            "--port",
            str(settings.api_port),
            "--no-access-log",
        ),
        "dagster": ("dagster", "dev", *_CODE, "--host", "127.0.0.1", "--port", str(settings.port)),
    }
