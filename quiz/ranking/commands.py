"""`quiz ranking …`."""

from __future__ import annotations

import click
from flask.cli import with_appcontext

from quiz.contests.queries import contest_by_slug
from quiz.core import clock
from quiz.ranking import service


@click.group("ranking", help="Bảng xếp hạng.")
def ranking() -> None:
    """The group of the ranking's commands."""


@ranking.command("rebuild", help="Tính lại toàn bộ bảng xếp hạng của cuộc thi CONTEST từ bài thi và quyết định đã có.")
@click.argument("contest")
@with_appcontext
def rebuild(contest: str) -> None:
    """Make every standing of a contest (by its slug) anew."""
    standings = service.rebuild(contest_by_slug(contest).id, clock.now())
    click.echo(f"Đã tính lại {standings} thứ hạng của cuộc thi {contest}.")
