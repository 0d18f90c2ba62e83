"""Registrations of collectives and individuals, their steps, exemptions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables of this step."""
    op.create_table(
        "registrations",
        sa.Column("id", BIG, nullable=False),
        sa.Column("plan_id", BIG, nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("unit_id", BIG, nullable=False),
        sa.Column("person_id", BIG, nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("things", sa.JSON(), nullable=False),
        sa.Column("contents", sa.JSON(), nullable=False),
        sa.Column("commitment", sa.Text(), nullable=False),
        sa.Column("shortcomings", sa.JSON(), nullable=False),
        sa.Column("basis", sa.String(length=300), nullable=False),
        sa.Column("basis_on", sa.Date(), nullable=True),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.Column("entered_by", BIG, nullable=True),
        sa.Column("submitted_at", sa.BigInteger(), nullable=True),
        sa.Column("submitted_by", BIG, nullable=True),
        sa.Column("decided_at", sa.BigInteger(), nullable=True),
        sa.Column("decided_by", BIG, nullable=True),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("self_level", sa.String(length=12), nullable=False),
        sa.Column("self_text", sa.Text(), nullable=False),
        sa.Column("self_at", sa.BigInteger(), nullable=True),
        sa.Column("self_by", BIG, nullable=True),
        sa.Column("level", sa.String(length=12), nullable=False),
        sa.Column("assessment", sa.Text(), nullable=False),
        sa.Column("assessed_at", sa.BigInteger(), nullable=True),
        sa.Column("assessed_by", BIG, nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_registrations_person_id_people")),
        sa.ForeignKeyConstraint(["plan_id"], ["plans.id"], name=op.f("fk_registrations_plan_id_plans")),
        sa.ForeignKeyConstraint(["unit_id"], ["org_units.id"], name=op.f("fk_registrations_unit_id_org_units")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registrations")),
    )
    with op.batch_alter_table("registrations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_registrations_person_id"), ["person_id"], unique=False)
        batch_op.create_index("ix_registrations_unit_id", ["unit_id", "plan_id", "year"], unique=False)
        batch_op.create_index(
            "uq_registrations_unit",
            ["plan_id", "year", "unit_id"],
            unique=True,
            sqlite_where=sa.text("person_id is null"),
            postgresql_where=sa.text("person_id is null"),
        )
        batch_op.create_index(
            "uq_registrations_person",
            ["plan_id", "year", "person_id"],
            unique=True,
            sqlite_where=sa.text("person_id is not null"),
            postgresql_where=sa.text("person_id is not null"),
        )
    op.create_table(
        "registration_steps",
        sa.Column("id", BIG, nullable=False),
        sa.Column("registration_id", BIG, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("actor_id", BIG, nullable=True),
        sa.Column("action", sa.String(length=12), nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registrations.id"], name=op.f("fk_registration_steps_registration_id_registrations")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registration_steps")),
    )
    with op.batch_alter_table("registration_steps", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_registration_steps_registration_id"), ["registration_id"], unique=False)
    op.create_table(
        "registration_exemptions",
        sa.Column("id", BIG, nullable=False),
        sa.Column("plan_id", BIG, nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("unit_id", BIG, nullable=False),
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("task_id", BIG, nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("document", sa.String(length=300), nullable=False),
        sa.Column("given_at", sa.BigInteger(), nullable=False),
        sa.Column("given_by", BIG, nullable=True),
        sa.Column("withdrawn_at", sa.BigInteger(), nullable=True),
        sa.Column("withdrawn_by", BIG, nullable=True),
        sa.Column("withdrawn_reason", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_registration_exemptions_person_id_people")),
        sa.ForeignKeyConstraint(["plan_id"], ["plans.id"], name=op.f("fk_registration_exemptions_plan_id_plans")),
        sa.ForeignKeyConstraint(
            ["task_id"], ["plan_tasks.id"], name=op.f("fk_registration_exemptions_task_id_plan_tasks")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["org_units.id"], name=op.f("fk_registration_exemptions_unit_id_org_units")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registration_exemptions")),
    )
    with op.batch_alter_table("registration_exemptions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_registration_exemptions_person_id"), ["person_id"], unique=False)
        batch_op.create_index("ix_registration_exemptions_unit_id", ["unit_id", "plan_id", "year"], unique=False)
        batch_op.create_index(
            "uq_registration_exemptions_person",
            ["plan_id", "year", "person_id"],
            unique=True,
            sqlite_where=sa.text("withdrawn_at is null"),
            postgresql_where=sa.text("withdrawn_at is null"),
        )


def downgrade() -> None:
    """Take them away again."""
    op.drop_table("registration_exemptions")
    op.drop_table("registration_steps")
    op.drop_table("registrations")
