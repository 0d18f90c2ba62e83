"""Thirteen rule sets of real contests as drafts; what their published rules do not say is chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from quiz.contests.awards import OnePerPerson, Prize, Prizes
from quiz.contests.draft import ContestDraft, RoundDraft
from quiz.contests.groups import Division, Entrants, Group, Staff
from quiz.contests.moments import parse_moment
from quiz.contests.rules import Cell, ContestRules, Counted, Criterion, Meaning, Prediction, Total
from quiz.contests.schedule import Schedule
from quiz.contests.unit_scheme import Quota, UnitCriterion, UnitScheme, Weight

WEEK = timedelta(days=7)
SCORE, DURATION, SUBMITTED = Criterion.SCORE, Criterion.DURATION, Criterion.SUBMITTED_AT
GUESS = "Theo bạn, có bao nhiêu người {what}?"


def moment(text: str) -> datetime:
    """A moment as people write it."""
    found = parse_moment(text)
    assert found is not None
    return found.astimezone(UTC)


def rounds(*spans: tuple[str, str], word: str = "Tuần") -> tuple[RoundDraft, ...]:
    """Rounds with these windows."""
    return tuple(
        RoundDraft(number, f"Vòng {number}" if word == "Vòng" else f"{word} {number}", moment(start), moment(end))
        for number, (start, end) in enumerate(spans, start=1)
    )


def weeks(count: int, first: str, length: timedelta) -> tuple[RoundDraft, ...]:
    """Rounds of this length, one every week from `first` on."""
    start = moment(first)
    return tuple(
        RoundDraft(number + 1, f"Tuần {number + 1}", start + number * WEEK, start + number * WEEK + length)
        for number in range(count)
    )


def grades(*counts: int) -> tuple[Prize, ...]:
    """First, second and third prizes and those of encouragement."""
    titles = ("Giải Nhất", "Giải Nhì", "Giải Ba", "Giải Khuyến khích")
    return tuple(Prize(title, count) for title, count in zip(titles, counts, strict=False))


def contest(
    slug: str, title: str, its: Sequence[RoundDraft], questions: int, minutes: int, **rules: Any
) -> ContestDraft:
    """A contest with so many questions from anywhere in its bank."""
    made = ContestRules(slug.upper(), (Cell("*", "*", questions),), minutes * 60, points_per_item=1)
    return ContestDraft(slug, title, replace(made, **rules), tuple(its))


def guess(meaning: Meaning, what: str) -> Prediction:
    """A prediction question."""
    return Prediction(GUESS.format(what=what), meaning)


NEAR_MONDAY = WEEK - timedelta(hours=1)
ALL_RIGHT = guess(Meaning.FULL_SCORES, "trả lời đúng tất cả các câu hỏi")
TAKING_PART = guess(Meaning.PEOPLE, "dự thi trong tuần này")
VCNET_2019 = contest(
    "vcnet-2019",
    "Cuộc thi trắc nghiệm trên VCNet năm 2019",
    weeks(8, "01/04/2019 10:00", NEAR_MONDAY),
    5,
    10,
    attempts_allowed=None,
    same_for_all=True,
    full_scores_only=True,
    prediction=ALL_RIGHT,
    tie_break=(SCORE, Criterion.PREDICTION, SUBMITTED),
    prizes=Prizes(each_round=grades(1, 2, 5, 8)),
)
VCNET_2020 = contest(
    "vcnet-2020",
    "Cuộc thi trắc nghiệm trên VCNet năm 2020",
    weeks(16, "06/04/2020 10:00", NEAR_MONDAY),
    10,
    10,
    attempts_allowed=None,
    same_for_all=True,
    full_scores_only=True,
    prediction=ALL_RIGHT,
    tie_break=(SCORE, Criterion.PREDICTION, SUBMITTED),
    prizes=Prizes(each_round=grades(1, 2, 5, 8)),
)
QUANG_NAM_LAW = contest(
    "quang-nam-phap-luat-2022",
    "Cuộc thi tìm hiểu pháp luật tỉnh Quảng Nam năm 2022",
    rounds(
        ("01/08/2022 07:00", "15/08/2022 17:00"),
        ("01/09/2022 07:00", "15/09/2022 17:00"),
        ("01/10/2022 07:00", "15/10/2022 17:00"),
        word="Vòng",
    ),
    30,
    20,
    points_per_item=10,
    attempts_allowed=2,
    prediction=guess(Meaning.PEOPLE, "dự thi trong vòng này"),
    tie_break=(SCORE, Criterion.PREDICTION, DURATION, Criterion.STARTED_AT, Criterion.FULL_SCORE_ATTEMPTS),
    prizes=Prizes(
        each_round=(Prize("Giải Nhất", 1, points=10), Prize("Giải Nhì", 2, points=8), Prize("Giải Ba", 3, points=6)),
        units_total=grades(1, 2, 3),
        one_per_person=OnePerPerson.HIGHEST,
        most_percent=50,
    ),
    contest_total=Total.SUM,
    unit_order=(UnitCriterion.POINTS,),
    unit_scheme=UnitScheme(weights=(Weight(UnitCriterion.RATE, 1000), Weight(UnitCriterion.PRIZE_POINTS, 1000))),
)
BAC_TRA_MY = contest(
    "bac-tra-my-2021",
    "Cuộc thi tìm hiểu truyền thống huyện Bắc Trà My",
    rounds(("21/10/2021 07:30", "30/10/2021 19:30"), word="Vòng"),
    20,
    30,
    attempts_allowed=2,
    prediction=TAKING_PART,
    tie_break=(SCORE, DURATION, Criterion.PREDICTION, Criterion.BOARD),
    divisions=(
        Division("A", "Cán bộ, công chức, viên chức", Group(kinds=("province_agency", "commune")), grades(1, 2, 3, 5)),
        Division("B", "Học sinh", Group(kinds=("school",)), grades(1, 2, 3, 5)),
    ),
)
BINH_TAN = contest(
    "binh-tan-2019",
    "Cuộc thi trực tuyến quận Bình Tân",
    weeks(4, "04/03/2019 08:00", timedelta(days=6)),
    20,
    10,
    tie_break=(SCORE, DURATION, Criterion.STARTED_AT),
)
THANH_HOA = contest(
    "thanh-hoa-2022",
    "Cuộc thi tìm hiểu lịch sử Đảng bộ tỉnh Thanh Hóa",
    weeks(6, "04/07/2022 08:00", NEAR_MONDAY),
    14,
    20,
    attempts_allowed=20,
    full_scores_only=True,
    prediction=TAKING_PART,
    tie_break=(Criterion.PREDICTION, SUBMITTED),
    prizes=Prizes(each_round=grades(1, 2, 3, 5)),
    overrides={number: {"blueprint": (Cell("*", "*", 9),), "attempts_allowed": 5} for number in (4, 5, 6)},
)
LANG_SON = contest(
    "lang-son-2023",
    "Cuộc thi tìm hiểu Nghị quyết tỉnh Lạng Sơn",
    weeks(5, "03/04/2023 08:00", WEEK),
    15,
    15,
    points_per_item=10,
    attempts_allowed=None,
    full_scores_only=True,
    prediction=Prediction("Theo bạn, có bao nhiêu lượt thi trong tuần này?", Meaning.ATTEMPTS),
    tie_break=(Criterion.PREDICTION, SUBMITTED),
    prizes=Prizes(each_round=grades(1, 2, 3, 5)),
    unit_order=(UnitCriterion.ATTEMPTS, UnitCriterion.PEOPLE),
)
TRADE_UNIONS = contest(
    "cong-doan-2024",
    "Cuộc thi tìm hiểu Công đoàn Việt Nam",
    weeks(3, "06/05/2024 08:00", WEEK - timedelta(hours=15)),
    20,
    15,
    attempts_allowed=2,
)
QUANG_NINH = contest(
    "quang-ninh-2023",
    "Cuộc thi tìm hiểu 60 năm tỉnh Quảng Ninh",
    rounds(
        ("01/07/2023 10:00", "31/07/2023 09:00"),
        ("01/08/2023 10:00", "31/08/2023 09:00"),
        ("01/09/2023 10:00", "30/09/2023 09:00"),
        word="Đợt",
    ),
    9,
    15,
    complete_only=True,
    prediction=guess(Meaning.PEOPLE, "dự thi trong đợt này"),
    tie_break=(SCORE, Criterion.PREDICTION, SUBMITTED),
)
NGHE_AN = contest(
    "nghe-an-2025",
    "Cuộc thi cán bộ tuyên giáo giỏi tỉnh Nghệ An",
    rounds(("06/10/2025 07:30", "31/10/2025 17:30"), word="Vòng"),
    20,
    20,
    entrants=Entrants(who=Group(posts=("Bí thư chi bộ", "Báo cáo viên"))),
    schedule=Schedule(closed_weekdays=(6, 7)),
)
ELECTION = contest(
    "bau-cu-2026",
    "Cuộc thi tìm hiểu về bầu cử năm 2026",
    rounds(("27/02/2026 08:00", "08/03/2026 24:00"), ("09/03/2026 08:00", "15/03/2026 24:00")),
    10,
    10,
    attempts_allowed=7,
    contest_total=Total.SUM,
    prediction=TAKING_PART,
    tie_break=(SCORE, Criterion.PREDICTION, DURATION, SUBMITTED),
    prizes=Prizes(
        each_round=grades(1, 2, 3, 10),
        units_total=(Prize("Giải tập thể", 10),),
        others=("10 giải dành cho tập thể, cá nhân tích cực tuyên truyền cuộc thi",),
    ),
)
QUANG_NAM_YOUTH = contest(
    "quang-nam-thanh-nien-2021",
    "Hội thi tìm hiểu lịch sử Đoàn tỉnh Quảng Nam",
    rounds(
        ("01/02/2021 08:00", "07/02/2021 17:00"),
        ("15/02/2021 08:00", "21/02/2021 17:00"),
        ("22/02/2021 08:00", "28/02/2021 17:00"),
        ("01/03/2021 08:00", "15/03/2021 17:00"),
    ),
    10,
    15,
    contest_total=Total.SUM,
    prediction=TAKING_PART,
    tie_break=(SCORE, Criterion.PREDICTION, DURATION),
    prizes=Prizes(each_round=grades(1, 1, 1, 3), total=grades(1, 1, 1, 5), units_total=grades(1, 1, 1)),
)
CAO_BANG = contest(
    "cao-bang-2026",
    "Cuộc thi trực tuyến tìm hiểu Đại hội XIV của Đảng",
    rounds(("05/01/2026 08:00", "11/01/2026 24:00"), word="Vòng"),
    20,
    20,
    counted_attempt=Counted.LAST,
    attempts_allowed=3,
    entrants=Entrants(who=Group(min_age=14), staff=Staff.BARRED),
    unit_order=(UnitCriterion.QUOTA, UnitCriterion.PEOPLE),
    unit_scheme=UnitScheme(quotas=(Quota(20, 80, max_headcount=100), Quota(50, 200))),
)
THIRTEEN = (
    VCNET_2019,
    VCNET_2020,
    QUANG_NAM_LAW,
    BAC_TRA_MY,
    BINH_TAN,
    THANH_HOA,
    LANG_SON,
    TRADE_UNIONS,
    QUANG_NINH,
    NGHE_AN,
    ELECTION,
    QUANG_NAM_YOUTH,
    CAO_BANG,
)
