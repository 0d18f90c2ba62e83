"""Lists of who holds which post in a unit and below it, for staff of that subtree alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from quiz.accounts.listing import is_named
from quiz.accounts.models import Membership, Person
from quiz.accounts.posts import TITLES, is_held, kinds_meant, title_of
from quiz.core.db import db
from quiz.core.paging import PER_PAGE, Page, offset
from quiz.core.vietnamese import fold
from quiz.units.models import OrgUnit

MOST = 20_000
"""How many lines a workbook holds at most."""


@dataclass(frozen=True)
class PostLine:
    """Somebody's post in a unit: as it is written, what it is known as, and since when."""

    person_id: int
    person: str
    unit: str
    post: str
    kind: str
    from_on: date | None

    @property
    def kind_title(self) -> str:
        """What the kind is called; "" where the post is none of the known ones."""
        return title_of(self.kind) if self.kind else ""


def page_of_posts(under: OrgUnit, text: str, kind: str, today: date, number: int) -> Page[PostLine]:
    """Posts held today in a unit and below it; `text` are words of a name or of a kind, `kind` a kind of post."""
    query = _posts(under, text, kind, today)
    total = db.session.scalar(sa.select(sa.func.count()).select_from(query.subquery())) or 0
    ordered = query.order_by(OrgUnit.position, Person.name_key, Membership.id)
    rows = db.session.execute(ordered.limit(PER_PAGE).offset(offset(number)))
    return Page([PostLine(*row) for row in rows], number, total)


def all_posts(under: OrgUnit, text: str, kind: str, today: date) -> Iterator[PostLine]:
    """The same without pages, for a workbook."""
    ordered = _posts(under, text, kind, today).order_by(OrgUnit.position, Person.name_key, Membership.id)
    for row in db.session.execute(ordered.limit(MOST)):
        yield PostLine(*row)


def _posts(under: OrgUnit, text: str, kind: str, today: date) -> sa.Select[Any]:
    columns = (Person.id, Person.name, OrgUnit.name, Membership.post, Membership.post_kind, Membership.from_on)
    query: Any = (
        sa.select(*columns)
        .join(Membership, Membership.person_id == Person.id)
        .join(OrgUnit, OrgUnit.id == Membership.unit_id)
        .where(OrgUnit.position.between(under.position, under.last_position), is_held(today), Person.is_active)
        .where(Membership.post != "")
    )
    if kind:
        query = query.where(Membership.post_kind.in_(sorted(kinds_meant([kind]))))
    if text.strip():
        query = query.where(sa.or_(is_named(text), Membership.post_kind.in_(_kinds_named(text))))
    made: sa.Select[Any] = query
    return made


def _kinds_named(text: str) -> list[str]:
    return [kind.value for kind, title in TITLES.items() if fold(text) in fold(title)]
