"""Counting the duties of a unit needs the index alone."""

from __future__ import annotations

from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

NAME = "ix_duties_unit_id"
BEFORE = ["unit_id", "state", "due_on"]


def upgrade() -> None:
    """Change the indexes of this step."""
    op.drop_index(NAME, table_name="duties")
    op.create_index(NAME, "duties", [*BEFORE, "task_id", "period", "person_id", "assignment_id"])


def downgrade() -> None:
    """Take the step back."""
    op.drop_index(NAME, table_name="duties")
    op.create_index(NAME, "duties", BEFORE)
