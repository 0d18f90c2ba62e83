"""Figures ready to be shown: named rows, a summary in words, and what is a secret just now left out as a whole."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import accumulate

from flask_babel import gettext as _

from quiz.core.clock import EPOCH
from quiz.core.templating import points
from quiz.core.vietnamese import number
from quiz.ranking.figures import FIGURES, Counts, Pairs, counts_in
from quiz.ranking.queries import snapshot
from quiz.ranking.scope import Scope
from quiz.units.kinds import title_of

MOST_BINS = 20
STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
"""Widths of a column of scores, in points."""
HOURS_A_DAY = 24
MANY_ATTEMPTS = 15
"""From this many attempts on people are counted together."""


class Shape(StrEnum):
    """How a figure is drawn."""

    COLUMNS = "columns"
    LINE = "line"
    BARS = "bars"


@dataclass(frozen=True)
class Bar:
    """One value of a figure: `key` for programs, `label` for people."""

    key: str
    label: str
    value: int


@dataclass(frozen=True)
class Figure:
    """A figure: `heading` names what its rows are, `unit` what they count; `is_hidden`: a secret just now, no rows."""

    code: str
    title: str
    heading: str
    unit: str
    shape: Shape
    rows: Sequence[Bar]
    summary: str
    is_hidden: bool = False


@dataclass(frozen=True)
class FigurePage:
    """All figures of a round or total, and as of when; None before they were first counted."""

    figures: Sequence[Figure]
    made_at: datetime | None


REVEALS: Mapping[str, frozenset[str]] = {
    "attempts_by_day": frozenset({"attempts"}),
    "first_day": frozenset({"attempts"}),
    "last_day": frozenset({"attempts"}),
    "people_over_time": frozenset({"people"}),
    "scores": frozenset({"people", "full_scores", "mean_score"}),
    "divisions": frozenset({"people"}),
    "kinds": frozenset({"people"}),
    "attempts_per_person": frozenset({"people", "attempts"}),
}
"""What can be added up from a figure. It is hidden as a whole with any of these, for a part gives the rest away."""


def figures_of(scope: Scope, hidden: frozenset[str] | None = None) -> FigurePage:
    """The figures of a scope from its snapshot, under its gate or with just these sums hidden."""
    made = snapshot(scope.contest.id, scope.number, FIGURES)
    if made is None:
        return FigurePage([], None)
    counts = counts_in(made)
    secrets = scope.gate.hidden if hidden is None else hidden
    drawn = [draw(scope, counts) for draw in _DRAWN]
    return FigurePage([_veiled(one, secrets) for one in drawn if one is not None], made.made_at)


def _veiled(figure: Figure, secrets: frozenset[str]) -> Figure:
    if not REVEALS[figure.code] & secrets:
        return figure
    return replace(figure, rows=[], summary=_("Số liệu này đang được ẩn."), is_hidden=True)


def _summary(rows: Sequence[Bar], unit: str) -> str:
    """The figure in a sentence: the sum, and where most are."""
    if not rows or not any(row.value for row in rows):
        return str(_("Chưa có số liệu."))
    most = max(rows, key=lambda row: row.value)
    total = sum(row.value for row in rows)
    text = _("Tổng cộng %(total)s %(unit)s; nhiều nhất là %(label)s với %(value)s.")
    return str(text % {"total": number(total), "unit": unit, "label": most.label, "value": number(most.value)})


def _day(hour: int) -> datetime:
    """The day that an hour on Vietnam's clock lies in."""
    return EPOCH + timedelta(hours=hour - hour % HOURS_A_DAY)


