"""What the main part of a document refers to: other parts of the file, and addresses outside it."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass

from question_bank.formats.package import Package
from question_bank.formats.word.ooxml import Element


@dataclass(frozen=True, slots=True)
class Target:
    """A part of the file by name, or an address outside it, which is never opened."""

    kind: str
    name: str
    is_external: bool


class Relations:
    """The relations of the main part by id."""

    def __init__(self, package: Package) -> None:
        self._package = package
        folder, name = posixpath.split(package.main)
        root = package.tree(posixpath.join(folder, "_rels", f"{name}.rels"))
        self._targets = {} if root is None else {entry.get("Id", ""): _target(entry, folder) for entry in root}
        self._folder = folder

    def target(self, id: str | None) -> Target | None:
        """What an id stands for, or None."""
        return self._targets.get(id or "")

    def tree(self, kind: str) -> Element | None:
        """The root of the part of a kind such as "styles": the one referred to, or else the one of the usual name."""
        named = next((one.name for one in self._targets.values() if one.kind == kind and not one.is_external), "")
        found = self._package.tree(named) if named else None
        return found if found is not None else self._package.tree(posixpath.join(self._folder, f"{kind}.xml"))

    def binary(self, name: str) -> bytes | None:
        """The bytes of a part, or None if the file has no such part."""
        return self._package.binary(name)


def _target(entry: Element, folder: str) -> Target:
    kind = entry.get("Type", "").rpartition("/")[2]
    address = entry.get("Target", "")
    if entry.get("TargetMode") == "External":
        return Target(kind, address, True)
    return Target(kind, posixpath.normpath(posixpath.join("/", folder, address)).lstrip("/"), False)
