"""The report as files: Word in the layout of State or Party, and Excel."""

from __future__ import annotations

from io import BytesIO

from flask import request, send_file
from flask.typing import ResponseReturnValue

from quiz.core import audit, clock
from quiz.core.db import transaction
from quiz.core.permissions import acting, roles
from quiz.documents.letterhead import Layout
from quiz.documents.word import DOCX
from quiz.documents.workbook import XLSX
from quiz.plans.authority import STAFF
from quiz.plans.reporting.door import blueprint
from quiz.plans.reporting.page import ReportPage, report_page
from quiz.plans.reporting.papers import as_docx
from quiz.plans.reporting.report_views import Reading, asked
from quiz.plans.reporting.sheets import as_xlsx
from quiz.units import queries as units


@blueprint.get("/<slug>/reports/<int:period_id>/<unit_code>/report.docx")
@roles(*STAFF)
def word(slug: str, period_id: int, unit_code: str) -> ResponseReturnValue:
    """The Word document; `layout` state or party, by default the plan's."""
    return as_word(asked, slug, period_id, unit_code)


def as_word(read: Reading, slug: str, period_id: int, unit_code: str) -> ResponseReturnValue:
    """The document of a report that `read` lets the person see."""
    page = _page(read, slug, period_id, unit_code)
    wanted = request.args.get("layout") or page.plan.layout
    layout = Layout(wanted) if wanted in set(Layout) else Layout.PARTY
    superior = units.get(page.unit.parent_id).name if page.unit.parent_id is not None else ""
    content = as_docx(page, layout, superior, page.plan.province, clock.now())
    name = _name(page, "docx")
    _note(page, f"word {layout}")
    return send_file(BytesIO(content), DOCX, as_attachment=True, download_name=name)


@blueprint.get("/<slug>/reports/<int:period_id>/<unit_code>/report.xlsx")
@roles(*STAFF)
def sheet(slug: str, period_id: int, unit_code: str) -> ResponseReturnValue:
    """The workbook with the same figures and lists."""
    return as_sheet(asked, slug, period_id, unit_code)


def as_sheet(read: Reading, slug: str, period_id: int, unit_code: str) -> ResponseReturnValue:
    """The workbook of a report that `read` lets the person see."""
    page = _page(read, slug, period_id, unit_code)
    content, name = as_xlsx(page, clock.now()), _name(page, "xlsx")
    _note(page, "excel")
    return send_file(BytesIO(content), XLSX, as_attachment=True, download_name=name)


def _page(read: Reading, slug: str, period_id: int, unit_code: str) -> ReportPage:
    about = read(slug, period_id, unit_code)
    return report_page(about.plan, about.period, about.unit, clock.now())


def _name(page: ReportPage, ending: str) -> str:
    """A file name of letters without marks: codes and keys have none."""
    return f"bao-cao-{page.plan.slug}-{page.unit.code}-{page.period.kind}-{page.period.key}.{ending}"


def _note(page: ReportPage, kind: str) -> None:
    """Who took which report away goes into the audit trail."""
    taken = {"period": page.period.id, "unit": page.unit.code, "kind": kind}
    plan_id = page.plan.id
    with transaction():
        audit.record(acting(), "report.export", "plan", plan_id, after=taken)
