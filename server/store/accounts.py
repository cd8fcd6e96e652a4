"""Shoppers' accounts: an address, a password, sessions, one-time links, and wishes.

An account is a person of the showroom (`person`): whoever signs in for the first time stays who they were as a guest,
and so keeps what rooms remember of them. Later guests' tokens are spent at signing in, and the log says who they were.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec
from sqlalchemy import delete, insert, select, update

from server.store.database import insert_new
from server.store.facts import append
from server.store.passwords import Passwords
from server.store.people import hash_token, spend
from server.store.revocations import end_sessions
from server.store.schema import account_links, account_sessions, account_wishes, accounts
from showroom.errors import NotFound, NotPermitted
from showroom.events import Fact
from showroom.protocol.accounts import MAX_WISHES, SavedWish

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Literal

    from sqlalchemy import Connection, Row

    from server.store.database import Database
    from showroom.catalogue import Language

    Purpose = Literal["confirm", "recover"]

LINK_LIFE_S: Final = 3600.0
SESSION_LIFE_S: Final = 30 * 24 * 3600.0


class Account(msgspec.Struct, frozen=True):
    """Somebody with an account."""

    id: str
    email: str
    person: str
    name: str
    language: Language


class NewAccount(msgspec.Struct, frozen=True):
    """What somebody signs up with; the ids are drawn for them."""

    id: str
    email: str
    person: str
    name: str
    language: Language
    confirmed: bool


class Accounts:
    """Reads and writes accounts; every method is one transaction.

    Args:
        database: where they are kept.
        passwords: how theirs are hashed.
    """

    def __init__(self, database: Database, passwords: Passwords | None = None) -> None:
        self._database = database
        self._passwords = passwords or Passwords()

    def sign_up(self, new: NewAccount, password: str, code: str, now_s: float) -> bool:
        """Add an account where there is none that somebody has confirmed; returns whether one was added.

        Either way it takes as long, and `code` is a link's from now on: to confirm, or to recover what there is.

        Raises:
            Rejected: ``weak-password``.
        """
        hashed = self._passwords.hash(password)
        with self._database.write() as connection:
            row = _by_email(connection, new.email)
            is_new = row is None or not row.confirmed
            if is_new:
                # Whoever signed up before and never confirmed has proved nothing.
                connection.execute(delete(accounts).where(accounts.c.email == new.email))
                values = {**msgspec.structs.asdict(new), "password_hash": hashed, "entered": False, "made_s": now_s}
                connection.execute(insert(accounts).values(values))
                append(connection, [Fact("Signed Up", now_s, new.person, new.id)])
            account = new.id if row is None or is_new else row.id
            if not new.confirmed:
                _add_link(connection, account, "confirm" if is_new else "recover", code, now_s)
        return is_new

    def confirm(self, code: str, password: str, now_s: float) -> None:
        """The address is theirs who have both the link and the password that was signed up with.

        Raises:
            NotPermitted: ``bad-code``.
        """
        with self._database.read() as connection:
            row = _behind(connection, code, "confirm", now_s)
        fits = self._passwords.fits(None if row is None else row.password_hash, password)
        if row is None or not fits:
            raise _bad_code()
        with self._database.write() as connection:
            if _behind(connection, code, "confirm", now_s) is None:
                raise _bad_code()
            _spend_links(connection, row.id)
            connection.execute(update(accounts).where(accounts.c.id == row.id).values(confirmed=True))

    def begin_recovery(self, email: str, code: str, now_s: float) -> Account | None:
        """Whom to send a link with `code`; None for nobody."""
        with self._database.write() as connection:
            row = _by_email(connection, email)
            if row is None:
                return None
            _add_link(connection, row.id, "recover", code, now_s)
            return _account(row)

    def recover(self, code: str, password: str, now_s: float) -> None:
        """Set a new password by a one-time link; every session ends.

        Raises:
            NotPermitted: ``bad-code``.
            Rejected: ``weak-password``, which does not spend the link.
        """
        hashed = self._passwords.hash(password)
        with self._database.write() as connection:
            row = _behind(connection, code, "recover", now_s)
            if row is None:
                raise _bad_code()
            _spend_links(connection, row.id)
            self._set_password(connection, row.id, hashed, now_s)
            # Who reads the mail of an address owns it.
            connection.execute(update(accounts).where(accounts.c.id == row.id).values(confirmed=True))
            append(connection, [Fact("Password Recovered", now_s, row.person, row.id)])

    def check(self, email: str, password: str) -> Account:
        """Who that is.

        Raises:
            NotPermitted: ``wrong-password``; does not tell whether there is such an account, or one to confirm.
        """
        with self._database.read() as connection:
            row = _by_email(connection, email)
        fits = self._passwords.fits(None if row is None else row.password_hash, password)
        if row is None or not fits or not row.confirmed:
            hint = "where you were sent a link, open it first"
            raise NotPermitted("wrong-password", "address and password do not match", hint=hint)
        return _account(row)

    def open_session(
        self, account: Account, token: str, guest_token: str | None, wishes: Iterable[SavedWish], now_s: float
    ) -> Account:
        """Keep a session, and keep what the guest was and wished until now; returns the account as it is now."""
        with self._database.write() as connection:
            row = connection.execute(select(accounts).where(accounts.c.id == account.id)).one()
            guest = None if guest_token is None else spend(connection, guest_token)
            is_first = not row.entered
            person = guest if guest is not None and is_first else row.person
            connection.execute(update(accounts).where(accounts.c.id == row.id).values(person=person, entered=True))
            connection.execute(delete(account_sessions).where(account_sessions.c.expires_s <= now_s))
            values = {"token_hash": hash_token(token), "account": row.id, "expires_s": now_s + SESSION_LIFE_S}
            connection.execute(insert(account_sessions).values(values))
            _add_wishes(connection, row.id, wishes)
            was = {"previousId": guest} if guest is not None and guest != person else {}
            append(connection, [Fact("Signed In", now_s, person, row.id, was)])
        return msgspec.structs.replace(account, person=person)

    def session(self, token: str, now_s: float) -> tuple[Account, float] | None:
        """Whose session that is and when it ends; None where it is unknown or over."""
        query = (
            select(accounts, account_sessions.c.expires_s)
            .join(account_sessions, account_sessions.c.account == accounts.c.id)
            .where(account_sessions.c.token_hash == hash_token(token), account_sessions.c.expires_s > now_s)
        )
        with self._database.read() as connection:
            row = connection.execute(query).one_or_none()
        return None if row is None else (_account(row), row.expires_s)

    def close_session(self, account: Account, token: str, now_s: float) -> None:
        """End a session."""
        with self._database.write() as connection:
            if end_sessions(connection, account_sessions, account_sessions.c.token_hash == hash_token(token), now_s):
                append(connection, [Fact("Signed Out", now_s, account.person, account.id)])

    def change_password(self, account: Account, token: str, old: str, new: str, now_s: float) -> None:
        """Set a new password; every session but the one of `token` ends.

        Raises:
            NotPermitted: ``wrong-password``.
            Rejected: ``weak-password``.
        """
        self._require(account, old)
        hashed = self._passwords.hash(new)
        with self._database.write() as connection:
            self._set_password(connection, account.id, hashed, now_s, but=hash_token(token))
            _spend_links(connection, account.id)
            append(connection, [Fact("Password Changed", now_s, account.person, account.id)])

    def delete(self, account: Account, password: str, now_s: float) -> None:
        """Take an account away with everything that is kept of it; the log keeps the ids alone.

        Raises:
            NotPermitted: ``wrong-password``.
        """
        self._require(account, password)
        with self._database.write() as connection:
            end_sessions(connection, account_sessions, account_sessions.c.account == account.id, now_s)
            connection.execute(delete(accounts).where(accounts.c.id == account.id))
            append(connection, [Fact("Account Deleted", now_s, account.person, account.id)])

    def wishes(self, account: Account) -> tuple[SavedWish, ...]:
        """What is on the list."""
        with self._database.read() as connection:
            return _wishes(connection, account.id)

    def set_wishes(self, account: Account, wishes: Iterable[SavedWish]) -> None:
        """Replace the list."""
        with self._database.write() as connection:
            connection.execute(delete(account_wishes).where(account_wishes.c.account == account.id))
            _add_wishes(connection, account.id, wishes)

    def _require(self, account: Account, password: str) -> None:
        with self._database.read() as connection:
            query = select(accounts.c.password_hash).where(accounts.c.id == account.id)
            hashed = connection.execute(query).scalar_one_or_none()
        if not self._passwords.fits(hashed, password):
            raise NotPermitted("wrong-password", "this is not the account's password")

    def _set_password(self, connection: Connection, account: str, hashed: str, now_s: float, but: str = "") -> None:
        if not connection.execute(
            update(accounts).where(accounts.c.id == account).values(password_hash=hashed)
        ).rowcount:
            raise NotFound("unknown-account", "the account is gone")
        others = (account_sessions.c.account == account) & (account_sessions.c.token_hash != but)
        end_sessions(connection, account_sessions, others, now_s)


def _account(row: Row[tuple[object, ...]]) -> Account:
    return Account(row.id, row.email, row.person, row.name, row.language)


def _by_email(connection: Connection, email: str) -> Row[tuple[object, ...]] | None:
    return connection.execute(select(accounts).where(accounts.c.email == email)).one_or_none()


def _behind(connection: Connection, code: str, purpose: Purpose, now_s: float) -> Row[tuple[object, ...]] | None:
    query = (
        select(accounts)
        .join(account_links, account_links.c.account == accounts.c.id)
        .where(account_links.c.token_hash == hash_token(code), account_links.c.purpose == purpose)
        .where(account_links.c.expires_s > now_s)
    )
    return connection.execute(query).one_or_none()


def _add_link(connection: Connection, account: str, purpose: Purpose, code: str, now_s: float) -> None:
    """A newer link takes the place of every older one."""
    connection.execute(delete(account_links).where(account_links.c.expires_s <= now_s))
    _spend_links(connection, account)
    values = {"token_hash": hash_token(code), "account": account, "purpose": purpose, "expires_s": now_s + LINK_LIFE_S}
    connection.execute(insert(account_links).values(values))


def _spend_links(connection: Connection, account: str) -> None:
    connection.execute(delete(account_links).where(account_links.c.account == account))


def _wishes(connection: Connection, account: str) -> tuple[SavedWish, ...]:
    query = select(account_wishes).where(account_wishes.c.account == account)
    rows = connection.execute(query.order_by(account_wishes.c.product, account_wishes.c.code)).all()
    return tuple(SavedWish(row.product, row.code) for row in rows)


def _add_wishes(connection: Connection, account: str, wishes: Iterable[SavedWish]) -> None:
    room = MAX_WISHES - len(_wishes(connection, account))
    for wish in tuple(wishes)[: max(0, room)]:
        values = {"account": account, "product": wish.product, "code": wish.code}
        insert_new(connection, account_wishes, values)


def _bad_code() -> NotPermitted:
    hint = "ask for another link; an older one is no longer good once there is a newer one"
    return NotPermitted("bad-code", "the link is unknown, used, or too old", hint=hint)
