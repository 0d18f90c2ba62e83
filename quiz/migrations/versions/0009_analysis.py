"""Figures of rounds and of their items."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables of this step."""
    op.create_table(
        "analyses",
        sa.Column("round_id", BIG, nullable=False),
        sa.Column("choice", sa.String(length=8), nullable=False),
        sa.Column("as_of", sa.BigInteger(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("figures", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_analyses_round_id_rounds")),
        sa.PrimaryKeyConstraint("round_id", "choice", name=op.f("pk_analyses")),
    )
    op.create_table(
        "item_analyses",
        sa.Column("round_id", BIG, nullable=False),
        sa.Column("choice", sa.String(length=8), nullable=False),
        sa.Column("item_id", BIG, nullable=False),
        sa.Column("revision_id", BIG, nullable=False),
        sa.Column("papers", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("alarms", sa.Integer(), nullable=False),
        sa.Column("figures", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name=op.f("fk_item_analyses_item_id_items")),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["item_revisions.id"], name=op.f("fk_item_analyses_revision_id_item_revisions")
        ),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_item_analyses_round_id_rounds")),
        sa.PrimaryKeyConstraint("round_id", "choice", "item_id", name=op.f("pk_item_analyses")),
    )
    op.create_index(op.f("ix_item_analyses_item_id"), "item_analyses", ["item_id"])


def downgrade() -> None:
    """Take the tables of this step away."""
    op.drop_table("item_analyses")
    op.drop_table("analyses")
