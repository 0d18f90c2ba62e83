"""What an approval would bring, before anybody decides: the true value, places, ties and prizes. Writes nothing."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace

from quiz.contests.models import Round
from quiz.contests.rules import Criterion
from quiz.core.db import in_portions
from quiz.ranking.allocation import Contender
from quiz.ranking.approval import Figures, figures_of
from quiz.ranking.folding import everybody, outcomes_of
from quiz.ranking.frames import Frame, Stage, frame_of
from quiz.ranking.giving import PrizeTable, Ranked, passed_over, tables_of
from quiz.ranking.people import NOWHERE, divisions
from quiz.ranking.prizes import Stored, rankings_of
from quiz.ranking.rules import UNPLACED, sort_key

AT_ONCE = 10_000
"""Up to how many people a round is ranked in advance without being asked to: ten thousand take about a second."""


@dataclass(frozen=True)
class Preview:
    """The figures of a round, how many people get a place, and the prizes under the true value and the lots.

    `is_partial`: the round is large, and only its figures are known.
    """

    figures: Figures
    placed: int = 0
    tables: list[PrizeTable] = field(default_factory=list)
    is_partial: bool = False


def preview_of(contest_round: Round, *, in_full: bool = True) -> Preview:
    """What approving a round now would bring; of an approved one, what it has brought.

    Unless it is to be `in_full`, a large round is not ranked in advance where the approval will change its order.
    """
    frame = frame_of(contest_round.contest_id)
    stage = frame.round(contest_round.id)
    figures = figures_of(contest_round)
    if contest_round.approved_at is not None:
        figures = replace(figures, actual=contest_round.prediction_actual)
    expected = _approved(stage, contest_round, figures)
    if expected != stage and figures.people > AT_ONCE and not in_full:
        return Preview(figures, is_partial=True)
    ranked: Ranked = Stored(frame.contest_id, stage.number) if expected == stage else Foreseen.of(frame, expected)
    others = [(expected, ranked) if one == stage else (one, its) for one, its in rankings_of(frame)]
    tables = tables_of(expected, ranked, passed_over(others)[stage.number])
    return Preview(figures, ranked.placed(), tables)


def _approved(stage: Stage, contest_round: Round, figures: Figures) -> Stage:
    """A round as it would be after its approval."""
    draws = Criterion.LOTS in stage.rules.tie_break
    return replace(stage, actual=figures.actual, lot_seeds=(contest_round.seed,) if draws else None)


@dataclass(frozen=True)
class Foreseen:
    """The people of a round in the order that an approval would bring, each with the division; kept in memory."""

    in_order: list[tuple[Contender, str]]

    @classmethod
    def of(cls, frame: Frame, stage: Stage) -> Foreseen:
        """Rank everybody who is in a round, under a stage as it is not yet."""
        found = []
        for portion in in_portions(everybody(frame, stage)):
            ranked = divisions(frame.contest_id, portion)
            for person_id, outcome in outcomes_of(stage, portion, ranked).items():
                key = sort_key(outcome, stage.rules.tie_break)
                found.append((Contender(person_id, key, NOWHERE), ranked[person_id]))
        return cls(sorted(found, key=lambda pair: (pair[0].sort_key, pair[0].person_id)))

    def placed(self) -> int:
        """How many of them have a place."""
        return sum(contender.sort_key < UNPLACED for contender, _division in self.in_order)

    def people(self, division: str | None) -> int:
        """How many there are, whether they have a place or not."""
        return sum(division in {None, own} for _contender, own in self.in_order)

    def front(self, division: str | None, wanted: int, taken: Collection[int]) -> list[Contender]:
        """The best who can still win: as many as wanted, and everybody who shares the last one's place."""
        rest = [
            contender
            for contender, own in self.in_order
            if division in {None, own} and contender.person_id not in taken and contender.sort_key < UNPLACED
        ]
        if len(rest) < wanted:
            return rest
        return [contender for contender in rest if contender.sort_key <= rest[wanted - 1].sort_key]
