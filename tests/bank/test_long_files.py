"""What takes longer than a moment is done by jobs, and what takes too long is refused."""

from __future__ import annotations

import io
import json

import pytest
import sqlalchemy as sa
from flask import Flask

from quiz.bank import checking, files
from quiz.bank.models import Item
from quiz.bank.reading.pool import ReadingFailed, Reason
from quiz.core.db import db
from quiz.core.jobs.models import Job
from quiz.core.jobs.queue import left_over, run
from tests.bank.files import as_docx, as_json, questions
from tests.bank.test_import_pages import Console, console, stored
from tests.people import Cast, SignIn

__all__ = ["console"]


class TestLongFiles:
    @pytest.fixture(autouse=True)
    def _nothing_is_immediate(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(checking, "read_at_once", lambda _source: None)
        monkeypatch.setattr(checking, "AT_ONCE_ITEMS", 10)

    def test_a_job_reads_and_leads_to_the_preview_by_itself(self, console: Console) -> None:
        answer = console.post("/admin/bank/import", bank="NQ", file=(io.BytesIO(as_json(questions(30))), "de.json"))
        assert answer.location.startswith("/admin/jobs/")
        preview = console.get(answer.location)
        assert (preview.status_code, preview.location[:19]) == (302, "/admin/bank/import/")
        assert "Nhập tất cả 30 câu" in console.get(preview.location).text
        job = db.session.scalars(sa.select(Job)).one()
        assert (job.state, job.progress, job.total) == ("done", 30, 30)

    def test_a_job_stores_in_the_person_s_name(self, app: Flask, signed_in: SignIn, cast: Cast) -> None:
        console = Console(signed_in("organiser"))
        page = console.upload("de.json", as_json(questions(30)))
        answer = console.accept(page, approve="y", number="15", day="2026-03-01")
        assert answer.location.startswith("/admin/jobs/")
        done = console.client.get(answer.location, follow_redirects=True)
        assert "Đã nhập 30 câu hỏi" in done.text
        assert stored(app) == (1, 1, 30)
        authors = db.session.execute(sa.select(Item.author_id, Item.state).distinct()).all()
        assert [tuple(row) for row in authors] == [(cast.people["organiser"], "approved")]

    def test_a_job_that_is_done_twice_stores_once(self, app: Flask, signed_in: SignIn, cast: Cast) -> None:
        console = Console(signed_in("organiser"))
        page = console.upload("de.json", as_json(questions(30)))
        console.accept(page)
        job = db.session.scalars(sa.select(Job).where(Job.name == checking.STORE)).one()
        checking._store(lambda *_: None, **json.loads(job.arguments))  # type: ignore[arg-type]
        assert stored(app) == (1, 1, 30)

    def test_who_lost_the_right_meanwhile_stores_nothing(
        self, app: Flask, console: Console, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        page = console.upload("de.json", as_json(questions(30)))
        answer = console.accept(page)  # the acting person of this console has no account
        assert "không còn quyền" in console.get(answer.location).text
        assert stored(app) == (0, 0, 0)


def busy(*_: object) -> None:
    raise ReadingFailed(Reason.BUSY)


def test_where_no_child_can_be_started_the_person_is_asked_to_try_again(
    app: Flask, console: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files.POOL, "try_read", busy)
    answer = console.post("/admin/bank/import", bank="NQ", file=(io.BytesIO(as_docx(questions(3))), "de.docx"))
    assert answer.status_code == 503
    assert "vui lòng thử lại sau ít phút" in answer.text
    assert stored(app) == (0, 0, 0)


def test_a_job_that_can_start_no_child_is_begun_anew(console: Console, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "read_at_once", lambda _source: None)
    with monkeypatch.context() as patch:
        patch.setattr(files.POOL, "read", busy)
        answer = console.post("/admin/bank/import", bank="NQ", file=(io.BytesIO(as_json(questions(3))), "de.json"))
    db.session.rollback()
    [job_id] = left_over()
    run(job_id)
    assert "Nhập tất cả 3 câu" in console.get(console.get(answer.location).location).text


@pytest.mark.parametrize(
    ("reason", "words"), [(Reason.TIME, "60 giây"), (Reason.MEMORY, "512 MB bộ nhớ"), (Reason.CRASH, "bị hỏng")]
)
def test_a_child_that_fails_is_a_clear_refusal(
    app: Flask, console: Console, monkeypatch: pytest.MonkeyPatch, reason: Reason, words: str
) -> None:
    def fail(*_: object) -> None:
        raise ReadingFailed(reason)

    monkeypatch.setattr(files.POOL, "try_read", fail)
    monkeypatch.setattr(files.POOL, "read", fail)
    page = console.upload("de.docx", as_docx(questions(3)))
    assert page.status_code == 200
    assert words in page.text
    assert "Nhập tất cả" not in page.text
    assert console.accept(page, "clean_only").status_code == 422
    assert stored(app) == (0, 0, 0)
