"""Opening a workbook: its sheets as grids of values, with bounds checked before anything is allocated."""

from __future__ import annotations

import io
import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import etree
from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from question_bank.formats.excel.cells import position
from question_bank.formats.package import Package
from question_bank.limits import DEFAULT_LIMITS, Limits
from question_bank.problem import Unreadable

_PERCENT_CODES = frozenset({"9", "10"})
_RELATION = "{*}Relationship"
_DAMAGED = "Bảng tính bị hỏng; hãy mở bằng Excel và lưu lại."


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet. `rows` are raw values from cell A1; positions of cells are (row, column) from 0."""

    name: str
    is_visible: bool
    rows: list[list[Any]]
    percents: frozenset[tuple[int, int]] = frozenset()
    errors: frozenset[tuple[int, int]] = frozenset()
    merged: list[tuple[tuple[int, int], tuple[int, int]]] = field(default_factory=list)


def open_sheets(package: Package, limits: Limits = DEFAULT_LIMITS) -> list[Sheet]:
    """The sheets of a workbook in order. Raises Unreadable if it is damaged or stretches too far."""
    percent_styles = _percent_styles(package)
    marks = {name: _marked_cells(tree, percent_styles, limits) for name, tree in _sheet_trees(package)}
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(package.repacked()))
        return [_sheet(workbook, meta, marks) for meta in workbook.sheets_metadata if meta.name in marks]
    except CalamineError:
        raise Unreadable("damaged", _DAMAGED) from None
    except BaseException as failure:
        # The reader's native code reports its own failed assertions as a panic, which is no Exception.
        if type(failure).__name__ != "PanicException":
            raise
        raise Unreadable("damaged", _DAMAGED) from None


def _sheet(workbook: Any, meta: Any, marks: dict[str, tuple[frozenset[Any], frozenset[Any]]]) -> Sheet:
    sheet = workbook.get_sheet_by_name(meta.name)
    percents, errors = marks[meta.name]
    return Sheet(
        meta.name,
        meta.visible == SheetVisibleEnum.Visible,
        sheet.to_python(skip_empty_area=False),
        percents,
        errors,
        sheet.merged_cell_ranges or [],
    )


def _sheet_trees(package: Package) -> Iterator[tuple[str, etree._Element]]:
    folder, base = posixpath.split(package.main)
    relations = package.tree(posixpath.join(folder, "_rels", f"{base}.rels"))
    workbook = package.tree(package.main)
    if relations is None or workbook is None:
        raise Unreadable("damaged", _DAMAGED)
    targets = {entry.get("Id"): entry.get("Target", "") for entry in relations.iter(_RELATION)}
    for entry in workbook.iter("{*}sheet"):
        ids = [str(value) for name, value in entry.attrib.items() if etree.QName(name).localname == "id"]
        target = targets.get(ids[0] if ids else "", "")
        tree = package.tree(posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/"))
        if tree is not None:
            yield entry.get("name", ""), tree


def _marked_cells(
    tree: etree._Element, percent_styles: frozenset[str], limits: Limits
) -> tuple[frozenset[tuple[int, int]], frozenset[tuple[int, int]]]:
    """Cells shown as percent and cells holding an error value; refuses cells that lie too far out."""
    percents, errors = set(), set()
    for row in tree.iter("{*}row"):
        if not row.get("r", "1").isdecimal() or int(row.get("r", "1")) > limits.rows:
            raise _too_far(row.get("r", ""), limits)
    for cell in tree.iter("{*}c"):
        reference = cell.get("r", "A1")
        place = position(reference)
        if place is None or place[0] >= limits.rows or place[1] >= limits.columns:
            raise _too_far(reference, limits)
        if cell.get("s") in percent_styles:
            percents.add(place)
        if cell.get("t") == "e":
            errors.add(place)
    return frozenset(percents), frozenset(errors)


def _too_far(reference: str, limits: Limits) -> Unreadable:
    return Unreadable(
        "too_large",
        f"Bảng tính có ô nằm ngoài {limits.rows} dòng, {limits.columns} cột; hãy xóa các ô thừa rồi nạp lại.",
        reference[:20],
    )


def _percent_styles(package: Package) -> frozenset[str]:
    """The cell styles under which a number is shown as a percentage."""
    tree = package.tree(posixpath.join(posixpath.dirname(package.main), "styles.xml"))
    if tree is None:
        return frozenset()
    codes = {entry.get("numFmtId") for entry in tree.iter("{*}numFmt") if "%" in entry.get("formatCode", "")}
    formats = tree.find("{*}cellXfs")
    return frozenset(
        str(index)
        for index, style in enumerate([] if formats is None else formats)
        if style.get("numFmtId") in codes | _PERCENT_CODES
    )
