"""The console page of a conference's coverage: by unit, with who is missing, the text for chats and the workbook."""

from __future__ import annotations

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from quiz.core import audit, clock
from quiz.core.db import transaction
from quiz.core.errors import NotFound
from quiz.core.paging import page_number
from quiz.core.permissions import acting, roles
from quiz.modules.conferences import coverage as counting
from quiz.modules.conferences.answers import as_file
from quiz.modules.conferences.coverage_text import chat_text, coverage_workbook
from quiz.modules.conferences.queries import Whole
from quiz.modules.conferences.rules import METHOD_TITLES
from quiz.modules.conferences.views import ONE, blueprint, concerned, own_top
from quiz.plans.authority import STAFF
from quiz.units import queries as units
from quiz.units.models import OrgUnit


@blueprint.get(f"{ONE}/coverage")
@roles(*STAFF)
def coverage(conference_id: int) -> ResponseReturnValue:
    """Invited, attended, absent, excused of a unit of the own subtree and those below it."""
    found = concerned(conference_id)
    top = own_top(found)
    unit = _unit(found, top)
    reached = counting.coverage_of(conference_id, unit)
    text = request.args.get("q", "")[:100]
    missing = counting.people(
        acting(), conference_id, counting.Asked(unit, text, "absent"), page_number(request.args.get("page"))
    )
    above = units.get(unit.parent_id) if unit.parent_id is not None else None
    address = url_for("conferences.show", conference_id=conference_id, _external=True)
    return render_template(
        "conferences/coverage.html",
        found=found,
        unit=unit,
        top=top,
        above=above if above is not None and acting().covers(above.position, *STAFF) else None,
        reached=reached,
        missing=missing,
        text=text,
        places=counting.by_place(acting(), conference_id),
        numbers={one.row.id: one.row.number for one in found.sittings},
        chat=chat_text(found, reached, address),
        methods=METHOD_TITLES,
    )


@blueprint.get(f"{ONE}/coverage.xlsx")
@roles(*STAFF)
def coverage_file(conference_id: int) -> ResponseReturnValue:
    """The same as a workbook: the units, and everybody invited by name; who took it away is kept."""
    found = concerned(conference_id)
    unit = _unit(found, own_top(found))
    reached = counting.coverage_of(conference_id, unit)
    people = counting.people(acting(), conference_id, counting.Asked(unit), 1, counting.EVERYBODY).rows
    with transaction():
        after = {"unit": unit.code, "people": len(people)}
        audit.record(acting(), "conference.export", "conference", conference_id, after=after)
    return as_file(coverage_workbook(found, reached, people, clock.now()), f"do-phu-{unit.code.lower()}.xlsx")


def _unit(found: Whole, top: list[OrgUnit]) -> OrgUnit:
    """The unit asked for, of the own subtree; without one where the person's view begins."""
    code = request.args.get("unit", "")[:32]
    unit = units.by_code(code) if code else (top[0] if top else None)
    if unit is None or not acting().covers(unit.position, *STAFF):
        raise NotFound(_("Không tìm thấy đơn vị này trong phạm vi của quý vị."))
    return unit
