"""A desk to try out time at: a round with its hours, people who sit, an organiser who decides, a clock that is set."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from flask import Flask

from quiz.attempts import incidents
from quiz.attempts.clocks import Target
from quiz.attempts.closing import close_overdue
from quiz.attempts.models import Attempt
from quiz.contests import service as contests
from quiz.contests.models import Round, Ruling
from quiz.contests.moments import parse_moment
from quiz.contests.queries import round_draft
from quiz.contests.schedule import Hours, Schedule
from quiz.core import clock
from quiz.core.db import db
from tests.attempts.conftest import Sitting
from tests.conftest import FrozenClock
from tests.factories.stage import Stage, build

REASON = "Mất điện diện rộng"


def moment(text: str) -> datetime:
    """ "02/03/2026 11:30", with seconds where they are given: in Vietnam's time."""
    day, time = text.split()
    hours, minutes, *seconds = time.split(":")
    found = parse_moment(f"{day} {hours}:{minutes}")
    assert found is not None, text
    return found + timedelta(seconds=float(seconds[0]) if seconds else 0)


def schedule(*hours: str, weekdays: tuple[int, ...] = (), days: tuple[str, ...] = ()) -> Schedule:
    """Closed hours as "11:30-13:30", closed weekdays from 1 (Monday), closed days as "30/04/2026"."""
    spans = (span.split("-") for span in hours)
    minutes = tuple(Hours(*(int(part[:2]) * 60 + int(part[3:]) for part in span)) for span in spans)
    return Schedule(minutes, weekdays, tuple(clock.local(moment(f"{day} 00:00")).date() for day in days))


def shown(when: datetime | None) -> str:
    """A moment as the table shows it: day and time in Vietnam, milliseconds where there are any."""
    if when is None:
        return "–"
    local = clock.local(when)
    text = local.strftime("%d/%m %H:%M:%S")
    return f"{text}.{local.microsecond // 1000:03d}" if local.microsecond else text


class Desk:
    """One round and two people; the first sits in commune A, the second in commune B."""

    stage: Stage

    def __init__(self, app: Flask, frozen: FrozenClock) -> None:
        app.config["WTF_CSRF_ENABLED"] = False
        self.app, self.frozen = app, frozen

    def round(self, opens: str, closes: str, minutes: int = 15, people: int = 2, **rules: Any) -> None:
        """Open a round with these hours and this time limit."""
        begin = moment(opens)
        self.frozen.moment = begin
        rules.setdefault("attempts_allowed", 5)
        length = moment(closes) - begin
        self.stage = build(begin, people=people, length=length, time_limit_seconds=minutes * 60, **rules)
        self.stage.accept_rules(begin)
        self.sittings = [Sitting(self.app, self.app.test_client(), actor) for actor in self.stage.actors]

    def at(self, when: str) -> None:
        """Set the clock; "+90" goes on by seconds."""
        if when.startswith("+"):
            self.frozen.move(milliseconds=round(float(when[1:]) * 1000))
        else:
            self.frozen.moment = moment(when)

    def start(self, who: int = 0) -> str:
        """Start; the deadline, or the code of the refusal with the reopening where it says one."""
        answer = self.sittings[who].start()
        body = answer.json or {}
        if answer.status_code in {200, 201}:
            return self.deadline(who)
        resumes = body.get("resumes_at")
        code = str(body["error"]["code"])
        return f"{code}, reopens {shown(datetime.fromisoformat(resumes))}" if resumes else code

    def save(self, seq: int = 1, who: int = 0) -> str:
        """Save the first options; "200" or the code of the refusal."""
        answer = self.sittings[who].save(seq, self.sittings[who].first_options())
        body = answer.json or {}
        return "200" if answer.status_code == 200 else str(body["error"]["code"])

    def submit(self, who: int = 0) -> str:
        """Hand in what is stored; who closed it, or the code of the refusal."""
        body = self.sittings[who].submit().json or {}
        return str(body["error"]["code"]) if "error" in body else str(body["closed_by"])

    def sweep(self) -> int:
        """Let the clock close what is over."""
        return close_overdue(self.frozen.moment)

    def row(self, who: int = 0) -> Attempt:
        """The person's newest attempt as it is stored."""
        db.session.rollback()
        person = self.stage.actors[who].person_id
        return (
            db.session.query(Attempt).filter_by(person_id=person).order_by(Attempt.number.desc()).first() or Attempt()
        )

    def deadline(self, who: int = 0) -> str:
        """The stored deadline."""
        return shown(self.row(who).deadline_at)

    def closed(self, who: int = 0) -> str:
        """How the newest attempt ended: by whom, when, how long it took."""
        row = self.row(who)
        return f"{row.closed_by} {shown(row.submitted_at)}, {(row.duration_ms or 0) / 1000:g} s"

    def pause(self) -> Ruling:
        """Pause the contest."""
        return incidents.pause(None, self.stage.contest_id, self.frozen.moment, REASON)

    def resume(self) -> Ruling:
        """Let it go on."""
        return incidents.resume(None, self.stage.contest_id, self.frozen.moment)

    def target(self, who: int | None = None, unit: str | None = None) -> Target:
        """A person, a unit, or everybody."""
        person = self.stage.actors[who].person_id if who is not None else None
        return Target(self.stage.round_id, person, self.stage.units[unit] if unit else None)

    def give(self, minutes: float, who: int | None = None, unit: str | None = None, *, later: bool = False) -> Ruling:
        """Give extra time."""
        seconds = round(minutes * 60)
        return incidents.give_time(None, self.target(who, unit), seconds, self.frozen.moment, REASON, later=later)

    def window(self, opens: str, closes: str, who: int | None = None, unit: str | None = None) -> Ruling:
        """Give an own window."""
        target, now = self.target(who, unit), self.frozen.moment
        return incidents.shift_window(None, target, moment(opens), moment(closes), now, REASON)

    def undo(self, ruling: Ruling) -> Ruling:
        """Take a decision back."""
        return incidents.undo(None, self.stage.contest_id, ruling.id, self.frozen.moment, REASON)

    def end_at(self, closes: str) -> None:
        """Move the end of the round."""
        stored = db.session.get_one(Round, self.stage.round_id, populate_existing=True)
        draft = replace(round_draft(stored), closes_at=moment(closes))
        contests.edit_round(None, stored.id, stored.version, draft, self.frozen.moment, REASON)
