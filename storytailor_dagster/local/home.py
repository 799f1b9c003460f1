"""The home folder: where a laptop's data lies, and what the programs started from it are told."""

from __future__ import annotations

import json
import os
import secrets
import shutil
from pathlib import Path

from storytailor_dagster.errors import NotSetUp
from storytailor_dagster.settings import Settings, inherited_environment

SEARCH_PATH = "options=-csearch_path%3Ddagster"


class Home:
    """The folder `STORYTAILOR_HOME`, made when first needed. What lies in it is closed to others."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.folder = settings.home.resolve()

    @property
    def logs(self) -> Path:
        return self._made("logs")

    @property
    def database(self) -> Path:
        # Where we are root the server is another user, who has to get through to his own folder in it.
        return self._made("postgres", mode=0o711)

    @property
    def stories(self) -> Path:
        return self._made("stories")

    @property
    def objects(self) -> Path:
        return self._made("objects")

    def prepare_dagster(self) -> Path:
        """Dagster's home, with the project's `dagster.yaml` in it: the fleet's where there is a broker."""
        folder = self._made("dagster")
        name = "dagster.yaml" if self.settings.broker_url is None else "dagster.fleet.yaml"
        shutil.copyfile(dagster_yaml(name), beside := folder / f".{os.getpid()}.yaml")
        beside.replace(folder / "dagster.yaml")  # at once, since other programs of this home read it
        return folder

    def workspace(self, port: int, *, name: str) -> Path:
        """Where Dagster finds its code server now. Its name stays: what was queued before a restart is known by it."""
        server = {"host": "127.0.0.1", "port": port, "location_name": name}
        file = self._made("dagster") / "workspace.yaml"
        file.write_text(json.dumps({"load_from": [{"grpc_server": server}]}))  # JSON is YAML
        return file

    def jwt_secret(self) -> str:
        """The secret that users' tokens are signed with: the settings', else one of this home's own, made once."""
        if self.settings.supabase_jwt_secret is not None:
            return self.settings.supabase_jwt_secret.get_secret_value()
        file = self._made("keys") / "jwt"
        try:
            descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return file.read_text()
        with os.fdopen(descriptor, "w") as opened:
            opened.write(secrets.token_urlsafe(48))
        return file.read_text()

    def environment(self, dsn: str) -> dict[str, str]:
        """What the daemon, the webserver and their runs are started with."""
        broker = self.settings.broker_url
        return inherited_environment() | {
            "STORYTAILOR_HOME": str(self.folder),
            "SUPABASE_JWT_SECRET": self.jwt_secret(),
            "DATABASE_URL": dsn,
            "STORYTAILOR_DAGSTER_URL": dagster_url(dsn),
            "DAGSTER_HOME": str(self.prepare_dagster()),
            **({} if broker is None else {"STORYTAILOR_BROKER_URL": broker.get_secret_value()}),
            "PYTHONSAFEPATH": "1",  # where somebody stands is no place to import from
            "PYTHONUNBUFFERED": "1",
        }

    def _made(self, name: str, mode: int = 0o700) -> Path:
        folder = self.folder / name
        self.folder.mkdir(parents=True, exist_ok=True)
        folder.mkdir(mode=mode, exist_ok=True)
        return folder


def dagster_yaml(name: str) -> Path:
    """The project's file of that name: in the package when it was installed from a wheel, else in the repository.

    Raises:
        NotSetUp: in neither.
    """
    here = Path(__file__).parent
    for path in (here / name, here.parents[1] / name):
        if path.is_file():
            return path
    raise NotSetUp(f"{name} is missing from this installation.", remedy="Install the package again.")


def dagster_url(dsn: str) -> str:
    """The same database for Dagster's own tables: its driver named, its schema `dagster` first."""
    address, _, query = dsn.partition("?")
    return f"postgresql+psycopg2://{address.partition('://')[2]}?{'&'.join(filter(None, (query, SEARCH_PATH)))}"
