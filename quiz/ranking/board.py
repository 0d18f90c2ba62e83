"""The board's decisions: the order of people who are equal in everything that the rules ask before the board.

Each decision is a ruling with a document's number and a reason; it names everybody of one group. A newer one for the
same people goes before it, and the older one stays on record.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from quiz.accounts.models import Person
from quiz.contests import queries
from quiz.contests.models import Contest, Round, Ruling
from quiz.contests.organising import require_organiser
from quiz.contests.rules import Criterion, RoundState
from quiz.contests.rulings import LONGEST_REASON
from quiz.core import audit
from quiz.core.db import db, transaction
from quiz.core.errors import Conflict, Invalid
from quiz.core.permissions import Actor
from quiz.core.vietnamese import clean
from quiz.ranking import service
from quiz.ranking.frames import BOARD, Frame, Stage, frame_of
from quiz.ranking.models import Basis, Standing
from quiz.ranking.queries import placed
from quiz.ranking.recomputing import rests_on
from quiz.ranking.rules import width_before

MOST_GROUPS, MOST_PEOPLE = 20, 100
LONGEST_DOCUMENT = 100
_KNOWN_AFTER_APPROVAL = {Criterion.PREDICTION, Criterion.LOTS}


@dataclass(frozen=True)
class Tied:
    """One of a group: the full name, for the organiser."""

    person_id: int
    name: str
    unit_name: str
    score: int
    board_place: int


@dataclass(frozen=True)
class Group:
    """People who are equal before the board is asked, in one division; `rank` is that of the first place they share.

    `size` is how many they are in truth; of a very large group only some are named.
    """

    rank: int
    division: str
    size: int
    people: tuple[Tied, ...]

    @property
    def is_decided(self) -> bool:
        """Whether the board has given each of them a place of its own."""
        given = {one.board_place for one in self.people} - {0}
        return self.size == len(self.people) == len(given)


def groups_of(contest_id: int, number: int, now: datetime) -> list[Group]:
    """The groups that the board may order, best first, of which there may be more than MOST_GROUPS.

    Nothing where the rules do not ask the board, or while what they ask before is not known yet.
    """
    frame = frame_of(contest_id)
    stage = _ready_stage(frame, number, now)
    if stage is None:
        return []
    groups = []
    for head, division, size in _heads(frame, stage):
        people = tuple(_people(frame, stage, head, division))
        groups.append(Group(_rank(frame, stage, head, division), division, size, people))
    return groups


def decide(
    actor: Actor | None,
    contest_id: int,
    number: int,
    in_order: Sequence[int],
    document: str,
    reason: str,
    now: datetime,
) -> Ruling:
    """Put everybody of one group into an order, best first, and make their standings anew.

    Raises NotAllowed; Invalid without a document's number or a reason, or where these people are not just one group;
    Conflict `not_asked` where the rules do not ask the board (yet).
    """
    document, reason = _checked(document, reason)
    contest = db.session.get_one(Contest, contest_id)
    require_organiser(actor, contest)
    with transaction():
        frame = service.held_frame(contest_id)
        stage = _ready_stage(frame, number, now)
        if stage is None:
            text = "Chưa đến bước ban tổ chức quyết định thứ hạng, hoặc thể lệ không có tiêu chí này."
            raise Conflict(text, code="not_asked")
        _need_group(frame, stage, in_order)
        ruling = _write(actor, contest_id, stage, in_order, document, reason, now)
        service.refold(contest_id, list(in_order))
    return ruling


@dataclass(frozen=True)
class Decision:
    """A decision of the board as it stands on record; `names` in the order given, best first."""

    made_at: datetime
    document: str
    reason: str
    names: tuple[str, ...]


def decisions_of(contest_id: int, round_id: int | None) -> list[Decision]:
    """The board's decisions for a round, or for the total (None), the newest first."""
    query = sa.select(Ruling).where(
        Ruling.contest_id == contest_id, Ruling.kind == BOARD, Ruling.round_id.is_not_distinct_from(round_id)
    )
    return [_decision(ruling) for ruling in db.session.scalars(query.order_by(Ruling.id.desc()))]


def _decision(ruling: Ruling) -> Decision:
    details = json.loads(ruling.details)
    in_order = [int(person_id) for person_id, _place in sorted(details["places"].items(), key=lambda pair: pair[1])]
    query = sa.select(Person.id, Person.name).where(Person.id.in_(in_order))
    names = {row[0]: row[1] for row in db.session.execute(query)}
    return Decision(ruling.created_at, details["document"], ruling.reason, tuple(names[one] for one in in_order))


def _checked(document: str, reason: str) -> tuple[str, str]:
    document, reason = clean(document), clean(reason)
    if not document or len(document) > LONGEST_DOCUMENT:
        raise Invalid("Vui lòng ghi số văn bản của quyết định, tối đa 100 ký tự.", field="document")
    if not reason or len(reason) > LONGEST_REASON:
        raise Invalid("Vui lòng ghi lý do, tối đa 500 ký tự.", code="reason_required", field="reason")
    return document, reason


