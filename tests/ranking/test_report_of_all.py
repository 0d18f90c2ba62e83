"""The Monday report of a unit that holds everybody: its own sum is the contest's."""

from __future__ import annotations

import pytest

from quiz.contests.groups import Entrants, Group
from quiz.contests.models import Contest
from quiz.contests.rules import Meaning, Prediction
from quiz.core.db import db, transaction
from quiz.ranking import service
from quiz.units import service as units
from tests.conftest import FrozenClock
from tests.leaderboard.conftest import log_in
from tests.ranking.conftest import ArenaMaker
from tests.ranking.test_report import Contact, contact, shown

__all__ = ["contact", "log_in"]


@pytest.mark.parametrize("only", ["entrants", "owner"])
def test_the_contact_of_the_only_unit_that_takes_part_looks_after_the_whole_too(
    new_arena: ArenaMaker, contact: Contact, frozen: FrozenClock, only: str
) -> None:
    """A district's own contest: its sum is the answer that the prediction asks for, though it stands below a root."""
    who = Entrants(Group(units=("A",))) if only == "entrants" else Entrants()
    arena = new_arena(prediction=Prediction("Bao nhiêu người?", Meaning.PEOPLE), attempts_allowed=3, entrants=who)
    units.renumber()
    with transaction():
        db.session.query(Contest).one().owner_unit_id = arena.units["N" if only == "entrants" else "A"]
    arena.sit("An", "A1")
    frozen.move(minutes=5)
    service.refresh(frozen.moment)
    assert "Người dự thi tạm ẩn Lượt thi" in shown(contact(arena, "A"))
    assert "Người dự thi 1 +1 so với tuần trước" in shown(contact(arena, "A1"))
