"""The public page of a round's draw: the commitment from the opening on, the seed and the record once it is closed.

A room's `draw_sections` is called with the contest and the round and gives HTML for the end of the page, or nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, current_app, jsonify, render_template
from flask.typing import ResponseReturnValue

from question_bank.draw_record import DrawRecord
from quiz.attempts.papers import draw_record
from quiz.contests import queries
from quiz.contests.context import round_context
from quiz.contests.models import Contest, Round
from quiz.contests.rules import RoundState
from quiz.core import clock
from quiz.core.errors import NotFound
from quiz.core.permissions import public
from quiz.core.room import slot

blueprint = Blueprint("draws", __name__)
OVER = frozenset({RoundState.CLOSED, RoundState.APPROVED})


@dataclass(frozen=True)
class Draw:
    """A prepared round with the record of its draw; `seed` is None while papers are still being drawn."""

    contest: Contest
    round: Round
    record: DrawRecord
    seed: str | None


def _draw(slug: str, number: int, now: datetime) -> Draw:
    contest = queries.contest_by_slug(slug)
    contest_round = queries.round_of(contest.id, number)
    if contest_round.prepared_at is None or now < contest_round.opens_at:
        raise NotFound("Đề của vòng thi này chưa được chốt nên chưa có cam kết rút đề.")
    context = round_context(contest_round.id, contest_round.version, contest.rules_version)
    is_over = queries.state_for_review(contest_round, now) in OVER
    return Draw(contest, contest_round, draw_record(context), contest_round.seed if is_over else None)


@blueprint.get("/contests/<slug>/rounds/<int:number>/draw")
@public
def show(slug: str, number: int) -> ResponseReturnValue:
    """What was promised before the round, what is open to everybody after it, and how to check it."""
    draw = _draw(slug, number, clock.now())
    first = {item for _count, items in draw.record.first for item in items}
    sections = [section(draw.contest, draw.round) for section in slot(current_app, "draw_sections")]
    return render_template(
        "attempts/draw.html",
        draw=draw,
        items=len(draw.record.kept),
        first_items=len(first),
        sections=sections,
        is_demo=draw.contest.is_demo,
    )


@blueprint.get("/contests/<slug>/rounds/<int:number>/draw.json")
@public
def record(slug: str, number: int) -> ResponseReturnValue:
    """Seed and record as a file for `python -m question_bank draw`; not before the round is closed."""
    draw = _draw(slug, number, clock.now())
    if draw.seed is None:
        raise NotFound("Biên bản rút đề được công bố sau khi vòng thi đóng.")
    answer = jsonify(seed=draw.seed, commitment=draw.round.seed_commitment, **draw.record.to_dict())
    answer.headers["Content-Disposition"] = f'attachment; filename="draw-{slug}-{number}.json"'
    return answer
