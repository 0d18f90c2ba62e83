"""Saving and submitting: the whole state each time, accepted in sequence, nothing late."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from quiz.attempts import layout as layouts
from quiz.attempts import store, tokens
from quiz.attempts.closing import close, close_by_clock
from quiz.attempts.rules import PREDICTION_SCALE, read_prediction
from quiz.attempts.tokens import Ticket
from quiz.contests.queries import rules_of_round
from quiz.contests.rules import Meaning
from quiz.core import clock, direct
from quiz.core.errors import Conflict, Invalid, NotFound
from quiz.core.signing import secret

MAX_SEQ = 2**31 - 2
TRIES = 5


@dataclass(frozen=True)
class State:
    """The whole state a client sends: number in sequence, packed answers, prediction as typed."""

    seq: int
    answers: bytes
    prediction: str | None


@dataclass(frozen=True)
class Saved:
    """What was stored; moments in milliseconds."""

    seq: int
    saved_at: int
    deadline_at: int
    prediction: dict[str, Any] | None


def ids_of(ticket: Ticket) -> list[list[str]]:
    """The option ids of an attempt."""
    return layouts.option_ids(secret("option-ids"), ticket.attempt_id, ticket.layout)


def read_state(ticket: Ticket, body: dict[str, Any]) -> State:
    """The state in a request; raises Invalid with the field."""
    answers = layouts.pack(body.get("answers"), ticket.layout, ids_of(ticket))
    return State(read_seq(body.get("seq")), answers, _prediction_text(body.get("prediction")))


def read_seq(value: object) -> int:
    """The number in sequence; raises Invalid."""
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= MAX_SEQ:
        raise Invalid("Số thứ tự lần lưu không hợp lệ.", field="seq")
    return value


def _prediction_text(value: object) -> str | None:
    if value is None or value == "":
        return None
    if isinstance(value, bool) or not isinstance(value, (str, int, float)) or len(str(value)) > 40:
        raise Invalid("Câu dự đoán cần là một số.", field="prediction")
    return str(value)


def prediction_value(text: str | None, meaning: Meaning | None) -> int | None:
    """The prediction as a number times PREDICTION_SCALE; None where there is none or it cannot be read."""
    return read_prediction(text, meaning) if text is not None and meaning is not None else None


def echo(text: str | None, value: int | None) -> dict[str, Any] | None:
    """A prediction as the API echoes it."""
    if text is None:
        return None
    if value is None:
        return {"text": text, "value": None, "problem": "unreadable"}
    number = value / PREDICTION_SCALE
    return {"text": text, "value": int(number) if number == int(number) else number}


def _valued(state: State, attempt_id: int) -> tuple[str | None, int | None]:
    """The prediction with its value; only an attempt with a prediction needs a look at its rules."""
    if state.prediction is None:
        return None, None
    attempt = store.read(attempt_id)
    if attempt is None:
        raise NotFound("Không tìm thấy bài thi này.")
    prediction = rules_of_round(attempt.round_id, attempt.rules_version).prediction
    return state.prediction, prediction_value(state.prediction, prediction.meaning if prediction else None)


def save(ticket: Ticket, state: State, now: int) -> Saved:
    """Store the whole state; one statement where all is well.

    Raises Conflict: stale (with what is stored), late, closed.
    """
    text, value = _valued(state, ticket.attempt_id)
    deadline_at = store.save(
        {
            "id": ticket.attempt_id,
            "person": ticket.person_id,
            "seq": state.seq,
            "answers": state.answers,
            "prediction_text": text,
            "prediction_value": value,
            "now": now,
        }
    )
    if deadline_at is not None:
        return Saved(state.seq, now, deadline_at, echo(text, value))
    return _saved_already(ticket, state, now)


def _saved_already(ticket: Ticket, state: State, now: int) -> Saved:
    """A repeated save gets its first answer again; anything else is refused."""
    attempt = own(ticket)
    refuse_unless_open(attempt, now)
    if state.seq != attempt.saved_seq or not _is_same(state, attempt) or attempt.saved_at is None:
        raise stale(attempt, ticket)
    prediction = echo(attempt.prediction_text, attempt.prediction_value)
    return Saved(attempt.saved_seq, attempt.saved_at, attempt.deadline_at, prediction)


def _is_same(state: State, attempt: store.AttemptRow) -> bool:
    return state.answers == attempt.answers and state.prediction == attempt.prediction_text


def own(ticket: Ticket) -> store.AttemptRow:
    """The attempt of a ticket; NotFound where it is not this person's."""
    attempt = store.read(ticket.attempt_id)
    if attempt is None or attempt.person_id != ticket.person_id:
        raise NotFound("Không tìm thấy bài thi này.")
    return attempt


