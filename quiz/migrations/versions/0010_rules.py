"""Rules of every contest: pauses, cancelled rounds and practice, true predictions, tie-breaks, unit schemes."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _zero(kind: Any = sa.Integer) -> dict[str, Any]:
    return {"type_": kind(), "nullable": False, "server_default": "0"}


def _numbered() -> dict[str, Any]:
    """On SQLite the table is made anew, so that the number of a row that was deleted never comes again."""
    if op.get_bind().dialect.name != "sqlite":
        return {}
    return {"recreate": "always", "table_kwargs": {"sqlite_autoincrement": True}}


def upgrade() -> None:
    """Add the columns of this step; what stands in the tables keeps its meaning."""
    with op.batch_alter_table("contests", **_numbered()) as contests:
        contests.add_column(sa.Column("paused_at", sa.BigInteger(), nullable=True))
        contests.add_column(sa.Column("rehearses_id", BIG, nullable=True))
    with op.batch_alter_table("rounds", **_numbered()) as rounds:
        rounds.add_column(sa.Column("cancelled_at", sa.BigInteger(), nullable=True))
        rounds.add_column(sa.Column("is_practice", sa.Boolean(), nullable=False, server_default=sa.false()))
        rounds.add_column(sa.Column("prediction_actual", sa.BigInteger(), nullable=True))
    with op.batch_alter_table("round_units") as units:
        units.add_column(sa.Column("headcount_source", sa.String(length=200), nullable=False, server_default=""))
    with op.batch_alter_table("round_items") as items:
        items.add_column(sa.Column("is_drawn", sa.Boolean(), nullable=False, server_default=sa.true()))
    with op.batch_alter_table("entries") as entries:
        entries.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
    with op.batch_alter_table("rulings") as rulings:
        rulings.add_column(sa.Column("unit_id", BIG, nullable=True))
    with op.batch_alter_table("org_units") as org_units:
        org_units.add_column(sa.Column("merged_into_id", BIG, nullable=True))
        org_units.create_foreign_key(
            op.f("fk_org_units_merged_into_id_org_units"), "org_units", ["merged_into_id"], ["id"]
        )
    op.create_table(
        "contest_guests",
        sa.Column("contest_id", BIG, nullable=False),
        sa.Column("person_id", BIG, nullable=False),
        sa.ForeignKeyConstraint(["contest_id"], ["contests.id"], name=op.f("fk_contest_guests_contest_id_contests")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_contest_guests_person_id_people")),
        sa.PrimaryKeyConstraint("contest_id", "person_id", name=op.f("pk_contest_guests")),
    )
    _hot_tables()


def _hot_tables() -> None:
    with op.batch_alter_table("ranking_bases") as bases:
        bases.add_column(sa.Column("decisions", sa.String(length=64), nullable=False, server_default=""))
    with op.batch_alter_table("attempts") as attempts:
        attempts.add_column(sa.Column("paused_at", sa.BigInteger(), nullable=True))
        attempts.add_column(sa.Column("paused_ms", **_zero(sa.BigInteger)))
        attempts.add_column(sa.Column("extra_ms", **_zero(sa.BigInteger)))
        attempts.add_column(sa.Column("ruling_id", sa.BigInteger(), nullable=True))
    with op.batch_alter_table("standings") as standings:
        standings.add_column(sa.Column("prediction_error", sa.BigInteger(), nullable=True))
        standings.add_column(sa.Column("full_attempts", **_zero()))
        standings.add_column(sa.Column("lot", sa.BigInteger(), nullable=True))
        standings.add_column(sa.Column("board_place", **_zero()))
        standings.add_column(sa.Column("is_placed", sa.Boolean(), nullable=False, server_default=sa.true()))
    with op.batch_alter_table("unit_standings") as units:
        units.add_column(sa.Column("top_sum", **_zero(sa.BigInteger)))
        units.add_column(sa.Column("top_count", **_zero()))
        units.add_column(sa.Column("prize_points", **_zero()))
        units.add_column(sa.Column("headcount_source", sa.String(length=200), nullable=False, server_default=""))
        units.add_column(sa.Column("headcount_on", sa.Date(), nullable=True))


COLUMNS = {
    "contests": ("paused_at", "rehearses_id"),
    "rounds": ("cancelled_at", "is_practice", "prediction_actual"),
    "round_units": ("headcount_source",),
    "round_items": ("is_drawn",),
    "entries": ("version",),
    "rulings": ("unit_id",),
    "attempts": ("paused_at", "paused_ms", "extra_ms", "ruling_id"),
    "ranking_bases": ("decisions",),
    "standings": ("prediction_error", "full_attempts", "lot", "board_place", "is_placed"),
    "unit_standings": ("top_sum", "top_count", "prize_points", "headcount_source", "headcount_on"),
}


def downgrade() -> None:
    """Take the columns away again."""
    op.drop_table("contest_guests")
    with op.batch_alter_table("org_units") as org_units:
        org_units.drop_constraint(op.f("fk_org_units_merged_into_id_org_units"), type_="foreignkey")
        org_units.drop_column("merged_into_id")
    for table, names in COLUMNS.items():
        with op.batch_alter_table(table) as batch:
            for name in names:
                batch.drop_column(name)
