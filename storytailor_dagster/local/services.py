"""What `storytailor` starts: the daemon for a single story; the daemon, the UI and the file server for `up`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from storytailor_dagster.settings import Settings

_CODE = ("-m", "storytailor_dagster.definitions")

DAEMON: Mapping[str, Sequence[str]] = {"daemon": ("dagster._daemon", "run", *_CODE)}


def everything(settings: Settings) -> Mapping[str, Sequence[str]]:
    """The daemon, Dagster's UI (both on one code location) and the file server."""
    return {
        "files": ("storytailor_dagster.local.files", str(settings.objects_folder), str(settings.files_port)),
        "dagster": ("dagster", "dev", *_CODE, "--host", "127.0.0.1", "--port", str(settings.port)),
    }
