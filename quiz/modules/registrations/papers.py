"""Word forms in the Party's layout: the registration of a person or of a collective, one or many in a file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from docx.enum.text import WD_BREAK
from flask_babel import gettext as _

from quiz.core import clock
from quiz.documents.letterhead import Layout, Letterhead, Signer, write_letterhead, write_signatures
from quiz.documents.lists import ListWriter, Shape
from quiz.documents.word import Column, new_document, to_bytes, write_lines, write_table, write_title
from quiz.modules.registrations.asking import Asked
from quiz.modules.registrations.queries import Named
from quiz.modules.registrations.rules import CONTENTS, LEVEL_TITLES, OUTCOME_TITLES
from quiz.units.models import OrgUnit


def forms_file(asked: Asked, rows: Sequence[Named], above: dict[int, str], now: datetime) -> bytes:
    """The forms of registrations, each on a page of its own; `above` names the unit above, by the unit's id."""
    document = new_document(made_at=now)
    lists = ListWriter(document)
    for number, one in enumerate(rows):
        if number:
            document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        _write(document, lists, asked, one, above.get(one.row.unit_id, ""))
    return to_bytes(document)


def _write(document: Any, lists: ListWriter, asked: Asked, one: Named, superior: str) -> None:
    row = one.row
    day = clock.local(row.submitted_at).date() if row.submitted_at else None
    write_letterhead(document, Letterhead(Layout.PARTY, superior, one.unit_name, "", "", day))
    what = _("BẢN ĐĂNG KÝ CỦA TẬP THỂ") if row.person_id is None else _("BẢN ĐĂNG KÝ CỦA CÁ NHÂN")
    about = _("học tập và làm theo tư tưởng, đạo đức, phong cách Hồ Chí Minh %(year)s", year=asked.title)
    write_title(document, what, about)
    if row.person_id is None:
        _write_body(document, lists, one)
    else:
        _write_person(document, lists, one)
    _write_result(document, one)
    _write_signatures(document, one)


def _write_person(document: Any, lists: ListWriter, one: Named) -> None:
    row = one.row
    write_lines(document, [_("Họ và tên: %(name)s", name=one.name), _("Đơn vị: %(unit)s", unit=one.unit_name)])
    _heading(document, _("I. Nội dung học tập, làm theo, nêu gương"))
    lists.write_all(Shape.DASHES, [f"{_(CONTENTS[key])}: {text}" for key, text in row.contents.items() if text])
    _heading(document, _("II. Việc đăng ký làm"))
    _write_things(lists, row.things)
    _heading(document, _("III. Cam kết"))
    write_lines(document, [row.commitment])
    _heading(document, _("IV. Hạn chế, khuyết điểm và cách khắc phục"))
    if not row.shortcomings:
        write_lines(document, [_("Không có nội dung đăng ký.")])
    for flaw in row.shortcomings:
        day = date.fromisoformat(flaw["by"]).strftime("%d/%m/%Y") if flaw.get("by") else "......"
        text = _(
            "%(what)s Cách khắc phục: %(how)s Xong trước ngày %(day)s.",
            what=_stop(flaw),
            how=_stop(flaw, "how"),
            day=day,
        )
        lists.write_all(Shape.DASHES, [text])


def _stop(flaw: dict[str, str], key: str = "what") -> str:
    text = flaw[key].strip()
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _write_things(lists: ListWriter, things: Sequence[dict[str, Any]]) -> None:
    number = lists.begin(Shape.CLAUSES)
    for thing in things:
        parts = [str(thing.get(part, "")) for part in ("title", "how", "schedule")]
        lists.write(number, ". ".join(part.rstrip(".") for part in parts if part) + ".")


def _write_body(document: Any, lists: ListWriter, one: Named) -> None:
    for number, thing in enumerate(one.row.things, 1):
        _heading(document, _("%(number)s. Nhiệm vụ trọng tâm: %(title)s", number=number, title=thing.get("title", "")))
        texts = [f"{_(title)}: {thing.get(key, '')}" for key, title in CONTENTS.items()]
        more = (
            (_("Giải pháp đột phá"), "how"),
            (_("Thời gian thực hiện"), "schedule"),
            (_("Người phụ trách"), "in_charge"),
        )
        texts += [f"{title}: {thing.get(key, '')}" for title, key in more]
        lists.write_all(Shape.DASHES, texts)
    basis = [_("Căn cứ: %(basis)s", basis=one.row.basis)]
    if one.row.basis_on:
        basis.append(_("Ngày họp thông qua: %(day)s", day=one.row.basis_on.strftime("%d/%m/%Y")))
    write_lines(document, basis)


def _write_result(document: Any, one: Named) -> None:
    row = one.row
    if not (row.level or row.self_level):
        return
    _heading(document, _("Kết quả cuối năm"))
    columns = [Column(_("Nội dung"), 70), Column(_("Kết quả"), 35), Column(_("Cụ thể"), 55)]
    rows = [
        [
            str(thing.get("title", "")),
            _(OUTCOME_TITLES[thing["outcome"]]) if thing.get("outcome") else "",
            str(thing.get("outcome_text", "")),
        ]
        for thing in row.things
    ]
    write_table(document, columns, rows)
    if row.self_level:
        write_lines(document, [_("Tự đánh giá: %(level)s", level=_(LEVEL_TITLES[row.self_level]))])
    if row.level:
        write_lines(document, [_("Đánh giá: %(level)s", level=_(LEVEL_TITLES[row.level]))])


def _write_signatures(document: Any, one: Named) -> None:
    if one.row.person_id is None:
        write_signatures(document, Signer(_("T/M TẬP THỂ LÃNH ĐẠO"), _("NGƯỜI ĐỨNG ĐẦU")))
        return
    write_signatures(document, Signer("", _("NGƯỜI ĐĂNG KÝ"), one.name))
    write_lines(document, [_("XÁC NHẬN CỦA CHI ỦY (TẬP THỂ LÃNH ĐẠO)")])


def _heading(document: Any, text: str) -> None:
    write_lines(document, [text])
    paragraph = document.paragraphs[-1]
    paragraph.runs[0].bold = True
    paragraph.paragraph_format.keep_with_next = True


def names_above(units: Sequence[OrgUnit], parents: dict[int, str]) -> dict[int, str]:
    """The name of the unit above each, by the unit's id."""
    return {unit.id: parents.get(unit.parent_id or 0, "") for unit in units}
