"""Conferences: programme, sessions and places, who is invited, who came."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None
BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables of this step."""
    op.create_table(
        "conferences",
        sa.Column("id", BIG, nullable=False),
        sa.Column("plan_id", BIG, nullable=False),
        sa.Column("unit_id", BIG, nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("title_folded", sa.String(length=300), nullable=False),
        sa.Column("topic", sa.String(length=500), nullable=False),
        sa.Column("form", sa.String(length=8), nullable=False),
        sa.Column("chair", sa.String(length=200), nullable=False),
        sa.Column("duration", sa.Integer(), nullable=False),
        sa.Column("is_whole_plan", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("created_by", BIG, nullable=True),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plans.id"], name=op.f("fk_conferences_plan_id_plans")),
        sa.ForeignKeyConstraint(["unit_id"], ["org_units.id"], name=op.f("fk_conferences_unit_id_org_units")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conferences")),
    )
    op.create_index(op.f("ix_conferences_plan_id"), "conferences", ["plan_id"], unique=False)
    op.create_index(op.f("ix_conferences_unit_id"), "conferences", ["unit_id"], unique=False)
    op.create_table(
        "conference_tasks",
        sa.Column("conference_id", BIG, nullable=False),
        sa.Column("task_id", BIG, nullable=False),
        sa.ForeignKeyConstraint(
            ["conference_id"], ["conferences.id"], name=op.f("fk_conference_tasks_conference_id_conferences")
        ),
        sa.ForeignKeyConstraint(["task_id"], ["plan_tasks.id"], name=op.f("fk_conference_tasks_task_id_plan_tasks")),
        sa.PrimaryKeyConstraint("conference_id", "task_id", name=op.f("pk_conference_tasks")),
    )
    op.create_index(op.f("ix_conference_tasks_task_id"), "conference_tasks", ["task_id"], unique=False)
    op.create_table(
        "conference_sessions",
        sa.Column("id", BIG, nullable=False),
        sa.Column("conference_id", BIG, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.BigInteger(), nullable=False),
        sa.Column("ends_at", sa.BigInteger(), nullable=False),
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.Column("closed_at", sa.BigInteger(), nullable=True),
        sa.Column("closed_by", BIG, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conference_id"], ["conferences.id"], name=op.f("fk_conference_sessions_conference_id_conferences")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conference_sessions")),
        sa.UniqueConstraint("conference_id", "number", name=op.f("uq_conference_sessions_conference_id_number")),
    )
    op.create_table(
        "conference_places",
        sa.Column("id", BIG, nullable=False),
        sa.Column("session_id", BIG, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("address", sa.String(length=300), nullable=False),
        sa.Column("link", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"], ["conference_sessions.id"], name=op.f("fk_conference_places_session_id_conference_sessions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conference_places")),
    )
    op.create_index(op.f("ix_conference_places_session_id"), "conference_places", ["session_id"], unique=False)
    op.create_table(
        "conference_items",
        sa.Column("id", BIG, nullable=False),
        sa.Column("conference_id", BIG, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("begins", sa.String(length=5), nullable=False),
        sa.Column("content", sa.String(length=500), nullable=False),
        sa.Column("speaker", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["conference_id"], ["conferences.id"], name=op.f("fk_conference_items_conference_id_conferences")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conference_items")),
    )
    op.create_index(op.f("ix_conference_items_conference_id"), "conference_items", ["conference_id"], unique=False)
    op.create_table(
        "conference_materials",
        sa.Column("id", BIG, nullable=False),
        sa.Column("conference_id", BIG, nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("url", sa.String(length=1000), nullable=False),
        sa.Column("added_at", sa.BigInteger(), nullable=False),
        sa.Column("added_by", BIG, nullable=True),
        sa.ForeignKeyConstraint(
            ["conference_id"], ["conferences.id"], name=op.f("fk_conference_materials_conference_id_conferences")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conference_materials")),
    )
    op.create_index(
        op.f("ix_conference_materials_conference_id"), "conference_materials", ["conference_id"], unique=False
    )
    op.create_table(
        "conference_units",
        sa.Column("id", BIG, nullable=False),
        sa.Column("conference_id", BIG, nullable=False),
        sa.Column("unit_id", BIG, nullable=False),
        sa.Column("posts", sa.JSON(), nullable=False),
        sa.Column("names_itself", sa.Boolean(), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conference_id"], ["conferences.id"], name=op.f("fk_conference_units_conference_id_conferences")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["org_units.id"], name=op.f("fk_conference_units_unit_id_org_units")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conference_units")),
        sa.UniqueConstraint("conference_id", "unit_id", name=op.f("uq_conference_units_conference_id_unit_id")),
    )
    op.create_index(op.f("ix_conference_units_unit_id"), "conference_units", ["unit_id"], unique=False)
    op.create_table(
        "conference_participants",
        sa.Column("id", BIG, nullable=False),
        sa.Column("conference_id", BIG, nullable=False),
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("unit_id", BIG, nullable=False),
        sa.Column("source", sa.String(length=8), nullable=False),
        sa.Column("stead_of_id", BIG, nullable=True),
        sa.Column("replaced_at", sa.BigInteger(), nullable=True),
        sa.Column("excused_at", sa.BigInteger(), nullable=True),
        sa.Column("excused_by", BIG, nullable=True),
        sa.Column("excuse", sa.String(length=300), nullable=False),
        sa.Column("added_at", sa.BigInteger(), nullable=False),
        sa.Column("added_by", BIG, nullable=True),
        sa.ForeignKeyConstraint(
            ["conference_id"], ["conferences.id"], name=op.f("fk_conference_participants_conference_id_conferences")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_conference_participants_person_id_people")),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["org_units.id"], name=op.f("fk_conference_participants_unit_id_org_units")
        ),
        sa.ForeignKeyConstraint(
            ["stead_of_id"], ["people.id"], name=op.f("fk_conference_participants_stead_of_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conference_participants")),
        sa.UniqueConstraint(
            "conference_id", "person_id", name=op.f("uq_conference_participants_conference_id_person_id")
        ),
    )
    op.create_index(
        op.f("ix_conference_participants_person_id"), "conference_participants", ["person_id"], unique=False
    )
    op.create_index(
        op.f("ix_conference_participants_unit"), "conference_participants", ["conference_id", "unit_id"], unique=False
    )
    op.create_table(
        "conference_attendances",
        sa.Column("id", BIG, nullable=False),
        sa.Column("conference_id", BIG, nullable=False),
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("session_id", BIG, nullable=False),
        sa.Column("place_id", BIG, nullable=True),
        sa.Column("method", sa.String(length=8), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("recorded_by", BIG, nullable=True),
        sa.ForeignKeyConstraint(
            ["conference_id"], ["conferences.id"], name=op.f("fk_conference_attendances_conference_id_conferences")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_conference_attendances_person_id_people")),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["conference_sessions.id"],
            name=op.f("fk_conference_attendances_session_id_conference_sessions"),
        ),
        sa.ForeignKeyConstraint(
            ["place_id"], ["conference_places.id"], name=op.f("fk_conference_attendances_place_id_conference_places")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conference_attendances")),
        sa.UniqueConstraint(
            "conference_id", "person_id", name=op.f("uq_conference_attendances_conference_id_person_id")
        ),
    )
    op.create_index(op.f("ix_conference_attendances_person_id"), "conference_attendances", ["person_id"], unique=False)
    op.create_index(
        op.f("ix_conference_attendances_session_id"), "conference_attendances", ["session_id"], unique=False
    )


def downgrade() -> None:
    """Take the tables away."""
    op.drop_table("conference_attendances")
    op.drop_table("conference_participants")
    op.drop_table("conference_units")
    op.drop_table("conference_materials")
    op.drop_table("conference_items")
    op.drop_table("conference_places")
    op.drop_table("conference_sessions")
    op.drop_table("conference_tasks")
    op.drop_table("conferences")
