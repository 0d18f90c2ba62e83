"""`quiz analysis …`."""

from __future__ import annotations

import click
from flask.cli import with_appcontext

from quiz.analysis import queries
from quiz.analysis.rules import Choice
from quiz.analysis.service import analyse_now
from quiz.contests.queries import contest_by_slug, round_of


@click.group("analysis", help="Phân tích câu hỏi.")
def analysis() -> None:
    """The group of the analysis room's commands."""


@analysis.command("make", help="Tính số liệu câu hỏi của vòng ROUND trong cuộc thi CONTEST.")
@click.argument("contest")
@click.argument("round_number", metavar="ROUND", type=int)
@with_appcontext
def make(contest: str, round_number: int) -> None:
    """Make the figures of a round here and now, without the queue."""
    found = round_of(contest_by_slug(contest).id, round_number)
    round_id = found.id
    attempts = analyse_now(round_id)
    suspected = len(queries.item_rows(round_id, Choice.FIRST, alarmed=True))
    click.echo(f"Đã phân tích {attempts} lượt thi; {suspected} câu cần kiểm tra đáp án.")
