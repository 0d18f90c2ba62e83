"""Records of plans: evidence, reports of periods with corrections, difficulties; the inbox."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables of this step."""
    op.create_table(
        "evidence",
        sa.Column("id", BIG, nullable=False),
        sa.Column("unit_id", BIG, nullable=False),
        sa.Column("person_id", BIG, nullable=True),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("title_folded", sa.String(length=200), nullable=False),
        sa.Column("url", sa.String(length=1000), nullable=False),
        sa.Column("stored", sa.String(length=64), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("created_by", BIG, nullable=True),
        sa.Column("removed_at", sa.BigInteger(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_evidence_person_id_people")),
        sa.ForeignKeyConstraint(["unit_id"], ["org_units.id"], name=op.f("fk_evidence_unit_id_org_units")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
    )
    with op.batch_alter_table("evidence", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_evidence_stored"), ["stored"], unique=False)
        batch_op.create_index(batch_op.f("ix_evidence_unit_id"), ["unit_id"], unique=False)
    op.create_table(
        "inbox_messages",
        sa.Column("id", BIG, nullable=False),
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("params", sa.JSON(), nullable=False),
        sa.Column("url", sa.String(length=300), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("read_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_inbox_messages_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbox_messages")),
        sa.UniqueConstraint("person_id", "key", name=op.f("uq_inbox_messages_person_id_key")),
    )
    with op.batch_alter_table("inbox_messages", schema=None) as batch_op:
        batch_op.create_index("ix_inbox_messages_unread", ["person_id", "read_at", "id"], unique=False)
    op.create_table(
        "evidence_uses",
        sa.Column("id", BIG, nullable=False),
        sa.Column("evidence_id", BIG, nullable=False),
        sa.Column("subject", sa.String(length=20), nullable=False),
        sa.Column("subject_id", BIG, nullable=False),
        sa.Column("added_at", sa.BigInteger(), nullable=False),
        sa.Column("added_by", BIG, nullable=True),
        sa.ForeignKeyConstraint(["evidence_id"], ["evidence.id"], name=op.f("fk_evidence_uses_evidence_id_evidence")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence_uses")),
        sa.UniqueConstraint(
            "evidence_id", "subject", "subject_id", name=op.f("uq_evidence_uses_evidence_id_subject_subject_id")
        ),
    )
    with op.batch_alter_table("evidence_uses", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_evidence_uses_evidence_id"), ["evidence_id"], unique=False)
        batch_op.create_index("ix_evidence_uses_subject", ["subject", "subject_id"], unique=False)
    op.create_table(
        "report_periods",
        sa.Column("id", BIG, nullable=False),
        sa.Column("plan_id", BIG, nullable=False),
        sa.Column("unit_id", BIG, nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("key", sa.String(length=12), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("questions", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("created_by", BIG, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plans.id"], name=op.f("fk_report_periods_plan_id_plans")),
        sa.ForeignKeyConstraint(["unit_id"], ["org_units.id"], name=op.f("fk_report_periods_unit_id_org_units")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_periods")),
        sa.UniqueConstraint(
            "plan_id", "unit_id", "kind", "key", name=op.f("uq_report_periods_plan_id_unit_id_kind_key")
        ),
    )
    op.create_table(
        "period_reports",
        sa.Column("id", BIG, nullable=False),
        sa.Column("period_id", BIG, nullable=False),
        sa.Column("unit_id", BIG, nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("narrative", sa.JSON(), nullable=False),
        sa.Column("standing", sa.JSON(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("submitted_at", sa.BigInteger(), nullable=True),
        sa.Column("submitted_by", BIG, nullable=True),
        sa.Column("decided_at", sa.BigInteger(), nullable=True),
        sa.Column("decided_by", BIG, nullable=True),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["period_id"], ["report_periods.id"], name=op.f("fk_period_reports_period_id_report_periods")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["org_units.id"], name=op.f("fk_period_reports_unit_id_org_units")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_period_reports")),
        sa.UniqueConstraint("period_id", "unit_id", name=op.f("uq_period_reports_period_id_unit_id")),
    )
    with op.batch_alter_table("period_reports", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_period_reports_unit_id"), ["unit_id"], unique=False)
    op.create_table(
        "difficulties",
        sa.Column("id", BIG, nullable=False),
        sa.Column("plan_id", BIG, nullable=False),
        sa.Column("unit_id", BIG, nullable=False),
        sa.Column("at_unit_id", BIG, nullable=False),
        sa.Column("task_id", BIG, nullable=True),
        sa.Column("report_id", BIG, nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("raised_at", sa.BigInteger(), nullable=False),
        sa.Column("raised_by", BIG, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["at_unit_id"], ["org_units.id"], name=op.f("fk_difficulties_at_unit_id_org_units")),
        sa.ForeignKeyConstraint(["plan_id"], ["plans.id"], name=op.f("fk_difficulties_plan_id_plans")),
        sa.ForeignKeyConstraint(
            ["report_id"], ["period_reports.id"], name=op.f("fk_difficulties_report_id_period_reports")
        ),
        sa.ForeignKeyConstraint(["task_id"], ["plan_tasks.id"], name=op.f("fk_difficulties_task_id_plan_tasks")),
        sa.ForeignKeyConstraint(["unit_id"], ["org_units.id"], name=op.f("fk_difficulties_unit_id_org_units")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_difficulties")),
    )
    with op.batch_alter_table("difficulties", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_difficulties_at_unit_id"), ["at_unit_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_difficulties_plan_id"), ["plan_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_difficulties_report_id"), ["report_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_difficulties_unit_id"), ["unit_id"], unique=False)
    op.create_table(
        "report_corrections",
        sa.Column("id", BIG, nullable=False),
        sa.Column("report_id", BIG, nullable=False),
        sa.Column("figure", sa.String(length=100), nullable=False),
        sa.Column("counted", BIG, nullable=False),
        sa.Column("stated", BIG, nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("made_by", BIG, nullable=True),
        sa.ForeignKeyConstraint(
            ["report_id"], ["period_reports.id"], name=op.f("fk_report_corrections_report_id_period_reports")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_corrections")),
        sa.UniqueConstraint("report_id", "figure", name=op.f("uq_report_corrections_report_id_figure")),
    )
    op.create_table(
        "report_steps",
        sa.Column("id", BIG, nullable=False),
        sa.Column("report_id", BIG, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("actor_id", BIG, nullable=True),
        sa.Column("from_state", sa.String(length=12), nullable=False),
        sa.Column("to_state", sa.String(length=12), nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["report_id"], ["period_reports.id"], name=op.f("fk_report_steps_report_id_period_reports")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_steps")),
    )
    with op.batch_alter_table("report_steps", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_report_steps_report_id"), ["report_id"], unique=False)
    op.create_table(
        "difficulty_steps",
        sa.Column("id", BIG, nullable=False),
        sa.Column("difficulty_id", BIG, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("actor_id", BIG, nullable=True),
        sa.Column("unit_id", BIG, nullable=False),
        sa.Column("action", sa.String(length=12), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["difficulty_id"], ["difficulties.id"], name=op.f("fk_difficulty_steps_difficulty_id_difficulties")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["org_units.id"], name=op.f("fk_difficulty_steps_unit_id_org_units")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_difficulty_steps")),
    )
    with op.batch_alter_table("difficulty_steps", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_difficulty_steps_difficulty_id"), ["difficulty_id"], unique=False)


def downgrade() -> None:
    """Take them away again."""
    with op.batch_alter_table("difficulty_steps", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_difficulty_steps_difficulty_id"))
    op.drop_table("difficulty_steps")
    with op.batch_alter_table("report_steps", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_report_steps_report_id"))
    op.drop_table("report_steps")
    op.drop_table("report_corrections")
    with op.batch_alter_table("difficulties", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_difficulties_unit_id"))
        batch_op.drop_index(batch_op.f("ix_difficulties_report_id"))
        batch_op.drop_index(batch_op.f("ix_difficulties_plan_id"))
        batch_op.drop_index(batch_op.f("ix_difficulties_at_unit_id"))
    op.drop_table("difficulties")
    with op.batch_alter_table("period_reports", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_period_reports_unit_id"))
    op.drop_table("period_reports")
    op.drop_table("report_periods")
    with op.batch_alter_table("evidence_uses", schema=None) as batch_op:
        batch_op.drop_index("ix_evidence_uses_subject")
        batch_op.drop_index(batch_op.f("ix_evidence_uses_evidence_id"))
    op.drop_table("evidence_uses")
    with op.batch_alter_table("inbox_messages", schema=None) as batch_op:
        batch_op.drop_index("ix_inbox_messages_unread")
    op.drop_table("inbox_messages")
    with op.batch_alter_table("evidence", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_evidence_unit_id"))
        batch_op.drop_index(batch_op.f("ix_evidence_stored"))
    op.drop_table("evidence")
