"""Random drafts as a contest file can state them, for properties that must hold of every contest."""

from __future__ import annotations

import string
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeVar

from hypothesis import assume
from hypothesis import strategies as st

from quiz.contests.awards import OnePerPerson, Prize, Prizes
from quiz.contests.draft import ContestDraft, RoundDraft
from quiz.contests.groups import Division, Entrants, Group, Staff
from quiz.contests.impossible import impossibilities
from quiz.contests.rules import (
    Cell,
    ContestRules,
    Counted,
    Criterion,
    Hidden,
    Meaning,
    Prediction,
    Review,
    Shown,
    Total,
)
from quiz.contests.schedule import Hours, Schedule
from quiz.contests.unit_scheme import Band, Quota, Scale, UnitCriterion, UnitScheme, Weight
from quiz.core.vietnamese import clean
from quiz.units.models import UnitKind

T = TypeVar("T")
CODES = st.text(string.ascii_uppercase + string.digits, min_size=1, max_size=6)
SAYS_NOTHING = {"", "null", "~"}


LINES = st.sampled_from(
    ["Vòng một: thử", "# 1", "- a", "true", "12:30", "none", "'", '"', "a: b", "{x}", "[y]", "%(z)s", "0,5", "|", "Ừ"]
) | st.text(min_size=1, max_size=12).map(clean).filter(lambda text: text not in SAYS_NOTHING)
"""Texts of one line that say something, as reading leaves them; many look like something else in YAML."""
PROSE = st.lists(st.just("") | LINES, max_size=3).map(lambda written: "\n".join(written).strip())
"""Text of several lines, as reading leaves it."""


def unique(one: st.SearchStrategy[T], most: int = 3, least: int = 0) -> st.SearchStrategy[tuple[T, ...]]:
    """Tuples of different values."""
    return st.lists(one, min_size=least, max_size=most, unique=True).map(tuple)


def some(among: type[T], least: int = 0) -> st.SearchStrategy[tuple[T, ...]]:
    """Different values of an enum."""
    return unique(st.sampled_from(list(among)), most=6, least=least)  # type: ignore[call-overload, no-any-return]


def maybe(one: st.SearchStrategy[T]) -> st.SearchStrategy[T | None]:
    """A value or None."""
    return st.none() | one


@st.composite
def schedules(draw: st.DrawFn) -> Schedule:
    """Closed hours that do not overlap, some weekdays and days; something is always open."""
    edges = sorted(draw(st.lists(st.integers(0, 1440), max_size=6, unique=True)))
    hours = [Hours(start, end) for start, end in zip(edges[::2], edges[1::2], strict=False) if end - start < 1440]
    weekdays = draw(st.lists(st.integers(1, 7), max_size=6, unique=True))
    days = draw(st.lists(st.dates(date(2026, 1, 1), date(2026, 12, 31)), max_size=3, unique=True))
    return Schedule(tuple(hours), tuple(sorted(weekdays)), tuple(sorted(days)))


@st.composite
def ranges(draw: st.DrawFn, least: int, most: int) -> tuple[int | None, int | None]:
    """A lower and an upper bound, each of which may be missing."""
    low, high = sorted(draw(st.tuples(st.integers(least, most), st.integers(least, most))))
    return draw(st.sampled_from([(None, None), (low, None), (None, high), (low, high)]))


KINDS = some(UnitKind).map(lambda kinds: tuple(kind.value for kind in kinds))
PRIZES = st.lists(
    st.builds(Prize, LINES, st.integers(1, 99), st.just("") | LINES, st.integers(0, 50)),
    max_size=3,
    unique_by=lambda prize: prize.title,
).map(tuple)
PREDICTIONS = st.builds(Prediction, LINES, st.sampled_from(Meaning), st.sampled_from(Hidden))
CELLS = st.lists(
    st.builds(Cell, LINES, st.sampled_from(["*", "recognition", "high_application"]), st.integers(1, 20)),
    min_size=1,
    max_size=4,
    unique_by=lambda cell: (cell.topic, cell.level),
).map(tuple)
LOGINS = st.text(string.ascii_lowercase + ".", min_size=3, max_size=12).filter(lambda text: text not in SAYS_NOTHING)


@st.composite
def groups(draw: st.DrawFn) -> Group:
    """Conditions on people."""
    ages = draw(ranges(1, 120))
    return Group(draw(unique(CODES)), draw(KINDS), draw(unique(LINES)), *ages)


@st.composite
def bands(draw: st.DrawFn, code: str) -> Band:
    """A band of this code."""
    heads = draw(ranges(0, 1000))
    return Band(code, draw(LINES), draw(KINDS), draw(unique(CODES)), *heads)


@st.composite
def unit_schemes(draw: st.DrawFn) -> UnitScheme:
    """Weights, cap, bands and quotas."""
    criteria = draw(some(UnitCriterion))
    weights = [
        Weight(one, draw(st.integers(1, 10**6)), draw(st.sampled_from(Scale)))
        for one in criteria
        if one is not UnitCriterion.POINTS
    ]
    asked = st.tuples(maybe(st.integers(1, 999)), maybe(st.integers(1, 999))).filter(any)
    quotas = [
        Quota(*draw(asked), draw(KINDS), draw(unique(CODES)), draw(maybe(st.integers(1, 999))))
        for _ in range(draw(st.integers(0, 2)))
    ]
    return UnitScheme(
        weights=tuple(weights),
        rate_cap_percent=draw(maybe(st.integers(1, 1000))),
        min_headcount=draw(st.integers(0, 100)),
        top_k=draw(st.integers(1, 50)),
        bands=tuple(draw(bands(code)) for code in draw(unique(CODES))),
        quotas=tuple(quotas),
    )


