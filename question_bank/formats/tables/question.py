"""One question out of its row, or rows: texts, options, kind and key."""

from __future__ import annotations

import re

from question_bank.draft import Draft, DraftOption
from question_bank.formats.tables.grid import Oddity
from question_bank.formats.tables.key import find_key
from question_bank.formats.tables.offered import Offered, offered_options
from question_bank.formats.tables.sheet import NUMBERED, Sheet
from question_bank.item import Kind
from question_bank.keys import read_key
from question_bank.kinds import UnknownKindError, is_true_word, parse_kind
from question_bank.letters import LETTERS, MOST_OPTIONS, letter
from question_bank.problem import warning

_PLAIN_TEXTS = ("id", "level", "topic", "explanation", "source", "marks")
_TROUBLES = {
    Oddity.ERROR: ("cell_error", "Ô báo lỗi công thức; hãy nhập lại nội dung."),
    Oddity.NO_VALUE: (
        "formula_without_value",
        "Ô chứa công thức chưa có kết quả; hãy mở tệp bằng Excel và lưu lại, hoặc nhập thẳng nội dung.",
    ),
    Oddity.TOO_LONG: ("text_too_long", "Ô có nhiều chữ hơn mức Excel cho phép; hãy rút gọn nội dung."),
}
_ERROR_VALUE = re.compile(r"#(?:DIV/0!|N/A|NAME\?|NULL!|NUM!|REF!|VALUE!|SPILL!|CALC!)")
_PICTURE_IN_CELL = re.compile(r"=?(?:_xlfn\.)?DISPIMG\(|=IMAGE\(", re.IGNORECASE)
_PICTURE = "Câu có hình, hiện chưa nạp được từ bảng tính; hãy dùng tệp Word cho câu này."
_CODES = frozenset(code for code, _ in _TROUBLES.values())


def draft_of(sheet: Sheet, rows: list[int]) -> Draft:
    """The draft of the question in these rows; `rows` are several where each option has one of its own."""
    first = rows[0]
    offered = offered_options(sheet, rows)
    draft = Draft(place=sheet.place(first, "stem"), stem=offered.stem)
    if sheet.has_numbered_stems:
        draft.stem = NUMBERED.sub("", draft.stem, count=1)
        draft.note("number_removed", "Đã bỏ “Câu …” ở đầu câu hỏi vì thứ tự câu sẽ khác trong đề.")
    for name in _PLAIN_TEXTS:
        setattr(draft, name, sheet.text(first, name))
    draft.options = [DraftOption(text) for text in offered.texts]
    for code, message in offered.notes:
        draft.note(code, message, sheet.place(first, offered.field))
    if offered.trouble:
        draft.error("options_unclear", offered.trouble, sheet.place(first, offered.field))
    _read_kind(sheet, first, draft)
    _read_true_false(sheet, first, draft)
    find_key(sheet, rows, offered, draft)
    _read_pins(sheet, first, draft)
    _read_feedback(sheet, first, draft, offered)
    _look_at_cells(sheet, rows, draft)
    return draft


def _read_kind(sheet: Sheet, row: int, draft: Draft) -> None:
    try:
        draft.kind = parse_kind(sheet.text(row, "kind"))
    except UnknownKindError as problem:
        draft.error("unsupported_kind", str(problem), sheet.place(row, "kind"))
        draft.refused = True


def _read_true_false(sheet: Sheet, row: int, draft: Draft) -> None:
    if draft.options or draft.kind not in (None, Kind.TRUE_FALSE) or is_true_word(sheet.text(row, "key")) is None:
        return
    draft.options = [DraftOption("Đúng"), DraftOption("Sai")]
    draft.note("true_false_implied", "Câu không ghi phương án, đáp án là Đúng/Sai nên được đọc là câu đúng/sai.")


def _read_pins(sheet: Sheet, row: int, draft: Draft) -> None:
    text = sheet.text(row, "pinned").strip()
    if not text:
        return
    named = read_key(text, [""] * len(draft.options))
    if named.code or not draft.options:
        message = f"Không rõ “{text}” là phương án nào phải giữ nguyên vị trí; hãy ghi chữ cái như A hoặc A, D."
        draft.warning("pinned_unknown", message, sheet.place(row, "pinned"))
    for index in named.indexes:
        draft.options[index].pinned = True


def _read_feedback(sheet: Sheet, row: int, draft: Draft, offered: Offered) -> None:
    for index, option in enumerate(draft.options):
        position = offered.positions[index] if index < len(offered.positions) else index
        if position < len(LETTERS):
            option.feedback = sheet.text(row, f"feedback_{letter(position).lower()}")


def _look_at_cells(sheet: Sheet, rows: list[int], draft: Draft) -> None:
    """Errors, missing values and pictures cost the question; a date that was text once is worth a look."""
    columns = {column: name for name, column in sheet.header.columns.items() if name not in ("number", "image")}
    for row in rows:
        for column, name in sorted(columns.items()):
            text, oddity = sheet.grid.text(row, column), sheet.grid.odd.get((row, column))
            if _ERROR_VALUE.fullmatch(text.strip()):
                oddity = Oddity.ERROR
            if oddity in _TROUBLES:
                draft.error(*_TROUBLES[oddity], sheet.place(row, name))
            elif _PICTURE_IN_CELL.match(text):
                draft.error("picture", _PICTURE, sheet.place(row, name))
            elif oddity is Oddity.DATE and not (name == "key" and sheet.template.has_numbered_keys):
                message = f"Excel lưu ô này là ngày giờ, đã đọc thành “{text}”; hãy kiểm tra lại."
                draft.warning("cell_is_date", message, sheet.place(row, name))
        if any(spot[0] == row for spot in sheet.grid.pictures):
            draft.error("picture", _PICTURE, sheet.place(row, "stem"))
    if sheet.text(rows[0], "image").strip():
        draft.error("picture", _PICTURE, sheet.place(rows[0], "image"))
    if any(problem.code in _CODES for problem in draft.problems):
        draft.refused = True
    elif _is_remark(sheet, rows, draft):
        message = f"Dòng không có câu hỏi và phương án, chỉ ghi “{sheet.text(rows[0], 'key').strip()}” nên được bỏ qua."
        draft.problems = [warning(sheet.place(rows[0], "key"), "row_skipped", message)]
        draft.refused = True


def _is_remark(sheet: Sheet, rows: list[int], draft: Draft) -> bool:
    """True for a row with nothing but words in the key's column, such as a signature below the table."""
    key = sheet.text(rows[0], "key").strip()
    return not draft.stem.strip() and not draft.options and bool(key) and bool(read_key(key, [""] * MOST_OPTIONS).code)
