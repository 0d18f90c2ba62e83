"""Uploaded files: kept outside the web root under a random name, given back only by that name."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.datastructures import FileStorage

from quiz.core import uploads
from quiz.core.errors import Invalid, NotFound
from quiz.core.settings import ROOT, Settings


def sent(content: bytes, name: str = "câu hỏi.docx") -> FileStorage:
    """A file as a browser sends it."""
    return FileStorage(BytesIO(content), filename=name)


def test_a_kept_file_comes_back_by_its_token(app: Flask, settings: Settings) -> None:
    token, name, content = uploads.keep(sent(b"abc"))
    assert (name, content, uploads.fetch(token)) == ("câu hỏi.docx", b"abc", b"abc")
    assert re.fullmatch("[0-9a-f]{32}", token)
    kept = settings.instance / "uploads" / token
    assert kept.read_bytes() == b"abc"
    assert not kept.is_relative_to(ROOT / "static")


def test_two_files_of_one_name_do_not_meet(app: Flask) -> None:
    first, second = (uploads.keep(sent(content))[0] for content in (b"1", b"2"))
    assert (uploads.fetch(first), uploads.fetch(second)) == (b"1", b"2")


def test_a_discarded_file_is_gone_and_discarding_twice_is_no_error(app: Flask) -> None:
    token = uploads.keep(sent(b"abc"))[0]
    uploads.discard(token)
    uploads.discard(token)
    with pytest.raises(NotFound):
        uploads.fetch(token)


@pytest.mark.parametrize(
    "upload", [None, FileStorage(BytesIO(b"abc"), filename=""), sent(b"")], ids=["none", "nameless", "empty"]
)
def test_nothing_is_not_a_file(app: Flask, settings: Settings, upload: FileStorage | None) -> None:
    with pytest.raises(Invalid) as caught:
        uploads.keep(upload)
    assert caught.value.field == "file"
    assert not list(settings.instance.glob("uploads/*"))


def test_a_file_over_the_limit_is_refused_and_not_kept(
    app: Flask, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "MAX_BYTES", 1 << 20)
    assert len(uploads.keep(sent(b"a" * (1 << 20)))[2]) == 1 << 20
    with pytest.raises(Invalid) as caught:
        uploads.keep(sent(b"a" * ((1 << 20) + 1)))
    assert "1 MB" in str(caught.value)
    assert len(list(settings.instance.glob("uploads/*"))) == 1


@pytest.mark.parametrize("token", ["", "..", "../secret_key", "a" * 31, "A" * 32, "a" * 32 + "\n", "/etc/passwd"])
def test_only_tokens_of_ours_reach_the_disk(app: Flask, settings: Settings, token: str) -> None:
    secret = settings.instance / "secret_key"
    secret.write_text("secret")
    uploads.keep(sent(b"abc"))
    with pytest.raises(NotFound):
        uploads.fetch(token)
    uploads.discard(token)
    assert secret.exists()


@pytest.mark.parametrize(
    ("name", "cleaned"),
    [
        ("Đề thi số 1.docx", "Đề thi số 1.docx"),
        ("C:\\Users\\Lan\\de.xlsx", "de.xlsx"),
        ("../../etc/passwd", "passwd"),
        ("de\r\nX-Header: 1.docx", "deX-Header: 1.docx"),
        ("a\x00b.xlsx", "ab.xlsx"),
        ("thư mục/", "tep"),
        ("x" * 300 + ".docx", "x" * 195 + ".docx"),
    ],
)
def test_names_lose_folders_and_control_characters(name: str, cleaned: str) -> None:
    assert uploads.file_name(name) == cleaned
    assert Path(uploads.file_name(name)).name == cleaned


def test_what_lies_beside_a_file_goes_with_it(app: Flask) -> None:
    token = uploads.keep(sent(b"abc"))[0]
    made = uploads.beside(token, "made")
    made.write_bytes(b"x")
    other = uploads.keep(sent(b"other"))[0]
    uploads.discard(token)
    assert not made.exists()
    assert uploads.fetch(other) == b"other"


@pytest.mark.parametrize("token", ["", "../a", "0" * 31, "g" * 32, "0" * 32 + "/.."])
def test_nothing_lies_beside_a_token_of_somebody_s_invention(app: Flask, token: str) -> None:
    with pytest.raises(NotFound):
        uploads.beside(token, "made")


def test_a_room_may_allow_more_or_less_than_the_usual(app: Flask) -> None:
    assert len(uploads.keep(sent(b"a" * 10), 10)[2]) == 10
    with pytest.raises(Invalid):
        uploads.keep(sent(b"a" * 11), 10)
