"""Shoppers' accounts, users who log in elsewhere or not at all, and sessions that were ended."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003a"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "accounts",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("email", sa.Text, nullable=False, unique=True),
        sa.Column("password_hash", sa.Text, nullable=False),
        sa.Column("person", sa.Text, nullable=False, unique=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("confirmed", sa.Boolean(create_constraint=False), nullable=False),
        sa.Column("entered", sa.Boolean(create_constraint=False), nullable=False),
        sa.Column("made_s", sa.Float, nullable=False),
    )
    for name, more in (("account_sessions", ()), ("account_links", (sa.Column("purpose", sa.Text, nullable=False),))):
        op.create_table(
            name,
            sa.Column("token_hash", sa.Text, primary_key=True),
            sa.Column("account", sa.Text, sa.ForeignKey("accounts.id", ondelete="CASCADE"), nullable=False),
            *more,
            sa.Column("expires_s", sa.Float, nullable=False),
        )
    op.create_table(
        "account_wishes",
        sa.Column("account", sa.Text, sa.ForeignKey("accounts.id", ondelete="CASCADE"), nullable=False),
        sa.Column("product", sa.Text, nullable=False),
        sa.Column("code", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("account", "product", "code"),
    )
    op.create_table(
        "revocations",
        sa.Column("position", sa.Integer, primary_key=True),
        sa.Column("session", sa.Text, nullable=False),
        sa.Column("at_s", sa.Float, nullable=False),
        sqlite_autoincrement=True,
    )
    kind = sa.Boolean(create_constraint=False)
    op.add_column("users", sa.Column("disabled", kind, nullable=False, server_default=sa.false()))
    op.add_column("users", sa.Column("subject", sa.Text))
    op.create_index("users_by_subject", "users", ["subject"], unique=True)
