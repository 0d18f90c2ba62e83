"""Periods and their days, the parts of a report, the names of figures, and how a figure rolls up. Plain Python."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import Protocol

from quiz.plans.rules import ReportState
from quiz.plans.timing.rules import QUARTERS, month_end, quarter_end
from quiz.plans.timing.workdays import WorkingCalendar


class PeriodKind(StrEnum):
    """How long a period is; `ADHOC` has days of its own."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"
    ADHOC = "adhoc"


KIND_TITLES: dict[PeriodKind, str] = {
    PeriodKind.MONTH: "Báo cáo tháng",
    PeriodKind.QUARTER: "Báo cáo quý",
    PeriodKind.HALF: "Báo cáo 6 tháng",
    PeriodKind.YEAR: "Báo cáo năm",
    PeriodKind.ADHOC: "Báo cáo đột xuất",
}
PERIODS_A_YEAR = {PeriodKind.MONTH: 12, PeriodKind.QUARTER: 4, PeriodKind.HALF: 2, PeriodKind.YEAR: 1}
WORKING_DAYS = 5
"""How many working days after its end a period is due by default."""
PARTS: dict[str, str] = {
    "results": "Kết quả đạt được",
    "shortcomings": "Tồn tại, hạn chế",
    "causes": "Nguyên nhân",
    "directions": "Phương hướng, nhiệm vụ thời gian tới",
}
"""The narrative parts of every report, by key."""
TROUBLE = "difficulty"
"""The key of a difficulty that is written in a report and has not been raised yet."""
USUAL_ANSWER = "Đã thực hiện thường xuyên."
"""What a standing duty is answered with by one touch."""
LONGEST_TEXT = 20_000
LONGEST_ANSWER = 2_000


@dataclass(frozen=True)
class Days:
    """A period before it is opened: its key within its kind, its title, its days, both included."""

    key: str
    title: str
    from_on: date
    to_on: date


def days_of(kind: PeriodKind, year: int, number: int) -> Days:
    """The period of a kind that is the `number`-th of the year, from 1; ValueError where the year has none such."""
    if not 1 <= number <= PERIODS_A_YEAR.get(kind, 0):
        raise ValueError(f"{kind} has no number {number}")
    if kind is PeriodKind.MONTH:
        return Days(
            f"{year}-{number:02d}", f"Tháng {number:02d}/{year}", date(year, number, 1), month_end(year, number)
        )
    if kind is PeriodKind.QUARTER:
        first = date(year, number * 3 - 2, 1)
        return Days(f"{year}-Q{number}", f"Quý {QUARTERS[number]}/{year}", first, quarter_end(year, number))
    if kind is PeriodKind.HALF:
        title = f"6 tháng {'đầu' if number == 1 else 'cuối'} năm {year}"
        return Days(f"{year}-H{number}", title, date(year, number * 6 - 5, 1), month_end(year, number * 6))
    return Days(str(year), f"Năm {year}", date(year, 1, 1), date(year, 12, 31))


def days_of_year(kind: PeriodKind, year: int) -> list[Days]:
    """Every period of a kind in a year, in order; none of an ad hoc one."""
    return [days_of(kind, year, number) for number in range(1, PERIODS_A_YEAR.get(kind, 0) + 1)]


def working_days_after(day: date, count: int, calendar: WorkingCalendar) -> date:
    """The `count`-th working day after a day."""
    while count > 0:
        day += timedelta(days=1)
        count -= calendar.is_working(day)
    return day


