"""A Postgres of our own for a laptop: made once, started on a free port, gone when we are.

Starting and stopping only: what is in the database belongs to `ledger/`.
"""

from __future__ import annotations

import fcntl
import json
import os
import secrets
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from storytailor_dagster.errors import NotSetUp, Transient
from storytailor_dagster.ledger.server import ensure_database
from storytailor_dagster.local.known import known, write_private
from storytailor_dagster.local.parting import die_with_parent
from storytailor_dagster.local.ports import becomes_free, free_port
from storytailor_dagster.local.postgres_binaries import Place, find_binaries, place_for
from storytailor_dagster.local.postgres_data import as_its_user, make_data

DATABASE = "storytailor"
START_SECONDS = 60.0
STOP_SECONDS = 20.0
_SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "wal_level": "logical",
    "max_connections": "500",
    "shared_buffers": "128MB",
    "max_slot_wal_keep_size": "512MB",
    "password_encryption": "scram-sha-256",
    "timezone": "UTC",
    "log_timezone": "UTC",
}
_LEFT_BEHIND = ("pre-existing shared memory block", "lock file")
"""What Postgres says while the backends of a killed server still end, some 100 ms."""
_DO_YOU_SPEAK_TLS = bytes.fromhex("0000000804d2162f")
"""The protocol's SSLRequest: what a server answers with one byte, before any password, and a dead one never."""


