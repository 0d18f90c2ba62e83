"""The Monday report of unit contacts: the own unit and those directly below, this week, this round, the contest.

What may be seen: the own unit's numbers always, for it is the contact's duty to report them, and never a sum of another
unit. Two things stay hidden as on public pages while a prediction question hides them, but for organisers of the
contest: all of it for whoever looks after the whole (its sum is the answer that is asked for), and points, which may be
measured by the best of other units.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from quiz.contests.entering import entry_day
from quiz.contests.invited import Invited, invited
from quiz.contests.models import Round
from quiz.contests.queries import owner_position, rules_of, state_for_review
from quiz.contests.rules import ContestRules
from quiz.core import clock
from quiz.core.db import db
from quiz.core.permissions import Actor, Role
from quiz.ranking.gate import gate
from quiz.ranking.missing import Members, members_by_position
from quiz.ranking.models import UnitStanding
from quiz.ranking.scope import Scope
from quiz.ranking.unit_bands import ranked_tree
from quiz.ranking.unit_queries import all_units, ranked
from quiz.ranking.unit_rows import UnitRow
from quiz.ranking.week_figures import Figures, by_position, figures_of, within
from quiz.ranking.weeks import Week, week_of, weeks_between
from quiz.units.models import OrgUnit
from quiz.units.queries import ancestors, by_codes
from quiz.units.search import valid_on

_REPORTERS = (Role.UNIT_CONTACT, Role.ORGANISER)


@dataclass(frozen=True)
class Line:
    """A unit with its subtree: the week and the one before, the contest, the current round and the one before it.

    Rows are None where the unit stands in no table yet.
    """

    unit: OrgUnit
    week: Figures
    last_week: Figures
    contest: UnitRow | None
    current: UnitRow | None
    previous: UnitRow | None
    members: Members

    @property
    def more_people(self) -> int:
        """How many people more than in the week before; negative: fewer."""
        return self.week.people - self.last_week.people

    @property
    def risen(self) -> int | None:
        """By how many ranks the unit stands higher than in the round before; None where there is no telling."""
        now, then = self.current, self.previous
        if now is None or then is None or now.rank is None or then.rank is None:
            return None
        return then.rank - now.rank


@dataclass(frozen=True)
class Report:
    """Everything the page, the workbook and the text are made of; `hidden` are columns that are a secret.

    The figures of the weeks are as they were at `counted_at`.
    """

    scope: Scope
    week: Week
    weeks: Sequence[Week]
    own: Line
    below: Sequence[Line]
    current: Round | None
    previous: Round | None
    hidden: frozenset[str]
    counted_at: datetime

    @property
    def tells_missing(self) -> bool:
        """Whether those who have not sat may be told: how many they are says how many have."""
        return "people" not in self.hidden


def report_of(actor: Actor, scope: Scope, unit: OrgUnit, week: Week | None, now: datetime) -> Report:
    """The report about a unit the person looks after; without a week about the one that is running, or the last one."""
    current, previous = _rounds(scope)
    weeks = _weeks(scope, now)
    chosen = week if week in weeks else weeks[0]
    units = [unit, *_children(unit, now)]
    weekly = figures_of(scope.contest.id, chosen, now), figures_of(scope.contest.id, chosen.before, now)
    members = members_by_position(unit, [one.id for one in scope.choices], invited_to(scope, None, now))
    lines = _lines(scope, units, (weekly[0].figures, weekly[1].figures), members, (current, previous))
    counted_at = min(one.at for one in weekly)
    hidden = _hidden(actor, scope, unit, now)
    return Report(
        scope, chosen, weeks, lines[0], _by_place(lines[1:], scope.rules), current, previous, hidden, counted_at
    )


def invited_to(scope: Scope, contest_round: Round | None, now: datetime) -> Invited:
    """Whom a contest is for, with the ages that count in a round, or else in the one that is next."""
    rules = rules_of(scope.contest.id, scope.contest.rules_version)
    day = entry_day(scope.choices, now, contest_round.id if contest_round else None)
    return invited(scope.contest, rules, day, now)


def _by_place(lines: Sequence[Line], rules: ContestRules) -> list[Line]:
    """By rank in the current round, band by band; those without a rank last, in the order of the forest."""
    bands = {band.code: place for place, band in enumerate(rules.unit_scheme.bands)}

    def place(line: Line) -> tuple[bool, int, int]:
        row = line.current
        if row is None or row.rank is None:
            return True, 0, 0
        return False, bands.get(row.band or "", 0), row.rank

    return sorted(lines, key=place)


def _rounds(scope: Scope) -> tuple[Round | None, Round | None]:
    """The latest round that has opened, and the one before it."""
    opened = sorted(scope.choices, key=lambda one: (one.opens_at, one.number), reverse=True)
    return (opened[0] if opened else None), (opened[1] if len(opened) > 1 else None)


def _weeks(scope: Scope, now: datetime) -> list[Week]:
    """From the first opening to today, or to the last end."""
    if not scope.choices:
        return [week_of(now)]
    first, last = min(one.opens_at for one in scope.choices), max(one.closes_at for one in scope.choices)
    return weeks_between(first, min(now, last))


def _children(unit: OrgUnit, now: datetime) -> Sequence[OrgUnit]:
    below = sa.select(OrgUnit).where(OrgUnit.parent_id == unit.id, valid_on(clock.local(now).date()))
    return db.session.scalars(below.order_by(OrgUnit.position)).all()


def _lines(
    scope: Scope,
    units: Sequence[OrgUnit],
    weekly: tuple[Mapping[int, Figures], Mapping[int, Figures]],
    members: Mapping[int, Members],
    rounds: tuple[Round | None, Round | None],
) -> list[Line]:
    contest_id, ids = scope.contest.id, {unit.id for unit in units}
    this, last = by_position(weekly[0]), by_position(weekly[1])
    rules = rules_of(contest_id, scope.contest.rules_version)
    total = rows_of_units(contest_id, scope.number, scope.rules, ids)
    now, then = (
        rows_of_units(contest_id, one.number, rules.of_round(one.number), ids) if one else {} for one in rounds
    )
    return [
        Line(
            unit,
            within(this, unit.position, unit.last_position),
            within(last, unit.position, unit.last_position),
            total.get(unit.id),
            now.get(unit.id),
            then.get(unit.id),
            _members(members, unit),
        )
        for unit in units
    ]


def _members(members: Mapping[int, Members], unit: OrgUnit) -> Members:
    own = [one for position, one in members.items() if unit.position <= position <= unit.last_position]
    return Members(sum(one.accounts for one in own), sum(one.missing for one in own))


def rows_of_units(contest_id: int, number: int, rules: ContestRules, unit_ids: Collection[int]) -> dict[int, UnitRow]:
    """Some units of a round or total with their places in their bands, or else among those beside them: one query."""
    if rules.unit_scheme.bands:
        return {row.unit_id: row for row in ranked_tree(contest_id, number, rules) if row.unit_id in unit_ids}
    beside: dict[int | None, list[UnitStanding]] = {}
    for unit in all_units(contest_id, number):
        beside.setdefault(unit.parent_id, []).append(unit)
    groups = [group for group in beside.values() if any(one.unit_id in unit_ids for one in group)]
    return {row.unit_id: row for group in groups for row in ranked(group, rules) if row.unit_id in unit_ids}


def _hidden(actor: Actor, scope: Scope, unit: OrgUnit, now: datetime) -> frozenset[str]:
    if actor.covers(owner_position(scope.contest), Role.ORGANISER):
        return frozenset()
    rules = rules_of(scope.contest.id, scope.contest.rules_version)
    secret: set[str] = set()
    for one in scope.choices:
        secret |= gate(rules.of_round(one.number), state_for_review(one, now)).hidden
    return frozenset(secret if _has_all(actor, scope, unit) else secret & {"points"})


def _has_all(actor: Actor, scope: Scope, unit: OrgUnit) -> bool:
    """Whether the own subtree holds everybody: the whole tree, the unit that holds the contest, all that may enter."""
    root = next(iter(ancestors(unit)), unit)
    owner, allowed = owner_position(scope.contest), by_codes(scope.rules.entrants.who.units).values()
    wholes = [[root.position], [owner] if owner is not None else [], [one.position for one in allowed]]
    return any(whole and all(actor.covers(one, *_REPORTERS) for one in whole) for whole in wholes)