def _by_day(counts: Counts, column: int) -> list[Bar]:
    """A row for every day from the first one with an attempt to the last, also for days without any."""
    if not counts.hours:
        return []
    first, last = counts.hours[0][0] // HOURS_A_DAY, counts.hours[-1][0] // HOURS_A_DAY
    sums = dict.fromkeys(range(first, last + 1), 0)
    for row in counts.hours:
        sums[row[0] // HOURS_A_DAY] += row[column]
    return [Bar(f"{_day(day * 24):%Y-%m-%d}", f"{_day(day * 24):%d/%m}", value) for day, value in sums.items()]


def _attempts_by_day(_scope: Scope, counts: Counts) -> Figure:
    rows, unit = _by_day(counts, 1), _("lượt thi")
    title = _("Lượt thi theo ngày")
    return Figure("attempts_by_day", title, _("Ngày"), unit, Shape.COLUMNS, rows, _summary(rows, unit))


def _hours_of(counts: Counts, day: int, code: str, title: str) -> Figure:
    """One day by hour, from the first hour with an attempt to the last."""
    found = {row[0] % HOURS_A_DAY: row[1] for row in counts.hours if row[0] // HOURS_A_DAY == day}
    hours = range(min(found), max(found) + 1)
    rows = [Bar(f"{hour:02d}:00", _("%(hour)s giờ", hour=hour), found.get(hour, 0)) for hour in hours]
    unit = _("lượt thi")
    return Figure(code, title, _("Giờ"), unit, Shape.COLUMNS, rows, _summary(rows, unit))


def _first_day(scope: Scope, counts: Counts) -> Figure | None:
    if not counts.hours or scope.current is None:
        return None
    day = counts.hours[0][0] // HOURS_A_DAY
    title = _("Lượt thi theo giờ trong ngày đầu (%(day)s)", day=f"{_day(day * 24):%d/%m/%Y}")
    return _hours_of(counts, day, "first_day", title)


def _last_day(scope: Scope, counts: Counts) -> Figure | None:
    """By hour on the last day so far, where that is another one than the first."""
    if not counts.hours or scope.current is None:
        return None
    day = counts.hours[-1][0] // HOURS_A_DAY
    if day == counts.hours[0][0] // HOURS_A_DAY:
        return None
    title = _("Lượt thi theo giờ trong ngày gần nhất (%(day)s)", day=f"{_day(day * 24):%d/%m/%Y}")
    return _hours_of(counts, day, "last_day", title)


def _people_over_time(_scope: Scope, counts: Counts) -> Figure:
    days = _by_day(counts, 2)
    sums = accumulate(day.value for day in days)
    rows = [replace(day, value=total) for day, total in zip(days, sums, strict=True)]
    summary = _("Chưa có số liệu.")
    if rows:
        summary = _("Đến %(day)s có %(people)s người dự thi.", day=rows[-1].label, people=number(rows[-1].value))
    title = _("Số người dự thi tích lũy theo ngày")
    return Figure("people_over_time", title, _("Đến hết ngày"), _("người"), Shape.LINE, rows, summary)


def _scores(_scope: Scope, counts: Counts) -> Figure:
    """People by score; full scores stand in a column of their own where the width divides the highest score."""
    highest = counts.max_score / 100
    step = next((one for one in STEPS if highest / one <= MOST_BINS), STEPS[-1])
    bins = dict.fromkeys(range(int(highest // step) + 1), 0) if counts.scores else {}
    for score, people in counts.scores:
        bins[min(int(score / 100 // step), len(bins) - 1)] += people
    rows = [Bar(str(low * step), _bin_label(low * step, step, highest), people) for low, people in bins.items()]
    people = sum(row.value for row in rows)
    summary = _("Chưa có số liệu.")
    if people:
        mean = sum(score * count for score, count in counts.scores) / people
        full = sum(count for score, count in counts.scores if score >= counts.max_score > 0)
        summary = _(
            "%(people)s người; điểm trung bình %(mean)s trên %(highest)s; %(full)s người đạt điểm tối đa.",
            people=number(people),
            mean=number(mean / 100, 2),
            highest=points(counts.max_score),
            full=number(full),
        )
    return Figure("scores", _("Phân bố điểm"), _("Điểm"), _("người"), Shape.COLUMNS, rows, summary)


def _bin_label(low: int, step: int, highest: float) -> str:
    """The scores of a column: 7 stands for 7 and fractions above; 10–14 for whole steps."""
    top = min(low + step - 1, int(highest))
    return str(low) if top <= low else f"{low}–{top}"


def _named(code: str, title: str, heading: str, pairs: Pairs, name: Callable[[str], str]) -> Figure | None:
    if not pairs:
        return None
    ordered = sorted(pairs, key=lambda pair: (-pair[1], pair[0] == "", pair[0]))
    rows = [Bar(str(key), name(str(key)), value) for key, value in ordered]
    unit = _("người")
    return Figure(code, title, heading, unit, Shape.BARS, rows, _summary(rows, unit))


def _divisions(scope: Scope, counts: Counts) -> Figure | None:
    titles = {one.code: one.title for one in scope.rules.divisions}
    pairs = counts.divisions if titles else [pair for pair in counts.divisions if pair[0]]
    title, heading = _("Người dự thi theo bảng"), _("Bảng thi")
    return _named("divisions", title, heading, pairs, lambda key: titles.get(key, key) or _("Không thuộc bảng nào"))


def _kinds(_scope: Scope, counts: Counts) -> Figure | None:
    heading = _("Loại đơn vị")
    title = _("Người dự thi theo loại đơn vị")
    return _named("kinds", title, heading, counts.kinds, lambda key: _(title_of(key)) if key else _("Không rõ"))


def _attempts_per_person(_scope: Scope, counts: Counts) -> Figure:
    few = [pair for pair in counts.attempts if pair[0] < MANY_ATTEMPTS]
    rows = [Bar(str(key), _("%(count)s lượt", count=number(key)), value) for key, value in few]
    many = sum(value for key, value in counts.attempts if key >= MANY_ATTEMPTS)
    if many:
        label = _("từ %(count)s lượt", count=number(MANY_ATTEMPTS))
        rows.append(Bar(f"{MANY_ATTEMPTS}+", label, many))
    unit = _("người")
    summary = _summary(rows, unit)
    title = _("Số lượt thi của mỗi người")
    return Figure("attempts_per_person", title, _("Số lượt"), unit, Shape.COLUMNS, rows, summary)


_DRAWN: Sequence[Callable[[Scope, Counts], Figure | None]] = (
    _attempts_by_day,
    _first_day,
    _last_day,
    _people_over_time,
    _scores,
    _divisions,
    _kinds,
    _attempts_per_person,
)
