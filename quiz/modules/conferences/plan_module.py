"""What the module gives to the plans room: its figures for the roll-up, and where a duty is attended to.

A conference counts once it is held and the attendance of its session is confirmed.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from itertools import accumulate
from typing import Any

import sqlalchemy as sa
from flask import url_for
from flask_babel import gettext as _

from quiz.core.db import db, in_portions
from quiz.core.permissions import Actor
from quiz.modules.conferences.models import (
    Attendance,
    Conference,
    ConferenceSession,
    ConferenceTask,
    Participant,
)
from quiz.modules.conferences.queries import is_counted
from quiz.modules.conferences.rules import ConferenceState
from quiz.plans.authority import STAFF
from quiz.plans.models import Duty, Plan, PlanTask
from quiz.plans.modules import DutyLink, Figure, PlanModule, Span
from quiz.units.models import OrgUnit

HELD, SESSIONS, INVITED, ATTENDED = (
    "conferences.held",
    "conferences.sessions",
    "conferences.invited",
    "conferences.attended",
)
TITLES = (
    (HELD, "Hội nghị quán triệt đã tổ chức"),
    (SESSIONS, "Buổi học tập, quán triệt, kể cả buổi bổ sung"),
    (INVITED, "Lượt người được triệu tập"),
    (ATTENDED, "Lượt người dự"),
)
_MEASURES = {HELD: "hội nghị", SESSIONS: "buổi", INVITED: "lượt người", ATTENDED: "lượt người"}


OWN_PAGE = ("/conferences/", "Hội nghị của tôi")


def plan_module() -> PlanModule:
    """The module as the plans room knows it."""
    page = "/admin/conferences/"
    return PlanModule(
        "conferences", figures=figures, duty_links=duty_links, figure_titles=TITLES, own_page=OWN_PAGE, page=page
    )


def figures(plan: Plan, units: Sequence[OrgUnit], span: Span) -> Mapping[int, Sequence[Figure]]:
    """By unit: what it and everything below it held and attended within the span, in five statements at most."""
    family = _family(plan)
    held = (
        Conference.plan_id.in_(family),
        Conference.state == ConferenceState.HELD,
        Conference.held_on.between(span.from_on, span.to_on),
    )
    counts = {
        HELD: _at(
            sa.select(OrgUnit.position, sa.func.count(Conference.id)).join_from(Conference, OrgUnit, _of_unit), held
        ),
        SESSIONS: _at(_sessions(), held),
        INVITED: _at(_people(), (*held, is_counted())),
        ATTENDED: _at(_people(), (*held, is_counted(), _came())),
    }
    return {
        unit.id: [
            Figure(key, title, counts[key].within(unit) * 100, _MEASURES[key], INVITED if key == ATTENDED else "")
            for key, title in TITLES
        ]
        for unit in units
    }


class _Sums:
    """Counts by position, summed over a subtree by two look-ups."""

    def __init__(self, rows: Sequence[tuple[int, int]]) -> None:
        self.positions = [row[0] for row in rows]
        self.totals = [0, *accumulate(row[1] for row in rows)]

    def within(self, unit: OrgUnit) -> int:
        """The sum over a unit with everything below it."""
        first = bisect_left(self.positions, unit.position)
        return self.totals[bisect_right(self.positions, unit.last_position)] - self.totals[first]


_of_unit = OrgUnit.id == Conference.unit_id


def _at(query: sa.Select[*tuple[Any, ...]], conditions: Sequence[sa.ColumnElement[bool]]) -> _Sums:
    grouped = query.where(*conditions).group_by(OrgUnit.position).order_by(OrgUnit.position)
    return _Sums([(int(row[0]), int(row[1])) for row in db.session.execute(grouped).all()])


def _sessions() -> sa.Select[*tuple[Any, ...]]:
    return (
        sa.select(OrgUnit.position, sa.func.count(ConferenceSession.id))
        .join_from(Conference, OrgUnit, _of_unit)
        .join(ConferenceSession, ConferenceSession.conference_id == Conference.id)
        .where(ConferenceSession.closed_at.is_not(None))
    )


def _people() -> sa.Select[*tuple[Any, ...]]:
    return (
        sa.select(OrgUnit.position, sa.func.count(Participant.id))
        .join_from(Participant, OrgUnit, OrgUnit.id == Participant.unit_id)
        .join(Conference, Conference.id == Participant.conference_id)
    )


def _came() -> sa.ColumnElement[bool]:
    """The participant was noted at a session whose attendance is confirmed."""
    return (
        sa.select(Attendance.id)
        .join(ConferenceSession, ConferenceSession.id == Attendance.session_id)
        .where(
            Attendance.conference_id == Participant.conference_id,
            Attendance.person_id == Participant.person_id,
            ConferenceSession.closed_at.is_not(None),
        )
        .exists()
    )


def _family(plan: Plan) -> Sequence[int]:
    """The plan and those derived from it, at any depth, by one statement."""
    below = sa.select(Plan.id).where(Plan.id == plan.id).cte("family", recursive=True)
    below = below.union_all(sa.select(Plan.id).join(below, Plan.parent_id == below.c.id))
    return list(db.session.scalars(sa.select(below.c.id)))


def duty_links(actor: Actor, duties: Sequence[tuple[Duty, PlanTask]]) -> Mapping[int, DutyLink]:
    """Where each duty is attended to: planning the conference, noting who comes, looking how far it reached."""
    newest = _newest({duty.task_id for duty, _task in duties}, {duty.unit_id for duty, _task in duties})
    counts = _counts([one.id for one in newest.values()])
    codes = _codes({duty.unit_id for duty, _task in duties})
    return {
        duty.id: _link(actor, duty, codes[duty.unit_id], newest.get((duty.task_id, duty.unit_id)), counts)
        for duty, _task in duties
    }


def _link(
    actor: Actor,
    duty: Duty,
    unit: tuple[str, int],
    found: Conference | None,
    counts: Mapping[int, tuple[int, int]],
) -> DutyLink:
    if not actor.covers(unit[1], *STAFF):
        return DutyLink(url_for("conferences.index"), _("Xem hội nghị"))
    if found is None:
        address = url_for("conferences_admin.new", unit=unit[0], plan=duty.plan_id, task=duty.task_id)
        return DutyLink(address, _("Lập hội nghị"), _("Chưa lập hội nghị"))
    invited, attended = counts.get(found.id, (0, 0))
    said = _("Có mặt %(attended)s trên %(invited)s người", attended=attended, invited=invited)
    if found.state == ConferenceState.HELD:
        return DutyLink(url_for("conferences_admin.coverage", conference_id=found.id), _("Xem độ phủ"), said)
    if found.state == ConferenceState.ANNOUNCED:
        return DutyLink(url_for("conferences_admin.show", conference_id=found.id), _("Điểm danh"), said)
    planned = _("Đang chuẩn bị, đã mời %(invited)s người", invited=invited)
    return DutyLink(url_for("conferences_admin.show", conference_id=found.id), _("Chuẩn bị hội nghị"), planned)


def _newest(tasks: Collection[int], units: Collection[int]) -> dict[tuple[int, int], Conference]:
    """By task and unit: the newest conference that was not cancelled."""
    found: dict[tuple[int, int], Conference] = {}
    for portion in in_portions(sorted(units)):
        query = (
            sa.select(ConferenceTask.task_id, Conference)
            .join(Conference, Conference.id == ConferenceTask.conference_id)
            .where(
                ConferenceTask.task_id.in_(tasks),
                Conference.unit_id.in_(portion),
                Conference.state != ConferenceState.CANCELLED,
            )
            .order_by(Conference.id)
        )
        found.update({(row[0], row[1].unit_id): row[1] for row in db.session.execute(query)})
    return found


def _counts(conference_ids: Sequence[int]) -> dict[int, tuple[int, int]]:
    """By conference: how many are invited, and how many of these are noted so far."""
    counts: dict[int, tuple[int, int]] = defaultdict(lambda: (0, 0))
    came = sa.and_(Attendance.conference_id == Participant.conference_id, Attendance.person_id == Participant.person_id)
    for portion in in_portions(conference_ids):
        query = (
            sa.select(Participant.conference_id, sa.func.count(Participant.id), sa.func.count(Attendance.id))
            .outerjoin(Attendance, came)
            .where(Participant.conference_id.in_(portion), is_counted())
            .group_by(Participant.conference_id)
        )
        counts.update({row[0]: (int(row[1]), int(row[2])) for row in db.session.execute(query)})
    return counts


def _codes(unit_ids: Collection[int]) -> dict[int, tuple[str, int]]:
    found: dict[int, tuple[str, int]] = {}
    for portion in in_portions(sorted(unit_ids)):
        query = sa.select(OrgUnit.id, OrgUnit.code, OrgUnit.position).where(OrgUnit.id.in_(portion))
        found.update({row[0]: (row[1], row[2]) for row in db.session.execute(query)})
    return found
