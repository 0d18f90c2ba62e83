"""Prize winners of a round or of the whole contest, as the standings stand now."""

from __future__ import annotations

from typing import NamedTuple


class Winner(NamedTuple):
    """A person with a prize: the position of the unit in the tree, the grade (from 0, the highest), its points."""

    person_id: int
    unit_position: int
    prize: int
    points: int


def prize_winners(contest_id: int, round_number: int) -> list[Winner]:
    """Everybody who would get a prize of a round (0: of the whole contest), best first, division by division."""
    raise NotImplementedError
