"""Revisions have states, and a shop has settings."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
_ROLES = "role IN ('agent', 'merchandiser', 'approver', 'admin')"


def upgrade() -> None:
    _states()
    op.create_table(
        "shop_settings",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("value", sa.Text, nullable=False),
    )
    _approvers()


def _is_postgresql() -> bool:
    return bool(op.get_bind().dialect.name == "postgresql")


def _states() -> None:
    """Everything that was published before drafts existed is live."""
    for column in (
        sa.Column("state", sa.Text, nullable=False, server_default="live"),
        sa.Column("live_s", sa.Float),
        sa.Column("drafted_by", sa.Text, nullable=False, server_default=""),
        sa.Column("approved_by", sa.Text, nullable=False, server_default=""),
        sa.Column("origin", sa.Text, nullable=False, server_default=""),
        sa.Column("tag", sa.Integer, nullable=False, server_default="-1"),
    ):
        op.add_column("publications", column)
    op.execute(
        "UPDATE publications SET tag = CAST(convert_from(document, 'UTF8')::json -> 'codebook' ->> 'tag' AS integer)"
        if _is_postgresql()
        else "UPDATE publications SET tag = json_extract(CAST(document AS TEXT), '$.codebook.tag')"
    )
    op.create_index("publications_by_state", "publications", ["state", "live_s"])
    op.create_index("publications_by_tag", "publications", ["tag"])


def _approvers() -> None:
    """Add a role. SQLite makes the table anew for that, which would end the sessions of everybody logged in."""
    if _is_postgresql():
        op.drop_constraint("known_role", "users", type_="check")
        op.create_check_constraint("known_role", "users", _ROLES)
        return
    op.execute("CREATE TEMPORARY TABLE kept_sessions AS SELECT * FROM staff_sessions")
    with op.batch_alter_table("users", recreate="always") as users:
        users.drop_constraint("known_role", type_="check")
        users.create_check_constraint("known_role", _ROLES)
    op.execute("DELETE FROM staff_sessions")
    op.execute("INSERT INTO staff_sessions SELECT * FROM kept_sessions")
    op.execute("DROP TABLE kept_sessions")
