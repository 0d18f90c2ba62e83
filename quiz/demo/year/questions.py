"""What branches of the first commune ask of those above: more time, help with difficulties; and what they show."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import sqlalchemy as sa
from PIL import Image, ImageDraw
from werkzeug.datastructures import FileStorage

from quiz.core.db import db
from quiz.demo.year.stage import Stage
from quiz.plans.duties import evidence
from quiz.plans.models import Duty, Extension, PlanTask
from quiz.plans.models_records import Difficulty, Evidence
from quiz.plans.reporting import difficulties
from quiz.plans.rules import DutyState
from quiz.plans.timing import extensions

FROM = (2, 10)
MORE_TIME = timedelta(days=14)
OPEN = (DutyState.OPEN, DutyState.DRAFT, DutyState.RETURNED)
SHOWING = (DutyState.CONFIRMED, DutyState.SUBMITTED, DutyState.OPEN)
"""States of duties that evidence is shown for, the most fitting first."""


def ask(stage: Stage) -> None:
    """Each of these once, from some weeks after the plan was issued."""
    if not stage.has_come(*FROM):
        return
    _ask_for_time(stage)
    _raise_difficulties(stage)
    _show_evidence(stage)


def _ask_for_time(stage: Stage) -> None:
    """The secretary of the first branch asks for more time for what is due next."""
    known = sa.select(Extension.id).join(Duty, Duty.id == Extension.duty_id).where(Duty.plan_id == stage.plan_id)
    query = (
        sa.select(Duty.id, Duty.due_on)
        .where(Duty.plan_id == stage.plan_id, Duty.unit_id == stage.branches[0], Duty.person_id.is_(None))
        .where(Duty.due_on.is_not(None), Duty.state.in_(OPEN))
        .order_by((Duty.due_on < stage.today), Duty.due_on, Duty.id)
    )
    duty = db.session.execute(query.limit(1)).first()
    if duty is not None and db.session.scalar(known.limit(1)) is None:
        until = max(duty.due_on, stage.today) + MORE_TIME
        reason = "Chi bộ tập trung phòng, chống thiên tai trên địa bàn (minh họa)."
        extensions.ask(stage.people(stage.branches[0])[0], duty.id, until, reason, stage.now)


def _raise_difficulties(stage: Stage) -> None:
    """One has been answered by the commune, another of the commune waits for the province."""
    known = sa.select(Difficulty.id).where(Difficulty.plan_id == stage.plan_id)
    if db.session.scalar(known.limit(1)) is not None:
        return
    branch, committee = stage.unit(stage.branches[0]), stage.unit(stage.committees[0])
    task_id = db.session.scalar(
        sa.select(PlanTask.id).where(PlanTask.plan_id == stage.plan_id, PlanTask.is_work).order_by(PlanTask.position)
    )
    text = "Chi bộ thiếu tài liệu sinh hoạt chuyên đề bản in cho đảng viên cao tuổi (minh họa)."
    asked_by = stage.people(stage.branches[0])[1]
    row = difficulties.raise_difficulty(asked_by, stage.plan_id, branch, text, stage.at(2, 5), task_id=task_id)
    text = "Đảng ủy đã in 20 bộ tài liệu và chuyển về chi bộ (minh họa)."
    difficulties.answer(stage.contact, row.id, row.version, text, stage.at(2, 8))
    text = "Đường truyền ở ba xóm vùng cao chưa ổn định để dự sinh hoạt trực tuyến (minh họa)."
    difficulties.raise_difficulty(stage.contact, stage.plan_id, committee, text, stage.at(2, 9))


def _show_evidence(stage: Stage) -> None:
    """A picture and a link of the first branch, both shown for a duty of it."""
    branch = stage.branches[0]
    if db.session.scalar(sa.select(Evidence.id).where(Evidence.unit_id == branch).limit(1)) is not None:
        return
    actor = stage.people(branch)[1]
    file = FileStorage(BytesIO(picture()), filename="buoi-sinh-hoat-minh-hoa.png")
    ids = [*evidence.take_files(actor, branch, [file], stage.now).ids]
    title = "Tin về buổi sinh hoạt chuyên đề (minh họa)"
    ids.append(evidence.add_link(actor, branch, "https://example.vn/tin-sinh-hoat-chuyen-de", title, stage.now))
    order = sa.case({state: place for place, state in enumerate(SHOWING)}, value=Duty.state)
    query = sa.select(Duty.id).where(
        Duty.plan_id == stage.plan_id, Duty.unit_id == branch, Duty.person_id.is_(None), Duty.state.in_(SHOWING)
    )
    duty_id = db.session.scalar(query.order_by(order, Duty.due_on, Duty.id).limit(1))
    for piece in ids if duty_id is not None else []:
        evidence.attach(actor, piece, evidence.DUTY, int(duty_id or 0), stage.now)


def picture() -> bytes:
    """A drawn picture: a flag's red field, a table and chairs."""
    image = Image.new("RGB", (640, 400), "#f3ead8")
    draw = ImageDraw.Draw(image)
    draw.rectangle((220, 40, 420, 150), fill="#c8202b")
    draw.rectangle((80, 250, 560, 280), fill="#8a5a33")
    for left in range(100, 560, 90):
        draw.rectangle((left, 300, left + 40, 370), fill="#5c4630")
    content = BytesIO()
    image.save(content, "PNG")
    return content.getvalue()
