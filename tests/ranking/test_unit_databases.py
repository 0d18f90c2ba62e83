"""What units need of the database gives the same on both: tables, the week, who is missing, a merge and back."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from flask import Flask

from quiz.accounts.models import Membership
from quiz.core.db import db, transaction
from quiz.ranking import service
from quiz.ranking.missing import Members, members_by_position, missing_people
from quiz.ranking.models import UnitStanding
from quiz.ranking.report import invited_to
from quiz.ranking.scope import scope_of
from quiz.ranking.week_figures import Figures, by_position, figures_of, within
from quiz.ranking.weeks import week_of
from quiz.units import service as units
from quiz.units.models import OrgUnit
from tests.conftest import FrozenClock
from tests.factories.attempts import make_arena

DAY = date(2026, 3, 2)


def homes() -> dict[int, str]:
    """The codes of the units that people stand for now."""
    query = sa.select(Membership.person_id, OrgUnit.code).join(OrgUnit).where(Membership.to_on.is_(None))
    return {row[0]: row[1] for row in db.session.execute(query)}


def test_tables_weeks_missing_ones_and_merges(each_app: Flask, frozen: FrozenClock) -> None:
    arena = make_arena(frozen.moment)
    units.renumber()
    for name, unit, score in (("An", "A1", 1000), ("Bình", "A2", 400), ("Chi", "B", 700)):
        arena.sit(name, unit, score=score)
    arena.sit("An", "A1", number=2, score=600)
    people = {name: arena.people.get(name) or arena.person(name) for name in ("An", "Bình", "Chi", "Lò Thị Ến")}
    with transaction():
        for name, unit in (("An", "A1"), ("Bình", "A2"), ("Chi", "B"), ("Lò Thị Ến", "A1")):
            db.session.add(Membership(person_id=people[name], unit_id=arena.units[unit], post="Bí thư"))
    frozen.move(hours=1)
    service.refresh(frozen.moment)
    table = {
        row.code: (row.people, row.attempts, row.score_sum, row.full_scores, row.top_sum, row.top_count)
        for row in db.session.scalars(sa.select(UnitStanding).where(UnitStanding.round_number == 1))
    }
    assert table["A"] == (2, 3, 1400, 1, 1400, 2)
    assert table["T"] == (3, 4, 2100, 1, 2100, 3)
    figures = by_position(figures_of(arena.contest_id, week_of(frozen.moment), frozen.moment).figures)
    root = db.session.get_one(OrgUnit, arena.units["T"])
    assert within(figures, root.position, root.last_position) == Figures(3, 4, 2100, 1)
    who = invited_to(scope_of("thu", None, frozen.moment), None, frozen.moment)
    members = members_by_position(root, [arena.rounds[1]], who)
    assert sum((one.missing for one in members.values()), 0) == 1
    assert members[db.session.get_one(OrgUnit, arena.units["A1"]).position] == Members(2, 1)
    found = missing_people(root, [arena.rounds[1]], who, "lo en", 1, shows_phone=False)
    assert ([one.name for one in found.rows], found.total) == (["Lò Thị Ến"], 1)
    before = homes()
    units.merge_units(None, [arena.units["A1"]], arena.units["B"], DAY, "NQ", frozen.moment)
    assert homes() == {**before, people["An"]: "B", people["Lò Thị Ến"]: "B"}
    moved = by_position(figures_of(arena.contest_id, week_of(frozen.moment), frozen.moment).figures)
    assert sum((one.people for one in moved.values()), 0) == 3
    units.unmerge_unit(None, arena.units["A1"], "")
    assert homes() == before
