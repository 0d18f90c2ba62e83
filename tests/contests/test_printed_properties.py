"""Whatever the rules are: every setting leaves its trace in the text, and other rules print another text."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quiz.contests.articles import articles
from quiz.contests.awards import OnePerPerson, Prize, Prizes
from quiz.contests.deviations import settled
from quiz.contests.draft import ContestDraft
from quiz.contests.groups import Division, Entrants, Group, Staff
from quiz.contests.prose import Lines
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
from tests.contests.printed_text import DRAFT, RULES, lines_of

WORDS = st.sampled_from(["Sông", "Núi", "Biển", "Rừng"])
AGES = st.none() | st.integers(5, 90)
FEW = st.none() | st.integers(1, 40)


def some(values: st.SearchStrategy[Any], most: int = 3) -> st.SearchStrategy[tuple[Any, ...]]:
    """A few different values in any order, maybe none."""
    return st.lists(values, max_size=most, unique=True).map(tuple)


UNITS, KINDS = some(st.sampled_from(["T-A", "T-B", "T-C"])), some(st.sampled_from(["commune", "school", "ward"]))
GROUPS = st.builds(Group, UNITS, KINDS, some(WORDS), AGES, AGES)
LISTS = some(st.builds(Prize, WORDS, st.integers(1, 5), st.sampled_from(["", "1 triệu đồng"]), st.integers(0, 9)))
NO_PRIZES = st.just(())
CODES = st.sampled_from("XYZ")
HOURS = st.sampled_from([(), (Hours(690, 810),), (Hours(0, 420), Hours(1020, 1440)), (Hours(1320, 1440),)])
CELLS = st.builds(
    Cell,
    st.sampled_from(["*", "Sử", "Địa"]),
    st.sampled_from(["*", "recognition", "application", "comprehension"]),
    st.integers(1, 9),
)
CRITERIA = st.sampled_from([*list(UnitCriterion)[:-2], UnitCriterion.QUOTA])
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "bank": st.sampled_from(["a", "b"]),
    "blueprint": st.lists(CELLS, min_size=1, max_size=3, unique_by=lambda one: (one.topic, one.level)).map(tuple),
    "time_limit_seconds": st.integers(1, 5000),
    "attempts_allowed": FEW,
    "counted_attempt": st.sampled_from(Counted),
    "contest_total": st.sampled_from(Total),
    "tie_break": st.permutations(list(Criterion)).flatmap(
        lambda all_: st.integers(1, 9).map(lambda n: tuple(all_[:n]))
    ),
    "unit_order": st.permutations(list(UnitCriterion)).flatmap(
        lambda all_: st.integers(1, 9).map(lambda n: tuple(all_[:n]))
    ),
    "grace_seconds": st.integers(0, 60),
    "points_per_item": FEW,
    "shuffle_items": st.booleans(),
    "shuffle_options": st.booleans(),
    "review": st.builds(Review, *[st.sampled_from(Shown)] * 3),
    "prediction": st.none()
    | st.builds(Prediction, WORDS.map("{}?".format), st.sampled_from(Meaning), st.sampled_from(Hidden)),
    "schedule": st.builds(
        Schedule,
        HOURS,
        st.sets(st.integers(1, 7), max_size=3).map(lambda days: tuple(sorted(days))),
        st.sampled_from([(), (date(2026, 4, 30),), (date(2026, 4, 30), date(2026, 5, 1))]),
    ),
    "same_for_all": st.booleans(),
    "complete_only": st.booleans(),
    "full_scores_only": st.booleans(),
    "entrants": st.builds(
        Entrants, GROUPS, st.sampled_from(Staff), st.none() | GROUPS, some(st.sampled_from("ab")), some(st.just("c"))
    ),
    "divisions": st.lists(
        st.builds(Division, CODES, WORDS, GROUPS, LISTS, LISTS), max_size=3, unique_by=lambda one: one.code
    ).map(tuple),
    "prizes": st.builds(
        Prizes, LISTS, LISTS, LISTS, LISTS, st.sampled_from(OnePerPerson), st.none() | st.integers(1, 99), some(WORDS)
    ),
    "unit_scheme": st.builds(
        UnitScheme,
        st.lists(
            st.builds(Weight, CRITERIA, st.integers(1, 3000), st.sampled_from(Scale)),
            max_size=3,
            unique_by=lambda one: one.criterion,
        ).map(tuple),
        st.none() | st.integers(50, 150),
        st.integers(0, 20),
        st.integers(1, 20),
        st.lists(st.builds(Band, CODES, WORDS, KINDS, UNITS, FEW, FEW), max_size=2, unique_by=lambda one: one.code).map(
            tuple
        ),
        some(st.builds(Quota, FEW, FEW, KINDS, UNITS, FEW), 2),
    ),
    "note": st.sampled_from(["", "Hết.", "Một.\nHai."]),
}
OVERRIDDEN = ("bank", "blueprint", "time_limit_seconds", "attempts_allowed", "prediction", "schedule", "complete_only")
VALUES["overrides"] = st.fixed_dictionaries({}, optional={name: VALUES[name] for name in OVERRIDDEN}).map(
    lambda changes: {2: changes} if changes else {}
)
RULE_SETS = st.fixed_dictionaries({}, optional=VALUES).map(lambda given_: replace(RULES, **given_))


RICH = st.fixed_dictionaries(VALUES).map(lambda given_: replace(RULES, **given_))
PARTS: dict[str, type] = {
    "blueprint": Cell,
    "review": Review,
    "prediction": Prediction,
    "schedule": Schedule,
    "entrants": Entrants,
    "entrants.who": Group,
    "entrants.unranked": Group,
    "divisions": Division,
    "divisions.who": Group,
    "divisions.each_round": Prize,
    "prizes": Prizes,
    "prizes.units_total": Prize,
    "unit_scheme": UnitScheme,
    "unit_scheme.weights": Weight,
    "unit_scheme.bands": Band,
    "unit_scheme.quotas": Quota,
}
"""What is made of settings of its own, by its place."""
PATHS = [*VALUES, *(f"{place}.{one.name}" for place, kind in PARTS.items() for one in fields(kind))]


def nudged(old: Any, new: Any, path: list[str]) -> Any:
    """A value with nothing but the setting at a path taken over from another one; in a list, in its first item."""
    if not path or new is None:
        return new
    if isinstance(old, tuple):
        return (nudged(old[0], new[0], path), *old[1:]) if old and new else new
    if old is None:
        return new
    name, *rest = path
    return replace(old, **{name: nudged(getattr(old, name), getattr(new, name), rest)})


def printed(rules: ContestRules) -> list[str]:
    """The lines of the text."""
    return lines_of(replace(DRAFT, rules=rules))


def effective(rules: ContestRules) -> ContestDraft:
    """The same rules without the settings that have no effect beside the others."""
    draft = settled(replace(DRAFT, rules=rules))
    found = draft.rules
    own = [found.of_round(one.number) for one in draft.rounds]
    differing = {
        one.number: {name: getattr(its, name) for name in OVERRIDDEN if getattr(its, name) != getattr(found, name)}
        for one, its in zip(draft.rounds, own, strict=True)
    }
    found = replace(found, overrides={number: its for number, its in differing.items() if its})
    if all(its.attempts_allowed == 1 for its in own):
        found = replace(found, counted_attempt=Counted.BEST)
    found = replace(found, entrants=_entrants(found.entrants), prizes=_prizes(found), unit_scheme=_scheme(found))
    return replace(draft, rules=found)


def _entrants(entrants: Entrants) -> Entrants:
    """Accounts are told by their number, never by name."""
    return replace(
        entrants,
        unranked=entrants.unranked if entrants.unranked != Group() else None,
        unranked_logins=("x",) * len(entrants.unranked_logins),
        barred_logins=("x",) * len(entrants.barred_logins),
    )


def _prizes(rules: ContestRules) -> Prizes:
    """Common prizes that no division uses, and conditions of prizes that do not exist."""
    prizes = rules.prizes
    for name in ("each_round", "total"):
        if rules.divisions and all(getattr(one, name) for one in rules.divisions):
            prizes = replace(prizes, **{name: ()})
    own = any(one.each_round or one.total for one in rules.divisions)
    if not (own or prizes.each_round or prizes.total):
        prizes = replace(prizes, one_per_person=OnePerPerson.NONE, most_percent=None)
    return prizes


def _scheme(rules: ContestRules) -> UnitScheme:
    """Weights without a sum; a cap without a rate; a number of best people without a mean of theirs."""
    scheme, used = rules.unit_scheme, set(rules.unit_order)
    if UnitCriterion.POINTS in used:
        used |= {weight.criterion for weight in scheme.weights}
    else:
        scheme = replace(scheme, weights=())
    cap = scheme.rate_cap_percent if UnitCriterion.RATE in used else 100
    return replace(scheme, rate_cap_percent=cap, top_k=scheme.top_k if UnitCriterion.TOP_MEAN in used else 10)


def test_every_setting_is_among_those_that_are_varied() -> None:
    assert {one.name for one in fields(ContestRules)} == VALUES.keys()


def test_a_setting_changed_alone_changes_the_text_exactly_where_it_has_an_effect() -> None:
    had_effect = set()

    @given(RICH, RICH)
    @settings(max_examples=14, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    def look(rules: ContestRules, others: ContestRules) -> None:
        text, meant = printed(rules), effective(rules)
        for path in PATHS:
            other = nudged(rules, others, path.split("."))
            has_effect = effective(other) != meant
            assert (printed(other) != text) == has_effect, path
            if has_effect:
                had_effect.add(path)

    look()
    assert had_effect == set(PATHS)


@given(st.data())
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_other_rules_print_another_text_and_the_same_rules_the_same(data: st.DataObject) -> None:
    rules = data.draw(RULE_SETS)
    name = data.draw(st.sampled_from(sorted(VALUES)))
    other = replace(rules, **{name: data.draw(VALUES[name])})
    assert (printed(rules) == printed(other)) == (effective(rules) == effective(other)), name


@given(st.data())
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_every_setting_that_is_not_the_default_leaves_a_trace(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(VALUES)))
    changed = replace(RULES, **{name: data.draw(VALUES[name])})
    assert (printed(RULES) == printed(changed)) == (effective(RULES) == effective(changed)), name


@given(RULE_SETS)
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_every_text_is_made_of_whole_sentences_and_announced_lists(rules: ContestRules) -> None:
    for article in articles(replace(DRAFT, rules=rules), {}):
        assert article.blocks
        for block, following in zip(article.blocks, [*article.blocks[1:], ""], strict=True):
            if isinstance(block, Lines):
                assert block.lines
            else:
                assert block.endswith(":") is isinstance(following, Lines), block
            for line in block.lines if isinstance(block, Lines) else [block]:
                assert line[0].isupper(), line
                assert line[-1] in ".:”", line
                assert "  " not in line, line
                assert "None" not in line, line
