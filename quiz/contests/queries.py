"""Reads of the contests room."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

import sqlalchemy as sa
from flask import current_app

from quiz.contests.allowances import round_allowances
from quiz.contests.course import Course, RoundNow, round_now
from quiz.contests.draft import ContestDraft, RoundDraft
from quiz.contests.models import Contest, Entry, Round, RoundUnit, RulesVersion
from quiz.contests.party import may_know_of
from quiz.contests.rules import ContestRules, RoundState
from quiz.contests.settings import rules_in
from quiz.core.audit import AuditEntry
from quiz.core.db import db
from quiz.core.errors import NotFound
from quiz.core.permissions import Actor, Role
from quiz.units.models import OrgUnit

SHORTAGE = "round.shortage"
"""The action in the audit trail when a round could not be prepared at its opening."""


def _none_of_them(_round_ids: Sequence[int], _person_id: int) -> dict[int, int]:
    return {}


attempts_used: Callable[[Sequence[int], int], dict[int, int]] = _none_of_them
"""How many attempts a person has used, by round id; the attempts room puts its own query here."""
open_attempts: Callable[[Sequence[int], int], dict[int, int]] = _none_of_them
"""The ids of a person's open attempts, by round id; the attempts room puts its own query here."""
stamped_units: Callable[[Sequence[int], int], dict[int, int]] = _none_of_them
"""The unit a person was stamped with at the first start, by round id; the attempts room puts its own query here."""


def _nobody(_round_id: int, _now: datetime) -> bool:
    return False


is_sat: Callable[[int, datetime], bool] = _nobody
"""Whether an attempt of a round still runs; the attempts room puts its own query here."""


def contest_by_slug(slug: str) -> Contest:
    """The contest at an address; raises NotFound, also where it is a rehearsal that this person does not know of."""
    found = db.session.scalar(sa.select(Contest).where(Contest.slug == slug))
    if found is None or not may_know_of(found):
        raise NotFound("Không tìm thấy cuộc thi này.")
    return found


def contest_by_id(contest_id: int) -> Contest | None:
    """The contest with this id, if it is there still."""
    return db.session.get(Contest, contest_id)


def all_contests() -> Sequence[Contest]:
    """Every contest, the newest first."""
    return db.session.scalars(sa.select(Contest).order_by(Contest.created_at.desc(), Contest.id.desc())).all()


def rounds_of(contest_id: int) -> list[Round]:
    """The rounds of a contest by number."""
    return list(db.session.scalars(sa.select(Round).where(Round.contest_id == contest_id).order_by(Round.number)))


def round_of(contest_id: int, number: int) -> Round:
    """One round of a contest; raises NotFound."""
    query = sa.select(Round).where(Round.contest_id == contest_id, Round.number == number)
    found = db.session.scalar(query)
    if found is None:
        raise NotFound("Không tìm thấy vòng thi này.")
    return found


def rules_of(contest_id: int, number: int | None = None) -> ContestRules:
    """The rules of a contest in the version given, by default the newest; raises NotFound.

    A version never changes once it is written, so that each is read once per process.
    """
    if number is None:
        number = db.session.scalar(sa.select(Contest.rules_version).where(Contest.id == contest_id)) or 0
    cache: dict[tuple[int, int], ContestRules] = current_app.extensions.setdefault("contest_rules", {})
    if (contest_id, number) not in cache:
        cache[contest_id, number] = rules_in(version_of(contest_id, number).settings)
    return cache[contest_id, number]


def rules_of_round(round_id: int, number: int | None = None) -> ContestRules:
    """The rules as they hold in a round, in the version given, by default the newest; raises NotFound."""
    contest_id, round_number, is_practice = _place_of(round_id)
    return rules_of(contest_id, number).of_round(round_number, is_practice=is_practice)


def _place_of(round_id: int) -> tuple[int, int, bool]:
    """Contest and number of a round, and whether it is practice; kept per process once it is prepared: it stays so."""
    places: dict[int, tuple[int, int, bool]] = current_app.extensions.setdefault("round_places", {})
    if round_id in places:
        return places[round_id]
    contest_round = db.session.get(Round, round_id)
    if contest_round is None:
        raise NotFound("Không tìm thấy vòng thi này.")
    place = (contest_round.contest_id, contest_round.number, contest_round.is_practice)
    if contest_round.prepared_at is not None:
        places[round_id] = place
    return place


def version_of(contest_id: int, number: int) -> RulesVersion:
    """One version of the rules with its printed text; raises NotFound."""
    found = db.session.get(RulesVersion, (contest_id, number))
    if found is None:
        raise NotFound("Không tìm thấy phiên bản thể lệ này.")
    return found


def versions_of(contest_id: int) -> Sequence[RulesVersion]:
    """All versions of the rules, the newest first."""
    query = sa.select(RulesVersion).where(RulesVersion.contest_id == contest_id)
    return db.session.scalars(query.order_by(RulesVersion.number.desc())).all()


