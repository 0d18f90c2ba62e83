"""The conference of the province in the first quarter: called together, held, and repeated for who was absent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

import sqlalchemy as sa

from quiz.core import clock
from quiz.core.db import db
from quiz.demo.year.stage import Stage
from quiz.modules.conferences import inviting, queries, service
from quiz.modules.conferences.attendance import tick
from quiz.modules.conferences.drafts import Draft, Item, Place, Sitting
from quiz.modules.conferences.materials import add_material
from quiz.modules.conferences.models import Attendance, Conference, Participant
from quiz.modules.conferences.rules import ConferenceState
from quiz.units.models import UnitKind

HELD, REPEATED = (2, 20), (3, 6)
"""Month and day of the conference and of its further session."""
HALL = Place("Hội trường trung tâm (minh họa)", "Phường Thục Phán, tỉnh Cao Bằng")
ONLINE = Place("Điểm cầu trực tuyến các xã (minh họa)", link="https://example.vn/diem-cau")
ITEMS = (
    Item("08:00", "Ổn định tổ chức, tuyên bố lý do, giới thiệu đại biểu", "Ban tổ chức hội nghị"),
    Item("08:15", "Quán triệt chuyên đề học tập và làm theo tư tưởng, đạo đức, phong cách Hồ Chí Minh", "Báo cáo viên"),
    Item("10:00", "Hướng dẫn lập kế hoạch của đơn vị và đăng ký làm theo của cá nhân", "Cán bộ chuyên môn"),
    Item("11:00", "Trao đổi, giải đáp và kết luận hội nghị", "Chủ trì hội nghị"),
)
ABSENT = (0, 1, 0, 2, 1, 0, 3, 0, 1, 6)
"""How many of a branch stayed away, one branch after the other; six is the whole branch."""
LATE_COMERS = 2
"""How many of those absent from a branch came to the further session."""


def hold_conference(stage: Stage) -> None:
    """Plan it and call people together; hold it and its further session once their days have come."""
    found = sa.select(Conference).where(Conference.plan_id == stage.plan_id, Conference.is_whole_plan)
    row = db.session.scalar(found.order_by(Conference.id).limit(1)) or _announced(stage)
    if row is None:
        return
    sessions = len(queries.sittings_of(row.id))
    if row.state == ConferenceState.ANNOUNCED and sessions == 1 and stage.has_come(*HELD, 17):
        _hold(stage, row)
    if row.state == ConferenceState.HELD and sessions == 1 and stage.has_come(*REPEATED, 17):
        _repeat(stage, row)


def _announced(stage: Stage) -> Conference | None:
    actor, root = stage.organisers[0], stage.unit(stage.plan.unit_id)
    tasks = queries.task_choices(stage.plan, root)
    if not tasks:
        return None
    starts_at = _starts_at(stage, HELD)
    draft = Draft(
        title=f"Hội nghị toàn tỉnh quán triệt chuyên đề năm {stage.year} (minh họa)",
        topic="Học tập và làm theo tư tưởng, đạo đức, phong cách Hồ Chí Minh",
        form="hybrid",
        chair="Thường trực Tỉnh ủy (minh họa)",
        duration=50,
        is_whole_plan=True,
        task_ids=[task.id for task in tasks],
        items=ITEMS,
        sitting=Sitting(starts_at, starts_at + timedelta(hours=4), (HALL, ONLINE)),
    )
    conference_id = service.create(actor, root.id, stage.plan_id, draft, stage.at(1, 20))
    everybody = inviting.Choice(root.id, True, (UnitKind.BRANCH,), inviting.ALL)
    inviting.invite(actor, conference_id, everybody, stage.at(1, 22))
    title = "Tài liệu sinh hoạt chuyên đề (minh họa)"
    add_material(actor, conference_id, title, "https://example.vn/tai-lieu-chuyen-de", stage.at(1, 23))
    row = db.session.get_one(Conference, conference_id)
    db.session.flush()
    service.announce(actor, row.id, row.version, stage.at(2, 2))
    return row


def _hold(stage: Stage, row: Conference) -> None:
    sitting = queries.sittings_of(row.id)[0]
    hall, online = sitting.places[0].id, sitting.places[-1].id
    came: dict[int, list[int]] = {hall: [], online: []}
    for place, people in enumerate(_invited(row.id)):
        there = people[: max(0, len(people) - ABSENT[place % len(ABSENT)])]
        came[online if place % 3 else hall] += there
    _note(stage, row, sitting.row.id, came, HELD)
    _close(stage, row, sitting.row.id, HELD)


def _repeat(stage: Stage, row: Conference) -> None:
    starts_at = _starts_at(stage, REPEATED)
    sitting = Sitting(starts_at, starts_at + timedelta(hours=3), (ONLINE,))
    session_id = service.repeat(stage.organisers[0], row.id, sitting, stage.at(2, 24))
    been = set(db.session.scalars(sa.select(Attendance.person_id).where(Attendance.conference_id == row.id)))
    absent = [[one for one in people if one not in been] for people in _invited(row.id)]
    late = [one for people in absent for one in people[:LATE_COMERS]]
    places = queries.sitting_of(row.id, session_id).places
    _note(stage, row, session_id, {places[0].id: late}, REPEATED)
    _close(stage, row, session_id, REPEATED)
    left = next((one for people in absent for one in people[LATE_COMERS:]), None)
    if left is not None:
        inviting.excuse(stage.organisers[0], row.id, left, "Đi công tác dài ngày (minh họa)", stage.at(3, 6, 16))


def _invited(conference_id: int) -> Sequence[list[int]]:
    """The people invited, unit by unit."""
    query = sa.select(Participant.unit_id, Participant.person_id).where(Participant.conference_id == conference_id)
    found: dict[int, list[int]] = {}
    for unit_id, person_id in db.session.execute(query.order_by(Participant.unit_id, Participant.person_id)):
        found.setdefault(unit_id, []).append(person_id)
    return list(found.values())


def _note(stage: Stage, row: Conference, session_id: int, came: dict[int, list[int]], day: tuple[int, int]) -> None:
    for place_id, people in came.items():
        changes = dict.fromkeys(people, True)
        tick(stage.organisers[0], row.id, session_id, changes, stage.at(*day, 8, 10), place_id=place_id)


def _close(stage: Stage, row: Conference, session_id: int, day: tuple[int, int]) -> None:
    db.session.flush()
    session = queries.sitting_of(row.id, session_id).row
    service.close_session(stage.organisers[0], row.id, session_id, session.version, stage.at(*day, 16, 30))


def _starts_at(stage: Stage, day: tuple[int, int]) -> datetime:
    return clock.at_local(date(stage.year, *day), 8, 0)
