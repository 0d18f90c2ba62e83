"""Opening a workbook: its sheets as grids, in their order."""

from __future__ import annotations

import posixpath
from dataclasses import replace

from question_bank.formats.excel.parts import DAMAGED, attributes_of, related
from question_bank.formats.excel.pictures import picture_spots
from question_bank.formats.excel.strings import shared_strings
from question_bank.formats.excel.styles import Style, read_styles
from question_bank.formats.excel.worksheet import Book, read_worksheet
from question_bank.formats.package import Package
from question_bank.formats.tables.grid import Grid
from question_bank.limits import DEFAULT_LIMITS, Limits
from question_bank.problem import Unreadable

_MOST_SHEETS = 300


def open_sheets(package: Package, limits: Limits = DEFAULT_LIMITS) -> list[Grid]:
    """The sheets of a workbook in order. Raises Unreadable if it is damaged or stretches too far."""
    if package.kind != "xlsx":
        raise Unreadable("wrong_type", "Tệp không phải bảng tính Excel.")
    targets = related(package, package.main)
    parts = attributes_of(package.parts[package.main], "sheet", "workbookPr", most=_MOST_SHEETS)
    is_1904 = any(name == "workbookPr" and entry.get("date1904") in ("1", "true") for name, entry in parts)
    book = Book(_strings(package, targets), _styles(package, targets), is_1904)
    grids = []
    for entry in (entry for name, entry in parts if name == "sheet"):
        part = targets.get(entry.get("id", ""), "")
        if part in package.parts:
            is_visible = entry.get("state", "visible") == "visible"
            grids.append(_grid(package, part, entry.get("name", ""), is_visible, book, limits))
    if not grids:
        raise Unreadable("damaged", DAMAGED)
    return grids


def _grid(package: Package, part: str, name: str, is_visible: bool, book: Book, limits: Limits) -> Grid:
    grid, drawing = read_worksheet(package.parts[part], name, is_visible, book, limits)
    pictures = package.parts.get(related(package, part).get(drawing, "")) if drawing else None
    return replace(grid, pictures=picture_spots(pictures)) if pictures else grid


def _strings(package: Package, targets: dict[str, str]) -> list[str]:
    return shared_strings(_part(package, targets, "sharedStrings.xml"))


def _styles(package: Package, targets: dict[str, str]) -> list[Style]:
    return read_styles(_part(package, targets, "styles.xml"))


def _part(package: Package, targets: dict[str, str], name: str) -> bytes | None:
    """A part that the workbook refers to by its usual name, wherever it lies."""
    found = [part for part in targets.values() if posixpath.basename(part).lower() == name.lower()]
    return package.parts.get(found[0]) if found else None
