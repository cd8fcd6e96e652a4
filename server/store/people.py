"""Visitors who come back, and the staff with their passwords and sessions.

Tokens are random and long, so a plain SHA-256 of them is enough; passwords are hashed with argon2id.
"""

from __future__ import annotations

import hashlib
from functools import cached_property
from typing import TYPE_CHECKING, Final

import msgspec
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import delete, select, update
from sqlalchemy import insert as insert_row

from server.store.database import upsert
from server.store.schema import staff_sessions, users, visitors
from showroom.errors import NotFound, NotPermitted, Rejected
from showroom.protocol.publishing import StaffRole  # noqa: TC001 - msgspec reads it at run time

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from server.store.database import Database

STAFF_ROLES: Final[tuple[StaffRole, ...]] = ("agent", "merchandiser", "approver", "admin")
MIN_PASSWORD_LENGTH: Final = 8
MAX_PASSWORD_LENGTH: Final = 256

# The library's defaults follow RFC 9106, second recommended option (64 MiB, three passes).
_HASHER: Final = PasswordHasher()


class VisitorRecord(msgspec.Struct, frozen=True):
    """A visitor as remembered: by the hash of their token. Where they stood last is their room's to keep."""

    id: str
    token_hash: str
    name: str
    language: str


class StaffUser(msgspec.Struct, frozen=True):
    """Somebody who works here."""

    name: str
    role: StaffRole


def hash_token(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


class Visitors:
    """Visitors who come back. They are written by the writer (`remember`)."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def by_token(self, token: str) -> VisitorRecord | None:
        """Who holds `token`; None for a stranger."""
        return self._find(visitors.c.token_hash == hash_token(token))

    def by_id(self, visitor_id: str) -> VisitorRecord | None:
        """The visitor of that id."""
        return self._find(visitors.c.id == visitor_id)

    def _find(self, condition: object) -> VisitorRecord | None:
        with self._database.read() as connection:
            row = connection.execute(select(visitors).where(condition)).mappings().one_or_none()  # type: ignore[arg-type] # SQLAlchemy's comparison types are private
        if row is None:
            return None
        return VisitorRecord(**row)


def remember(connection: Connection, record: VisitorRecord) -> None:
    """Add a visitor, or renew name and language."""
    row = {"id": record.id, "token_hash": record.token_hash, "name": record.name, "language": record.language}
    upsert(connection, visitors, row, ["id"])


class Staff:
    """Users with a password, a role and sessions."""

    def __init__(self, database: Database, hasher: PasswordHasher = _HASHER) -> None:
        self._database = database
        self._hasher = hasher

    @cached_property
    def _nobody(self) -> str:
        return self._hasher.hash("nobody")

    def add(self, name: str, password: str, role: StaffRole) -> None:
        """Add a user.

        Raises:
            Rejected: ``user-exists`` or ``weak-password``.
        """
        hashed = self._hash(password)
        with self._database.write() as connection:
            if connection.execute(select(users.c.name).where(users.c.name == name)).one_or_none() is not None:
                raise Rejected("user-exists", "this user exists already", got=name, hint="showroom user password")
            connection.execute(insert_row(users).values(name=name, password_hash=hashed, role=role))

    def set_password(self, name: str, password: str) -> None:
        """Set a new password and end the user's sessions.

        Raises:
            NotFound: ``unknown-user``.
            Rejected: ``weak-password``.
        """
        hashed = self._hash(password)
        with self._database.write() as connection:
            changed = connection.execute(update(users).where(users.c.name == name).values(password_hash=hashed))
            if changed.rowcount == 0:
                raise NotFound("unknown-user", "no such user", got=name, hint="showroom user list")
            connection.execute(delete(staff_sessions).where(staff_sessions.c.user == name))

    def users(self) -> tuple[StaffUser, ...]:
        """Everybody, by name."""
        with self._database.read() as connection:
            rows = connection.execute(select(users.c.name, users.c.role).order_by(users.c.name)).all()
        return tuple(StaffUser(row.name, row.role) for row in rows)

    def check(self, name: str, password: str) -> StaffUser:
        """Who that is; takes tens of milliseconds on purpose, for unknown names too.

        Raises:
            NotPermitted: ``wrong-password``, which does not tell whether the user exists.
        """
        with self._database.read() as connection:
            row = connection.execute(select(users).where(users.c.name == name)).one_or_none()
        try:
            self._hasher.verify(self._nobody if row is None else row.password_hash, password)
        except (VerificationError, InvalidHashError):
            row = None
        if row is None:
            raise NotPermitted("wrong-password", "user and password do not match")
        return StaffUser(row.name, row.role)

    def open_session(self, user: str, token: str, expires_s: float, now_s: float) -> None:
        """Keep a session until `expires_s` (seconds since 1970); sweeps those that are over."""
        with self._database.write() as connection:
            connection.execute(delete(staff_sessions).where(staff_sessions.c.expires_s <= now_s))
            connection.execute(
                insert_row(staff_sessions).values(token_hash=hash_token(token), user=user, expires_s=expires_s)
            )

    def close_session(self, token: str) -> None:
        """End a session, where there is one."""
        with self._database.write() as connection:
            connection.execute(delete(staff_sessions).where(staff_sessions.c.token_hash == hash_token(token)))

    def session(self, token: str, now_s: float) -> StaffUser | None:
        """Whose session that is; None where it is unknown or over."""
        query = (
            select(users.c.name, users.c.role)
            .join(staff_sessions, staff_sessions.c.user == users.c.name)
            .where(staff_sessions.c.token_hash == hash_token(token), staff_sessions.c.expires_s > now_s)
        )
        with self._database.read() as connection:
            row = connection.execute(query).one_or_none()
        return None if row is None else StaffUser(row.name, row.role)

    def _hash(self, password: str) -> str:
        if not MIN_PASSWORD_LENGTH <= len(password) <= MAX_PASSWORD_LENGTH:
            wrong = "short" if len(password) < MIN_PASSWORD_LENGTH else "long"
            raise Rejected(
                "weak-password",
                f"the password is too {wrong}",
                got=f"{len(password)} characters",
                allowed=f"{MIN_PASSWORD_LENGTH} to {MAX_PASSWORD_LENGTH} characters",
            )
        return self._hasher.hash(password)
