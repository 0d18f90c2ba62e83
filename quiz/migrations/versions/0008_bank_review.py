"""The bank's workflow: decisions, who wrote a revision, pictures, what an import changed and its undoing."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

# What an import made can be removed again, and no later question may take its number over: processes keep what they
# have read of a revision under its number.
NUMBERED_ONCE = {"sqlite_autoincrement": True}
BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables and columns of this step."""
    with op.batch_alter_table("items") as items:
        items.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
    with op.batch_alter_table("items", table_kwargs=NUMBERED_ONCE) as items:
        items.alter_column("version", server_default=None)
    with op.batch_alter_table("item_revisions") as revisions:
        revisions.add_column(sa.Column("author_id", BIG, nullable=True))
        revisions.add_column(sa.Column("remark", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("item_revisions", table_kwargs=NUMBERED_ONCE) as revisions:
        revisions.alter_column("remark", server_default=None)
    with op.batch_alter_table("bank_imports") as imports:
        imports.add_column(sa.Column("undone_at", sa.BigInteger(), nullable=True))
        imports.add_column(sa.Column("undone_by", BIG, nullable=True))
    op.create_table(
        "bank_import_changes",
        sa.Column("import_id", BIG, nullable=False),
        sa.Column("item_id", BIG, nullable=False),
        sa.Column("revision_before", BIG, nullable=True),
        sa.Column("revision_after", BIG, nullable=False),
        sa.Column("state_before", sa.String(length=12), nullable=False),
        sa.Column("topic_before", sa.String(length=200), nullable=False),
        sa.Column("level_before", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(
            ["import_id"], ["bank_imports.id"], name=op.f("fk_bank_import_changes_import_id_bank_imports")
        ),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name=op.f("fk_bank_import_changes_item_id_items")),
        sa.PrimaryKeyConstraint("import_id", "item_id", name=op.f("pk_bank_import_changes")),
    )
    op.create_table(
        "bank_images",
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("media_type", sa.String(length=20), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_bank_images")),
    )
    op.create_table(
        "item_decisions",
        sa.Column("id", BIG, nullable=False),
        sa.Column("item_id", BIG, nullable=False),
        sa.Column("revision_id", BIG, nullable=True),
        sa.Column("state_before", sa.String(length=12), nullable=False),
        sa.Column("state_after", sa.String(length=12), nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("actor_id", BIG, nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name=op.f("fk_item_decisions_item_id_items")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_decisions")),
    )
    op.create_index(op.f("ix_item_decisions_item_id"), "item_decisions", ["item_id"])


def downgrade() -> None:
    """Take this step back."""
    op.drop_table("item_decisions")
    op.drop_table("bank_images")
    op.drop_table("bank_import_changes")
    with op.batch_alter_table("bank_imports") as imports:
        imports.drop_column("undone_by")
        imports.drop_column("undone_at")
    with op.batch_alter_table("item_revisions") as revisions:
        revisions.drop_column("remark")
        revisions.drop_column("author_id")
    with op.batch_alter_table("items") as items:
        items.drop_column("version")
