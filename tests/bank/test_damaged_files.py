"""Damaged files through the whole door: refused or taken whole, never half, never with a fault of ours."""

from __future__ import annotations

from collections import Counter

import pytest
import sqlalchemy as sa
from flask import Flask

from quiz.bank.models import Bank, BankImport, BankImportChange, Item, ItemDecision, ItemKey, ItemRevision
from quiz.bank.service import ImportRefused, import_file
from quiz.core import clock
from quiz.core.audit import AuditEntry
from quiz.core.db import db
from quiz.core.jobs.models import Job
from quiz.core.permissions import Actor
from tests.bank.mutations import mutated
from tests.bank.test_import_pages import Console, console

__all__ = ["console"]
TABLES = (Bank, BankImport, BankImportChange, Item, ItemRevision, ItemKey, ItemDecision, AuditEntry)


def rows() -> tuple[int, ...]:
    """How many rows every table has that an import writes to."""
    db.session.rollback()
    return tuple(db.session.scalar(sa.select(sa.func.count()).select_from(table)) or 0 for table in TABLES)


def take(administrator: Actor, name: str, content: bytes) -> str:
    """Import a file into a bank of its own kind; what came of it, having counted what is stored."""
    before, refusal = rows(), None
    try:
        report = import_file(administrator, "HONG", name, content, None, clock.now())
    except ImportRefused as caught:
        refusal = caught.report.errors
    if refusal is not None:
        assert rows() == before
        assert refusal
        assert all(problem.place and problem.message for problem in refusal)
        return "refused"
    after = rows()
    assert after[1] == before[1] + 1
    assert after[3] - before[3] == report.new
    assert after[4] - before[4] == report.new + report.revised == after[5] - before[5]
    assert report.taken > 0
    assert report.errors == ()
    return "taken"


def test_some_damaged_files(app: Flask, administrator: Actor) -> None:
    outcomes = Counter(take(administrator, name, content) for name, content in mutated(60))
    assert outcomes.total() == 60
    assert outcomes["refused"] > 20


@pytest.mark.nightly
def test_three_thousand_damaged_files(app: Flask, administrator: Actor, caplog: pytest.LogCaptureFixture) -> None:
    outcomes = Counter(take(administrator, name, content) for name, content in mutated(3_000, seed=1))
    assert outcomes.total() == 3_000
    assert outcomes["refused"] > 1_000
    assert [record.message for record in caplog.records if "gave nothing" in record.message] == []


@pytest.mark.nightly
def test_damaged_files_through_the_pages(app: Flask, console: Console) -> None:
    statuses: Counter[int] = Counter()
    for name, content in mutated(200, seed=2):
        before = rows()
        page = console.upload(name, content)
        statuses[page.status_code] += 1
        if page.status_code == 200:
            statuses[console.accept(page, "clean_only").status_code] += 1
        else:
            assert rows() == before
    assert set(statuses) <= {200, 302, 422}
    assert statuses.total() > 300
    assert db.session.scalars(sa.select(Job.id).where(Job.state == "failed")).all() == []
