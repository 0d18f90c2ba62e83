"""What happened in a contest, as plain values for the independent scorer; and what the ranking made of it, as bytes."""

from __future__ import annotations

import json
from typing import Any

import sqlalchemy as sa

from quiz.attempts.models import Attempt
from quiz.bank.models import ItemKey, ItemRevision
from quiz.contests.models import Contest, Entry, Round, RoundUnit, Ruling
from quiz.core import clock
from quiz.core.db import db
from quiz.ranking.models import Snapshot, Standing, UnitStanding

Json = dict[str, Any]


def dump_of(contest: Contest) -> Json:
    """Rounds with their frozen units and seeds, entries, rulings, attempts with chosen and right options as texts."""
    rounds = db.session.scalars(sa.select(Round).where(Round.contest_id == contest.id)).all()
    codes = {unit.unit_id: unit.code for unit in db.session.scalars(sa.select(RoundUnit))}
    items = {revision.id: _item(revision) for revision in db.session.scalars(sa.select(ItemRevision))}
    entries = db.session.scalars(sa.select(Entry).where(Entry.contest_id == contest.id))
    numbers = {one.id: one.number for one in rounds}
    attempts = db.session.scalars(sa.select(Attempt).where(Attempt.round_id.in_(numbers)))
    rulings = db.session.scalars(sa.select(Ruling).where(Ruling.contest_id == contest.id).order_by(Ruling.id))
    return {
        "ruled": True,
        "rounds": [_round(one, codes) for one in rounds],
        "entries": [_entry(one) for one in entries],
        "rulings": [_ruling(one, numbers) for one in rulings],
        "attempts": [_attempt(one, numbers, codes, items) for one in attempts],
    }


def _round(one: Round, codes: dict[int, str]) -> Json:
    units = db.session.scalars(sa.select(RoundUnit).where(RoundUnit.round_id == one.id).order_by(RoundUnit.position))
    return {
        "number": one.number,
        "seed": one.seed,
        "approved": one.approved_at is not None,
        "approved_at": clock.to_ms(one.approved_at) if one.approved_at else None,
        "cancelled": one.cancelled_at is not None,
        "units": [
            {
                "code": unit.code,
                "parent": codes[unit.parent_id] if unit.parent_id is not None else None,
                "kind": unit.kind,
                "headcount": unit.headcount,
            }
            for unit in units
        ],
    }


def _entry(one: Entry) -> Json:
    return {
        "person": one.person_id,
        "ranked": one.is_ranked,
        "disqualified": one.is_disqualified,
        "division": one.division,
    }


def _ruling(one: Ruling, numbers: dict[int, int]) -> Json:
    number = numbers[one.round_id] if one.round_id is not None else None
    return {
        "kind": one.kind,
        "round": number,
        "person": one.person_id,
        "at": clock.to_ms(one.created_at),
        "places": json.loads(one.details).get("places", {}),
    }


def _item(revision: ItemRevision) -> Json:
    key = db.session.scalars(sa.select(ItemKey).where(ItemKey.revision_id == revision.id)).one()
    texts = [option["text"] for option in json.loads(revision.options)]
    return {"marks": key.marks, "texts": texts, "key": _chosen(texts, key.mask)}


def _chosen(texts: list[str], mask: int) -> list[str]:
    return [text for index, text in enumerate(texts) if mask >> index & 1]


def _attempt(one: Attempt, numbers: dict[int, int], codes: dict[int, str], items: dict[int, Json]) -> Json:
    drawn = [items[int(word.partition(":")[0])] for word in one.paper.split()]
    return {
        "person": one.person_id,
        "unit": codes[one.unit_id],
        "round": numbers[one.round_id],
        "practice": one.is_practice,
        "number": one.number,
        "started": clock.to_ms(one.started_at),
        "deadline": clock.to_ms(one.deadline_at),
        "submitted": clock.to_ms(one.submitted_at) if one.submitted_at else None,
        "paused": one.paused_ms,
        "prediction": one.prediction_text,
        "items": [
            {"marks": item["marks"], "key": item["key"], "chosen": _chosen(item["texts"], mask)}
            for item, mask in zip(drawn, one.answers, strict=True)
        ],
    }


def ranking_bytes(contest: Contest) -> bytes:
    """Everything that is derived of a contest: standings, unit tables, boards."""
    parts = []
    for model in (Standing, UnitStanding, Snapshot):
        table = model.__table__
        columns = [column for column in table.columns if column.name != "made_at"]
        query = sa.select(*columns).where(table.c.contest_id == contest.id).order_by(*table.primary_key.columns)
        parts.append([tuple(row) for row in db.session.execute(query)])
    return repr(parts).encode()
