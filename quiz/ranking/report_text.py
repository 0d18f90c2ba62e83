"""The Monday report as a short text to be pasted into a chat."""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter

from flask_babel import gettext as _

from quiz.core.vietnamese import number
from quiz.ranking.frames import TOTAL
from quiz.ranking.report import Line, Report
from quiz.ranking.unit_rows import UnitRow
from quiz.ranking.weeks import Week

TOP = 5
"""How many units below are named."""
FEW = 3
"""How many of each band, where there are several."""


def week_words(week: Week) -> str:
    """02/03 – 08/03/2026."""
    return f"{week.monday:%d/%m} – {week.sunday:%d/%m/%Y}"


def change(amount: int) -> str:
    """A change as people read it: +5, -3, 0."""
    return f"{'+' if amount > 0 else ''}{number(amount)}"


def chat_text(report: Report, address: str) -> str:
    """Numbers of the week and of the contest, the best units below, how many are missing, the way to the contest."""
    own = report.own
    lines = [
        _("BÁO CÁO TUẦN %(week)s", week=week_words(report.week)),
        report.scope.contest.title,
        _("Đơn vị: %(unit)s", unit=own.unit.name),
        *_week(report),
        *_contest(report),
        *_round(report),
        *_below(report),
        *_missing(report),
        _("Mời vào thi tại: %(address)s", address=address),
    ]
    return "\n".join(lines)


def _missing(report: Report) -> list[str]:
    if not report.tells_missing:
        return []
    members = report.own.members
    counts = {"missing": number(members.missing), "accounts": number(members.accounts)}
    return [_("- Chưa dự thi vòng nào: %(missing)s/%(accounts)s tài khoản", **counts)]


def _week(report: Report) -> list[str]:
    if report.hidden & {"people", "attempts"}:
        return [_("- Số liệu trong tuần tạm ẩn đến khi vòng thi kết thúc")]
    week, more = report.own.week, report.own.more_people
    return [
        _(
            "- Trong tuần: %(people)s người (%(change)s so với tuần trước), %(attempts)s lượt thi",
            people=number(week.people),
            change=change(more),
            attempts=number(week.attempts),
        )
    ]


def _contest(report: Report) -> list[str]:
    row = report.own.contest
    if row is None or report.hidden & {"people", "attempts", "rate"}:
        return []
    said = [_("- Tính đến nay: %(people)s, %(attempts)s lượt thi", people=_people(row), attempts=number(row.attempts))]
    if row.mean_score is not None and "mean_score" not in report.hidden:
        said.append(_("điểm trung bình %(mean)s", mean=number(row.mean_score / 100, 2)))
    if "full_scores" not in report.hidden:
        said.append(_full_scores(report, row))
    return [", ".join(said)]


def _full_scores(report: Report, row: UnitRow) -> str:
    """People in a round; over several rounds one of them may have reached it more than once."""
    if report.scope.number == TOTAL:
        return str(_("%(times)s lần đạt điểm tối đa", times=number(row.full_scores)))
    return str(_("%(people)s người đạt điểm tối đa", people=number(row.full_scores)))


def _people(row: UnitRow) -> str:
    if row.headcount and row.rate is not None:
        share = number(row.rate * 100, 1)
        return str(
            _("%(people)s/%(all)s người (%(rate)s%%)", people=number(row.people), all=number(row.headcount), rate=share)
        )
    return str(_("%(people)s người", people=number(row.people)))


def _round(report: Report) -> list[str]:
    row, lines = report.own.current, []
    if row is None or report.current is None:
        return []
    if row.rank is not None:
        lines.append(
            _(
                "- Hạng %(rank)s ở %(round)s%(risen)s",
                rank=number(row.rank),
                round=report.current.title,
                risen=_risen(report.own),
            )
        )
    if row.quota and "quota" not in report.hidden:
        lines.append(
            _(
                "- Chỉ tiêu %(round)s: %(reached)s/%(asked)s lượt (%(share)s%%)",
                round=report.current.title,
                reached=number(row.quota.reached),
                asked=number(row.quota.asked),
                share=number(row.quota.share * 100, 1),
            )
        )
    return lines


def _risen(line: Line) -> str:
    if not line.risen:
        return ""
    if line.risen > 0:
        return str(_(" (tăng %(places)s bậc)", places=number(line.risen)))
    return str(_(" (giảm %(places)s bậc)", places=number(-line.risen)))


def _below(report: Report) -> list[str]:
    """The units below by their place in the current round, band by band; nothing while their numbers are a secret."""
    if report.hidden & {"people", "attempts", "rate"}:
        return []
    titles = {band.code: band.title for band in report.scope.rules.unit_scheme.bands}
    groups: dict[str, list[Line]] = {}
    for line in report.below:
        if line.current and line.current.rank is not None:
            groups.setdefault(titles.get(line.current.band or "", ""), []).append(line)
    return [text for title, lines in groups.items() for text in _best(title, lines, TOP if len(groups) == 1 else FEW)]


def _best(title: str, lines: Sequence[Line], most: int) -> list[str]:
    named = sorted(((line.current.rank or 0, line) for line in lines if line.current), key=itemgetter(0))
    heading = _("- Dẫn đầu %(band)s:", band=title) if title else _("- Đơn vị trực thuộc dẫn đầu:")
    return [
        heading,
        *(f"  {rank}. {line.unit.name}: {_people(line.current)}" for rank, line in named[:most] if line.current),
    ]
