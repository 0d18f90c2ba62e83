"""Two sibling units A and B below P, C below A, and U apart, each with one of everything that a plan brings.

Whatever belongs to a unit carries its mark (`mark("B")`), so that a page which shows what it must not is found out.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from quiz.accounts import service as accounts
from quiz.accounts.models import Membership
from quiz.core import clock
from quiz.core.db import db, transaction
from quiz.core.inbox import InboxMessage
from quiz.core.permissions import Role
from quiz.core.vietnamese import fold
from quiz.modules.conferences import models as halls
from quiz.modules.registrations.models import Exemption, Registration
from quiz.plans.duties import store
from quiz.plans.models import Assignment, Duty, Extension, Plan, PlanActor, PlanEvent, PlanTask
from quiz.plans.models_records import Difficulty, Evidence, EvidenceUse, PeriodReport, ReportPeriod
from quiz.units.models import OrgUnit, UnitKind
from tests.factories.people import make_person
from tests.factories.plans import make_duty, make_plan, make_post, make_task
from tests.factories.units import make_unit

Ids = dict[str, int]
WORDS = "Đảng viên được miễn sinh hoạt đảng; đảng viên hưu trí"
POSTS = ["secretary", "committee_member", "party_member"]
WAITING = {"kind": "relative", "to": "hội nghị", "event": "own_conference", "months": 1}
KINDS = {"P": UnitKind.PROVINCE, "A": UnitKind.COMMUNE, "B": UnitKind.COMMUNE, "C": UnitKind.BRANCH, "U": UnitKind.WARD}


def mark(unit: str) -> str:
    """What stands in every text of a unit."""
    return f"ZQ{unit}ZQ"


@dataclass
class World:
    """Ids by unit and name; of a plan its slug too."""

    units: Ids = field(default_factory=dict)
    people: Ids = field(default_factory=dict)
    roots: dict[str, Ids] = field(default_factory=dict)
    own: dict[str, Ids] = field(default_factory=dict)
    slugs: dict[str, str] = field(default_factory=dict)
    rows: dict[str, dict[str, set[Any]]] = field(default_factory=dict)


def build() -> World:
    """The forest with its people, plans and records."""
    world = World()
    with transaction():
        _forest(world)
        for name in KINDS:
            _people(world, name)
        for name in ("P", "U"):
            world.roots[name] = _root(world, name)
    for name in KINDS:
        before = keys()
        with transaction():
            world.own[name] = furnish(world, name)
        world.rows[name] = {table: now - before[table] for table, now in keys().items()}
    with transaction():
        _stands_between(world)
    return world


def keys() -> dict[str, set[Any]]:
    """The primary keys of every table."""
    found: dict[str, set[Any]] = {}
    for table in db.metadata.sorted_tables:
        found[table.name] = {tuple(row) for row in db.session.execute(sa.select(*table.primary_key.columns))}
    return found


def _forest(world: World) -> None:
    above: dict[str, OrgUnit | None] = {"P": None, "A": None, "B": None, "C": None, "U": None}
    parents = {"A": "P", "B": "P", "C": "A"}
    for name, kind in KINDS.items():
        parent = above[parents[name]] if name in parents else None
        above[name] = make_unit(f"Đơn vị {mark(name)}", parent, code=name, kind=kind, headcount=10)
    world.units.update({name: unit.id for name, unit in above.items() if unit is not None})


def _people(world: World, name: str) -> None:
    unit = db.session.get_one(OrgUnit, world.units[name])
    for role in ("organiser", "contact", "secretary", "committee", "member", "elder", "plain"):
        person = make_person(f"Người {mark(name)} {role}", unit, login_name=f"{role}_{name.lower()}.thu")
        world.people[f"{role}_{name}"] = person.id
    grants = (("organiser", Role.ORGANISER), ("contact", Role.UNIT_CONTACT))
    for who, granted in grants:
        accounts.grant_role(None, world.people[f"{who}_{name}"], granted, unit.id, clock.now())
    posts = {
        "secretary": "secretary",
        "committee": "committee_member",
        "member": "party_member",
        "elder": "party_member",
    }
    for who, post in posts.items():
        make_post(world.people[f"{who}_{name}"], unit.id, post, f"{post} {mark(name)}"[:40])


def _root(world: World, name: str) -> Ids:
    text, slug = mark(name), f"ke-hoach-{name.lower()}"
    plan = make_plan(world.units[name], slug=slug, title=f"Kế hoạch {text}", state="issued", number="01-KH/TU")
    world.slugs[name] = slug
    need = [{"of": "registered_deeds", "min": 1, "max": 3, "per": "person", "every": "year"}]
    keyed = [{"of": "key_tasks", "min": 1, "max": 2, "per": "unit", "every": "year"}]
    half = [{"of": "duration_days", "min": 0.5, "max": 0.5, "per": "province", "every": "once"}]
    on = {"kind": "fixed", "on": "2026-03-31", "note": "chậm nhất ngày 31/3"}
    tasks = {
        "unit": make_task(plan.id, f"Việc của đơn vị {text}", deadline=on),
        "personal": make_task(plan.id, f"Việc của cá nhân {text}", deadline=on),
        "waits": make_task(plan.id, f"Việc chờ hội nghị {text}", deadline=WAITING),
        "conference": make_task(plan.id, f"Mở hội nghị {text}", module="conferences", targets=half),
        "pledge": make_task(
            plan.id,
            f"Đăng ký của cá nhân {text}",
            module="registrations",
            targets=need,
            deadline=on,
            approval="Chi ủy xác nhận",
            exemptions=WORDS,
        ),
        "joint": make_task(
            plan.id,
            f"Đăng ký của tập thể {text}",
            module="registrations",
            targets=keyed,
            deadline=on,
            approval="Cấp ủy cấp trên phê duyệt",
        ),
        "standing": make_task(plan.id, f"Việc thường xuyên {text}", is_work=False),
    }
    period = ReportPeriod(
        plan_id=plan.id,
        unit_id=plan.unit_id,
        kind="quarter",
        key="2026-Q1",
        title="Quý I",
        from_on=date(2026, 1, 1),
        to_on=date(2026, 3, 31),
        due_on=date(2026, 4, 7),
        created_at=clock.now(),
    )
    _keep(period)
    actor = PlanActor(plan_id=plan.id, name="Đơn vị được chọn", scope="some", unit_kinds=["commune"])
    _keep(actor)
    return {"plan": plan.id, "period": period.id, "actor": actor.id, **{key: task.id for key, task in tasks.items()}}


def _keep(row: Any) -> int:
    db.session.add(row)
    db.session.flush()
    made: int = row.id
    return made


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
    return _keep(row)


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
        ids[key] = _keep(row)
    happened = {"kind": "first_course_week", "happened_on": date(2026, 2, 1), "recorded_at": clock.now()}
    ids["event"] = _keep(PlanEvent(plan_id=root["plan"], unit_id=unit_id, **happened))
    link = {"url": f"https://tinh.vn/{mark(name)}", "created_at": clock.now()}
    for key, duty in (("evidence", "duty"), ("personal_evidence", "personal_duty")):
        piece = Evidence(
            unit_id=unit_id,
            title=text,
            title_folded=fold(text),
            person_id=member if key != "evidence" else None,
            **link,
        )
        ids[key] = _keep(piece)
        _keep(EvidenceUse(evidence_id=piece.id, subject="duty", subject_id=ids[duty], added_at=clock.now()))
    common: dict[str, Any] = {"unit_id": unit_id, "title": text, "title_folded": fold(text)}
    ids["loose_evidence"] = _keep(Evidence(**common, **link))
    ids["removed_evidence"] = _keep(Evidence(removed_at=clock.now(), **common, **link))
    stored = store.put(f"anh {text}".encode(), b"nho")
    photo = {"stored": stored, "file_name": f"{mark(name)}.jpg", "media_type": "image/jpeg", "size": 9}
    ids["photo"] = _keep(Evidence(created_at=clock.now(), **photo, **common))
    _keep(EvidenceUse(evidence_id=ids["photo"], subject="duty", subject_id=ids["duty"], added_at=clock.now()))


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
    ids["actor"] = _keep(actor)
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
        ids["period"] = _keep(period)
    else:
        ids["period"] = root["period"]
    if not more:
        said = {"did": text, "trouble": ""}
        state = {"state": "submitted", "submitted_at": now} if name == "C" else {}
        ids["report"] = _keep(PeriodReport(period_id=root["period"], unit_id=unit_id, narrative=said, **state))
    at = {"P": "P", "A": "P", "B": "P", "C": "A", "U": "U"}[name]
    trouble = Difficulty(
        plan_id=root["plan"], unit_id=unit_id, at_unit_id=world.units[at], text=f"Vướng {text}", raised_at=now
    )
    ids["difficulty"] = _keep(trouble)


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
    one = ids["conference"] = _keep(row)
    _keep(EvidenceUse(evidence_id=ids["photo"], subject="conference", subject_id=one, added_at=now))
    db.session.add(halls.ConferenceTask(conference_id=one, task_id=root["conference"]))
    for number in (1, 2):
        times = {"starts_at": begins + timedelta(days=7 * (number - 1)), "ends_at": begins + timedelta(days=7, hours=2)}
        sitting = halls.ConferenceSession(
            conference_id=one, number=number, code=f"MA{name}{number}", changed_at=now, **times
        )
        ids["session" if number == 1 else "repeat"] = _keep(sitting)
    ids["place"] = _keep(halls.ConferencePlace(session_id=ids["session"], name=f"Hội trường {text}"))
    ids["material"] = _keep(
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
        ids[key] = _keep(Registration(person_id=person, state=state, commitment=f"Hứa {text}", **by, **common))
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
    ids["exemption"] = _keep(exemption)


def _messages(world: World, name: str, ids: Ids, more: str) -> None:
    for who in ("member", "organiser", "contact", "secretary"):
        row = InboxMessage(
            person_id=world.people[f"{who}_{name}"],
            key=f"thu:{more}",
            text=f"Tin cho {mark(name)}",
            url="/tasks/",
            created_at=clock.now(),
        )
        kept = _keep(row)
        ids[f"message_{who}"] = kept
        ids["message"] = kept


def _stands_between(world: World) -> None:
    """The conference of P is for everybody: A and B are invited to it, each sees the own people."""
    one = world.own["P"]["conference"]
    for name in ("A", "B", "C"):
        db.session.add(halls.InvitedUnit(conference_id=one, unit_id=world.units[name]))
        for who in ("member", "secretary"):
            guest = {"person_id": world.people[f"{who}_{name}"], "unit_id": world.units[name], "source": "unit"}
            db.session.add(halls.Participant(conference_id=one, added_at=clock.now(), **guest))


__all__ = ["Plan", "PlanTask", "World", "build", "furnish", "keys", "mark"]
