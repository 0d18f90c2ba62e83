"""Writing derived rows: many at once, over what stood there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from quiz.core.db import Model, db


def upsert(model: type[Model], rows: Sequence[dict[str, Any]]) -> None:
    """Insert whole rows, or write them over those with the same primary key."""
    if not rows:
        return
    on_sqlite = db.session.get_bind().dialect.name == "sqlite"
    table = cast(sa.Table, model.__table__)
    insert = (sqlite.insert if on_sqlite else postgresql.insert)(table)
    key = [column.name for column in table.primary_key]
    names = [name for name in rows[0] if name not in key]
    values = {name: insert.excluded[name] for name in names}
    db.session.execute(insert.on_conflict_do_update(index_elements=key, set_=values), rows)
