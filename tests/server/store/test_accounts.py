"""Accounts and ended sessions, the same in every database."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from argon2 import PasswordHasher

from server.store.accounts import LINK_LIFE_S, SESSION_LIFE_S, Account, Accounts, NewAccount
from server.store.passwords import Passwords
from server.store.people import VisitorRecord, hash_token
from server.store.staff import Staff
from server.store.writer import Batch, Writer
from showroom.errors import NotPermitted, Rejected
from showroom.protocol.accounts import MAX_WISHES, SavedWish
from tests.server.samples import QUICK

if TYPE_CHECKING:
    from server.store.folder import StoreFolder

NOW = 1_800_000_000.0
EMAIL, PASSWORD = "mia@example.com", "correct horse battery"
BLUE, RED = SavedWish("runner", "blue"), SavedWish("runner", "red")


def accounts_of(folder: StoreFolder) -> Accounts:
    return Accounts(folder.database, QUICK)


def new(number: int = 1, *, email: str = EMAIL, confirmed: bool = True) -> NewAccount:
    return NewAccount(f"a-{number}", email, f"v-{number}", "Mia", "de", confirmed)


def signed_up(folder: StoreFolder) -> tuple[Accounts, Account]:
    accounts = accounts_of(folder)
    assert accounts.sign_up(new(), PASSWORD, "", NOW)
    return accounts, accounts.check(EMAIL, PASSWORD)


def remember_guest(folder: StoreFolder, person: str, token: str) -> None:
    writer = Writer(folder.database)
    writer.submit(Batch(visitors=(VisitorRecord(person, hash_token(token), "Mia", "de"),))).result(10)
    writer.close()


def ended(folder: StoreFolder, position: int) -> frozenset[str]:
    return folder.revocations.after(position)[1]


def test_whoever_signs_in_first_stays_who_they_were_as_a_guest(folder: StoreFolder) -> None:
    accounts, account = signed_up(folder)
    remember_guest(folder, "v-guest", "guest-token")
    inside = accounts.open_session(account, "one", "guest-token", (BLUE,), NOW)
    assert inside.person == "v-guest"
    assert folder.visitors.by_token("guest-token") is None
    remember_guest(folder, "v-elsewhere", "other-token")
    again = accounts.open_session(accounts.check(EMAIL, PASSWORD), "two", "other-token", (RED,), NOW)
    assert again.person == "v-guest"
    assert folder.visitors.by_token("other-token") is None
    assert accounts.wishes(again) == (BLUE, RED)
    told = [(fact.type, fact.data["anonymousId"], fact.data["properties"]) for fact in folder.facts.after(0)]
    assert told[0] == ("Signed Up", "v-1", {})
    assert told[-1] == ("Signed In", "v-guest", {"previousId": "v-elsewhere"})


def test_an_address_has_one_account_and_a_wrong_password_says_nothing_more(folder: StoreFolder) -> None:
    accounts, _ = signed_up(folder)
    assert not accounts.sign_up(new(2), "another password", "", NOW)
    said = set()
    for email, password in ((EMAIL, "another password"), ("nobody@example.com", PASSWORD), (EMAIL, "nobody")):
        with pytest.raises(NotPermitted) as refused:
            accounts.check(email, password)
        said.add((refused.value.code, refused.value.message, refused.value.got, refused.value.hint))
    assert len(said) == 1


def test_an_address_to_be_confirmed_needs_the_link_and_the_password(folder: StoreFolder) -> None:
    accounts = accounts_of(folder)
    accounts.sign_up(new(1, confirmed=False), "the attacker's own", "first", NOW)
    accounts.sign_up(new(2, confirmed=False), PASSWORD, "second", NOW)
    with pytest.raises(NotPermitted, match="wrong-password"):
        accounts.check(EMAIL, PASSWORD)
    for code, password in (("first", "the attacker's own"), ("second", "the attacker's own"), ("third", PASSWORD)):
        with pytest.raises(NotPermitted, match="bad-code"):
            accounts.confirm(code, password, NOW)
    with pytest.raises(NotPermitted, match="bad-code"):
        accounts.confirm("second", PASSWORD, NOW + LINK_LIFE_S)
    accounts.confirm("second", PASSWORD, NOW)
    assert accounts.check(EMAIL, PASSWORD).id == "a-2"
    with pytest.raises(NotPermitted, match="bad-code"):
        accounts.confirm("second", PASSWORD, NOW)


def test_a_recovery_link_works_once_and_ends_every_session(folder: StoreFolder) -> None:
    accounts, account = signed_up(folder)
    accounts.open_session(account, "open", None, (), NOW)
    before = folder.revocations.newest()
    assert accounts.begin_recovery("nobody@example.com", "lost", NOW) is None
    assert accounts.begin_recovery(EMAIL, "older", NOW) == account
    accounts.begin_recovery(EMAIL, "newer", NOW)
    with pytest.raises(Rejected, match="weak-password"):
        accounts.recover("newer", "password1", NOW)
    with pytest.raises(NotPermitted, match="bad-code"):
        accounts.recover("older", "a better password", NOW)
    accounts.recover("newer", "a better password", NOW)
    assert accounts.session("open", NOW) is None
    assert ended(folder, before) == {hash_token("open")}
    assert accounts.check(EMAIL, "a better password") == account
    with pytest.raises(NotPermitted, match="bad-code"):
        accounts.recover("newer", "yet another one", NOW)


def test_a_new_password_ends_the_other_sessions_and_needs_the_old_one(folder: StoreFolder) -> None:
    accounts, account = signed_up(folder)
    for token in ("here", "there"):
        accounts.open_session(account, token, None, (), NOW)
    before = folder.revocations.newest()
    with pytest.raises(NotPermitted, match="wrong-password"):
        accounts.change_password(account, "here", "guessed", "a better password", NOW)
    accounts.change_password(account, "here", PASSWORD, "a better password", NOW)
    assert ended(folder, before) == {hash_token("there")}
    assert accounts.session("here", NOW) is not None
    assert accounts.session("here", NOW + SESSION_LIFE_S) is None


def test_a_deleted_account_leaves_nothing_but_ids_in_the_log(folder: StoreFolder) -> None:
    accounts, account = signed_up(folder)
    accounts.open_session(account, "open", None, (BLUE,), NOW)
    with pytest.raises(NotPermitted, match="wrong-password"):
        accounts.delete(account, "guessed", NOW)
    before = folder.revocations.newest()
    accounts.delete(account, PASSWORD, NOW)
    assert ended(folder, before) == {hash_token("open")}
    assert accounts.session("open", NOW) is None
    assert accounts.wishes(account) == ()
    assert not any("example.com" in str(fact) for fact in folder.facts.after(0))
    assert accounts.sign_up(new(3), PASSWORD, "", NOW)


def test_a_wish_list_is_replaced_and_bounded(folder: StoreFolder) -> None:
    accounts, account = signed_up(folder)
    accounts.set_wishes(account, (BLUE, BLUE, RED))
    accounts.set_wishes(account, (RED,))
    assert accounts.wishes(account) == (RED,)
    accounts.open_session(account, "t", None, (SavedWish("runner", f"{n:03}") for n in range(MAX_WISHES + 5)), NOW)
    assert len(accounts.wishes(account)) == MAX_WISHES


def test_whoever_does_not_exist_costs_one_hash_as_well(folder: StoreFolder) -> None:
    counting = Counting()
    accounts = Accounts(folder.database, Passwords(counting))
    accounts.sign_up(new(), PASSWORD, "", NOW)
    counts = []
    for email in (EMAIL, "nobody@example.com", "nobody@example.com"):
        counting.checked = 0
        with pytest.raises(NotPermitted):
            accounts.check(email, "guessed")
        counts.append(counting.checked)
    assert counts == [1, 1, 1]
    hashed = counting.hashed
    accounts.sign_up(new(2), PASSWORD, "", NOW)
    assert counting.hashed == hashed + 1


class Counting(PasswordHasher):
    """Counts what it does, and does it cheaply."""

    def __init__(self) -> None:
        super().__init__(time_cost=1, memory_cost=64, parallelism=1)
        self.checked = self.hashed = 0

    def verify(self, *arguments: str) -> bool:  # type: ignore[override] # as it is called
        self.checked += 1
        return bool(super().verify(*arguments))

    def hash(self, *arguments: str) -> str:  # type: ignore[override] # as it is called
        self.hashed += 1
        return super().hash(*arguments)


def test_a_user_who_is_disabled_or_gets_another_role_loses_their_sessions(folder: StoreFolder) -> None:
    staff = Staff(folder.database, QUICK)
    staff.add("eva", PASSWORD, "agent")
    before = folder.revocations.newest()
    staff.open_session("eva", "one", NOW + 100.0, NOW)
    staff.set_role("eva", "merchandiser", NOW)
    assert staff.session("one", NOW) is None
    staff.open_session("eva", "two", NOW + 100.0, NOW)
    staff.disable("eva", NOW)
    assert ended(folder, before) == {hash_token("one"), hash_token("two")}
    with pytest.raises(NotPermitted, match="wrong-password"):
        staff.check("eva", PASSWORD)
    staff.disable("eva", NOW, disabled=False)
    assert staff.check("eva", PASSWORD).role == "merchandiser"


def test_whoever_a_provider_identifies_has_the_role_that_they_have_there(folder: StoreFolder) -> None:
    staff = Staff(folder.database, QUICK)
    staff.add("udo", PASSWORD, "admin")
    eva = staff.identified("https://id 7", "eva", "agent", NOW)
    assert (eva.name, eva.role) == ("eva", "agent")
    staff.open_session("eva", "token", NOW + 100.0, NOW)
    # The provider calls her otherwise now; here she stays who she is, with her new role and without her old session.
    assert staff.identified("https://id 7", "eva.new", "approver", NOW).name == "eva"
    assert staff.session("token", NOW) is None
    for subject, name, role, code in (
        ("https://id 8", "udo", "admin", "user-exists"),
        ("https://id 7", "eva", None, "no-role"),
        ("https://id 9", "kim", None, "no-role"),
    ):
        with pytest.raises(NotPermitted, match=code):
            staff.identified(subject, name, role, NOW)  # type: ignore[arg-type] # None and a role
    with pytest.raises(NotPermitted, match="wrong-password"):
        staff.check("eva", "")
    staff.disable("eva", NOW)
    with pytest.raises(NotPermitted, match="user-disabled"):
        staff.identified("https://id 7", "eva", "agent", NOW)
