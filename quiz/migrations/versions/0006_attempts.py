"""Attempts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables of this step."""
    op.create_table(
        "attempts",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("round_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("attempt_limit", sa.Integer(), nullable=False),
        sa.Column("is_practice", sa.Boolean(), nullable=False),
        sa.Column("rules_version", sa.Integer(), nullable=False),
        sa.Column("seed", sa.String(length=32), nullable=False),
        sa.Column("paper", sa.Text(), nullable=False),
        sa.Column("layout", sa.String(length=255), nullable=False),
        sa.Column("answers", sa.LargeBinary(), nullable=False),
        sa.Column("saved_seq", sa.Integer(), nullable=False),
        sa.Column("saved_at", sa.BigInteger(), nullable=True),
        sa.Column("prediction_text", sa.String(length=40), nullable=True),
        sa.Column("prediction_value", sa.BigInteger(), nullable=True),
        sa.Column("started_at", sa.BigInteger(), nullable=False),
        sa.Column("deadline_at", sa.BigInteger(), nullable=False),
        sa.Column("grace_ms", sa.Integer(), nullable=False),
        sa.Column("submitted_at", sa.BigInteger(), nullable=True),
        sa.Column("closed_at", sa.BigInteger(), nullable=True),
        sa.Column("closed_by", sa.String(length=10), nullable=True),
        sa.Column("duration_ms", sa.BigInteger(), nullable=True),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("max_score", sa.Integer(), nullable=True),
        sa.CheckConstraint("(submitted_at is null) = (closed_at is null)", name=op.f("ck_attempts_closed")),
        sa.CheckConstraint("(submitted_at is null) = (score is null)", name=op.f("ck_attempts_graded")),
        sa.CheckConstraint("deadline_at > started_at", name=op.f("ck_attempts_deadline")),
        sa.CheckConstraint("number between 1 and attempt_limit", name=op.f("ck_attempts_limit")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_attempts_person_id_people")),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_attempts_round_id_rounds")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempts")),
        sa.UniqueConstraint(
            "round_id",
            "person_id",
            "is_practice",
            "number",
            name=op.f("uq_attempts_round_id_person_id_is_practice_number"),
        ),
    )
    with op.batch_alter_table("attempts", schema=None) as batch_op:
        batch_op.create_index("ix_attempts_closed", ["round_id", "closed_at"], unique=False)
        batch_op.create_index(
            "ix_attempts_overdue",
            ["deadline_at"],
            unique=False,
            sqlite_where=sa.text("submitted_at is null"),
            postgresql_where=sa.text("submitted_at is null"),
        )
        batch_op.create_index("ix_attempts_person_id", ["person_id"], unique=False)
        batch_op.create_index(
            "uq_attempts_open",
            ["round_id", "person_id", "is_practice"],
            unique=True,
            sqlite_where=sa.text("submitted_at is null"),
            postgresql_where=sa.text("submitted_at is null"),
        )


def downgrade() -> None:
    """Take the tables of this step away."""
    with op.batch_alter_table("attempts", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_attempts_open",
            sqlite_where=sa.text("submitted_at is null"),
            postgresql_where=sa.text("submitted_at is null"),
        )
        batch_op.drop_index("ix_attempts_person_id")
        batch_op.drop_index(
            "ix_attempts_overdue",
            sqlite_where=sa.text("submitted_at is null"),
            postgresql_where=sa.text("submitted_at is null"),
        )
        batch_op.drop_index("ix_attempts_closed")

    op.drop_table("attempts")
