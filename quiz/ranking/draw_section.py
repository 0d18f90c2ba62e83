"""The lots of a round on the page of its draw: how they are made, and the numbers that decided between people."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import sqlalchemy as sa
from flask import render_template
from markupsafe import Markup

from quiz.contests.models import Contest, Round
from quiz.contests.queries import rules_of
from quiz.contests.rules import Criterion
from quiz.core import clock
from quiz.core.db import db
from quiz.ranking.frames import counts, frame_of
from quiz.ranking.lots import lot_text
from quiz.ranking.models import Standing
from quiz.ranking.queries import placed
from quiz.ranking.rules import places, width_before
from quiz.ranking.scope import scope_of

BEST = 200
"""Among how many places from the top the page shows lots; `quiz ranking lots` prints all."""


@dataclass(frozen=True)
class Lot:
    """Somebody's lot where it decided: rank, the name as shown in public, the number it was made of."""

    rank: int
    name: str
    unit_name: str
    person_id: int
    lot: int | None


def lots_section(contest: Contest, contest_round: Round) -> Markup | None:
    """The part of the draw's page about lots; None where the rules draw none, or the round has no standings."""
    rules = rules_of(contest.id, contest.rules_version).of_round(contest_round.number)
    if Criterion.LOTS not in rules.tie_break or not counts(contest_round):
        return None
    shown = scope_of(contest.slug, contest_round.number, clock.now()).gate.shows_places
    seed = contest_round.seed if contest_round.approved_at is not None else "HẠT-GIỐNG"
    values = {
        "is_drawn": contest_round.approved_at is not None,
        "shows_places": shown,
        "rows": decided_by_lot(contest.id, contest_round.number, BEST) if shown else [],
        "best": BEST,
        "text": lot_text([seed], "SỐ"),
    }
    return Markup(render_template("ranking/lots.html", **values))  # noqa: S704 - a rendered template


def decided_by_lot(contest_id: int, number: int, limit: int | None = None) -> list[Lot]:
    """Those of the best `limit` people (None: of all) who are equal to another one in all that is asked before lots."""
    stage = next((one for one in frame_of(contest_id).stages if one.number == number), None)
    if stage is None or stage.lot_seeds is None:
        return []
    width = width_before(stage.rules.tie_break, Criterion.LOTS)
    query = (
        sa.select(Standing.sort_key, Standing.name, Standing.unit_name, Standing.person_id, Standing.lot)
        .where(*placed(contest_id, number), Standing.lot.is_not(None))
        .order_by(Standing.sort_key, Standing.name_key, Standing.person_id)
    )
    best = db.session.execute(query.limit(limit)).all()
    equal = Counter(row.sort_key[:width] for row in best)
    ranks = places([row.sort_key for row in best], 1, 0)
    return [Lot(rank, *row[1:]) for rank, row in zip(ranks, best, strict=True) if equal[row.sort_key[:width]] > 1]
