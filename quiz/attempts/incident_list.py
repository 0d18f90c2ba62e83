"""The decisions about time in a contest as the console lists them: what, for whom, when, by whom, why, how many."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _

from quiz.accounts.models import Person
from quiz.contests.allowances import details_of
from quiz.contests.models import Contest, Round, Ruling
from quiz.contests.moments import parse_moment, spoken
from quiz.contests.queries import rounds_of
from quiz.contests.rulings import Incident, incidents_of
from quiz.core.db import db
from quiz.units.models import OrgUnit


@dataclass(frozen=True)
class Listed:
    """One decision; `attempts` is how many attempts it changed, None where it changes none by itself."""

    id: int
    at: datetime
    title: str
    round_title: str
    whom: str
    actor: str
    reason: str
    attempts: int | None
    is_undone: bool
    can_undo: bool


def listed(contest: Contest) -> list[Listed]:
    """All decisions of a contest, the newest first."""
    rulings = incidents_of(contest.id)
    rounds = {one.id: one for one in rounds_of(contest.id)}
    people = _names(Person, {one.person_id for one in rulings} | {one.actor_id for one in rulings})
    units = _names(OrgUnit, {one.unit_id for one in rulings})
    return [_listed(one, rounds.get(one.round_id or 0), people, units) for one in rulings]


def _names(model: type[Person] | type[OrgUnit], ids: Collection[int | None]) -> dict[int, str]:
    query = sa.select(model.id, model.name).where(model.id.in_(ids - {None}))  # type: ignore[operator]
    return dict(db.session.execute(query).all())


def _listed(ruling: Ruling, contest_round: Round | None, people: dict[int, str], units: dict[int, str]) -> Listed:
    details, kind = details_of(ruling), Incident(ruling.kind)
    is_undone = "undone_by" in details
    is_settled = contest_round is None or contest_round.approved_at is not None
    return Listed(
        id=ruling.id,
        at=ruling.created_at,
        title=title_of(kind, details),
        round_title=contest_round.title if contest_round is not None else _("Cả cuộc thi"),
        whom=_whom(ruling, people, units),
        actor=people.get(ruling.actor_id or 0, _("Lệnh trên máy chủ")),
        reason=ruling.reason,
        attempts=details.get("attempts"),
        is_undone=is_undone,
        can_undo=kind in {Incident.EXTRA_TIME, Incident.WINDOW} and not is_undone and not is_settled,
    )


def title_of(kind: Incident, details: dict[str, Any]) -> str:
    """A decision in a few words."""
    if kind is Incident.EXTRA_TIME:
        text = _("Cộng %(minutes)s phút, kể cả bài bắt đầu sau") if details.get("later") else _("Cộng %(minutes)s phút")
        values = {"minutes": details["seconds"] // 60}
    elif kind is Incident.WINDOW:
        text = _("Giờ mở riêng từ %(begin)s đến %(end)s")
        values = {"begin": _at(details, "opens_at"), "end": _at(details, "closes_at")}
    elif kind is Incident.ROUND_END:
        text, values = _("Lùi giờ đóng vòng đến %(end)s"), {"end": _at(details, "closes_at")}
    elif kind is Incident.UNDO:
        text, values = _("Rút lại quyết định số %(number)s"), {"number": details["undoes"]}
    else:
        text, values = _plain_titles()[kind], {}
    return str(text) % values


def _plain_titles() -> dict[Incident, str]:
    return {
        Incident.PAUSE: _("Tạm dừng cuộc thi"),
        Incident.RESUME: _("Cho cuộc thi tiếp tục"),
        Incident.ROUND_PAUSE: _("Tạm dừng việc bắt đầu bài mới"),
        Incident.ROUND_RESUME: _("Cho bắt đầu bài mới trở lại"),
        Incident.CANCEL: _("Hủy vòng thi"),
        Incident.RESTORE: _("Khôi phục vòng thi"),
    }


def _at(details: dict[str, Any], name: str) -> str:
    moment = parse_moment(details[name])
    return spoken(moment, is_end=name == "closes_at") if moment is not None else ""


def _whom(ruling: Ruling, people: dict[int, str], units: dict[int, str]) -> str:
    if ruling.person_id is not None:
        return people.get(ruling.person_id, "")
    if ruling.unit_id is not None:
        return units.get(ruling.unit_id, "")
    return str(_("Tất cả thí sinh"))
