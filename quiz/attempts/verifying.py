"""Drawing every paper of a round again from its seed, and comparing it with what the attempt has stored."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from question_bank.draw_record import commitment
from quiz.attempts.models import Attempt
from quiz.attempts.papers import draw_record
from quiz.attempts.rules import Drawn, write_paper
from quiz.contests import queries
from quiz.contests.context import round_context
from quiz.core.db import db
from quiz.core.errors import Conflict, NotFound

_AT_ONCE = 1000


@dataclass(frozen=True)
class Verified:
    """How many papers were compared, and the attempts whose paper is another one."""

    total: int
    different: tuple[int, ...]
    commitment: str


def verify_papers(slug: str, number: int) -> Verified:
    """Compare all papers of a round.

    NotFound where it is not prepared, Conflict where the seed is not the one that was promised, or where the items that
    everybody has are not those of the first draw.
    """
    contest = queries.contest_by_slug(slug)
    contest_round = queries.round_of(contest.id, number)
    if contest_round.prepared_at is None:
        raise NotFound("Đề của vòng thi này chưa được chốt.")
    seed = bytes.fromhex(contest_round.seed)
    if commitment(seed) != contest_round.seed_commitment:
        raise Conflict("Hạt giống đang lưu không khớp với mã cam kết đã công bố.", code="commitment")
    record = draw_record(round_context(contest_round.id, contest_round.version, contest.rules_version))
    if not record.is_first_draw(seed):
        raise Conflict("Bộ câu hỏi chung đang lưu không phải kết quả của lượt rút đầu tiên.", code="first_draw")
    columns = (Attempt.id, Attempt.person_id, Attempt.number, Attempt.paper)
    query = sa.select(*columns).where(
        Attempt.round_id == contest_round.id, Attempt.is_practice == contest_round.is_practice
    )
    total, different = 0, []
    for attempt_id, person_id, attempt_number, paper in db.session.execute(query).yield_per(_AT_ONCE):
        total += 1
        drawn = [Drawn(item, order) for item, order in record.paper(seed, person_id, attempt_number)]
        if write_paper(drawn) != paper:
            different.append(attempt_id)
    return Verified(total, tuple(different), contest_round.seed_commitment)
