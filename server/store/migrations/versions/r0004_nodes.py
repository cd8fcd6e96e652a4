"""Who serves (`nodes`), who owns which room (`leases`), and tickets that a front hands out for a room node."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003a"


def upgrade() -> None:
    op.create_table(
        "nodes",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("address", sa.Text, nullable=False),
        sa.Column("machine", sa.Text, nullable=False),
        sa.Column("version", sa.Text, nullable=False),
        sa.Column("protocol", sa.Integer, nullable=False),
        sa.Column("draining", sa.Boolean(create_constraint=False), nullable=False),
        sa.Column("beat_s", sa.Float, nullable=False),
    )
    op.create_table(
        "leases",
        sa.Column("thing", sa.Text, primary_key=True),
        sa.Column("node", sa.Text, nullable=False),
        sa.Column("token", sa.Integer, nullable=False),
        sa.Column("expires_s", sa.Float, nullable=False),
    )
    op.create_table(
        "tickets",
        sa.Column("ticket_hash", sa.Text, primary_key=True),
        sa.Column("node", sa.Text, nullable=False),
        sa.Column("admission", sa.LargeBinary, nullable=False),
        sa.Column("expires_s", sa.Float, nullable=False),
        sa.Index("tickets_by_end", "expires_s"),
    )
