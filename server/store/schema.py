"""The tables, as SQLAlchemy Core; the migrations build the same, which a test compares."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    false,
)

metadata = MetaData()

files = Table(
    "files",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("size_bytes", Integer, nullable=False),
    Column("media_type", Text, nullable=False),
)

publications = Table(
    "publications",
    metadata,
    Column("product", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("document", LargeBinary, nullable=False),
    Column("removed", Boolean(create_constraint=False), nullable=False),
    Column("state", Text, nullable=False, server_default="live"),
    Column("live_s", Float),
    Column("drafted_by", Text, nullable=False, server_default=""),
    Column("approved_by", Text, nullable=False, server_default=""),
    Column("origin", Text, nullable=False, server_default=""),
    Column("tag", Integer, nullable=False, server_default="-1"),
    PrimaryKeyConstraint("product", "revision"),
    Index("publications_by_state", "state", "live_s"),
    Index("publications_by_tag", "tag"),
)

shop_settings = Table(
    "shop_settings",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

rooms = Table(
    "rooms",
    metadata,
    Column("id", Text, primary_key=True),
    Column("document", LargeBinary, nullable=False),
)

layouts = Table(
    "layouts",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("document", LargeBinary, nullable=False),
)

arrangements = Table(
    "arrangements",
    metadata,
    Column("room", Text, primary_key=True),
    Column("document", LargeBinary, nullable=False),
)

supplies = Table(
    "supplies",
    metadata,
    Column("product", Text, primary_key=True),
    Column("document", LargeBinary, nullable=False),
)

avatars = Table(
    "avatars",
    metadata,
    Column("name", Text, primary_key=True),
    Column("sha256", Text, ForeignKey("files.sha256"), nullable=False),
)

catalogue_state = Table(
    "catalogue_state",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("revision", Integer, nullable=False),
    CheckConstraint("id = 1", name="one_row"),
)

room_documents = Table(
    "room_documents",
    metadata,
    Column("collection", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("document", LargeBinary, nullable=False),
    PrimaryKeyConstraint("collection", "key"),
)

facts = Table(
    "facts",
    metadata,
    Column("position", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("specversion", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("type", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("time", Text, nullable=False),
    Column("data", LargeBinary, nullable=False),
    sqlite_autoincrement=True,
)

visitors = Table(
    "visitors",
    metadata,
    Column("id", Text, primary_key=True),
    Column("token_hash", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("language", Text, nullable=False),
)

users = Table(
    "users",
    metadata,
    Column("name", Text, primary_key=True),
    Column("password_hash", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("disabled", Boolean(create_constraint=False), nullable=False, server_default=false()),
    Column("subject", Text),
    Index("users_by_subject", "subject", unique=True),
    CheckConstraint("role IN ('agent', 'merchandiser', 'approver', 'admin')", name="known_role"),
)

staff_sessions = Table(
    "staff_sessions",
    metadata,
    Column("token_hash", Text, primary_key=True),
    Column("user", Text, ForeignKey("users.name", ondelete="CASCADE"), nullable=False),
    Column("expires_s", Float, nullable=False),
)

accounts = Table(
    "accounts",
    metadata,
    Column("id", Text, primary_key=True),
    Column("email", Text, nullable=False, unique=True),
    Column("password_hash", Text, nullable=False),
    Column("person", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("confirmed", Boolean(create_constraint=False), nullable=False),
    Column("entered", Boolean(create_constraint=False), nullable=False),
    Column("made_s", Float, nullable=False),
)

account_sessions = Table(
    "account_sessions",
    metadata,
    Column("token_hash", Text, primary_key=True),
    Column("account", Text, ForeignKey("accounts.id", ondelete="CASCADE"), nullable=False),
    Column("expires_s", Float, nullable=False),
)

account_links = Table(
    "account_links",
    metadata,
    Column("token_hash", Text, primary_key=True),
    Column("account", Text, ForeignKey("accounts.id", ondelete="CASCADE"), nullable=False),
    Column("purpose", Text, nullable=False),
    Column("expires_s", Float, nullable=False),
)

account_wishes = Table(
    "account_wishes",
    metadata,
    Column("account", Text, ForeignKey("accounts.id", ondelete="CASCADE"), nullable=False),
    Column("product", Text, nullable=False),
    Column("code", Text, nullable=False),
    PrimaryKeyConstraint("account", "product", "code"),
)

revocations = Table(
    "revocations",
    metadata,
    Column("position", Integer, primary_key=True),
    Column("session", Text, nullable=False),
    Column("at_s", Float, nullable=False),
    sqlite_autoincrement=True,
)

nodes = Table(
    "nodes",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("machine", Text, nullable=False),
    Column("version", Text, nullable=False),
    Column("protocol", Integer, nullable=False),
    Column("draining", Boolean(create_constraint=False), nullable=False),
    Column("beat_s", Float, nullable=False),
)

leases = Table(
    "leases",
    metadata,
    Column("thing", Text, primary_key=True),
    Column("node", Text, nullable=False),
    Column("token", Integer, nullable=False),
    Column("expires_s", Float, nullable=False),
)

tickets = Table(
    "tickets",
    metadata,
    Column("ticket_hash", Text, primary_key=True),
    Column("node", Text, nullable=False),
    Column("admission", LargeBinary, nullable=False),
    Column("expires_s", Float, nullable=False),
    Index("tickets_by_end", "expires_s"),
)
