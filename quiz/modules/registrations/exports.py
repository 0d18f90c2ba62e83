"""Excel files: the list of a unit with its subtree, and the figures by unit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from flask_babel import gettext as _

from quiz.documents.workbook import Column, Sheet, Value, workbook
from quiz.modules.registrations.asking import Asked
from quiz.modules.registrations.collectives import UnitLine
from quiz.modules.registrations.counting import Counts
from quiz.modules.registrations.overview import UnitRow
from quiz.modules.registrations.people import Line
from quiz.modules.registrations.queries import Named, NamedExemption
from quiz.modules.registrations.rules import LEVEL_TITLES, STATE_TITLES
from quiz.units.models import OrgUnit


def list_file(
    asked: Asked,
    unit: OrgUnit,
    people: Sequence[Line],
    bodies: Sequence[UnitLine],
    texts: Sequence[Named],
    exempt: Sequence[NamedExemption],
    now: datetime,
) -> bytes:
    """Everybody who must register with what was registered, the collectives, and who is exempt."""
    said = {one.row.id: one for one in texts}
    sheets = [
        Sheet(_("Cá nhân"), _columns(), [_person(line, said) for line in people], landscape=True),
        Sheet(_("Tập thể"), _columns()[1:], [_body(line, said) for line in bodies], landscape=True),
        Sheet(_("Được miễn"), _exempt_columns(), [_exempt(one) for one in exempt], landscape=True),
    ]
    return workbook(sheets, _heading(asked, unit), made_at=now)


def figures_file(asked: Asked, rows: Sequence[UnitRow], unit: OrgUnit, now: datetime) -> bytes:
    """The figures of a unit and of those directly below it, people and collectives on a sheet each."""
    people = [_figures(row.unit, row.both.people, True) for row in rows]
    bodies = [_figures(row.unit, row.both.units, False) for row in rows]
    sheets = [
        Sheet(_("Cá nhân"), _figure_columns(True), people, landscape=True),
        Sheet(_("Tập thể"), _figure_columns(False), bodies, landscape=True),
    ]
    return workbook(sheets, _heading(asked, unit), made_at=now)


def _heading(asked: Asked, unit: OrgUnit) -> list[str]:
    return [asked.plan.title, unit.name, _("Đăng ký làm theo %(year)s", year=asked.title)]


def _columns() -> list[Column]:
    return [
        Column(_("Họ và tên"), 24),
        Column(_("Đơn vị"), 26),
        Column(_("Tình trạng"), 18),
        Column(_("Hạn cuối"), 12, "day"),
        Column(_("Việc đăng ký"), 50),
        Column(_("Cam kết"), 40),
        Column(_("Mức độ hoàn thành"), 20),
    ]


def _person(line: Line, said: dict[int, Named]) -> list[Value]:
    return [line.name, line.unit_name, *_rest(line.state, line.due_on, line.registration, said)]


def _body(line: UnitLine, said: dict[int, Named]) -> list[Value]:
    return [line.name, *_rest(line.state, line.due_on, line.registration, said)]


def _rest(state: str, due_on: date | None, record: object, said: dict[int, Named]) -> list[Value]:
    one = said.get(getattr(record, "id", 0))
    titles = [str(thing.get("title", "")) for thing in one.row.things] if one else []
    level = one.row.level if one else ""
    return [
        _(STATE_TITLES[state]),
        due_on,
        "\n".join(f"{number}. {title}" for number, title in enumerate(titles, 1)),
        one.row.commitment if one else "",
        _(LEVEL_TITLES[level]) if level else "",
    ]


def _exempt_columns() -> list[Column]:
    titles = ((_("Họ và tên"), 24), (_("Đơn vị"), 26), (_("Quy định của kế hoạch"), 50), (_("Lý do"), 40))
    more = [Column(_("Ngày quyết định"), 14, "day"), Column(_("Văn bản"), 24), Column(_("Tình trạng"), 16)]
    return [*(Column(title, width) for title, width in titles), *more]


def _exempt(one: NamedExemption) -> list[Value]:
    row = one.row
    state = _("Đã rút") if row.withdrawn_at else _("Được miễn")
    return [one.name, one.unit_name, row.rule, row.reason, row.decided_on, row.document, state]


def _figure_columns(with_exempt: bool) -> list[Column]:
    exempt = [Column(_("Được miễn"), 12, "number")] if with_exempt else []
    return [
        Column(_("Đơn vị"), 34),
        Column(_("Phải đăng ký"), 12, "number"),
        *exempt,
        Column(_("Đã đăng ký"), 12, "number"),
        Column(_("Tỷ lệ đăng ký"), 12, "percent"),
        *(Column(_(title), 14, "number") for title in LEVEL_TITLES.values()),
        Column(_("Tỷ lệ hoàn thành"), 14, "percent"),
        Column(_("Tỷ lệ không hoàn thành"), 14, "percent"),
    ]


def _figures(unit: OrgUnit, counts: Counts, with_exempt: bool) -> list[Value]:
    return [
        unit.name,
        counts.must,
        *([counts.exempt] if with_exempt else []),
        counts.registered,
        counts.share(counts.registered, counts.must),
        *counts.levels.values(),
        counts.share(counts.completed, counts.registered),
        counts.share(counts.failed, counts.registered),
    ]
