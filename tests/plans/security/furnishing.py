"""One of everything that a plan brings, for a unit."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from quiz.accounts.models import Membership
from quiz.core import clock
from quiz.core.db import db
from quiz.core.inbox import InboxMessage
from quiz.core.vietnamese import fold
from quiz.modules.conferences import models as halls
from quiz.modules.registrations.models import Exemption, Registration
from quiz.plans.duties import store
from quiz.plans.models import Assignment, Duty, Extension, PlanActor, PlanEvent
from quiz.plans.models_records import Difficulty, Evidence, EvidenceUse, PeriodReport, ReportPeriod
from tests.factories.plans import make_duty, make_plan, make_task
from tests.plans.security.world import POSTS, WORDS, Ids, World, keep, mark


def furnish(world: World, name: str, more: str = "") -> Ids:
    """One of everything for a unit; `more` makes a second set with other keys."""
    root = world.roots["U" if name == "U" else "P"]
    ids: Ids = {"unit": world.units[name], "post": _post_of(world, name)}
    _duties(world, name, root, ids, more)
    _derived(world, name, root, ids, more)
    _reports(world, name, root, ids, more)
    _conference(world, name, root, ids)
    if not more:
        _registrations(world, name, root, ids)
    _messages(world, name, ids, more)
    return ids


def _post_of(world: World, name: str) -> int:
    held = (Membership.person_id == world.people[f"member_{name}"], Membership.post_kind == "party_member")
    return db.session.scalars(sa.select(Membership.id).where(*held)).one()


def _assigned(task_id: int, unit_id: int, posts: list[str]) -> int:
    found = db.session.query(Assignment).filter_by(task_id=task_id, unit_id=unit_id).one_or_none()
    row = found or Assignment(task_id=task_id, unit_id=unit_id, to_unit=not posts, posts=posts, assigned_at=clock.now())
    return keep(row)


def _duties(world: World, name: str, root: Ids, ids: Ids, more: str) -> None:
    unit_id, text, due = world.units[name], f"{mark(name)} {more}", date(2026, 3, 31)
    period = more[:12]
    ids["assignment"] = _assigned(root["unit"], unit_id, [])
    ids["duty"] = make_duty(root["unit"], unit_id, due_on=due, result=text, period=period).id
    asking = {"state": "submitted", "submitted_by": world.people[f"secretary_{name}"], "submitted_at": clock.now()}
    ids["handed"] = make_duty(root["waits"], unit_id, due_on=due, result=text, period=period, **asking).id
    ids["personal_assignment"] = _assigned(root["personal"], unit_id, POSTS)
    member = world.people[f"member_{name}"]
    mine: dict[str, Any] = {"person_id": member, "period": period, "due_on": due, "result": text}
    ids["personal_duty"] = make_duty(root["personal"], unit_id, **mine).id
    for key, duty, who in (("extension", "duty", "secretary"), ("personal_extension", "personal_duty", "member")):
        row = Extension(
            duty_id=ids[duty],
            reason=text,
            old_due_on=due,
            new_due_on=due + timedelta(days=9),
            asked_at=clock.now(),
            asked_by=world.people[f"{who}_{name}"],
        )
        ids[key] = keep(row)
    happened = {"kind": "first_course_week", "happened_on": date(2026, 2, 1), "recorded_at": clock.now()}
    ids["event"] = keep(PlanEvent(plan_id=root["plan"], unit_id=unit_id, **happened))
    _evidence(unit_id, name, ids, text, member)


def _evidence(unit_id: int, name: str, ids: Ids, text: str, member: int) -> None:
    """Links, a photo, a piece nobody uses and one that was removed."""
    link = {"url": f"https://tinh.vn/{mark(name)}", "created_at": clock.now()}
    for key, duty in (("evidence", "duty"), ("personal_evidence", "personal_duty")):
        piece = Evidence(
            unit_id=unit_id,
            title=text,
            title_folded=fold(text),
            person_id=member if key != "evidence" else None,
            **link,
        )
        ids[key] = keep(piece)
        keep(EvidenceUse(evidence_id=piece.id, subject="duty", subject_id=ids[duty], added_at=clock.now()))
    common: dict[str, Any] = {"unit_id": unit_id, "title": text, "title_folded": fold(text)}
    ids["loose_evidence"] = keep(Evidence(**common, **link))
    ids["removed_evidence"] = keep(Evidence(removed_at=clock.now(), **common, **link))
    stored = store.put(f"anh {text}".encode(), b"nho")
    photo = {"stored": stored, "file_name": f"{mark(name)}.jpg", "media_type": "image/jpeg", "size": 9}
    ids["photo"] = keep(Evidence(created_at=clock.now(), **photo, **common))
    keep(EvidenceUse(evidence_id=ids["photo"], subject="duty", subject_id=ids["duty"], added_at=clock.now()))


def _derived(world: World, name: str, root: Ids, ids: Ids, more: str) -> None:
    if name in world.roots or more:
        ids["plan"], ids["task"] = (root["plan"], root["unit"]) if not more else (ids.get("plan", 0), 0)
        ids["actor"] = root["actor"]
        return
    slug, unit_id = f"ke-hoach-rieng-{name.lower()}", world.units[name]
    state = "submitted" if name == "C" else "draft"
    plan = make_plan(unit_id, slug=slug, title=f"Kế hoạch {mark(name)}", state=state, parent_id=root["plan"])
    world.slugs[f"own_{name}"] = slug
    ids["plan"] = plan.id
    overlay = make_task(plan.id, f"Việc {mark(name)}", origin_id=root["unit"], note=mark(name))
    own = make_task(plan.id, f"Việc riêng {mark(name)}", is_own=True, actors=[f"Chủ thể {mark(name)}"])
    ids["overlay"], ids["task"] = overlay.id, own.id
    actor = PlanActor(plan_id=plan.id, name=f"Chủ thể {mark(name)}", scope="some", unit_ids=[unit_id])
    ids["actor"] = keep(actor)
    ids["own_duty"] = make_duty(own.id, unit_id, due_on=date(2026, 3, 20)).id
    ids["own_assignment"] = db.session.get_one(Duty, ids["own_duty"]).assignment_id


def _reports(world: World, name: str, root: Ids, ids: Ids, more: str) -> None:
    unit_id, text, now = world.units[name], f"{mark(name)} {more}", clock.now()
    if name not in world.roots:
        period = ReportPeriod(
            plan_id=root["plan"],
            unit_id=unit_id,
            kind="adhoc",
            key=more[:12] or "1",
            title=f"Kỳ {text}",
            from_on=date(2026, 1, 1),
            to_on=date(2026, 3, 31),
            due_on=date(2026, 4, 7),
            created_at=now,
        )
        ids["period"] = keep(period)
    else:
        ids["period"] = root["period"]
    if not more:
        said = {"did": text, "trouble": ""}
        state = {"state": "submitted", "submitted_at": now} if name == "C" else {}
        ids["report"] = keep(PeriodReport(period_id=root["period"], unit_id=unit_id, narrative=said, **state))
    at = {"P": "P", "A": "P", "B": "P", "C": "A", "U": "U"}[name]
    trouble = Difficulty(
        plan_id=root["plan"], unit_id=unit_id, at_unit_id=world.units[at], text=f"Vướng {text}", raised_at=now
    )
    ids["difficulty"] = keep(trouble)


def _conference(world: World, name: str, root: Ids, ids: Ids) -> None:
    unit_id, text, now = world.units[name], mark(name), clock.now()
    begins = now + timedelta(hours=1)
    row = halls.Conference(
        plan_id=root["plan"],
        unit_id=unit_id,
        title=f"Hội nghị {text}",
        title_folded=fold(f"Hội nghị {text}"),
        state="announced",
        created_at=now,
        changed_at=now,
    )
    one = ids["conference"] = keep(row)
    keep(EvidenceUse(evidence_id=ids["photo"], subject="conference", subject_id=one, added_at=now))
    db.session.add(halls.ConferenceTask(conference_id=one, task_id=root["conference"]))
    for number in (1, 2):
        times = {"starts_at": begins + timedelta(days=7 * (number - 1)), "ends_at": begins + timedelta(days=7, hours=2)}
        sitting = halls.ConferenceSession(
            conference_id=one, number=number, code=f"MA{name}{number}", changed_at=now, **times
        )
        ids["session" if number == 1 else "repeat"] = keep(sitting)
    ids["place"] = keep(halls.ConferencePlace(session_id=ids["session"], name=f"Hội trường {text}"))
    ids["material"] = keep(
        halls.ConferenceMaterial(conference_id=one, title=f"Tài liệu {text}", url="https://tinh.vn/a", added_at=now)
    )
    db.session.add(halls.InvitedUnit(conference_id=one, unit_id=unit_id))
    for who in ("member", "elder"):
        guest = {"person_id": world.people[f"{who}_{name}"], "unit_id": unit_id, "source": "unit", "added_at": now}
        db.session.add(halls.Participant(conference_id=one, **guest))
    came = {"person_id": world.people[f"elder_{name}"], "session_id": ids["session"], "method": "list", "at": now}
    db.session.add(halls.Attendance(conference_id=one, **came))


def _registrations(world: World, name: str, root: Ids, ids: Ids) -> None:
    unit_id, text, now = world.units[name], mark(name), clock.now()
    for task in ("pledge", "joint"):
        _assigned(root[task], unit_id, POSTS if task == "pledge" else [])
    make_duty(root["joint"], unit_id)
    common: dict[str, Any] = {"plan_id": root["plan"], "year": 2026, "unit_id": unit_id, "created_at": now}
    common |= {"changed_at": now, "submitted_at": now, "contents": {"study": text, "follow": text, "example": text}}
    common |= {"things": [{"title": f"Việc {text}", "how": "", "schedule": ""}], "search_text": fold(text)}
    for key, who, state in (
        ("registration", "member", "submitted"),
        ("confirmed", "secretary", "confirmed"),
        ("draft", "committee", "draft"),
        ("joint_registration", None, "submitted"),
    ):
        person = world.people[f"{who}_{name}"] if who else None
        by = {"submitted_by": person or world.people[f"contact_{name}"]}
        ids[key] = keep(Registration(person_id=person, state=state, commitment=f"Hứa {text}", **by, **common))
    exemption = Exemption(
        plan_id=root["plan"],
        year=2026,
        unit_id=unit_id,
        person_id=world.people[f"elder_{name}"],
        task_id=root["pledge"],
        kind="retired",
        rule=WORDS,
        reason=f"Hưu {text}",
        decided_on=date(2026, 2, 1),
        given_at=now,
    )
    ids["exemption"] = keep(exemption)


def _messages(world: World, name: str, ids: Ids, more: str) -> None:
    for who in ("member", "organiser", "contact", "secretary"):
        row = InboxMessage(
            person_id=world.people[f"{who}_{name}"],
            key=f"thu:{more}",
            text=f"Tin cho {mark(name)}",
            url="/tasks/",
            created_at=clock.now(),
        )
        kept = keep(row)
        ids[f"message_{who}"] = kept
        ids["message"] = kept
