"""The data folder of an embedded Postgres: made once, as the user its server runs as."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import Any

from storytailor_dagster.errors import NotSetUp
from storytailor_dagster.local.known import write_private
from storytailor_dagster.local.postgres_binaries import Place, major_version


def as_its_user(place: Place) -> dict[str, Any]:
    """What its programs are started with."""
    env = {"PATH": "/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC"}
    options: dict[str, Any] = {"cwd": "/", "env": env, "stdin": subprocess.DEVNULL}
    if place.user is not None:
        user, group = place.user
        options |= {"user": user, "group": group, "extra_groups": []}
    return options


def make_data(place: Place, *, password: str, seconds: float) -> None:
    """Makes it beside its place and puts it there whole.

    Raises:
        NotSetUp: `initdb` would not.
    """
    place.data.parent.mkdir(parents=True, exist_ok=True)
    beside = place.data.with_name("pgdata.new")
    handed = place.data.with_name("password.new")
    shutil.rmtree(beside, ignore_errors=True)
    beside.mkdir(mode=0o700)
    write_private(handed, password)
    if place.user is not None:
        os.chown(beside, *place.user)
        os.chown(handed, *place.user)
    major = major_version(place.binaries)
    locale = ["--locale-provider=builtin", "--locale=C.UTF-8"] if major >= 17 else ["--locale=C.UTF-8"]
    if sys.platform == "darwin" and major < 17:
        locale = ["--locale=C"]
    made = subprocess.run(
        [
            str(place.binaries / "initdb"),
            *("-D", str(beside), "-U", "postgres", "-A", "scram-sha-256"),
            *("--encoding=UTF8", "--pwfile", str(handed), *locale),
        ],
        capture_output=True,
        text=True,
        timeout=seconds,
        check=False,
        **as_its_user(place),
    )
    handed.unlink()
    if made.returncode:
        raise NotSetUp(f"Postgres could not make its data folder: {made.stderr[-1000:]}")
    beside.rename(place.data)  # a half-made folder is never taken for a whole one
