"""The staff: users with a password or an identity elsewhere, a role, and sessions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec
from sqlalchemy import delete, insert, select, update

from server.store.facts import STAFF_PREFIX, append
from server.store.passwords import Passwords
from server.store.people import hash_token
from server.store.revocations import end_sessions
from server.store.schema import staff_sessions, users
from showroom.errors import NotFound, NotPermitted, Rejected
from showroom.events import Fact
from showroom.protocol.publishing import StaffRole  # noqa: TC001 - msgspec reads it at run time

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from server.store.database import Database

STAFF_ROLES: Final[tuple[StaffRole, ...]] = ("agent", "merchandiser", "approver", "admin")


class StaffUser(msgspec.Struct, frozen=True):
    """Somebody who works here."""

    name: str
    role: StaffRole
    disabled: bool = False


class Staff:
    """Users with a role and sessions.

    Args:
        database: where they are kept.
        passwords: how theirs are hashed.
    """

    def __init__(self, database: Database, passwords: Passwords | None = None) -> None:
        self._database = database
        self._passwords = passwords or Passwords()

    def add(self, name: str, password: str, role: StaffRole) -> None:
        """Add a user.

        Raises:
            Rejected: ``user-exists`` or ``weak-password``.
        """
        hashed = self._passwords.hash(password)
        with self._database.write() as connection:
            if _row(connection, name) is not None:
                raise Rejected("user-exists", "this user exists already", got=name, hint="showroom user password")
            connection.execute(insert(users).values(name=name, password_hash=hashed, role=role))

    def set_password(self, name: str, password: str, now_s: float) -> None:
        """Set a new password and end the user's sessions.

        Raises:
            NotFound: ``unknown-user``.
            Rejected: ``weak-password``.
        """
        hashed = self._passwords.hash(password)
        self._change(name, now_s, password_hash=hashed)

    def disable(self, name: str, now_s: float, *, disabled: bool = True) -> None:
        """Let a user in no more, ending what is open of theirs; or let them in again.

        Raises:
            NotFound: ``unknown-user``.
        """
        self._change(name, now_s, disabled=disabled)

    def set_role(self, name: str, role: StaffRole, now_s: float) -> None:
        """Give a user another role; they log in again to use it.

        Raises:
            NotFound: ``unknown-user``.
        """
        self._change(name, now_s, role=role)

    def _change(self, name: str, now_s: float, **fields: object) -> None:
        with self._database.write() as connection:
            changed = connection.execute(update(users).where(users.c.name == name).values(**fields))
            if changed.rowcount == 0:
                raise NotFound("unknown-user", "no such user", got=name, hint="showroom user list")
            end_sessions(connection, staff_sessions, staff_sessions.c.user == name, now_s)

    def users(self) -> tuple[StaffUser, ...]:
        """Everybody, by name."""
        with self._database.read() as connection:
            rows = connection.execute(select(users).order_by(users.c.name)).all()
        return tuple(StaffUser(row.name, row.role, row.disabled) for row in rows)

    def check(self, name: str, password: str) -> StaffUser:
        """Who that is; takes tens of milliseconds on purpose, for unknown names too.

        Raises:
            NotPermitted: ``wrong-password``, which does not tell whether the user exists.
        """
        with self._database.read() as connection:
            row = connection.execute(select(users).where(users.c.name == name)).one_or_none()
        fits = self._passwords.fits(None if row is None else row.password_hash, password)
        if row is None or not fits or row.disabled:
            raise NotPermitted("wrong-password", "user and password do not match")
        return StaffUser(row.name, row.role)

    def identified(self, subject: str, name: str, role: StaffRole | None, now_s: float) -> StaffUser:
        """Who a provider has identified: added at the first time, and with the role that they have there now.

        Args:
            subject: the provider and whom it means by it, which never changes.
            name: how it calls them.
            role: by its claims; None where they have none here (any more).
            now_s: seconds since 1970.

        Raises:
            NotPermitted: ``no-role``, ``user-disabled``, or ``user-exists`` where somebody else is called so here.
        """
        with self._database.write() as connection:
            row = connection.execute(select(users).where(users.c.subject == subject)).one_or_none()
            if row is not None and (role is None or row.role != role):
                end_sessions(connection, staff_sessions, staff_sessions.c.user == row.name, now_s)
            if row is not None and role is not None:
                connection.execute(update(users).where(users.c.subject == subject).values(role=role))
            if row is None and role is not None:
                if _row(connection, name) is not None:
                    hint = "the administrator gives one of both another name"
                    raise NotPermitted("user-exists", "somebody else is called so here", got=name, hint=hint)
                values = {"name": name, "password_hash": "", "role": role, "subject": subject}
                connection.execute(insert(users).values(values))
        if role is None:
            raise NotPermitted("no-role", "the provider knows this user, but gives them no role here", got=name)
        if row is not None and row.disabled:
            raise NotPermitted("user-disabled", "this user may not log in here", got=row.name)
        return StaffUser(name if row is None else row.name, role)

    def open_session(self, user: str, token: str, expires_s: float, now_s: float) -> None:
        """Keep a session until `expires_s` (seconds since 1970); sweeps those that are over."""
        with self._database.write() as connection:
            connection.execute(delete(staff_sessions).where(staff_sessions.c.expires_s <= now_s))
            connection.execute(
                insert(staff_sessions).values(token_hash=hash_token(token), user=user, expires_s=expires_s)
            )
            append(connection, [Fact("Signed In", now_s, STAFF_PREFIX + user, STAFF_PREFIX + user)])

    def close_session(self, token: str, now_s: float) -> None:
        """End a session, where there is one."""
        with self._database.write() as connection:
            user = connection.execute(
                select(staff_sessions.c.user).where(staff_sessions.c.token_hash == hash_token(token))
            ).scalar_one_or_none()
            if user is not None:
                end_sessions(connection, staff_sessions, staff_sessions.c.token_hash == hash_token(token), now_s)
                append(connection, [Fact("Signed Out", now_s, STAFF_PREFIX + user, STAFF_PREFIX + user)])

    def session(self, token: str, now_s: float) -> tuple[StaffUser, float] | None:
        """Whose session that is and when it ends; None where it is unknown or over."""
        query = (
            select(users.c.name, users.c.role, staff_sessions.c.expires_s)
            .join(staff_sessions, staff_sessions.c.user == users.c.name)
            .where(staff_sessions.c.token_hash == hash_token(token), staff_sessions.c.expires_s > now_s)
            .where(users.c.disabled.is_(False))
        )
        with self._database.read() as connection:
            row = connection.execute(query).one_or_none()
        return None if row is None else (StaffUser(row.name, row.role), row.expires_s)


def _row(connection: Connection, name: str) -> object | None:
    return connection.execute(select(users.c.name).where(users.c.name == name)).one_or_none()
