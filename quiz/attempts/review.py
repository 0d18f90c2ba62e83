"""What a person sees of the own closed attempt, by the review policy of the rules it was taken under."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from quiz.attempts import store
from quiz.attempts.practice import hides_keys
from quiz.attempts.rules import Drawn, is_complete, read_paper
from quiz.attempts.service import receipt_of
from quiz.bank.images import image_url
from quiz.bank.keys import Solution, solutions
from quiz.bank.shown import ShownItem, shown_items
from quiz.contests.models import Contest, Round
from quiz.contests.queries import rules_of_round, state_for_review
from quiz.contests.rules import ContestRules, RoundState, Shown, is_shown
from quiz.core import clock
from quiz.core.db import db

WHEN = {
    Shown.AFTER_ROUND: "Điểm được công bố sau khi vòng thi kết thúc.",
    Shown.AFTER_APPROVAL: "Điểm được công bố sau khi ban tổ chức phê duyệt kết quả.",
    Shown.NEVER: "Theo thể lệ, điểm không hiển thị cho thí sinh.",
}


@dataclass(frozen=True)
class ReviewedOption:
    """An option as shown after the end; `is_key` None where the key is not shown."""

    text: str
    chosen: bool
    is_key: bool | None


@dataclass(frozen=True)
class ReviewedItem:
    """One position of the paper after the end."""

    position: int
    stem: str
    markup: str
    options: Sequence[ReviewedOption]
    is_right: bool | None
    explanation: str | None
    images: Sequence[str] = ()


@dataclass(frozen=True)
class Result:
    """The result page of an attempt. Scores in hundredths, durations in milliseconds; None: not shown.

    `hides_keys`: practice on a bank that a real round still asks from. `is_incomplete`: not valid, and so without
    points, as the rules take only complete attempts.
    """

    attempt_id: int
    contest_title: str
    contest_slug: str
    round_title: str
    round_number: int
    number: int
    state: RoundState
    submitted_at: datetime
    closed_by: str
    duration_ms: int
    score: int | None
    max_score: int | None
    score_note: str | None
    receipt: str
    answered: int
    questions: int
    review: Sequence[ReviewedItem] | None
    attempts_left: int | None
    paper_number: str
    is_practice: bool = False
    hides_keys: bool = False
    is_incomplete: bool = False


def visible_score(attempt: store.AttemptRow, now: datetime) -> tuple[int | None, str | None]:
    """The score, or None with the sentence that says from when on it is shown."""
    policy = rules_of_round(attempt.round_id, attempt.rules_version).review.score
    if policy is Shown.NOW:
        return attempt.score, None
    state = state_for_review(db.session.get_one(Round, attempt.round_id), now)
    return (attempt.score, None) if is_shown(policy, state) else (None, WHEN[policy])


def result_of(attempt: store.AttemptRow, now: datetime) -> Result:
    """Everything the result page shows of a closed attempt."""
    contest_round = db.session.get_one(Round, attempt.round_id)
    contest = db.session.get_one(Contest, contest_round.contest_id)
    rules = rules_of_round(attempt.round_id, attempt.rules_version)
    state = state_for_review(contest_round, now)
    score, note = visible_score(attempt, now)
    keeps_secret = hides_keys(contest_round, now)
    return Result(
        attempt_id=attempt.id,
        contest_title=contest.title,
        contest_slug=contest.slug,
        round_title=contest_round.title,
        round_number=contest_round.number,
        number=attempt.number,
        state=state,
        submitted_at=clock.from_ms(attempt.submitted_at or 0),
        closed_by=attempt.closed_by or "",
        duration_ms=attempt.duration_ms or 0,
        score=score,
        max_score=attempt.max_score,
        score_note=note,
        receipt=receipt_of(attempt),
        answered=sum(1 for mask in attempt.answers if mask),
        questions=len(attempt.layout),
        review=None if keeps_secret else _review(attempt, rules, state),
        attempts_left=_left(rules, attempt),
        paper_number=f"{attempt.person_id}.{attempt.number}",
        is_practice=contest_round.is_practice,
        hides_keys=keeps_secret,
        is_incomplete=rules.complete_only
        and not is_complete(attempt.answers, rules.prediction is not None, attempt.prediction_value),
    )


def _left(rules: ContestRules, attempt: store.AttemptRow) -> int | None:
    if rules.attempts_allowed is None:
        return None
    return max(0, rules.attempts_allowed - attempt.number)


def _review(attempt: store.AttemptRow, rules: ContestRules, state: RoundState) -> list[ReviewedItem] | None:
    shows_key, shows_right = is_shown(rules.review.key, state), is_shown(rules.review.correctness, state)
    if not (shows_key or shows_right):
        return None
    drawn = read_paper(attempt.paper)
    revisions = [position.revision_id for position in drawn]
    items, all_keys = shown_items(revisions), solutions(revisions)
    return [
        _reviewed(number, position, items[position.revision_id], mask, all_keys[position.revision_id], shows_key)
        for number, (position, mask) in enumerate(zip(drawn, attempt.answers, strict=True), start=1)
    ]


def _reviewed(number: int, position: Drawn, item: ShownItem, mask: int, key: Solution, shows_key: bool) -> ReviewedItem:
    options = [
        ReviewedOption(
            text=item.options[index][0],
            chosen=bool(mask >> index & 1),
            is_key=bool(key.mask >> index & 1) if shows_key else None,
        )
        for index in position.order
    ]
    explanation = key.explanation or None if shows_key else None
    images = [image_url(name) for name in item.images]
    return ReviewedItem(number, item.stem, item.markup, options, mask == key.mask, explanation, images)