class EmbeddedPostgres:
    """A server whose data are in `root` (or, for root, where another user can reach them; see `postgres_binaries`).

    On Linux it ends with the thread that started it, so also when the process is killed: start it from the main
    thread. Where it runs already, `start` gives its address, whoever started it. Only the owner reads the password.
    """

    def __init__(self, root: Path, *, binaries: Path | None = None) -> None:
        self._root = root.resolve()
        self._binaries = binaries
        self._state = self._root / "server.json"
        self._password = self._root / "password"
        self._log = self._root / "postgres.log"
        self._process: subprocess.Popen[bytes] | None = None
        self._address: str | None = None

    @property
    def is_ours(self) -> bool:
        """Whether it was started here, and so ends with us."""
        return self._process is not None

    @property
    def dsn(self) -> str:
        """The address of the database `storytailor`, password included.

        Raises:
            NotSetUp: it was never started here, or was stopped.
        """
        return self._dsn(DATABASE)

    @property
    def data(self) -> Path:
        """Its data folder, whether or not it is there."""
        return self._place().data

    def exists(self) -> bool:
        """Whether it was ever made."""
        return (self.data / "PG_VERSION").exists()

    def start(self) -> str:
        """Starts the server if it does not run, making it first if need be; returns `dsn`.

        Raises:
            NotSetUp: there are no programs, or Postgres gave up; the message ends with its log.
        """
        with self.locked():
            end = time.monotonic() + START_SECONDS
            while not self._serves(end):
                time.sleep(0.1)
        self._address = self.dsn
        return self._address

    def start_again(self) -> bool:
        """Starts the server at the address it had, where we use it and it has ended, perhaps with another program that
        had started it; whether it had.

        Raises:
            NotSetUp: it can't be started, or another program has taken its port.
        """
        address = self._address
        if address is None or self._lives():
            return False
        if address != self.start():
            raise NotSetUp("The embedded Postgres came back at another port.", remedy="Start `storytailor up` again.")
        return True

    def stop(self) -> None:
        """Stops the server, whoever started it, letting it finish what it writes. Nothing where it does not run."""
        with self.locked():
            state = known(self._state)
            is_anothers = self._process is not None and self._process.pid != state.get("pid")
            if self.running() and not is_anothers:
                os.kill(state["pid"], signal.SIGINT)
                self._until(lambda: not self._pid_file().exists(), STOP_SECONDS, "stop")
            if "pid" in state and not is_anothers:
                write_private(self._state, json.dumps({"port": state["port"]}))  # where others look for it
            self._reap()
            self._address = None

    def running(self) -> bool:
        """Whether our server is there and answers; a stale pid file alone convinces nobody."""
        try:
            state = known(self._state)
            if int(self._pid_file().read_text().split()[0]) != state["pid"]:
                return False
            with socket.create_connection(("127.0.0.1", state["port"]), timeout=2) as asking:
                asking.sendall(_DO_YOU_SPEAK_TLS)
                return asking.recv(1) in (b"N", b"S")
        except (OSError, ValueError, IndexError, KeyError):
            return False

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Nobody else starts or stops it meanwhile, in its folder as it is now: it may be replaced while we wait."""
        file = self._root / ".lock"
        while True:
            self._root.mkdir(parents=True, exist_ok=True)
            with file.open("w") as lock:
                self._until(lambda: _try_lock(lock), START_SECONDS, "become free")
                if _is_at(lock, file):
                    yield
                    return

    def _serves(self, end: float) -> bool:
        """Launches the server if it does not run. False where it was just about to end, so did not let us in."""
        if not self.running():
            self._reap()
            place = self._place()
            self._make(place)
            self._launch(place)
        try:
            self._make_database()
        except Transient as error:
            if time.monotonic() > end:
                raise NotSetUp("The embedded Postgres lets nobody in.", remedy=f"Read {self._log}.") from error
            return False
        return True

    def _lives(self) -> bool:
        """Whether its process is there, however little it answers."""
        if self._process is not None:
            return self._process.poll() is None
        try:
            os.kill(known(self._state)["pid"], 0)
        except PermissionError:
            return True
        except (ProcessLookupError, KeyError):
            return False
        return True

    def _reap(self) -> None:
        """Takes leave of a child that ended, or that no longer answers."""
        if self._process is None:
            return
        try:
            self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(timeout=5)
        self._process = None

    def _place(self) -> Place:
        binaries = self._binaries or find_binaries()
        if not (binaries / "postgres").exists():
            raise NotSetUp(f"There is no Postgres in {binaries}.", remedy="Set DATABASE_URL.")
        return place_for(self._root, binaries.resolve())

    def _pid_file(self) -> Path:
        return self._place().data / "postmaster.pid"

    def _dsn(self, database: str) -> str:
        state = known(self._state)
        if "pid" not in state:
            raise NotSetUp("The embedded Postgres does not run.", remedy="Start it.")
        return f"postgresql://postgres:{self._password.read_text()}@127.0.0.1:{state['port']}/{database}"

    def _until(self, done: Callable[[], bool], seconds: float, what: str) -> None:
        end = time.monotonic() + seconds
        while not done():
            if time.monotonic() > end:
                raise NotSetUp(f"The embedded Postgres did not {what} within {seconds:.0f} s.")
            time.sleep(0.02)

    def _make(self, place: Place) -> None:
        link = self._root / "pgdata"
        if link.is_symlink() and not link.exists():
            raise NotSetUp(
                f"The database of this home lay in {place.data}, and is not there.",
                code="DATABASE_LOST",
                remedy=f"Bring that folder back, or restore a backup. To begin without it, delete {link}.",
            )
        if not (place.data / "PG_VERSION").exists():
            password = secrets.token_urlsafe(24)
            write_private(self._password, password)
            make_data(place, password=password, seconds=START_SECONDS)
        if place.data.parent != self._root and not link.is_symlink():
            link.symlink_to(place.data)

    def _launch(self, place: Place) -> None:
        end = time.monotonic() + START_SECONDS
        while True:
            said = self._launch_once(place, end)
            if said is None or self.running():  # another's, that had not answered for a moment
                return
            if time.monotonic() > end or not any(text in said for text in _LEFT_BEHIND):
                raise NotSetUp(f"Postgres would not start: {said[-1000:]}", remedy=f"Read {self._log}.")
            time.sleep(0.1)

    def _launch_once(self, place: Place, end: float) -> str | None:
        port = self._port_before() or free_port()
        settings = [word for name, value in _SETTINGS.items() for word in ("-c", f"{name}={value}")]
        self._log.touch(mode=0o600)
        with self._log.open("ab") as log:
            begin = log.tell()
            self._process = process = subprocess.Popen(
                [place.binaries / "postgres", "-D", place.data, "-p", str(port), *settings],
                stdout=log,
                stderr=log,
                start_new_session=True,  # a Ctrl-C in the terminal is for us, not for it
                preexec_fn=die_with_parent(signal.SIGINT),
                **as_its_user(place),
            )
        while process.poll() is None:
            if _ready(place.data / "postmaster.pid", process.pid):
                write_private(self._state, json.dumps({"port": port, "pid": process.pid}))
                return None
            if time.monotonic() > end:
                process.kill()
                process.wait()
            time.sleep(0.01)
        self._process = None
        return self._log.read_bytes()[begin:].decode(errors="replace")

    def _port_before(self) -> int | None:
        """The port that it had, since others know it there; None: it never had one, or it is taken."""
        port = known(self._state).get("port")
        return port if port is not None and becomes_free(port, seconds=5) else None

    def _make_database(self) -> None:
        ensure_database(self._dsn("postgres"), DATABASE)


def _ready(pid_file: Path, pid: int) -> bool:
    """Line 1 of `postmaster.pid` is the server's own pid, line 8 its state."""
    try:
        lines = pid_file.read_text().splitlines()
    except OSError:
        return False
    return len(lines) >= 8 and lines[0] == str(pid) and lines[7].strip() == "ready"


def _is_at(opened: IO[str], path: Path) -> bool:
    with suppress(FileNotFoundError):
        return os.path.samestat(os.fstat(opened.fileno()), path.stat())
    return False


def _try_lock(file: IO[str]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
