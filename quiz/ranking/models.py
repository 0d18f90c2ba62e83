"""Tables of the ranking room: derived, rebuilt at will. Round number 0 is the contest total."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from quiz.core import clock
from quiz.core.db import BigId, Model, UtcMillis


class Standing(Model):
    """A person's place: the counted attempt's values and the sort key made of them (ascending is better).

    Names and unit are as shown in public, `person_version` is that of the person the name was taken from. Scores in
    hundredths of a point, durations in milliseconds. `unit_position` is -1 where the unit stands in no frozen tree.
    `prediction_error` is the distance from the true value (times 100,000), None while that is unknown; `lot` the number
    drawn, None before; `board_place` the place the board gave within a tie, 0 for none. Not placed: the rules give
    places to full scores only.
    """

    __tablename__ = "standings"

    contest_id: Mapped[int] = mapped_column(sa.ForeignKey("contests.id"), primary_key=True)
    round_number: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), primary_key=True)
    sort_key: Mapped[bytes] = mapped_column(sa.LargeBinary)
    name_key: Mapped[str] = mapped_column(sa.String(400))
    name: Mapped[str] = mapped_column(sa.String(120))
    name_folded: Mapped[str] = mapped_column(sa.String(120))
    person_version: Mapped[int]
    unit_id: Mapped[int] = mapped_column(sa.BigInteger)
    unit_code: Mapped[str] = mapped_column(sa.String(32))
    unit_name: Mapped[str] = mapped_column(sa.String(200))
    unit_position: Mapped[int]
    division: Mapped[str] = mapped_column(sa.String(40), default="")
    attempt_id: Mapped[int] = mapped_column(sa.BigInteger)
    attempts: Mapped[int]
    full_scores: Mapped[int]
    score: Mapped[int]
    max_score: Mapped[int]
    duration_ms: Mapped[int] = mapped_column(sa.BigInteger)
    submitted_at: Mapped[datetime] = mapped_column(UtcMillis)
    started_at: Mapped[datetime] = mapped_column(UtcMillis)
    prediction_value: Mapped[int | None] = mapped_column(sa.BigInteger)
    prediction_error: Mapped[int | None] = mapped_column(sa.BigInteger)
    full_attempts: Mapped[int] = mapped_column(default=0)
    lot: Mapped[int | None] = mapped_column(sa.BigInteger)
    board_place: Mapped[int] = mapped_column(default=0)
    is_placed: Mapped[bool] = mapped_column(default=True)

    __table_args__ = (
        sa.Index("ix_standings_order", "contest_id", "round_number", "sort_key", "name_key", "person_id"),
        sa.Index("ix_standings_unit", "contest_id", "round_number", "unit_position", "sort_key"),
        sa.Index("ix_standings_person_id", "person_id"),
    )

    @property
    def submitted_ms(self) -> int:
        """When the counted attempt was submitted, in milliseconds since 1970."""
        return clock.to_ms(self.submitted_at)

    @property
    def started_ms(self) -> int:
        """When the counted attempt was started, in milliseconds since 1970."""
        return clock.to_ms(self.started_at)


class UnitStanding(Model):
    """A unit's numbers with its whole subtree, under the names of the round's day.

    Its head count is the one frozen for the round, or as a decision has put it right since.

    `score_sum` and `top_sum` in hundredths of a point; `top_sum` is that of the `top_count` best people, as many as the
    rules ask for at most.
    """

    __tablename__ = "unit_standings"

    contest_id: Mapped[int] = mapped_column(sa.ForeignKey("contests.id"), primary_key=True)
    round_number: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(sa.BigInteger, primary_key=True)
    parent_id: Mapped[int | None] = mapped_column(sa.BigInteger)
    code: Mapped[str] = mapped_column(sa.String(32))
    name: Mapped[str] = mapped_column(sa.String(200))
    name_folded: Mapped[str] = mapped_column(sa.String(200))
    kind: Mapped[str] = mapped_column(sa.String(40))
    position: Mapped[int]
    last_position: Mapped[int]
    headcount: Mapped[int | None]
    people: Mapped[int]
    attempts: Mapped[int]
    score_sum: Mapped[int] = mapped_column(sa.BigInteger)
    full_scores: Mapped[int]
    top_sum: Mapped[int] = mapped_column(sa.BigInteger, default=0)
    top_count: Mapped[int] = mapped_column(default=0)
    prize_points: Mapped[int] = mapped_column(default=0)
    headcount_source: Mapped[str] = mapped_column(sa.String(200), default="")
    headcount_on: Mapped[date | None] = mapped_column(default=None)

    __table_args__ = (sa.Index("ix_unit_standings_parent", "contest_id", "round_number", "parent_id"),)


class Basis(Model):
    """What a contest's standings rest on; under another basis they are computed anew.

    `tree_round_id` is the round whose frozen units the contest total is shown under; `decisions` stands for what was
    decided about the rounds.
    """

    __tablename__ = "ranking_bases"

    contest_id: Mapped[int] = mapped_column(sa.ForeignKey("contests.id"), primary_key=True)
    rules_version: Mapped[int]
    tree_round_id: Mapped[int | None] = mapped_column(BigId)
    decisions: Mapped[str] = mapped_column(sa.String(64), default="")


class Fold(Model):
    """How far the attempts of a round have been folded into standings.

    `folded_to` is the latest closing seen, `folded_at` the moment up to which standings are complete. Dirty means
    that unit tables and snapshots are older than the standings.
    """

    __tablename__ = "folds"

    round_id: Mapped[int] = mapped_column(sa.ForeignKey("rounds.id"), primary_key=True)
    folded_to: Mapped[datetime] = mapped_column(UtcMillis)
    folded_at: Mapped[datetime] = mapped_column(UtcMillis)
    is_dirty: Mapped[bool] = mapped_column(default=False)


class Snapshot(Model):
    """What boards show, as JSON made at one moment; `name` is e.g. "board"."""

    __tablename__ = "snapshots"

    contest_id: Mapped[int] = mapped_column(sa.ForeignKey("contests.id"), primary_key=True)
    round_number: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(32), primary_key=True)
    made_at: Mapped[datetime] = mapped_column(UtcMillis)
    payload: Mapped[str] = mapped_column(sa.Text)
