"""Pins and files of others are what they say."""

from __future__ import annotations

import re
import tomllib
from hashlib import sha256

import pytest

from quiz.core.settings import ROOT
from tests.house.sources import STATIC

PIN = re.compile(r"(?P<name>[A-Za-z0-9._-]+)==[0-9][A-Za-z0-9.]*( ; python_full_version < \"[0-9.]+\")?")
VENDOR = STATIC / "vendor"


def pins(name: str) -> set[str]:
    """The lines of a file of pins without its heading."""
    return {line for line in (ROOT / "requirements" / name).read_text().splitlines() if not line.startswith("#")}


def normal(name: str) -> str:
    """A package's name as indexes compare it."""
    return re.sub(r"[-_.]+", "-", re.split(r"[\[<>=!~; ]", name, maxsplit=1)[0]).lower()


@pytest.mark.parametrize("name", ["base.txt", "dev.txt"])
def test_pins_name_packages_and_versions_and_no_addresses(name: str) -> None:
    assert {line for line in pins(name) if not PIN.fullmatch(line)} == set()
    assert len({normal(line) for line in pins(name)}) == len(pins(name))


def test_the_tools_are_added_to_what_production_has() -> None:
    assert pins("base.txt") < pins("dev.txt")


def test_every_dependency_is_pinned_and_told_with_its_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    needed = {normal(line) for line in project["dependencies"]}
    tools = {normal(line) for line in project["optional-dependencies"]["dev"]}
    assert needed <= {normal(line) for line in pins("base.txt")}
    assert tools <= {normal(line) for line in pins("dev.txt")}
    readme = {normal(cell) for cell in re.findall(r"^\| `([^`]+)` \|", (ROOT / "README.md").read_text(), re.MULTILINE)}
    assert needed | tools <= readme


def test_every_file_of_others_has_its_checksum_and_licence() -> None:
    readme = (VENDOR / "README.md").read_text(encoding="utf-8")
    told = dict(re.findall(r"^\| `([^`]+)` \| `([0-9a-f]{64})` \|", readme, re.MULTILINE))
    files = [path for path in VENDOR.rglob("*") if path.is_file() and path.name != "README.md"]
    assert {path.name: sha256(path.read_bytes()).hexdigest() for path in files} == told
    assert "Licence" in readme
