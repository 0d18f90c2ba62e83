"""Standings, unit tables and snapshots."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables of this step."""
    op.create_table(
        "ranking_bases",
        sa.Column("contest_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("rules_version", sa.Integer(), nullable=False),
        sa.Column("tree_round_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(["contest_id"], ["contests.id"], name=op.f("fk_ranking_bases_contest_id_contests")),
        sa.PrimaryKeyConstraint("contest_id", name=op.f("pk_ranking_bases")),
    )
    op.create_table(
        "snapshots",
        sa.Column("contest_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("round_number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["contest_id"], ["contests.id"], name=op.f("fk_snapshots_contest_id_contests")),
        sa.PrimaryKeyConstraint("contest_id", "round_number", "name", name=op.f("pk_snapshots")),
    )
    op.create_table(
        "standings",
        sa.Column("contest_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("round_number", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("sort_key", sa.LargeBinary(), nullable=False),
        sa.Column("name_key", sa.String(length=400), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("name_folded", sa.String(length=120), nullable=False),
        sa.Column("person_version", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), nullable=False),
        sa.Column("unit_code", sa.String(length=32), nullable=False),
        sa.Column("unit_name", sa.String(length=200), nullable=False),
        sa.Column("unit_position", sa.Integer(), nullable=False),
        sa.Column("division", sa.String(length=40), nullable=False),
        sa.Column("attempt_id", sa.BigInteger(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("full_scores", sa.Integer(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("max_score", sa.Integer(), nullable=False),
        sa.Column("duration_ms", sa.BigInteger(), nullable=False),
        sa.Column("submitted_at", sa.BigInteger(), nullable=False),
        sa.Column("started_at", sa.BigInteger(), nullable=False),
        sa.Column("prediction_value", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["contest_id"], ["contests.id"], name=op.f("fk_standings_contest_id_contests")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_standings_person_id_people")),
        sa.PrimaryKeyConstraint("contest_id", "round_number", "person_id", name=op.f("pk_standings")),
    )
    with op.batch_alter_table("standings", schema=None) as batch_op:
        batch_op.create_index(
            "ix_standings_order", ["contest_id", "round_number", "sort_key", "name_key", "person_id"], unique=False
        )
        batch_op.create_index("ix_standings_person_id", ["person_id"], unique=False)
        batch_op.create_index(
            "ix_standings_unit", ["contest_id", "round_number", "unit_position", "sort_key"], unique=False
        )

    op.create_table(
        "unit_standings",
        sa.Column("contest_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("round_number", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), nullable=False),
        sa.Column("parent_id", sa.BigInteger(), nullable=True),
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("name_folded", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("last_position", sa.Integer(), nullable=False),
        sa.Column("headcount", sa.Integer(), nullable=True),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("score_sum", sa.BigInteger(), nullable=False),
        sa.Column("full_scores", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["contest_id"], ["contests.id"], name=op.f("fk_unit_standings_contest_id_contests")),
        sa.PrimaryKeyConstraint("contest_id", "round_number", "unit_id", name=op.f("pk_unit_standings")),
    )
    with op.batch_alter_table("unit_standings", schema=None) as batch_op:
        batch_op.create_index("ix_unit_standings_parent", ["contest_id", "round_number", "parent_id"], unique=False)

    op.create_table(
        "folds",
        sa.Column("round_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("folded_to", sa.BigInteger(), nullable=False),
        sa.Column("folded_at", sa.BigInteger(), nullable=False),
        sa.Column("is_dirty", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_folds_round_id_rounds")),
        sa.PrimaryKeyConstraint("round_id", name=op.f("pk_folds")),
    )


def downgrade() -> None:
    """Take the tables of this step away."""
    op.drop_table("folds")
    with op.batch_alter_table("unit_standings", schema=None) as batch_op:
        batch_op.drop_index("ix_unit_standings_parent")

    op.drop_table("unit_standings")
    with op.batch_alter_table("standings", schema=None) as batch_op:
        batch_op.drop_index("ix_standings_unit")
        batch_op.drop_index("ix_standings_person_id")
        batch_op.drop_index("ix_standings_order")

    op.drop_table("standings")
    op.drop_table("snapshots")
    op.drop_table("ranking_bases")