def clock_of(ticket: Ticket) -> store.ClockRow:
    """The clock of a ticket's attempt; NotFound where it is not this person's."""
    found = store.read_clock(ticket.attempt_id, ticket.person_id)
    if found is None:
        raise NotFound("Không tìm thấy bài thi này.")
    return found


def refuse_unless_open(attempt: store.AttemptRow, now: int) -> None:
    """Refuse what comes after the end; an attempt whose time is over is closed on the way."""
    if attempt.is_over(now):
        if attempt.submitted_at is None:
            close_by_clock(attempt, now)
        if attempt.submitted_at is None or attempt.closed_by == "deadline":
            raise late()
    if attempt.submitted_at is not None:
        raise Conflict("Bài thi đã nộp, không thay đổi được nữa.", code="closed")
    if attempt.paused_at is not None:
        raise paused(attempt.paused_at)


def paused(since: int) -> Conflict:
    """The answer to what comes while the clock of the attempt stands still; nothing is lost by it."""
    text = (
        "Cuộc thi đang tạm dừng, đồng hồ làm bài đứng yên. Câu trả lời được giữ trên máy của Quý vị và "
        "sẽ được gửi khi cuộc thi tiếp tục."
    )
    error = Conflict(text, code="paused")
    error.with_details(paused_at=iso(since))
    return error


def late() -> Conflict:
    """The answer to what comes after deadline and grace."""
    return Conflict("Đã hết giờ làm bài. Hệ thống ghi nhận phần đã lưu trước đó.", code="late")


def stale(attempt: store.AttemptRow, ticket: Ticket) -> Conflict:
    """The answer to a save out of sequence: what is stored."""
    error = Conflict("Bài làm đã được lưu ở bản mới hơn, có thể từ thiết bị khác.", code="stale")
    prediction = echo(attempt.prediction_text, attempt.prediction_value)
    answers = layouts.unpack(attempt.answers, ids_of(ticket))
    error.with_details(saved_seq=attempt.saved_seq, answers=answers, prediction=prediction)
    return error


def is_finished(ticket: Ticket, now: int) -> bool:
    """Whether the attempt is closed, or its deadline and grace have passed."""
    attempt = own(ticket)
    return attempt.submitted_at is not None or attempt.is_over(now)


def submit(ticket: Ticket, state: State | None, seq: int | None, now: int) -> tuple[store.AttemptRow, bool]:
    """Close the attempt with the state sent, or with what is stored; the closed attempt, and whether it came late.

    Closed already, by whomever: the same attempt again. Past the grace: what is stored is closed, and it came late.
    Raises Conflict stale (the attempt stays open).
    """
    for _ in range(TRIES):
        attempt = own(ticket)
        if attempt.submitted_at is not None:
            return attempt, False
        if attempt.paused_at is not None:
            raise paused(attempt.paused_at)
        if attempt.is_over(now):
            if close_by_clock(attempt, now):
                return own(ticket), True
        elif _close_with(attempt, ticket, state, seq, now):
            return own(ticket), False
    raise direct.busy()


def _close_with(attempt: store.AttemptRow, ticket: Ticket, state: State | None, seq: int | None, now: int) -> bool:
    if state is None:
        if seq is not None and seq not in {attempt.saved_seq, attempt.saved_seq + 1}:
            raise stale(attempt, ticket)
        return close(attempt, now, "person")
    if state.seq == attempt.saved_seq and _is_same(state, attempt):
        return close(attempt, now, "person")
    if state.seq != attempt.saved_seq + 1:
        raise stale(attempt, ticket)
    prediction = _valued(state, attempt.id)
    return close(attempt, now, "person", answers=state.answers, prediction=prediction)


def receipt_of(attempt: store.AttemptRow) -> str:
    """The receipt of a closed attempt."""
    submitted, score = attempt.submitted_at or 0, attempt.score or 0
    return tokens.receipt(attempt.id, attempt.person_id, submitted, attempt.answers, score)


def iso(milliseconds: int | None) -> str | None:
    """A moment as the API writes it."""
    return None if milliseconds is None else clock.iso(clock.from_ms(milliseconds))
