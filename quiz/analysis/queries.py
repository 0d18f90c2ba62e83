"""Reads of the analysis room: what was made, for which rounds, and how items did elsewhere."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from question_bank.markup import to_plain
from quiz.analysis.figures import ItemRecord, RoundFigures
from quiz.analysis.models import Analysis, ItemAnalysis
from quiz.analysis.rules import Choice
from quiz.attempts.models import Attempt
from quiz.bank.models import Item, ItemRevision
from quiz.bank.usage import Usage
from quiz.contests.models import Contest, Round
from quiz.core.db import db, in_portions


@dataclass(frozen=True, slots=True)
class Made:
    """The figures of a round over one choice of attempts, those closed up to `as_of`."""

    choice: Choice
    as_of: datetime
    attempts: int
    figures: RoundFigures


@dataclass(frozen=True, slots=True)
class ItemRow:
    """An item with its record. `papers` counts the papers it was drawn into; `topic` and `level` are the bank's now."""

    item_id: int
    ref: str
    stem: str
    stem_folded: str
    kind: str
    topic: str
    level: str
    revision_id: int
    papers: int
    record: ItemRecord


@dataclass(frozen=True, slots=True)
class Before:
    """How an item did in one round."""

    contest: Contest
    round: Round
    as_of: datetime
    revision: int
    papers: int
    record: ItemRecord


def analysis_of(round_id: int, choice: Choice) -> Made | None:
    """What was made for a round; None before the first time."""
    row = db.session.get(Analysis, (round_id, choice.value))
    if row is None:
        return None
    return Made(choice, row.as_of, row.attempts, RoundFigures.from_dict(json.loads(row.figures)))


def attempts_by_choice(round_id: int) -> dict[Choice, int]:
    """How many attempts each choice has; empty before the first time."""
    query = sa.select(Analysis.choice, Analysis.attempts).where(Analysis.round_id == round_id)
    return {Choice(choice): attempts for choice, attempts in db.session.execute(query)}


def closed_since(round_id: int, moment: datetime) -> int:
    """How many attempts were closed after the figures were made."""
    query = sa.select(sa.func.count()).where(
        Attempt.round_id == round_id, Attempt.closed_at > moment, ~Attempt.is_practice
    )
    return db.session.scalar(query) or 0


def item_rows(round_id: int, choice: Choice, item_id: int | None = None, *, alarmed: bool = False) -> list[ItemRow]:
    """The items of a round (or one of them, or those under alarm) with their records, in the order of their ids."""
    query = (
        sa.select(ItemAnalysis, Item, ItemRevision.stem, ItemRevision.markup, ItemRevision.kind)
        .join(Item, Item.id == ItemAnalysis.item_id)
        .join(ItemRevision, ItemRevision.id == ItemAnalysis.revision_id)
        .where(ItemAnalysis.round_id == round_id, ItemAnalysis.choice == choice.value)
        .order_by(Item.id)
    )
    if item_id is not None:
        query = query.where(Item.id == item_id)
    if alarmed:
        query = query.where(ItemAnalysis.alarms > 0)
    return [
        ItemRow(
            item_id=item.id,
            ref=item.ref,
            stem=to_plain(stem) if markup == "html" else stem,
            stem_folded=item.stem_folded,
            kind=kind,
            topic=item.topic,
            level=item.level,
            revision_id=made.revision_id,
            papers=made.papers,
            record=ItemRecord.from_dict(json.loads(made.figures)),
        )
        for made, item, stem, markup, kind in db.session.execute(query)
    ]


def history_of(item_id: int, choice: Choice, contest_ids: Sequence[int]) -> list[Before]:
    """How an item did in all rounds of these contests that were analysed, the latest round first."""
    query = (
        sa.select(ItemAnalysis, Contest, Round, Analysis.as_of, ItemRevision.number)
        .join(Round, Round.id == ItemAnalysis.round_id)
        .join(Contest, Contest.id == Round.contest_id)
        .join(Analysis, sa.and_(Analysis.round_id == Round.id, Analysis.choice == ItemAnalysis.choice))
        .join(ItemRevision, ItemRevision.id == ItemAnalysis.revision_id)
        .where(ItemAnalysis.item_id == item_id, ItemAnalysis.choice == choice.value)
        .where(Contest.id.in_(contest_ids))
        .order_by(Round.opens_at.desc())
    )
    return [
        Before(contest, contest_round, as_of, number, made.papers, ItemRecord.from_dict(json.loads(made.figures)))
        for made, contest, contest_round, as_of, number in db.session.execute(query)
    ]


@dataclass(frozen=True, slots=True)
class RoundState:
    """What was made for a round, in short: of each person's first attempt; None where nothing was made."""

    round: Round
    as_of: datetime | None
    attempts: int | None
    alarms: int


def states_of(contest_id: int) -> list[RoundState]:
    """Every round of a contest by number, with what was made for it."""
    alarms = (
        sa.select(sa.func.count())
        .where(ItemAnalysis.round_id == Round.id, ItemAnalysis.choice == Choice.FIRST.value, ItemAnalysis.alarms > 0)
        .scalar_subquery()
    )
    query = (
        sa.select(Round, Analysis.as_of, Analysis.attempts, alarms)
        .outerjoin(Analysis, sa.and_(Analysis.round_id == Round.id, Analysis.choice == Choice.FIRST.value))
        .where(Round.contest_id == contest_id)
        .order_by(Round.number)
    )
    return [RoundState(*row) for row in db.session.execute(query)]


def drawn_usage(item_ids: Sequence[int]) -> Mapping[int, Usage]:
    """For the bank's slot `item_usage`: into how many papers items were drawn, as last counted for each round."""
    found: dict[int, Usage] = {}
    for portion in in_portions(item_ids):
        query = (
            sa.select(ItemAnalysis.item_id, sa.func.sum(ItemAnalysis.papers))
            .where(ItemAnalysis.choice == Choice.ALL.value)
            .where(ItemAnalysis.item_id.in_(portion))
            .group_by(ItemAnalysis.item_id)
        )
        found.update({item_id: Usage(papers=int(papers)) for item_id, papers in db.session.execute(query)})
    return found


def measured_facility(item_ids: Sequence[int]) -> Mapping[int, tuple[float, int]]:
    """For the slot `item_facility`: the share of first attempts, over all rounds, that were right, and of how many."""
    right: Counter[int] = Counter()
    asked: Counter[int] = Counter()
    for portion in in_portions(item_ids):
        query = sa.select(ItemAnalysis.item_id, ItemAnalysis.figures).where(
            ItemAnalysis.choice == Choice.FIRST.value, ItemAnalysis.item_id.in_(portion)
        )
        for item_id, figures in db.session.execute(query):
            record = ItemRecord.from_dict(json.loads(figures))
            asked[item_id] += record.n
            right[item_id] += round((record.facility or 0) * record.n)
    return {item_id: (right[item_id] / n, n) for item_id, n in asked.items() if n}