def entry_of(contest_id: int, person_id: int) -> Entry | None:
    """A person's entry in a contest, if there is one."""
    return db.session.get(Entry, (contest_id, person_id))


def held_entry(contest_id: int, person_id: int) -> Entry | None:
    """The same, read anew and held until the transaction ends."""
    return db.session.get(Entry, (contest_id, person_id), with_for_update=True, populate_existing=True)


def entry_count(contest_id: int) -> int:
    """How many people have accepted the rules."""
    query = sa.select(sa.func.count()).select_from(Entry).where(Entry.contest_id == contest_id)
    return db.session.scalar(query) or 0


def round_units(round_id: int) -> Sequence[RoundUnit]:
    """The units as frozen for a round, in depth-first order; none before the round was prepared."""
    query = sa.select(RoundUnit).where(RoundUnit.round_id == round_id).order_by(RoundUnit.position)
    return db.session.scalars(query).all()


def course_of(contest_round: Round, contest: Contest | None = None) -> Course:
    """What decides over starts in a round, as it holds for people without a window of their own."""
    contest = contest or db.session.get_one(Contest, contest_round.contest_id)
    return Course(
        opens_at=contest_round.opens_at,
        closes_at=contest_round.closes_at,
        schedule=rules_of(contest.id, contest.rules_version).of_round(contest_round.number).schedule,
        paused_at=contest_round.paused_at,
        contest_paused_at=contest.paused_at,
        approved_at=contest_round.approved_at,
        cancelled_at=contest_round.cancelled_at,
    )


def stands(contest_round: Round, course: Course, now: datetime) -> RoundNow:
    """Where a round stands on a course; one that could not be prepared for want of questions has not opened."""
    found = round_now(course, now)
    if found.state is RoundState.OPEN and contest_round.prepared_at is None and shortage_noted(contest_round.id):
        return RoundNow(RoundState.UPCOMING)
    return found


def state_of(contest_round: Round, now: datetime) -> RoundState:
    """Where a round stands for people without a window of their own."""
    return stands(contest_round, course_of(contest_round), now).state


def state_for_review(contest_round: Round, now: datetime) -> RoundState:
    """Where a round stands for what is shown only after it: open as long as anybody may still start or sits.

    So neither keys nor the seed come out while people with a window of their own, with extra time, or in a paused
    contest are not done.
    """
    state = state_of(contest_round, now)
    if state is not RoundState.CLOSED:
        return state
    contest = db.session.get_one(Contest, contest_round.contest_id)
    last_end = round_allowances(contest_round.id, contest_round.version).last_end
    is_awaited = contest.paused_at is not None or (last_end is not None and now < last_end)
    return RoundState.PAUSED if is_awaited or is_sat(contest_round.id, now) else state


def shortage_noted(round_id: int) -> str | None:
    """What was missing when a round was last to be prepared, as the audit trail has it."""
    query = sa.select(AuditEntry.reason).where(
        AuditEntry.object_kind == "round", AuditEntry.object_id == str(round_id), AuditEntry.action == SHORTAGE
    )
    return db.session.scalar(query.order_by(AuditEntry.id.desc()).limit(1))


def owner_unit(contest: Contest) -> OrgUnit | None:
    """The unit that holds a contest; None for the whole product."""
    return db.session.get(OrgUnit, contest.owner_unit_id) if contest.owner_unit_id is not None else None


def owner_position(contest: Contest) -> int | None:
    """The depth-first position of the owner, as permissions ask for it."""
    unit = owner_unit(contest)
    return unit.position if unit else None


def contests_for(actor: Actor) -> list[Contest]:
    """The contests that a person may organise, the newest first."""
    query = (
        sa.select(Contest, OrgUnit.position)
        .outerjoin(OrgUnit, OrgUnit.id == Contest.owner_unit_id)
        .order_by(Contest.created_at.desc(), Contest.id.desc())
    )
    rows = db.session.execute(query)
    return [contest for contest, position in rows if actor.covers(position, Role.ORGANISER)]


def draft_of(contest: Contest) -> ContestDraft:
    """A stored contest as its organiser would state it."""
    unit = owner_unit(contest)
    return ContestDraft(
        slug=contest.slug,
        title=contest.title,
        summary=contest.summary,
        owner_unit=unit.code if unit else "",
        is_demo=contest.is_demo,
        rules=rules_of(contest.id, contest.rules_version),
        rounds=tuple(map(round_draft, rounds_of(contest.id))),
    )


def round_draft(contest_round: Round) -> RoundDraft:
    """A stored round as its organiser would state it."""
    return RoundDraft(
        number=contest_round.number,
        title=contest_round.title,
        opens_at=contest_round.opens_at,
        closes_at=contest_round.closes_at,
        is_practice=contest_round.is_practice,
    )
