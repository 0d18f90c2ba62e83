"""Where checked files wait: two tabs of the same preview never spoil what the other writes."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from flask import Flask

from quiz.bank import shelf
from quiz.bank.shelf import leave_out, left_out
from quiz.core import uploads

TOKEN = "a" * 32
THREADS = 6


def test_choices_of_many_tabs_end_in_one_of_them(app: Flask) -> None:
    start, failed = threading.Barrier(THREADS), list[Exception]()

    def choose(number: int) -> None:
        with app.app_context():
            start.wait(timeout=20)
            try:
                for _ in range(50):
                    leave_out(TOKEN, range(number * 1_000))
            except Exception as error:
                failed.append(error)

    threads = [threading.Thread(target=choose, args=(number,)) for number in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert failed == []
    assert left_out(TOKEN) in [frozenset(range(number * 1_000)) for number in range(THREADS)]
    assert [path.name for path in uploads.beside(TOKEN, "left").parent.iterdir()] == [f"{TOKEN}.left"]


def test_each_draft_has_a_name_of_its_own_and_goes_with_its_upload(app: Flask) -> None:
    path = uploads.beside(TOKEN, "checked")
    drafts = {shelf._draft(path) for _ in range(20)}
    assert len(drafts) == 20
    for draft in drafts:
        draft.write_bytes(b"")
    uploads.discard(TOKEN)
    assert list(path.parent.iterdir()) == []


def test_a_draft_that_fails_leaves_nothing_behind(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    leave_out(TOKEN, [1])
    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OSError, match="No space"):
        leave_out(TOKEN, [2])
    assert left_out(TOKEN) == {1}
    assert [path.name for path in uploads.beside(TOKEN, "left").parent.iterdir()] == [f"{TOKEN}.left"]
