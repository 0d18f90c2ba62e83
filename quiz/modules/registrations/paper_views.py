"""Word forms, and the empty Excel list to fill in."""

from __future__ import annotations

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from quiz.core import clock
from quiz.core.errors import NotFound
from quiz.core.permissions import login_required, roles
from quiz.documents.workbook import Column, Sheet, workbook
from quiz.modules.registrations import console_views, queries
from quiz.modules.registrations.importing import COLUMNS
from quiz.modules.registrations.papers import forms_file, names_above
from quiz.modules.registrations.people import Reach
from quiz.modules.registrations.sending import excel, word
from quiz.modules.registrations.unit_views import place_of
from quiz.modules.registrations.views import blueprint, seen_one
from quiz.plans.authority import STAFF
from quiz.units.models import OrgUnit


@blueprint.get("/<int:registration_id>/form.docx")
@login_required
def form_file(registration_id: int) -> ResponseReturnValue:
    """One registration as a Word form."""
    row, asked, unit = seen_one(registration_id)
    content = forms_file(asked, [queries.named(row)], _above([unit]), clock.now())
    return word(content, f"dang-ky-{registration_id}.docx")


@blueprint.get("/<slug>/<int:year>/units/<unit_code>/forms.docx")
@login_required
def unit_forms(slug: str, year: int, unit_code: str) -> ResponseReturnValue:
    """All registrations of a unit that are handed up, in one Word file."""
    asked, unit = place_of(slug, year, unit_code)
    rows = queries.all_within(asked, Reach(unit.position, unit.position))
    if not rows:
        raise NotFound("Đơn vị chưa có bản đăng ký nào đã gửi.")
    return word(forms_file(asked, rows, _above([unit]), clock.now()), f"dang-ky-{unit.code}-{asked.year}.docx")


def _above(units: list[OrgUnit]) -> dict[int, str]:
    parents = {unit.parent_id: queries.unit_by_id(unit.parent_id).name for unit in units if unit.parent_id}
    return names_above(units, parents)


@console_views.blueprint.get("/template.xlsx")
@roles(*STAFF)
def template() -> ResponseReturnValue:
    """An empty list with one line as an example."""
    example = (
        "Nguyễn Văn An",
        "Chi bộ Cầu Đá",
        "Đọc sách về Bác mỗi tháng một lần",
        "Giúp một hộ khó khăn trong thôn",
        "",
        "Học phong cách nêu gương",
        "Làm việc đúng giờ",
        "Gương mẫu trong thôn",
        "Thực hiện đúng những việc đã đăng ký",
        "Chưa thường xuyên đọc sách",
        "Đọc 15 phút mỗi ngày",
        "30/06/2026",
        "Lưu tại chi bộ",
    )
    columns = [Column(column.titles[0], 26) for column in COLUMNS]
    return excel(workbook([Sheet(_("Đăng ký"), columns, [example])]), "mau-dang-ky.xlsx")
