"""The Monday report: which contests there are, the report of one as page and as workbook. The own subtree alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO

import sqlalchemy as sa
from flask import render_template, request, send_file
from flask.typing import ResponseReturnValue

from quiz.contests.invited import Invited
from quiz.contests.overview import visible_contests
from quiz.core import clock
from quiz.core.db import db
from quiz.core.errors import NotFound
from quiz.core.paging import PER_PAGE, Page, page_number
from quiz.core.permissions import Actor, Role, acting, roles
from quiz.documents.workbook import XLSX
from quiz.ranking import unit_words as words
from quiz.ranking.missing import MissingPerson, missing_people
from quiz.ranking.report import Report, invited_to, report_of
from quiz.ranking.report_exports import report_workbook
from quiz.ranking.report_text import chat_text, week_words
from quiz.ranking.scope import scope_of
from quiz.ranking.service import freshen
from quiz.ranking.views import blueprint
from quiz.ranking.weeks import Week, week_of
from quiz.units import queries as units
from quiz.units.models import OrgUnit

MOST_MISSING = 100_000
"""How many missing people a workbook tells at most."""
REPORTERS = (Role.UNIT_CONTACT, Role.ORGANISER)


@dataclass(frozen=True)
class Asked:
    """What an address asks for: the report, and of whom the missing ones are told (of the round, or of the contest)."""

    report: Report
    of_round: bool
    text: str
    now: datetime

    @property
    def round_ids(self) -> list[int]:
        """The rounds of which somebody has to have sat one."""
        current = self.report.current
        if self.of_round and current is not None:
            return [current.id]
        return [one.id for one in self.report.scope.choices]

    @property
    def invited(self) -> Invited:
        """Whom it is for."""
        return invited_to(self.report.scope, self.report.current if self.of_round else None, self.now)


@blueprint.get("/")
@roles(*REPORTERS)
def reports() -> ResponseReturnValue:
    """The contests to report on, those that are running first."""
    now = clock.now()
    cards = [card for card in visible_contests(now) if card.contest.rehearses_id is None]
    return render_template("ranking/reports.html", cards=cards, is_demo=any(card.contest.is_demo for card in cards))


@blueprint.get("/<slug>/report")
@roles(*REPORTERS)
def report(slug: str) -> ResponseReturnValue:
    """The report of a unit: `unit` (a code, by default the own one), `week` (its Monday), `of`, `q` and `page`."""
    actor, now = acting(), clock.now()
    asked = _asked(actor, slug, now)
    unit = asked.report.own.unit
    return render_template(
        "ranking/report.html",
        contest=asked.report.scope.contest,
        is_demo=asked.report.scope.contest.is_demo,
        report=asked.report,
        asked=asked,
        missing=_missing(actor, asked, page_number(request.args.get("page")), PER_PAGE),
        own_units=own_units(actor),
        path=units.paths([unit])[unit.id],
        text=chat_text(asked.report, f"{request.host_url}contests/{slug}"),
        words=words,
        week_words=week_words,
        may_go_up=_may_go_up(actor, unit),
    )


@blueprint.get("/<slug>/report.xlsx")
@roles(*REPORTERS)
def report_file(slug: str) -> ResponseReturnValue:
    """The same as a workbook, with everybody who is missing."""
    actor, now = acting(), clock.now()
    asked = _asked(actor, slug, now)
    content = report_workbook(actor, asked.report, _missing(actor, asked, 1, MOST_MISSING).rows, now)
    name = f"bao-cao-{slug}-{asked.report.own.unit.code}-{asked.report.week.monday:%Y-%m-%d}.xlsx"
    return send_file(BytesIO(content), XLSX, as_attachment=True, download_name=name)


def _missing(actor: Actor, asked: Asked, page: int, per_page: int) -> Page[MissingPerson]:
    """Those of the unit who have not sat; phones for its organisers alone."""
    unit, shows_phone = asked.report.own.unit, actor.covers(asked.report.own.unit.position, Role.ORGANISER)
    about = (unit, asked.round_ids, asked.invited, asked.text)
    return missing_people(*about, page, shows_phone=shows_phone, per_page=per_page)


def _asked(actor: Actor, slug: str, now: datetime) -> Asked:
    scope = scope_of(slug, None, now)
    if scope.contest.rehearses_id is not None:
        raise NotFound("Không tìm thấy cuộc thi này.")
    freshen(scope.contest.id, now)
    unit = _unit(actor)
    text = request.args.get("q", "")[:100]
    made = report_of(actor, scope, unit, _week(request.args.get("week")), now)
    return Asked(made, request.args.get("of") != "contest", text, now)


def _week(text: str | None) -> Week | None:
    """The week of a day as the address has it; None where there is none."""
    try:
        return week_of(clock.at_local(date.fromisoformat(text or ""), 12, 0))
    except ValueError:
        return None


def _unit(actor: Actor) -> OrgUnit:
    """The unit asked for, which must be the person's own; by default the first of the own ones."""
    code = request.args.get("unit")
    found = units.by_code(code) if code else next(iter(own_units(actor)), None)
    if found is None:
        raise NotFound("Không tìm thấy đơn vị này.")
    actor.require(found.position, *REPORTERS)
    return found


def own_units(actor: Actor) -> list[OrgUnit]:
    """The units that the person's roles name; the roots for whoever looks after all, the largest first."""
    held = [grant for grant in actor.grants if grant.role in {*REPORTERS, Role.ADMINISTRATOR}]
    if any(grant.unit_id is None for grant in held):
        return sorted(units.roots(), key=lambda root: root.position - root.last_position)
    query = sa.select(OrgUnit).where(OrgUnit.id.in_({grant.unit_id for grant in held}))
    return list(db.session.scalars(query.order_by(OrgUnit.valid_to.is_not(None), OrgUnit.position)))


def _may_go_up(actor: Actor, unit: OrgUnit) -> OrgUnit | None:
    """The unit above, where the person looks after it too."""
    above = units.get(unit.parent_id) if unit.parent_id is not None else None
    return above if above is not None and actor.covers(above.position, *REPORTERS) else None