@st.composite
def entrants(draw: st.DrawFn) -> Entrants:
    """Who may enter and who is not ranked."""
    apart = draw(maybe(groups().filter(lambda group: not group.is_everybody)))
    return Entrants(draw(groups()), draw(st.sampled_from(Staff)), apart, draw(unique(LOGINS)), draw(unique(LOGINS)))


OVERRIDES = st.fixed_dictionaries(
    {},
    optional={
        "blueprint": CELLS,
        "time_limit_seconds": st.integers(1, 86_400),
        "attempts_allowed": maybe(st.integers(1, 1000)),
        "bank": LINES,
        "points_per_item": maybe(st.integers(1, 100)),
        "shuffle_items": st.booleans(),
        "shuffle_options": st.booleans(),
        "same_for_all": st.booleans(),
        "schedule": schedules(),
        "prediction": maybe(PREDICTIONS),
        "complete_only": st.booleans(),
    },
)


@st.composite
def rounds(draw: st.DrawFn) -> tuple[RoundDraft, ...]:
    """Windows one after the other, to the millisecond."""
    found, moment = [], datetime(2026, 1, 5, 1, tzinfo=UTC)
    for number in sorted(draw(unique(st.integers(1, 20), least=1))):
        opens_at = moment + timedelta(milliseconds=draw(st.integers(0, 10**6) | st.just(0)))
        moment = opens_at + timedelta(minutes=draw(st.integers(10_000, 30_000)))
        found.append(RoundDraft(number, draw(LINES), opens_at, moment, bool(found) and draw(st.booleans())))
    return tuple(found)


def orders(among: Any) -> st.SearchStrategy[tuple[Any, ...]]:
    """Lists of different criteria."""
    return some(among, least=1)


@st.composite
def divisions(draw: st.DrawFn) -> tuple[Division, ...]:
    """Divisions with different codes."""
    codes = draw(unique(CODES))
    return tuple(Division(code, draw(LINES), draw(groups()), draw(PRIZES), draw(PRIZES)) for code in codes)


def _contest_rules() -> st.SearchStrategy[ContestRules]:
    return st.builds(
        ContestRules,
        bank=LINES,
        blueprint=CELLS,
        time_limit_seconds=st.integers(1, 86_400),
        attempts_allowed=maybe(st.integers(1, 1000)),
        counted_attempt=st.sampled_from(Counted),
        contest_total=st.sampled_from(Total),
        tie_break=orders(Criterion),
        unit_order=orders(UnitCriterion),
        grace_seconds=st.integers(0, 60),
        points_per_item=maybe(st.integers(1, 100)),
        shuffle_items=st.booleans(),
        shuffle_options=st.booleans(),
        review=st.builds(Review, *[st.sampled_from(Shown)] * 3),
        prediction=maybe(PREDICTIONS),
        schedule=schedules(),
        same_for_all=st.booleans(),
        complete_only=st.booleans(),
        full_scores_only=st.booleans(),
        entrants=entrants(),
        divisions=divisions(),
        prizes=st.builds(
            Prizes,
            PRIZES,
            PRIZES,
            PRIZES,
            PRIZES,
            st.sampled_from(OnePerPerson),
            maybe(st.integers(1, 100)),
            unique(LINES),
        ),
        unit_scheme=unit_schemes(),
        note=PROSE,
    )


@st.composite
def drafts(draw: st.DrawFn) -> ContestDraft:
    """Whole contests in which nothing contradicts itself."""
    windows = draw(rounds())
    own = {one.number: draw(OVERRIDES) for one in windows}
    rules = replace(draw(_contest_rules()), overrides={number: changes for number, changes in own.items() if changes})
    slug = draw(st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,8})?", fullmatch=True))
    texts = {"title": draw(LINES), "summary": draw(PROSE), "owner_unit": draw(st.just("") | CODES)}
    draft = _mended(ContestDraft(slug, rules=rules, rounds=windows, is_demo=draw(st.booleans()), **texts))
    assume(not list(impossibilities(draft)))
    return draft


def _mended(draft: ContestDraft) -> ContestDraft:
    """The draft without most of what could contradict itself."""
    rules, asked = draft.rules, draft.rules.unit_scheme
    questions = [rules.of_round(one.number).prediction for one in draft.rounds if not one.is_practice]
    weights = tuple(one for one in asked.weights if asked.quotas or one.criterion is not UnitCriterion.QUOTA)
    needs = {UnitCriterion.POINTS: weights, UnitCriterion.QUOTA: asked.quotas}
    unit_order = [one for one in rules.unit_order if needs.get(one, True)]
    tie_break = [one for one in rules.tie_break if one is not Criterion.PREDICTION or all(questions)]
    rules = replace(
        rules,
        contest_total=Total.SUM if _promises_total(rules) else rules.contest_total,
        tie_break=tuple(tie_break) or (Criterion.SCORE,),
        unit_order=tuple(unit_order) or (UnitCriterion.PEOPLE,),
        unit_scheme=replace(asked, weights=weights),
    )
    return replace(draft, rules=rules)


def _promises_total(rules: ContestRules) -> bool:
    return bool(rules.prizes.total or rules.prizes.units_total or any(one.total for one in rules.divisions))
