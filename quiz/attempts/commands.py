"""`quiz papers …`: the papers that were drawn, drawn again."""

from __future__ import annotations

import click
from flask.cli import with_appcontext

from quiz.attempts.verifying import verify_papers
from quiz.core.errors import Conflict


@click.group("papers", help="Đề thi đã rút.")
def papers() -> None:
    """The group of the papers' commands."""


@papers.command("verify")
@click.argument("slug")
@click.argument("number", type=int)
@with_appcontext
def verify(slug: str, number: int) -> None:
    """Rút lại mọi đề của vòng NUMBER trong cuộc thi SLUG từ hạt giống và so với đề đã lưu."""
    found = verify_papers(slug, number)
    if found.different:
        text = "%(count)s trên %(total)s đề khác với đề rút lại, ví dụ bài thi số %(first)s."
        raise Conflict(text, count=len(found.different), total=found.total, first=found.different[0])
    click.echo(
        f"{found.total} trên {found.total} đề đúng như rút lại; mã cam kết {found.commitment} khớp với hạt giống."
    )
