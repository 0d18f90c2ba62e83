"""Yearly plans: tasks, actors, assignments, duties with their days, events; what posts are known as."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None
BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables of this step."""
    op.create_table(
        "calendar_days",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("title", sa.String(length=100), nullable=False),
        sa.Column("is_working", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_calendar_days")),
    )
    op.create_table(
        "plans",
        sa.Column("id", BIG, nullable=False),
        sa.Column("slug", sa.String(length=64), nullable=False),
        sa.Column("source", sa.String(length=64), nullable=False),
        sa.Column("title", sa.String(length=400), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("issuer", sa.String(length=200), nullable=False),
        sa.Column("province", sa.String(length=100), nullable=False),
        sa.Column("years", sa.JSON(), nullable=False),
        sa.Column("topics", sa.JSON(), nullable=False),
        sa.Column("basis", sa.JSON(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("unit_id", BIG, nullable=False),
        sa.Column("parent_id", BIG, nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("layout", sa.String(length=8), nullable=False),
        sa.Column("off_days", sa.String(length=8), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("shift_years", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.Column("issued_at", sa.BigInteger(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["parent_id"], ["plans.id"], name=op.f("fk_plans_parent_id_plans")),
        sa.ForeignKeyConstraint(["unit_id"], ["org_units.id"], name=op.f("fk_plans_unit_id_org_units")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plans")),
        sa.UniqueConstraint("parent_id", "unit_id", name=op.f("uq_plans_parent_id_unit_id")),
        sa.UniqueConstraint("slug", name=op.f("uq_plans_slug")),
    )
    with op.batch_alter_table("plans", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plans_parent_id"), ["parent_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_plans_source"), ["source"], unique=False)
        batch_op.create_index(batch_op.f("ix_plans_unit_id"), ["unit_id"], unique=False)
    op.create_table(
        "plan_actors",
        sa.Column("id", BIG, nullable=False),
        sa.Column("plan_id", BIG, nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("unit_kinds", sa.JSON(), nullable=False),
        sa.Column("posts", sa.JSON(), nullable=False),
        sa.Column("scope", sa.String(length=8), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("unit_ids", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plans.id"], name=op.f("fk_plan_actors_plan_id_plans")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_actors")),
        sa.UniqueConstraint("plan_id", "name", name=op.f("uq_plan_actors_plan_id_name")),
    )
    op.create_table(
        "plan_events",
        sa.Column("id", BIG, nullable=False),
        sa.Column("plan_id", BIG, nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("unit_id", BIG, nullable=True),
        sa.Column("person_id", BIG, nullable=True),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("source", sa.String(length=60), nullable=False),
        sa.Column("recorded_at", sa.BigInteger(), nullable=False),
        sa.Column("recorded_by", BIG, nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_plan_events_person_id_people")),
        sa.ForeignKeyConstraint(["plan_id"], ["plans.id"], name=op.f("fk_plan_events_plan_id_plans")),
        sa.ForeignKeyConstraint(["unit_id"], ["org_units.id"], name=op.f("fk_plan_events_unit_id_org_units")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_events")),
    )
    with op.batch_alter_table("plan_events", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plan_events_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_plan_events_plan_id"), ["plan_id"], unique=False)
        batch_op.create_index("ix_plan_events_source", ["source"], unique=False)
        batch_op.create_index(batch_op.f("ix_plan_events_unit_id"), ["unit_id"], unique=False)
    op.create_table(
        "plan_steps",
        sa.Column("id", BIG, nullable=False),
        sa.Column("plan_id", BIG, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("actor_id", BIG, nullable=True),
        sa.Column("from_state", sa.String(length=16), nullable=False),
        sa.Column("to_state", sa.String(length=16), nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plans.id"], name=op.f("fk_plan_steps_plan_id_plans")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_steps")),
    )
    with op.batch_alter_table("plan_steps", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plan_steps_plan_id"), ["plan_id"], unique=False)
    op.create_table(
        "plan_tasks",
        sa.Column("id", BIG, nullable=False),
        sa.Column("plan_id", BIG, nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("section", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(length=500), nullable=False),
        sa.Column("title_folded", sa.String(length=500), nullable=False),
        sa.Column("module", sa.String(length=30), nullable=False),
        sa.Column("actors", sa.JSON(), nullable=False),
        sa.Column("quantity", sa.Text(), nullable=False),
        sa.Column("targets", sa.JSON(), nullable=False),
        sa.Column("deadline", sa.JSON(), nullable=False),
        sa.Column("approval", sa.Text(), nullable=False),
        sa.Column("report_to", sa.Text(), nullable=False),
        sa.Column("output", sa.Text(), nullable=False),
        sa.Column("exemptions", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("is_work", sa.Boolean(), nullable=False),
        sa.Column("is_own", sa.Boolean(), nullable=False),
        sa.Column("merged_into_id", BIG, nullable=True),
        sa.Column("origin_id", BIG, nullable=True),
        sa.Column("own_due_on", sa.Date(), nullable=True),
        sa.Column("in_charge", sa.String(length=200), nullable=False),
        sa.Column("removed_at", sa.BigInteger(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["merged_into_id"], ["plan_tasks.id"], name=op.f("fk_plan_tasks_merged_into_id_plan_tasks")
        ),
        sa.ForeignKeyConstraint(["origin_id"], ["plan_tasks.id"], name=op.f("fk_plan_tasks_origin_id_plan_tasks")),
        sa.ForeignKeyConstraint(["plan_id"], ["plans.id"], name=op.f("fk_plan_tasks_plan_id_plans")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_tasks")),
        sa.UniqueConstraint("plan_id", "code", name=op.f("uq_plan_tasks_plan_id_code")),
    )
    with op.batch_alter_table("plan_tasks", schema=None) as batch_op:
        batch_op.create_index("ix_plan_tasks_order", ["plan_id", "position"], unique=False)
        batch_op.create_index(batch_op.f("ix_plan_tasks_origin_id"), ["origin_id"], unique=False)
    op.create_table(
        "assignments",
        sa.Column("id", BIG, nullable=False),
        sa.Column("task_id", BIG, nullable=False),
        sa.Column("unit_id", BIG, nullable=False),
        sa.Column("to_unit", sa.Boolean(), nullable=False),
        sa.Column("posts", sa.JSON(), nullable=False),
        sa.Column("origin", sa.String(length=8), nullable=False),
        sa.Column("assigned_at", sa.BigInteger(), nullable=False),
        sa.Column("assigned_by", BIG, nullable=True),
        sa.Column("removed_at", sa.BigInteger(), nullable=True),
        sa.Column("removed_reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["task_id"], ["plan_tasks.id"], name=op.f("fk_assignments_task_id_plan_tasks")),
        sa.ForeignKeyConstraint(["unit_id"], ["org_units.id"], name=op.f("fk_assignments_unit_id_org_units")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignments")),
        sa.UniqueConstraint("task_id", "unit_id", name=op.f("uq_assignments_task_id_unit_id")),
    )
    with op.batch_alter_table("assignments", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_assignments_unit_id"), ["unit_id"], unique=False)
    op.create_table(
        "duties",
        sa.Column("id", BIG, nullable=False),
        sa.Column("plan_id", BIG, nullable=False),
        sa.Column("task_id", BIG, nullable=False),
        sa.Column("assignment_id", BIG, nullable=False),
        sa.Column("unit_id", BIG, nullable=False),
        sa.Column("person_id", BIG, nullable=True),
        sa.Column("period", sa.String(length=12), nullable=False),
        sa.Column("rule_due_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("amounts", sa.JSON(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("rating", sa.String(length=40), nullable=False),
        sa.Column("submitted_at", sa.BigInteger(), nullable=True),
        sa.Column("submitted_by", BIG, nullable=True),
        sa.Column("decided_at", sa.BigInteger(), nullable=True),
        sa.Column("decided_by", BIG, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignments.id"], name=op.f("fk_duties_assignment_id_assignments")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_duties_person_id_people")),
        sa.ForeignKeyConstraint(["plan_id"], ["plans.id"], name=op.f("fk_duties_plan_id_plans")),
        sa.ForeignKeyConstraint(["task_id"], ["plan_tasks.id"], name=op.f("fk_duties_task_id_plan_tasks")),
        sa.ForeignKeyConstraint(["unit_id"], ["org_units.id"], name=op.f("fk_duties_unit_id_org_units")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duties")),
    )
    with op.batch_alter_table("duties", schema=None) as batch_op:
        batch_op.create_index("ix_duties_due", ["due_on", "state"], unique=False)
        batch_op.create_index("ix_duties_task_id", ["task_id"], unique=False)
        batch_op.create_index("ix_duties_unit_id", ["unit_id", "state", "due_on"], unique=False)
        batch_op.create_index(
            "uq_duties_person",
            ["person_id", "assignment_id", "period"],
            unique=True,
            sqlite_where=sa.text("person_id is not null"),
            postgresql_where=sa.text("person_id is not null"),
        )
        batch_op.create_index(
            "uq_duties_unit",
            ["assignment_id", "period"],
            unique=True,
            sqlite_where=sa.text("person_id is null"),
            postgresql_where=sa.text("person_id is null"),
        )
    op.create_table(
        "duty_extensions",
        sa.Column("id", BIG, nullable=False),
        sa.Column("duty_id", BIG, nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("old_due_on", sa.Date(), nullable=True),
        sa.Column("new_due_on", sa.Date(), nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("asked_by", BIG, nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.BigInteger(), nullable=True),
        sa.Column("decided_by", BIG, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["duty_id"], ["duties.id"], name=op.f("fk_duty_extensions_duty_id_duties")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_extensions")),
    )
    with op.batch_alter_table("duty_extensions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_duty_extensions_duty_id"), ["duty_id"], unique=False)
    op.create_table(
        "duty_steps",
        sa.Column("id", BIG, nullable=False),
        sa.Column("duty_id", BIG, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("actor_id", BIG, nullable=True),
        sa.Column("from_state", sa.String(length=12), nullable=False),
        sa.Column("to_state", sa.String(length=12), nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("basis", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(["duty_id"], ["duties.id"], name=op.f("fk_duty_steps_duty_id_duties")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_steps")),
    )
    with op.batch_alter_table("duty_steps", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_duty_steps_duty_id"), ["duty_id"], unique=False)
    with op.batch_alter_table("memberships", schema=None) as batch_op:
        batch_op.add_column(sa.Column("post_kind", sa.String(length=20), nullable=False, server_default=""))
        batch_op.create_index("ix_memberships_post_kind", ["unit_id", "post_kind"], unique=False)


def downgrade() -> None:
    """Take them away again."""
    with op.batch_alter_table("memberships", schema=None) as batch_op:
        batch_op.drop_index("ix_memberships_post_kind")
        batch_op.drop_column("post_kind")
    with op.batch_alter_table("duty_steps", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_duty_steps_duty_id"))
    op.drop_table("duty_steps")
    with op.batch_alter_table("duty_extensions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_duty_extensions_duty_id"))
    op.drop_table("duty_extensions")
    with op.batch_alter_table("duties", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_duties_unit", sqlite_where=sa.text("person_id is null"), postgresql_where=sa.text("person_id is null")
        )
        batch_op.drop_index(
            "uq_duties_person",
            sqlite_where=sa.text("person_id is not null"),
            postgresql_where=sa.text("person_id is not null"),
        )
        batch_op.drop_index("ix_duties_unit_id")
        batch_op.drop_index("ix_duties_task_id")
        batch_op.drop_index("ix_duties_due")
    op.drop_table("duties")
    with op.batch_alter_table("assignments", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_assignments_unit_id"))
    op.drop_table("assignments")
    with op.batch_alter_table("plan_tasks", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_plan_tasks_origin_id"))
        batch_op.drop_index("ix_plan_tasks_order")
    op.drop_table("plan_tasks")
    with op.batch_alter_table("plan_steps", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_plan_steps_plan_id"))
    op.drop_table("plan_steps")
    with op.batch_alter_table("plan_events", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_plan_events_unit_id"))
        batch_op.drop_index("ix_plan_events_source")
        batch_op.drop_index(batch_op.f("ix_plan_events_plan_id"))
        batch_op.drop_index(batch_op.f("ix_plan_events_person_id"))
    op.drop_table("plan_events")
    op.drop_table("plan_actors")
    with op.batch_alter_table("plans", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_plans_unit_id"))
        batch_op.drop_index(batch_op.f("ix_plans_source"))
        batch_op.drop_index(batch_op.f("ix_plans_parent_id"))
    op.drop_table("plans")
    op.drop_table("calendar_days")
