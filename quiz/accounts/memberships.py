"""Posts of people in units: added, ended, and the kinds of those that were only written in words."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa

from quiz.accounts import queries
from quiz.accounts.authority import require_unit
from quiz.accounts.models import Membership
from quiz.accounts.post_kinds import PostKind, post_kind_of, posts_in, title_of
from quiz.core import audit, clock
from quiz.core.db import db, in_portions, transaction
from quiz.core.errors import Conflict, Invalid, NotFound
from quiz.core.permissions import Actor, Role
from quiz.core.vietnamese import clean
from quiz.units import queries as units

LONGEST = 40


def join(person_id: int, unit_id: int, text: str, today: date) -> None:
    """The first memberships of a new person inside the caller's transaction: the unit for contests, with its posts.

    Of several posts in `text` (see `posts_in`) the first stands with the primary membership.
    """
    for number, post in enumerate(posts_in(text)):
        row = {"post": post, "post_kind": post_kind_of(post), "is_primary": number == 0}
        db.session.add(Membership(person_id=person_id, unit_id=unit_id, from_on=today, **row))


def add_post(
    actor: Actor | None,
    person_id: int,
    unit_id: int,
    post: str,
    kind: str,
    now: datetime,
    *,
    from_on: date | None = None,
) -> Membership:
    """Give a person a post in a unit beside the unit for contests; an empty `kind` is read from the words of `post`.

    Raises NotAllowed outside the own subtree, Invalid for a post that is none, Conflict for one held already.
    """
    today = clock.local(now).date()
    post, kind = _checked(post, kind)
    if from_on is not None and from_on > today:
        raise Invalid("Ngày bắt đầu không được sau hôm nay.", field="from_on")
    with transaction():
        require_unit(actor, unit_id)
        _require_person(actor, person_id)
        if not units.is_valid(units.get(unit_id), now):
            raise Invalid("Đơn vị này không còn hoạt động. Vui lòng chọn đơn vị khác.", field="unit")
        _require_new(person_id, unit_id, post, kind)
        row = Membership(
            person_id=person_id,
            unit_id=unit_id,
            post=post,
            post_kind=kind,
            is_primary=False,
            from_on=from_on or today,
        )
        db.session.add(row)
        audit.record(actor, "person.post_add", "person", person_id, after={"unit": unit_id, "post": kind or post})
    return row


def _checked(post: str, kind: str) -> tuple[str, str]:
    post = clean(post)
    if kind and kind not in set(PostKind):
        raise Invalid("Không có loại chức danh này.", field="kind")
    if not post and not kind:
        raise Invalid("Vui lòng ghi chức danh hoặc chọn một loại trong danh sách.", field="post")
    if len(post) > LONGEST:
        raise Invalid("Chức danh dài nhất %(longest)s ký tự.", field="post", longest=LONGEST)
    return post or title_of(kind)[:LONGEST], kind or post_kind_of(post)


def _require_person(actor: Actor | None, person_id: int) -> None:
    queries.get(person_id)
    unit = queries.primary_unit(person_id)
    if actor is not None:
        actor.require(unit.position if unit else None, Role.ORGANISER)


def _require_new(person_id: int, unit_id: int, post: str, kind: str) -> None:
    same = Membership.post_kind == kind if kind else Membership.post == post
    here = (Membership.person_id == person_id, Membership.unit_id == unit_id, Membership.to_on.is_(None))
    if db.session.scalar(sa.select(Membership.id).where(*here, same).limit(1)) is not None:
        raise Conflict("Người này đã giữ chức danh đó ở đơn vị này.", code="post_held", field="post")


def end_post(actor: Actor | None, membership_id: int, now: datetime, *, person_id: int | None = None) -> None:
    """End a post today. The unit for contests stays the person's unit, from today on without the post.

    Raises NotFound where there is no such open post (of this person), NotAllowed outside the own subtree.
    """
    with transaction():
        row = db.session.get(Membership, membership_id)
        if row is None or row.to_on is not None or not row.post or person_id not in (None, row.person_id):
            raise NotFound("Không tìm thấy chức danh này.")
        require_unit(actor, row.unit_id)
        before = {"unit": row.unit_id, "post": row.post_kind or row.post}
        row.to_on = today = clock.local(now).date()
        if row.is_primary:
            db.session.flush()
            db.session.add(Membership(person_id=row.person_id, unit_id=row.unit_id, from_on=today))
        audit.record(actor, "person.post_end", "person", row.person_id, before=before)


def note_export(actor: Actor, unit_id: int, lines: int) -> None:
    """Who took a list of post holders away goes into the audit trail."""
    with transaction():
        audit.record(actor, "person.posts_export", "unit", unit_id, after={"lines": lines})


def fill_kinds() -> int:
    """Read the kinds of posts that were written in words before kinds were kept; how many were known."""
    unread = sa.and_(Membership.post != "", Membership.post_kind == "")
    with transaction():
        texts = db.session.scalars(sa.select(Membership.post).where(unread).distinct()).all()
        known = [(post_kind_of(text), text) for text in texts]
        return sum(_fill(kind, [text for held, text in known if held == kind]) for kind in {kind for kind, _ in known})


def _fill(kind: str, texts: list[str]) -> int:
    if not kind:
        return 0
    filled = 0
    for portion in in_portions(texts):
        these = sa.and_(Membership.post_kind == "", Membership.post.in_(portion))
        changed = db.session.execute(sa.update(Membership).where(these).values(post_kind=kind).returning(Membership.id))
        filled += len(changed.all())
    return filled
