"""Tables of the analysis room: derived, made anew at will."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from quiz.core.db import Model, UtcMillis


class Analysis(Model):
    """The figures of a round over one choice of attempts: those closed up to `as_of`.

    `figures` is JSON (see figures.RoundFigures).
    """

    __tablename__ = "analyses"

    round_id: Mapped[int] = mapped_column(sa.ForeignKey("rounds.id"), primary_key=True)
    choice: Mapped[str] = mapped_column(sa.String(8), primary_key=True)
    as_of: Mapped[datetime] = mapped_column(UtcMillis)
    attempts: Mapped[int]
    figures: Mapped[str] = mapped_column(sa.Text)


class ItemAnalysis(Model):
    """An item of the round's pool over one choice of attempts.

    `papers` counts every paper it was drawn into, whether closed or not; `figures` is JSON (see figures.ItemRecord).
    """

    __tablename__ = "item_analyses"

    round_id: Mapped[int] = mapped_column(sa.ForeignKey("rounds.id"), primary_key=True)
    choice: Mapped[str] = mapped_column(sa.String(8), primary_key=True)
    item_id: Mapped[int] = mapped_column(sa.ForeignKey("items.id"), primary_key=True, index=True)
    revision_id: Mapped[int] = mapped_column(sa.ForeignKey("item_revisions.id"))
    papers: Mapped[int]
    attempts: Mapped[int]
    alarms: Mapped[int]
    figures: Mapped[str] = mapped_column(sa.Text)
