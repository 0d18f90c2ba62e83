"""Contest files, banks to draw from, and contests loaded through the service."""

from __future__ import annotations

import copy
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import yaml

from quiz.bank.models import Bank, Item, ItemKey, ItemRevision, ItemState
from quiz.contests import queries, service
from quiz.contests.models import Contest, Round, RulesVersion
from quiz.contests.moments import written
from quiz.contests.settings import record
from quiz.core.db import db, transaction

TOPIC = "Lịch sử địa phương"
FILE: dict[str, Any] = {
    "slug": "thi-thu",
    "title": "Cuộc thi thử nghiệm",
    "bank": "thu",
    "rounds": [
        {"number": 1, "opens_at": "02/03/2026 08:00", "closes_at": "08/03/2026 24:00"},
        {"number": 2, "opens_at": "09/03/2026 08:00", "closes_at": "15/03/2026 17:30"},
    ],
    "paper": {"cells": [{"topic": TOPIC, "level": "Nhận biết", "count": 2}]},
    "time_limit_minutes": 15,
}


def contest_file(**changes: Any) -> dict[str, Any]:
    """The content of a small contest file; keys given take the place of its own, None takes one away."""
    file = {**copy.deepcopy(FILE), **changes}
    return {key: value for key, value in file.items() if value is not None}


def contest_text(**changes: Any) -> str:
    """The same as YAML."""
    return as_yaml(contest_file(**changes))


def as_yaml(content: Any) -> str:
    """YAML as people write it."""
    return str(yaml.safe_dump(content, allow_unicode=True, sort_keys=False))


def windows(now: datetime, *lengths: timedelta, gap: timedelta = timedelta(0)) -> list[dict[str, Any]]:
    """Rounds of these lengths, one after the other, the first opening at `now` (whole minutes)."""
    rounds, start = [], now
    for number, length in enumerate(lengths, start=1):
        end = start + length
        rounds.append({"number": number, "opens_at": written(start), "closes_at": written(end, is_end=True)})
        start = end + gap
    return rounds


def make_bank(now: datetime, code: str = "thu", owner_unit_id: int | None = None, **counts: int) -> Bank:
    """A bank with as many approved items of TOPIC as said for each level."""
    with transaction():
        bank = Bank(code=code, title=f"Ngân hàng {code}", owner_unit_id=owner_unit_id, created_at=now)
        db.session.add(bank)
        db.session.flush()
        for level, count in (counts or {"recognition": 4}).items():
            for number in range(count):
                add_item(bank.id, now, f"{level}-{number}", level)
    return bank


def add_item(
    bank_id: int, now: datetime, ref: str, level: str = "recognition", topic: str = TOPIC, state: str = "approved"
) -> int:
    """One item with its revision and key; the revision's id."""
    with transaction():
        item = Item(
            bank_id=bank_id,
            ref=ref,
            topic=topic,
            level=level,
            state=ItemState(state),
            stem_folded=ref,
            created_at=now,
        )
        db.session.add(item)
        db.session.flush()
        revision = ItemRevision(
            item_id=item.id,
            number=1,
            kind="single",
            stem=f"Câu hỏi {ref}?",
            markup="plain",
            options='[{"text": "Một", "pinned": false}, {"text": "Hai", "pinned": false}]',
            created_at=now,
        )
        db.session.add(revision)
        db.session.flush()
        item.current_revision_id = revision.id
        db.session.add(ItemKey(revision_id=revision.id, mask=1, marks=100, created_at=now))
    return revision.id


def make_contest(now: datetime, **changes: Any) -> Contest:
    """A contest loaded from its file, with a bank that can fill its paper unless there is one."""
    file = contest_file(**changes)
    if db.session.query(Bank).filter_by(code=file["bank"]).first() is None:
        make_bank(now, file["bank"])
    service.load_contest(None, as_yaml(file), now)
    return queries.contest_by_slug(file["slug"])


def change_rules(contest: Contest, now: datetime, **changes: Any) -> int:
    """One more rules version with other values of single rules, without a printed text; its number."""
    with transaction():
        draft = queries.draft_of(contest)
        settings = record(replace(draft, rules=replace(draft.rules, **changes)))
        contest.rules_version += 1
        row = {"contest_id": contest.id, "number": contest.rules_version, "html": "", "reason": "", "created_at": now}
        db.session.add(RulesVersion(**row, settings=settings))
    return contest.rules_version


def round_number(contest: Contest, number: int = 1) -> Round:
    """A round of a contest."""
    return queries.round_of(contest.id, number)
