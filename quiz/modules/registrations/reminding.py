"""Reminders: a message to everybody who has handed up nothing, and a text for chat groups with numbers alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from flask_babel import gettext as _

from quiz.core import audit, clock
from quiz.core.db import transaction
from quiz.core.inbox import Note, send
from quiz.core.permissions import Actor
from quiz.modules.registrations import rights
from quiz.modules.registrations.asking import Asked
from quiz.modules.registrations.overview import Overview, fits
from quiz.modules.registrations.people import Reach, lines
from quiz.units.models import OrgUnit


def remind(actor: Actor, asked: Asked, unit: OrgUnit, now: datetime) -> int:
    """Tell everybody within a unit's subtree who has handed up nothing yet; once a day each; how many were told."""
    with transaction():
        rights.require_fill(actor, unit)
        today = clock.local(now).date()
        missing = [line for line in lines(asked, Reach.of(unit), today) if fits(line, "missing", today)]
        notes = []
        for line in missing:
            key = f"registration-reminder:{asked.plan.id}:{asked.year}:{today}"
            url = f"/registrations/{asked.plan.slug}/{asked.year}/mine"
            if line.due_on is None:
                text = "Quý vị chưa gửi bản đăng ký %(year)s. Vui lòng gửi sớm."
                params = {"year": asked.title}
            else:
                text = "Quý vị chưa gửi bản đăng ký %(year)s, hạn cuối là ngày %(day)s."
                params = {"year": asked.title, "day": line.due_on.strftime("%d/%m/%Y")}
            notes.append(Note(line.person_id, key, text, url, params))
        told = send(notes, now)
        audit.record(actor, "registration.remind", "unit", unit.id, after={"told": told})
    return told


def chat_text(asked: Asked, shown: Overview) -> str:
    """A text to paste into a chat group: unit names and numbers, nobody's name."""
    people = shown.own.both.people
    first = _(
        "%(unit)s: %(done)s/%(must)s người đã đăng ký %(year)s, "
        "%(waiting)s bản chờ xác nhận, %(missing)s người chưa gửi.",
        unit=shown.own.unit.name,
        done=people.registered,
        must=people.must,
        year=asked.title,
        waiting=people.waiting,
        missing=people.missing,
    )
    return "\n".join([first, *_behind(shown), _("Đăng ký tại mục Đăng ký làm theo trên hệ thống.")])


def _behind(shown: Overview) -> Sequence[str]:
    rows = [row for row in shown.below if row.both.people.missing]
    rows.sort(key=lambda row: -row.both.people.missing)
    return [_("%(unit)s: còn %(count)s người", unit=row.unit.name, count=row.both.people.missing) for row in rows[:20]]
