"""What `storytailor` starts: the daemon for a single story; that, the UI, the API and the file server for `up`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from storytailor_dagster.local.home import Home
from storytailor_dagster.local.ports import free_port

_MODULE = "storytailor_dagster.definitions"
"""Also what Dagster calls the code's location, however it is reached: runs and sensors' cursors go by that name."""
_CODE = ("-m", _MODULE)

_DAEMON = ("storytailor_dagster.defs.daemon", "run")

DAEMON: Mapping[str, Sequence[str]] = {"daemon": (*_DAEMON, *_CODE)}


def everything(home: Home) -> Mapping[str, Sequence[str]]:
    """The API, the file server, and Dagster in three programs: its code server, its daemon and its UI.

    Daemon and UI share the code server, so that the definitions are loaded once.
    """
    settings = home.settings
    address = ("--host", "127.0.0.1", "--port")
    code = ("-w", str(home.workspace(code_port := free_port(), name=_MODULE)))
    return {
        "files": ("storytailor_dagster.local.files", str(settings.objects_folder), str(settings.files_port)),
        "api": (
            "storytailor_dagster.api",
            *address,
            str(settings.api_port),
        ),
        "code": (
            "storytailor_dagster.defs.code_server",
            *_CODE,
            *address,
            str(code_port),
            "--inject-env-vars-from-instance",
        ),
        "daemon": (*_DAEMON, *code),
        "dagster": ("dagster_webserver", *code, *address, str(settings.port)),
    }
