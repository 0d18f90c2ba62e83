"""Where checked files wait beside their uploads until somebody decides.

A checked file is an archive with a short head, which every page reads, and one entry for each question with its
pictures, of which a page reads those that it shows.
"""

from __future__ import annotations

import json
import secrets
import zipfile
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any, Self

from question_bank.image import kept_image_from_url
from question_bank.item import Item
from question_bank.problem import Severity
from question_bank.reading import Reading, Refused
from quiz.bank.checked import CheckedFile, Row
from quiz.bank.rules import Accept
from quiz.core import uploads
from quiz.core.errors import NotFound

_KIND, _LEFT_OUT = "checked", "left"
_GONE = "Tệp đã tải lên không còn nữa. Vui lòng tải lại tệp."


def keep_checked(token: str, checked: CheckedFile, reading: Reading) -> None:
    """Keep a checked file with its questions beside its upload, whole or not at all; the choice begins anew."""
    with _draft_of(uploads.beside(token, _KIND)) as draft:
        with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            _put(archive, "head", checked.to_dict())
            for index, item in enumerate(reading.items):
                _put(archive, f"item/{index}", item.to_dict())
            for number, refused in enumerate(reading.refused):
                _put(archive, f"refused/{number}", asdict(refused))
        uploads.beside(token, _LEFT_OUT).unlink(missing_ok=True)


@contextmanager
def _draft_of(path: Path) -> Iterator[Path]:
    """Where a file is written before it takes its place: a name of its own, for two tabs may write at once."""
    draft = _draft(path)
    try:
        yield draft
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def _draft(path: Path) -> Path:
    return path.with_name(f"{path.name}.{secrets.token_hex(8)}.part")


def _put(archive: zipfile.ZipFile, name: str, value: object) -> None:
    archive.writestr(f"{name}.json", json.dumps(value, ensure_ascii=False))


class Archive:
    """The kept file of an upload, open for reading."""

    def __init__(self, path: Path) -> None:
        self._zip = zipfile.ZipFile(path)
        self._head: CheckedFile | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._zip.close()

    def head(self) -> CheckedFile:
        """Everything but the questions."""
        if self._head is None:
            self._head = CheckedFile.from_dict(self._get("head"))
        return self._head

    def question(self, row: Row) -> Item | Refused:
        """The question of a row."""
        if row.index is not None:
            return Item.from_dict(self._get(f"item/{row.index}"), kept_image_from_url)
        return Refused.from_dict(self._get(f"refused/{row.refusal}"))

    def reading(self, checked: CheckedFile) -> Reading:
        """The whole reading, as it was made."""
        items = tuple(self.question(row) for row in _by_index(checked.rows))
        refused = tuple(self.question(row) for row in checked.rows if row.refusal is not None)
        problems = checked.problems[: checked.read_problems]
        return Reading(
            checked.format,
            tuple(one for one in items if isinstance(one, Item)),
            problems,
            tuple(one for one in refused if isinstance(one, Refused)),
            checked.tables,
        )

    def _get(self, name: str) -> Any:
        return json.loads(self._zip.read(f"{name}.json"))


def _by_index(rows: Sequence[Row]) -> Iterator[Row]:
    return iter(sorted((row for row in rows if row.index is not None), key=lambda row: row.index or 0))


def open_checked(token: str, person_id: int) -> Archive:
    """The kept file of a person's own upload; NotFound where there is none, or it is somebody else's."""
    path = uploads.beside(token, _KIND)
    if not path.is_file():
        raise NotFound(_GONE)
    archive = Archive(path)
    if archive.head().person_id != person_id:
        archive.close()
        raise NotFound(_GONE)
    return archive


def is_kept(token: str, person_id: int) -> bool:
    """Whether the person's own upload is still there, as it was checked."""
    try:
        open_checked(token, person_id).close()
    except NotFound:
        return False
    return True


def left_out(token: str) -> frozenset[int]:
    """The numbers of the rows that the person does not want imported."""
    path = uploads.beside(token, _LEFT_OUT)
    return frozenset(json.loads(path.read_text(encoding="ascii"))) if path.is_file() else frozenset()


def leave_out(token: str, numbers: Collection[int]) -> None:
    """Remember which rows the person does not want imported."""
    with _draft_of(uploads.beside(token, _LEFT_OUT)) as draft:
        draft.write_text(json.dumps(sorted(numbers)), encoding="ascii")


def not_taken(checked: CheckedFile, policy: Accept, without: Collection[int]) -> set[int]:
    """The numbers of the rows that could be imported and are not, under a policy; `without` are those not chosen."""
    if policy is Accept.CHOSEN:
        return {row.number for row in checked.rows if row.is_taken and row.number in without}
    if policy is Accept.WITHOUT_WARNINGS:
        return {row.number for row in checked.rows if row.is_taken and checked.has(row, Severity.WARNING)}
    return set()