def questions_of(text: str) -> dict[str, str]:
    """The questions of a period, one a line, by a key that stays the same when others come or go."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return {f"q{sha256(line.encode()).hexdigest()[:10]}": line for line in lines}


def parts_of(questions: str) -> dict[str, str]:
    """The parts of a report on a period: the usual ones, then its questions, titles by key."""
    return {**PARTS, **questions_of(questions)}


def answers_within(said: Mapping[str, str], allowed: Collection[str], longest: int) -> dict[str, str]:
    """What was written, without what nobody asked for and what is empty; line ends as one character."""
    texts = {key: text.replace("\r\n", "\n").strip()[:longest] for key, text in said.items() if key in allowed}
    return {key: text for key, text in texts.items() if text}


def filled_up(answers: Mapping[str, str], keys: Iterable[str], text: str = USUAL_ANSWER) -> dict[str, str]:
    """The answers with `text` for each of the keys that has none yet."""
    return {**dict.fromkeys(keys, text), **answers}


def taken_over(own: str, unit: str, text: str) -> str:
    """An own text with that of a unit below added to it, under its name; the same text is not added twice."""
    addition = f"{unit}: {text.strip()}"
    return own if addition in own else "\n\n".join(filter(None, (own.strip(), addition)))


STEPS: dict[ReportState | None, frozenset[ReportState]] = {
    None: frozenset({ReportState.DRAFT}),
    ReportState.DRAFT: frozenset({ReportState.SUBMITTED}),
    ReportState.RETURNED: frozenset({ReportState.SUBMITTED}),
    ReportState.SUBMITTED: frozenset({ReportState.DRAFT, ReportState.RETURNED, ReportState.ACCEPTED}),
    ReportState.ACCEPTED: frozenset({ReportState.RETURNED}),
}
"""Where a report may go from each state; from SUBMITTED back to DRAFT its own unit takes it back."""
EDITABLE = frozenset({ReportState.DRAFT, ReportState.RETURNED})
SENT = frozenset({ReportState.SUBMITTED, ReportState.ACCEPTED})


class Asked(Protocol):
    """What is needed of a period to tell who is late."""

    @property
    def from_on(self) -> date:
        """Its first day."""

    @property
    def due_on(self) -> date | None:
        """The last day in time."""


class Standing(StrEnum):
    """How a report looks from above on a day."""

    MISSING = "missing"
    LATE = "late"
    DRAFT = "draft"
    RETURNED = "returned"
    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    AHEAD = "ahead"
    NOT_ASKED = "not_asked"


STANDING_TITLES: dict[Standing, str] = {
    Standing.MISSING: "Chưa gửi",
    Standing.LATE: "Quá hạn, chưa gửi",
    Standing.DRAFT: "Đang soạn",
    Standing.RETURNED: "Bị trả lại",
    Standing.SUBMITTED: "Đã gửi, chờ tiếp nhận",
    Standing.ACCEPTED: "Đã tiếp nhận",
    Standing.AHEAD: "Chưa đến kỳ",
    Standing.NOT_ASKED: "Không phải báo cáo",
}


def standing_of(state: str | None, asked: Asked, today: date, *, is_expected: bool = True) -> Standing:
    """How a report looks from above: `state` None where nobody has begun it. What was sent is never late."""
    if state in SENT:
        return Standing(state)
    if state is None and not is_expected:
        return Standing.NOT_ASKED
    if state == ReportState.RETURNED:
        return Standing.RETURNED
    if asked.due_on is not None and asked.due_on < today:
        return Standing.LATE
    if state is None:
        return Standing.AHEAD if today < asked.from_on else Standing.MISSING
    return Standing.DRAFT


IS_MISSING = frozenset({Standing.MISSING, Standing.LATE, Standing.DRAFT, Standing.RETURNED})
"""Nothing of this unit's stands with the unit above."""


_GROUPED = re.compile(r"-?\d{1,3}(\.\d{3})+(,\d{1,2})?", re.ASCII)
_PLAIN = re.compile(r"-?\d{1,13}([.,]\d{1,2})?", re.ASCII)


def hundredths(text: str) -> int:
    """A number as people type it (1.234 or 8,5 or 8.5) in hundredths; ValueError where it is none."""
    typed = text.replace(" ", "")
    if _GROUPED.fullmatch(typed):
        typed = typed.replace(".", "")
    elif not _PLAIN.fullmatch(typed):
        raise ValueError(text)
    whole, _sign, part = typed.replace(",", ".").partition(".")
    value = abs(int(whole)) * 100 + int((part + "00")[:2])
    return -value if typed.startswith("-") else value


def figure_key(code: str, what: str) -> str:
    """The name of a task's figure: "task.HT-12.settled", "task.HT-12.of.key_tasks"; as long as its column at most."""
    return f"task.{code}.{what}"[:100]


def added(*parts: Mapping[str, int]) -> dict[str, int]:
    """The sums of figures by key."""
    total: dict[str, int] = {}
    for part in parts:
        for key, value in part.items():
            total[key] = total.get(key, 0) + value
    return total


def changed(frozen: Mapping[str, int], now: Mapping[str, int]) -> dict[str, tuple[int, int]]:
    """Figures that are not what they were when the report was handed up: then and now, by key."""
    keys: Sequence[str] = list(dict.fromkeys([*frozen, *now]))
    pairs = {key: (frozen.get(key, 0), now.get(key, 0)) for key in keys}
    return {key: pair for key, pair in pairs.items() if pair[0] != pair[1]}
