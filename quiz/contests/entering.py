"""Entering a contest: decided once, when a person accepts the rules, and again when new rules are accepted.

What the organiser decided about an entry stays: the division, ranked or not, a disqualification.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from flask_babel import gettext as _

from quiz.contests import queries
from quiz.contests.applicants import applicant_of
from quiz.contests.eligibility import Verdict, judge
from quiz.contests.entry_rulings import RANKING, has_ruling
from quiz.contests.grounds import UNRANKED, refused
from quiz.contests.groups import Division
from quiz.contests.models import Contest, Entry, Round
from quiz.contests.rehearsals import require_seat
from quiz.contests.rules import ContestRules
from quiz.core import clock
from quiz.core.db import db, transaction
from quiz.core.errors import Conflict, Invalid
from quiz.core.messages import message_of

ENTER = """
insert into entries (contest_id, person_id, rules_version, accepted_at, is_ranked, is_disqualified, status_reason,
  division, version)
select c.id, :person, :version, :now, :is_ranked, false, :reason, :division, 1 from contests c
where c.id = :contest and c.rules_version = :version
on conflict (contest_id, person_id) do update
set rules_version = excluded.rules_version, accepted_at = excluded.accepted_at, is_ranked = excluded.is_ranked,
  status_reason = excluded.status_reason, division = excluded.division, version = entries.version + 1
returning rules_version
"""


def accept_rules(
    contest_id: int,
    person_id: int,
    version: int,
    now: datetime,
    *,
    division: str | None = None,
    round_id: int | None = None,
) -> None:
    """A person accepts the rules in this version and so enters; `division` is a choice where several fit.

    Raises Conflict rules_not_accepted (it is not the newest version) or division_required (with the choices), Invalid
    for a division that does not fit, NotAllowed not_eligible with the condition that is not met.
    """
    contest = db.session.get_one(Contest, contest_id, populate_existing=True)
    if contest.rules_version != version:
        raise _outdated()
    require_seat(contest_id, person_id)
    rules = queries.rules_of(contest_id, version)
    day = entry_day(queries.rounds_of(contest_id), now, round_id)
    applicant = applicant_of(contest, rules, person_id, now)
    with transaction():
        held = queries.held_entry(contest_id, person_id)
        verdict = judge(rules, applicant, day, is_placed=_kept(held, rules) is not None)
        if verdict.refusal is not None:
            raise refused(verdict.refusal, rules, day)
        values: dict[str, object] = {
            "contest": contest_id,
            "person": person_id,
            "version": version,
            "now": clock.to_ms(now),
        }
        values.update(_standing(held, verdict), division=_division(held, rules, verdict, division))
        if not db.session.execute(sa.text(ENTER), values).all():
            raise _outdated()


def _outdated() -> Conflict:
    text = "Thể lệ đã có phiên bản mới. Vui lòng đọc và đồng ý với phiên bản hiện hành."
    return Conflict(text, code="rules_not_accepted")


def entry_day(rounds: Sequence[Round], now: datetime, round_id: int | None = None) -> date:
    """The day on which ages count: that on which the round opens.

    For practice and without a round: that of the first real round which is not over, else of the last one.
    """
    real = [one for one in rounds if not one.is_practice and one.cancelled_at is None] or list(rounds)
    asked = [one.opens_at for one in real if one.id == round_id]
    coming = sorted(one.opens_at for one in real if one.closes_at > now)
    last = [max(one.opens_at for one in real)] if real else [now]
    return clock.local((asked or coming or last)[0]).date()


def _kept(entry: Entry | None, rules: ContestRules) -> Division | None:
    """The division that an entry has and keeps, as long as the rules know it."""
    return division_of(rules, entry.division) if entry is not None else None


def division_of(rules: ContestRules, code: str) -> Division | None:
    """A division by its code."""
    return next((one for one in rules.divisions if one.code == code), None)


def _standing(entry: Entry | None, verdict: Verdict) -> dict[str, object]:
    """Ranked or not, and why not; what the organiser ruled is not touched."""
    if entry is not None and (entry.is_disqualified or has_ruling(entry, RANKING)):
        return {"is_ranked": entry.is_ranked, "reason": entry.status_reason}
    ground = verdict.unranked
    return {"is_ranked": ground is None, "reason": UNRANKED[ground] if ground else ""}


def _division(entry: Entry | None, rules: ContestRules, verdict: Verdict, wanted: str | None) -> str:
    kept = _kept(entry, rules)
    if kept is not None or not rules.divisions:
        return kept.code if kept else ""
    titles = "; ".join(one.title for one in verdict.divisions)
    if wanted and wanted not in {one.code for one in verdict.divisions}:
        text = "Quý vị không thuộc đối tượng của bảng thi đã chọn. Bảng thi phù hợp: %(divisions)s."
        raise Invalid(text, field="division", divisions=titles)
    if not wanted and len(verdict.divisions) > 1:
        text = "Quý vị thuộc đối tượng của nhiều bảng thi (%(divisions)s). Vui lòng chọn bảng dự thi rồi bắt đầu lại."
        choices = [{"code": one.code, "title": one.title} for one in verdict.divisions]
        raise Conflict(text, code="division_required", divisions=titles).with_details(divisions=choices)
    return wanted or verdict.divisions[0].code


@dataclass(frozen=True)
class Prospect:
    """What a contest is to a person: may they enter or are they in, in which division, ranked or why not.

    `choices` are the divisions to choose from at the start. `reason` says why somebody is refused, disqualified or not
    ranked.
    """

    may_enter: bool
    is_ranked: bool = True
    division: Division | None = None
    choices: tuple[Division, ...] = ()
    reason: str = ""
    is_disqualified: bool = False


def prospect_of(contest: Contest, person_id: int, now: datetime) -> Prospect:
    """What holds for a person now: of somebody entered under these rules what was decided, else what would be."""
    rules = queries.rules_of(contest.id, contest.rules_version)
    entry = queries.entry_of(contest.id, person_id)
    kept = _kept(entry, rules)
    if entry is not None and (entry.is_disqualified or entry.rules_version == contest.rules_version):
        is_out = entry.is_disqualified
        return Prospect(not is_out, entry.is_ranked, kept, (), _told(entry.status_reason), is_out)
    day = entry_day(queries.rounds_of(contest.id), now)
    verdict = judge(rules, applicant_of(contest, rules, person_id, now), day, is_placed=kept is not None)
    if verdict.refusal is not None:
        return Prospect(False, reason=message_of(refused(verdict.refusal, rules, day)))
    standing = _standing(entry, verdict)
    fitting = (kept,) if kept else verdict.divisions
    return Prospect(
        may_enter=True,
        is_ranked=bool(standing["is_ranked"]),
        division=fitting[0] if len(fitting) == 1 else None,
        choices=fitting if len(fitting) > 1 else (),
        reason=_told(str(standing["reason"])),
    )


def _told(reason: str) -> str:
    """A reason in the person's language, as far as it is one of the product's own."""
    return str(_(reason)) if reason else ""
