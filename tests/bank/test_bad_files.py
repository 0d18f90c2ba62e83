"""Every kind of bad file is named with its place, and nothing is stored: by the service, the command and the page."""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace

import pytest
import sqlalchemy as sa
from flask import Flask
from werkzeug.test import TestResponse

from question_bank.limits import Limits
from quiz.bank.models import Bank, BankImport, Item, ItemKey, ItemRevision
from quiz.bank.reports import ImportRefused
from quiz.bank.service import import_file
from quiz.core import clock
from quiz.core.audit import AuditEntry
from quiz.core.db import db
from quiz.core.permissions import Actor
from quiz.core.settings import Settings
from tests.bank.files import bad_files
from tests.bank.test_commands import Shell, shell
from tests.bank.test_import_pages import Console, console

__all__ = ["console", "shell"]
BAD = bad_files()
every_bad_file = pytest.mark.parametrize(("name", "content", "place", "words"), BAD.values(), ids=BAD)


def nothing_stored() -> bool:
    db.session.rollback()
    tables = (Bank, BankImport, Item, ItemRevision, ItemKey)
    stored = [db.session.scalar(sa.select(sa.func.count()).select_from(table)) for table in tables]
    imports = db.session.scalars(sa.select(AuditEntry).where(AuditEntry.action.like("bank.%"))).all()
    return stored == [0] * 5 and not imports


@every_bad_file
def test_the_service_refuses_it(
    app: Flask, administrator: Actor, name: str, content: bytes, place: str, words: str
) -> None:
    with pytest.raises(ImportRefused) as caught:
        import_file(administrator, "NQ", name, content, None, clock.now())
    assert [(one.place, words in one.message) for one in caught.value.report.errors] == [(place, True)]
    assert place in str(caught.value)
    assert nothing_stored()


@every_bad_file
def test_the_command_refuses_it(shell: Shell, name: str, content: bytes, place: str, words: str) -> None:
    answer = shell("import", shell.file(name, content), "--bank", "NQ", "--json")
    assert answer.exit_code == 1
    assert place in answer.stderr
    errors = [one for one in json.loads(answer.stdout)["problems"] if one["severity"] == "error"]
    assert [(one["place"], words in one["message"]) for one in errors] == [(place, True)]
    assert nothing_stored()


@every_bad_file
def test_the_page_refuses_it(console: Console, name: str, content: bytes, place: str, words: str) -> None:
    answer = console.upload(name, content)
    page = _words(answer)
    assert answer.status_code == 200
    assert "1 câu lỗi" in page
    assert f"Lỗi {place}:" in page
    assert words in page
    assert "Nhập tất cả" not in page
    forced = console.accept(answer, "all_or_nothing")
    assert forced.status_code == 422
    assert f"Lỗi {place}:" in _words(forced)
    assert nothing_stored()


def _words(answer: TestResponse) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.text).split())


def test_an_empty_upload_is_asked_for_again(console: Console) -> None:
    answer = console.upload("de.docx", b"")
    assert answer.status_code == 422
    assert "Tệp rỗng" in answer.text
    missing = console.post("/admin/bank/import", bank="NQ")
    assert missing.status_code == 422
    assert "Vui lòng chọn một tệp" in missing.text
    assert nothing_stored()


def test_a_file_over_the_limit_is_asked_for_again(app: Flask, console: Console, settings: Settings) -> None:
    app.extensions["settings"] = replace(settings, import_limits=Limits(file_bytes=1024))
    answer = console.post("/admin/bank/import", bank="NQ", file=(io.BytesIO(bytes(1025)), "to.docx"))
    assert answer.status_code == 422
    assert "MB nên không nhận được" in answer.text


def test_a_chosen_format_cannot_make_a_file_into_what_it_is_not(console: Console) -> None:
    name, content, _place, _words_of_it = BAD["not what it says"]
    answer = console.upload("de.xlsx", content, format="docx")
    assert "nội dung là Excel" in answer.text
    assert name == "de.docx"
