"""Settings of a contest that contradict each other, from a draft alone. Plain Python: no clock, no database."""

from __future__ import annotations

from collections.abc import Sequence

from quiz.contests.contradiction import Contradiction
from quiz.contests.deviations import settled
from quiz.contests.draft import ContestDraft
from quiz.contests.entry_contradictions import entry_contradictions
from quiz.contests.paper_contradictions import paper_contradictions
from quiz.contests.place_contradictions import place_contradictions
from quiz.contests.time_contradictions import time_contradictions
from quiz.contests.unit_contradictions import unit_contradictions

__all__ = ["Contradiction", "contradictions"]


def contradictions(draft: ContestDraft, headcounts: Sequence[int | None] = ()) -> tuple[Contradiction, ...]:
    """What an organiser would regret, in the order of the settings.

    `headcounts` are those of the units that will be ranked (None: unknown), where they are known; without them nothing
    is said that depends on them.
    """
    same = settled(draft)
    return (
        *time_contradictions(same),
        *paper_contradictions(same),
        *place_contradictions(same),
        *entry_contradictions(same, headcounts),
        *unit_contradictions(same, headcounts),
    )
