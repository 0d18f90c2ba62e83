"""Registrations of the first commune, in every state: of branches, two committees and the people of two branches."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from quiz.core.db import db
from quiz.core.permissions import Actor
from quiz.demo.year.stage import Stage
from quiz.demo.year.words import COMMITMENTS, DEEDS, KEY_TASKS
from quiz.modules.registrations import deciding, exempting, results, service
from quiz.modules.registrations.asking import Asked, asked_of
from quiz.modules.registrations.models import Registration
from quiz.modules.registrations.rules import Draft, ExemptionKind, Level, Outcome, State
from quiz.modules.registrations.service import Subject

FROM, WHEN_DUE, RESULTS = (2, 27), (3, 31), (11, 15)
"""Month and day: registering begins, every collective must have registered, results are written down."""
REMARK = "Vui lòng ghi rõ thời gian hoàn thành của từng việc (minh họa)."


@dataclass(frozen=True)
class Part:
    """Who writes a registration, who decides about it, and the state that it is in then."""

    subject: Subject
    writer: Actor
    decider: Actor
    state: State


def register(stage: Stage) -> None:
    """Write and decide them once registering has begun; write down the results at the year's end."""
    asked = asked_of(stage.plan, stage.year)
    known = sa.select(Registration.id).where(Registration.plan_id == stage.plan_id)
    is_new = db.session.scalar(known.limit(1)) is None
    if is_new and stage.has_come(*FROM):
        for part in _collectives(stage) if asked.collective else []:
            _play(stage, asked, part)
        for part in _people(stage, asked) if asked.personal else []:
            _play(stage, asked, part)
        if asked.personal and asked.rules:
            _exempt(stage, asked)
    assessed = known.where(Registration.level != "")
    if stage.has_come(*RESULTS) and db.session.scalar(assessed.limit(1)) is None:
        _assess(stage, asked)


def _collectives(stage: Stage) -> list[Part]:
    """Branches are written for by one of their committee; two committees by their contact and by the province."""
    (first, second), (one, other) = stage.committees, stage.organisers
    states = (State.CONFIRMED, State.SUBMITTED, State.RETURNED)
    parts = [
        Part(_unit(stage, unit_id), stage.people(unit_id)[1], stage.contact, state)
        for unit_id, state in zip(stage.branches, states, strict=True)
    ]
    return [
        *parts,
        Part(_unit(stage, first), stage.contact, one, State.CONFIRMED),
        Part(_unit(stage, second), other, one, State.DRAFT),
    ]


def _unit(stage: Stage, unit_id: int) -> Subject:
    return Subject(unit_id, None, stage.unit(unit_id).name)


def _people(stage: Stage, asked: Asked) -> list[Part]:
    """Of the first branch five, of the second three; the secretary's own is decided by the other of the committee."""
    wanted = (
        (stage.branches[0], (State.CONFIRMED, State.CONFIRMED, State.CONFIRMED, State.SUBMITTED, State.RETURNED)),
        (stage.branches[1], (State.CONFIRMED, State.DRAFT, State.SUBMITTED)),
    )
    parts = []
    for unit_id, states in wanted:
        people = stage.people(unit_id)
        for number, state in enumerate(states):
            subject = service.subject_of(asked, people[number].person_id, stage.now)
            if subject is not None:
                parts.append(Part(subject, people[number], people[0 if number else 1], state))
    return parts


def _play(stage: Stage, asked: Asked, part: Part) -> None:
    is_up = part.state is not State.DRAFT
    draft = _draft(stage, asked, part.subject)
    row = service.save(part.writer, asked, part.subject, draft, 0, _day(stage, 27), submit=is_up)
    db.session.flush()
    if part.state in (State.CONFIRMED, State.RETURNED):
        remark = REMARK if part.state is State.RETURNED else None
        basis = "" if remark else "Biên bản họp ngày 28/02 (minh họa)"
        deciding.decide(part.decider, asked, row.id, row.version, _day(stage, 28), basis=basis, remark=remark)


def _day(stage: Stage, day: int) -> datetime:
    return stage.at(2, day, 15)


def _draft(stage: Stage, asked: Asked, subject: Subject) -> Draft:
    number = subject.unit_id + (subject.person_id or 0)
    if subject.person_id is None:
        things = [KEY_TASKS[(number + more) % len(KEY_TASKS)] for more in range(asked.unit_bounds.least)]
        name = "Nghị quyết của tập thể lãnh đạo (minh họa)"
        return Draft([{**thing, "schedule": f"Trong năm {stage.year}"} for thing in things], basis=name)
    count = min(asked.person_bounds.most, max(asked.person_bounds.least, 2))
    deeds = [DEEDS[(number + more) % len(DEEDS)] for more in range(count)]
    contents = {"study": deeds[0]["study"], "follow": deeds[0]["title"], "example": deeds[0]["example"]}
    things = [{"title": one["title"], "how": one["how"], "schedule": f"Trong năm {stage.year}"} for one in deeds]
    flaw = {"what": "Còn ngại phát biểu trong sinh hoạt", "how": "Chuẩn bị ý kiến trước mỗi kỳ sinh hoạt"}
    shortcomings = [{**flaw, "by": f"{stage.year}-06-30"}]
    return Draft(things, contents, COMMITMENTS[number % len(COMMITMENTS)], shortcomings)


def _exempt(stage: Stage, asked: Asked) -> None:
    """The last of the first branch has retired; the plan's own words say that one may stand back."""
    people = stage.people(stage.branches[0])
    wish = exempting.Wish(
        asked.rules[0].task_id,
        ExemptionKind.RETIRED,
        "Đảng viên đã nghỉ hưu (minh họa)",
        _day(stage, 26).date(),
        "Biên bản họp chi bộ (minh họa)",
    )
    exempting.exempt(people[0], asked, stage.unit(stage.branches[0]), people[5].person_id, wish, _day(stage, 28))


def _assess(stage: Stage, asked: Asked) -> None:
    """What was confirmed in the first branch is assessed by its own people, then by whoever confirmed it."""
    first, people = stage.branches[0], stage.people(stage.branches[0])
    found = sa.select(Registration).where(
        Registration.plan_id == stage.plan_id,
        Registration.year == stage.year,
        Registration.unit_id == first,
        Registration.state == State.CONFIRMED,
    )
    levels = (Level.EXCELLENT, Level.GOOD, Level.DONE)
    for number, row in enumerate(db.session.scalars(found.order_by(Registration.id)).all()):
        own = next((one for one in people if one.person_id == row.person_id), people[1])
        decider = stage.contact if row.person_id is None else people[0 if own.person_id != people[0].person_id else 1]
        _result(stage, asked, row, (own, decider), levels[number % len(levels)])


def _result(stage: Stage, asked: Asked, row: Registration, who: tuple[Actor, Actor], level: Level) -> None:
    outcomes = [{"outcome": Outcome.DONE, "outcome_text": ""} for _ in row.things]
    if level is Level.DONE:
        outcomes[-1] = {"outcome": Outcome.PARTLY, "outcome_text": "Còn một phần chuyển sang năm sau (minh họa)."}
    own, decider = who
    text = "Đã thực hiện theo bản đăng ký (minh họa)."
    results.assess_self(own, asked, row.id, results.Result(level, text, outcomes), row.version, stage.at(11, 10))
    db.session.flush()
    text = "Nhất trí với tự đánh giá (minh họa)."
    results.assess(decider, asked, row.id, results.Result(level, text, outcomes), row.version, stage.at(11, 14))
    db.session.flush()
