"""Closing an attempt: graded and closed once, by the person, the clock or the organiser."""

from __future__ import annotations

from datetime import datetime

from quiz.attempts import store
from quiz.attempts.rules import graded, revision_ids
from quiz.bank.grading import grading_keys
from quiz.contests.queries import rules_of_round
from quiz.core import clock
from quiz.core.permissions import Actor

BATCH = 200


def close(
    attempt: store.AttemptRow,
    now: int,
    closed_by: str,
    *,
    answers: bytes | None = None,
    prediction: tuple[str | None, int | None] | None = None,
) -> bool:
    """Grade and close an attempt as it was read; False where it changed meanwhile. Moments in milliseconds.

    With `answers` (and `prediction`) the last state comes along and counts as one more save.
    """
    brings = answers is not None
    final = answers if answers is not None else attempt.answers
    text, value = prediction if brings and prediction else (attempt.prediction_text, attempt.prediction_value)
    submitted_at = attempt.deadline_at if closed_by == "deadline" else now
    rules = rules_of_round(attempt.round_id, attempt.rules_version)
    revisions = revision_ids(attempt.paper)
    score, max_score = graded(rules, revisions, final, value, grading_keys(revisions))
    return store.close(
        {
            "id": attempt.id,
            "answers": final,
            "seq": attempt.saved_seq + 1 if brings else attempt.saved_seq,
            "expected_seq": attempt.saved_seq,
            "saved_at": now if brings else attempt.saved_at,
            "prediction_text": text,
            "prediction_value": value,
            "submitted_at": submitted_at,
            "now": now,
            "closed_by": closed_by,
            "duration": _duration(attempt, submitted_at),
            "deadline": attempt.deadline_at,
            "paused": attempt.paused_at or 0,
            "score": score,
            "max_score": max_score,
        }
    )


def _duration(attempt: store.AttemptRow, submitted_at: int) -> int:
    """How long the person sat: at most to the deadline, without the time that the clock stood still."""
    until = submitted_at if attempt.paused_at is None else attempt.paused_at
    return max(0, min(until, attempt.deadline_at) - attempt.started_at - attempt.paused_ms)


def close_by_clock(attempt: store.AttemptRow, now: int) -> bool:
    """Close what is stored of an attempt whose deadline and grace have passed."""
    return close(attempt, now, "deadline")


def close_overdue(now: datetime) -> int:
    """Close every attempt whose time is over; how many were closed. Safe to run anywhere, any number of times."""
    moment, closed = clock.to_ms(now), 0
    while batch := store.overdue(moment, BATCH):
        done = sum(close_by_clock(attempt, moment) for attempt in batch)
        closed += done
        if not done:
            break
    return closed


def close_round(round_id: int, now: datetime, _actor: Actor | None) -> None:
    """Close every open attempt of a round that the organiser ended early; saves that cross it are looked at again."""
    moment = clock.to_ms(now)
    while still_open := store.open_of_round(round_id):
        for attempt in still_open:
            close(attempt, moment, "deadline" if attempt.is_over(moment) else "organiser")