def _ready_stage(frame: Frame, number: int, now: datetime) -> Stage | None:
    """The stage, where its rules ask the board and all that is asked before is known for good."""
    stage = next((one for one in frame.stages if one.number == number), None)
    order = list(stage.rules.tie_break) if stage else []
    if stage is None or Criterion.BOARD not in order:
        return None
    if not rests_on(db.session.get(Basis, frame.contest_id), frame):
        return None
    asks_for_approval = set(order[: order.index(Criterion.BOARD)]) & _KNOWN_AFTER_APPROVAL
    wanted = {RoundState.APPROVED} if asks_for_approval else {RoundState.CLOSED, RoundState.APPROVED}
    ids = [one.round_id for one in ([stage] if stage.round_id is not None else frame.rounds)]
    states = {queries.state_for_review(db.session.get_one(Round, round_id), now) for round_id in ids}
    return stage if states <= wanted else None


def _need_group(frame: Frame, stage: Stage, people: Collection[int]) -> None:
    head, division = _head(stage), _division(stage)
    query = sa.select(head, division).where(*placed(frame.contest_id, stage.number), Standing.person_id.in_(people))
    found = {(row[0], row[1]) for row in db.session.execute(query)}
    if len(found) == 1 and len(people) == len(set(people)) > 1:
        [(key, code)] = found
        if _size(frame, stage, key, code) == len(people):
            return
    text = "Đây không còn là toàn bộ một nhóm ngang nhau. Vui lòng tải lại trang và xếp thứ tự cho cả nhóm."
    raise Invalid(text, field="places")


def _write(
    actor: Actor | None,
    contest_id: int,
    stage: Stage,
    in_order: Sequence[int],
    document: str,
    reason: str,
    now: datetime,
) -> Ruling:
    details = {"places": {str(one): place for place, one in enumerate(in_order, start=1)}, "document": document}
    ruling = Ruling(
        contest_id=contest_id,
        round_id=stage.round_id,
        kind=BOARD,
        details=json.dumps(details, ensure_ascii=False),
        reason=reason,
        actor_id=actor.person_id if actor else None,
        created_at=now,
    )
    db.session.add(ruling)
    db.session.flush()
    about = {"ruling_id": ruling.id, "round": stage.number, **details}
    audit.record(actor, "ranking.board", "contest", contest_id, after=about, reason=reason)
    return ruling


def _head(stage: Stage) -> sa.ColumnElement[bytes]:
    """The part of the key that was decided before the board is asked."""
    width = width_before(stage.rules.tie_break, Criterion.BOARD)
    return sa.func.substr(Standing.sort_key, 1, width, type_=sa.LargeBinary)


def _division(stage: Stage) -> sa.ColumnElement[str]:
    return sa.type_coerce(Standing.division, sa.String) if stage.rules.divisions else sa.literal("")


def _heads(frame: Frame, stage: Stage) -> list[tuple[bytes, str, int]]:
    """The groups of two and more, best first: the shared part of the key, the division, how many they are."""
    head, division = _head(stage).label("head"), _division(stage).label("division_code")
    query = (
        sa.select(head, division, sa.func.count())
        .where(*placed(frame.contest_id, stage.number))
        .group_by(sa.text("head"), sa.text("division_code"))
        .having(sa.func.count() > 1)
        .order_by(sa.text("head"), sa.text("division_code"))
        .limit(MOST_GROUPS)
    )
    return [(bytes(key), code, count) for key, code, count in db.session.execute(query)]


def _of_group(frame: Frame, stage: Stage, head: bytes, division: str) -> list[sa.ColumnElement[bool]]:
    return [
        *placed(frame.contest_id, stage.number),
        Standing.sort_key >= head,
        Standing.sort_key < head + b"\xff" * 64,
        *([Standing.division == division] if stage.rules.divisions else []),
    ]


def _size(frame: Frame, stage: Stage, head: bytes, division: str) -> int:
    conditions = _of_group(frame, stage, head, division)
    return db.session.scalar(sa.select(sa.func.count()).select_from(Standing).where(*conditions)) or 0


def _rank(frame: Frame, stage: Stage, head: bytes, division: str) -> int:
    within = [Standing.division == division] if stage.rules.divisions else []
    query = sa.select(sa.func.count()).select_from(Standing)
    before = db.session.scalar(query.where(*placed(frame.contest_id, stage.number), Standing.sort_key < head, *within))
    return (before or 0) + 1


def _people(frame: Frame, stage: Stage, head: bytes, division: str) -> list[Tied]:
    columns = (Standing.person_id, Person.name, Standing.unit_name, Standing.score, Standing.board_place)
    query = (
        sa.select(*columns)
        .join(Person, Person.id == Standing.person_id)
        .where(*_of_group(frame, stage, head, division))
        .order_by(Standing.sort_key, Standing.name_key, Standing.person_id)
        .limit(MOST_PEOPLE)
    )
    return [Tied(*row) for row in db.session.execute(query)]
