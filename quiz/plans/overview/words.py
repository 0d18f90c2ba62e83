"""How overviews say things: statuses and tones, periods of a rhythm, days, months."""

from __future__ import annotations

from datetime import date

from flask_babel import gettext as _

from quiz.plans.modules import TITLES
from quiz.plans.overview.statuses import MARKS, Counts
from quiz.plans.rules import STATUS_TITLES, Status
from quiz.plans.timing.rules import QUARTERS

TONES: dict[Status, str] = {
    Status.LATE: "badge-danger",
    Status.RETURNED: "badge-danger",
    Status.SOON: "badge-warn",
    Status.WAITING: "badge-warn",
    Status.DONE: "badge-ok",
}
LEGEND = tuple((status, MARKS[status]) for status in Status)


def status(one: Status) -> str:
    """A status in the reader's language."""
    return str(_(STATUS_TITLES[one]))


def tone(one: Status) -> str:
    """The class of a status' badge."""
    return TONES.get(one, "")


def cell(counts: Counts) -> str:
    """A cell in full: "Quá hạn: 3 trên 12", for titles and for those who hear the page."""
    worst = counts.worst
    if worst is None:
        return str(_("Không giao"))
    return str(_("%(status)s: %(n)s trên %(all)s", status=status(worst), n=counts.of(worst), all=counts.total))


def module(name: str) -> str:
    """What a module is called."""
    return str(_(TITLES.get(name, name)))


def day(value: date | None) -> str:
    """02/09/2026; that there is no day yet, where there is none."""
    return f"{value:%d/%m/%Y}" if value else str(_("chưa có hạn"))


def month(key: str) -> str:
    """The month behind "2026-03": Tháng 3/2026."""
    year, number = key.split("-")
    return str(_("Tháng %(month)s/%(year)s", month=int(number), year=year))


def period(key: str) -> str:
    """The time of a rhythm behind its key: "2026-03", "2026-Q1", "2026"; "" for a task without a rhythm."""
    year, _dash, part = key.partition("-")
    if part.startswith("Q"):
        return str(_("Quý %(quarter)s/%(year)s", quarter=QUARTERS[int(part[1:])], year=year))
    if part:
        return month(key)
    return str(_("Năm %(year)s", year=year)) if year else ""
