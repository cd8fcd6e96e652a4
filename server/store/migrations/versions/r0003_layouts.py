"""Layouts, and what the newest one comes to."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "layouts",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("document", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "arrangements",
        sa.Column("room", sa.Text, primary_key=True),
        sa.Column("document", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "supplies",
        sa.Column("product", sa.Text, primary_key=True),
        sa.Column("document", sa.LargeBinary, nullable=False),
    )
