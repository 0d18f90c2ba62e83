"""CHECKS I4: reading a file calls nobody, whatever addresses stand in it."""

from __future__ import annotations

import urllib.request

import pytest

from question_bank.formats import read
from question_bank.image import ImageRefusedError, image_from_url
from tests.question_bank.calling_files import excel_files, marked_up_files, text_files, word_files
from tests.question_bank.listener import listening


def every_file(url: str) -> dict[str, bytes]:
    return word_files(url) | excel_files(url) | marked_up_files(url) | text_files(url)


def test_no_file_makes_the_reader_call_an_address() -> None:
    with listening() as listener:
        files = every_file(listener.url)
        assert len(files) >= 40
        for name, data in files.items():
            assert listener.url.rpartition(":")[2].encode() in data or name.endswith(("docx", "xlsx", "zip"))
            reading = read(data, name)
            assert reading.items or reading.errors
        assert listener.calls == 0


def test_the_listener_would_have_heard_a_call() -> None:
    with listening() as listener:
        with pytest.raises(OSError):  # noqa: PT011 (it hangs up without an answer)
            urllib.request.urlopen(listener.url, timeout=5)
        assert listener.calls == 1


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:9/a.png",
        "https://169.254.169.254/latest/meta-data",
        "file:///etc/passwd",
        "//127.0.0.1/a.png",
        "ftp://127.0.0.1/a.png",
        "data:text/html;base64,PGI+",
        "data:image/svg+xml;base64,PHN2Zz4=",
        "data:image/png,abc",
    ],
)
def test_only_a_picture_inside_the_file_is_taken(url: str) -> None:
    with pytest.raises(ImageRefusedError):
        image_from_url(url)
