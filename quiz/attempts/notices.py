"""What an open paper is told about its clock: the deadline, whether it stands still, and what was decided."""

from __future__ import annotations

import json
from typing import Any

from flask_babel import gettext as _

from quiz.attempts import store
from quiz.contests.moments import parse_moment, spoken
from quiz.contests.rulings import Incident
from quiz.core import clock


def describe_clock(row: store.ClockRow, now: int) -> dict[str, Any]:
    """The clock of an attempt as the API shows it; moments in milliseconds come out as ISO texts."""
    return {
        "deadline_at": _iso(row.deadline_at),
        "server_time": _iso(now),
        "saved_seq": row.saved_seq,
        "state": "open" if row.submitted_at is None else "closed",
        "paused_at": _iso(row.paused_at),
        "notice": _notice(row),
    }


def _notice(row: store.ClockRow) -> dict[str, Any] | None:
    """The last ruling that concerned the attempt, in a sentence for the person; None where there is none."""
    if row.ruling_id is None or row.kind is None:
        return None
    details = json.loads(row.details or "{}")
    sentence = _sentence(Incident(row.kind), details)
    if row.reason:
        sentence = f"{sentence} {_('Lý do: %(reason)s.', reason=row.reason.rstrip('.'))}"
    return {"id": row.ruling_id, "kind": row.kind, "text": sentence}


def _sentence(kind: Incident, details: dict[str, Any]) -> str:
    if kind is Incident.EXTRA_TIME:
        text = _("Bài thi được cộng thêm %(length)s.", length=_length(details["seconds"]))
    elif kind in {Incident.ROUND_END, Incident.WINDOW}:
        closes_at = parse_moment(details["closes_at"])
        moment = spoken(closes_at, is_end=True) if closes_at else ""
        text = _("Giờ đóng vòng thi được lùi đến %(moment)s.", moment=moment)
    elif kind is Incident.PAUSE:
        text = _("Cuộc thi tạm dừng, đồng hồ làm bài đứng yên.")
    elif kind is Incident.RESUME:
        text = _("Cuộc thi tiếp tục. Thời gian tạm dừng đã được cộng lại đủ.")
    elif kind is Incident.UNDO:
        text = _("Ban tổ chức đã rút lại thời gian cộng thêm.")
    else:
        text = _("Ban tổ chức có quyết định về bài thi này.")
    return str(text)


def _length(seconds: int) -> str:
    minutes, rest = divmod(seconds, 60)
    parts = [_("%(count)s phút", count=minutes)] if minutes else []
    return " ".join([*parts, _("%(count)s giây", count=rest)] if rest or not minutes else parts)


def _iso(milliseconds: int | None) -> str | None:
    return None if milliseconds is None else clock.iso(clock.from_ms(milliseconds))
