"""Attempt tokens and receipts."""

from __future__ import annotations

import pytest
from flask import Flask

from quiz.attempts import tokens
from quiz.attempts.tokens import Ticket

TICKET = Ticket(123456789, 42, "dddB")


def test_a_token_says_what_was_put_in(app: Flask) -> None:
    assert tokens.read(tokens.issue(TICKET)) == TICKET


@pytest.mark.parametrize(
    ("old", "new"), [("123456789.", "123456780."), (".42.", ".43."), ("dddB", "dddd"), ("dddB", "dddBd")]
)
def test_a_token_with_any_part_changed_is_no_token(app: Flask, old: str, new: str) -> None:
    token = tokens.issue(TICKET)
    assert old in token
    assert tokens.read(token.replace(old, new, 1)) is None


@pytest.mark.parametrize("token", ["", ".", "a.b.c.d", "1.2.d.", "…", "1.2.d.đ"])
def test_rubbish_is_no_token(app: Flask, token: str) -> None:
    assert tokens.read(token) is None


def test_a_token_of_another_installation_is_refused(app: Flask) -> None:
    token = tokens.issue(TICKET)
    app.secret_key = "another secret of forty characters ......"
    assert tokens.read(token) is None


def test_a_receipt_is_the_same_each_time_and_changes_with_the_answers(app: Flask) -> None:
    first = tokens.receipt(1, 2, 3, b"\x01", 100)
    assert first == tokens.receipt(1, 2, 3, b"\x01", 100)
    assert first != tokens.receipt(1, 2, 3, b"\x02", 100)
    assert len(first) == len("SEN-XXXX-XXXX-XXXX-YYYYYYYY")


@pytest.mark.parametrize("attempt_id", [1, 886_765_432_123_456, 2**53 - 1])
def test_a_receipt_names_its_attempt(app: Flask, attempt_id: int) -> None:
    text = tokens.receipt(attempt_id, 2, 3, b"\x01", 100)
    assert tokens.attempt_of_receipt(f" {text.lower()} ") == attempt_id


@pytest.mark.parametrize("text", ["", "SEN-", "Nguyễn Văn An", "SEN-1111-1111-1111-AAAAAAAA", "A-B-C-D-E"])
def test_other_texts_name_no_attempt(text: str) -> None:
    assert tokens.attempt_of_receipt(text) is None
