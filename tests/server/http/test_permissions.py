"""Every route by every role: who gets through stands here once more, so that a slip in the table shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from argon2 import PasswordHasher

from server.http.routes import ROUTES
from server.settings import Rate, Settings
from server.store.accounts import Accounts, NewAccount
from server.store.folder import open_data_folder
from server.store.passwords import Passwords
from server.store.staff import STAFF_ROLES
from showroom.protocol.access import IN_ROOM, PRINCIPALS, Principal
from tests.server.live import ask, live
from tests.server.samples import quick_staff, room_plan

if TYPE_CHECKING:
    from collections.abc import Iterator

    from server.app import Addresses
    from server.http.routes import Route

NOW = 2_000_000_000.0
OFTEN = Rate(1e6, 1e6)
EVERYBODY = frozenset(PRINCIPALS)
STAFF = frozenset(STAFF_ROLES)
LOOKERS = frozenset({"merchandiser", "approver", "admin"})
PUBLISHERS = frozenset({"merchandiser", "admin"})
SHOPPERS = frozenset({"shopper"})
PUBLISHING = "/api/v1/publishing"
EXPECTED: dict[tuple[str, str], frozenset[str]] = {
    ("GET", "/api/v1/staff/me"): STAFF,
    ("PUT", f"{PUBLISHING}/files/{{sha256}}"): PUBLISHERS,
    ("GET", f"{PUBLISHING}/waiting"): LOOKERS,
    ("GET", f"{PUBLISHING}/tags"): LOOKERS,
    ("GET", f"{PUBLISHING}/products/{{product}}"): LOOKERS,
    ("POST", f"{PUBLISHING}/products/{{product}}"): PUBLISHERS,
    ("DELETE", f"{PUBLISHING}/products/{{product}}"): PUBLISHERS,
    ("POST", f"{PUBLISHING}/products/{{product}}/approve"): LOOKERS,
    ("POST", f"{PUBLISHING}/products/{{product}}/rollback"): PUBLISHERS,
    ("PUT", f"{PUBLISHING}/products/{{product}}/pictures"): PUBLISHERS,
    ("PUT", f"{PUBLISHING}/rooms/{{room}}"): PUBLISHERS,
    ("GET", f"{PUBLISHING}/layouts"): LOOKERS,
    ("POST", f"{PUBLISHING}/layouts"): PUBLISHERS,
    ("POST", f"{PUBLISHING}/data"): PUBLISHERS,
    ("PUT", f"{PUBLISHING}/avatars/{{avatar}}"): PUBLISHERS,
    ("GET", f"{PUBLISHING}/settings"): LOOKERS,
    ("PUT", f"{PUBLISHING}/settings"): frozenset({"admin"}),
    ("DELETE", "/api/v1/account/session"): SHOPPERS,
    ("GET", "/api/v1/account"): SHOPPERS,
    ("PUT", "/api/v1/account/wishes"): SHOPPERS,
    ("POST", "/api/v1/account/password"): SHOPPERS,
    ("POST", "/api/v1/account/deletion"): SHOPPERS,
}
"""What is not for everybody."""
OPEN: frozenset[tuple[str, str]] = frozenset(
    {
        ("GET", "/"),
        ("GET", "/i/{code}"),
        ("GET", "/i/{code}/picture"),
        ("GET", "/quotes/{code}"),
        ("POST", "/api/v1/checkout"),
        ("GET", "/style.css"),
        ("GET", "/api/v1/catalogue"),
        ("GET", "/api/v1/products/{product}"),
        ("GET", "/api/v1/products/{product}/code/{code}"),
        ("GET", "/files/{sha256}"),
        ("POST", "/api/v1/tickets"),
        ("POST", "/api/v1/login"),
        ("POST", "/api/v1/logout"),
        ("GET", "/oidc/start"),
        ("GET", "/oidc/callback"),
        ("POST", "/api/v1/oidc/session"),
        ("GET", "/account/{page}"),
        ("POST", "/account/{page}"),
        ("GET", "/account.js"),
        ("POST", "/api/v1/account"),
        ("POST", "/api/v1/account/session"),
        ("POST", "/api/v1/account/recovery"),
        ("POST", "/api/v1/account/confirmation"),
        ("POST", "/api/v1/account/recovery/finish"),
        ("GET", "/openapi.json"),
        ("GET", "/healthz"),
        ("GET", "/readyz"),
        ("GET", "/metrics"),
    }
)
"""What is for everybody; a route that is in neither fails, so that somebody decides."""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Addresses, dict[Principal, str]]]:
    """A server, and a session of every role."""
    data = tmp_path_factory.mktemp("house")
    folder = open_data_folder(data)
    folder.catalogue.put_room(room_plan(shown=None))
    staff, tokens = quick_staff(folder), {"guest": ""}
    for role in STAFF_ROLES:
        staff.add(role, "correct horse", role)
        tokens[role] = f"token-of-{role}"
        staff.open_session(role, tokens[role], NOW * 2, NOW)
    accounts = Accounts(folder.database, Passwords(PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)))
    accounts.sign_up(NewAccount("a-1", "a@b", "v-1", "Mia", "en", confirmed=True), "correct horse", "", NOW)
    tokens["shopper"] = "shopper-token"
    accounts.open_session(accounts.check("a@b", "correct horse"), tokens["shopper"], None, (), NOW)
    folder.close()
    with live(Settings(data=data, port=0, logins=OFTEN, sign_ups=OFTEN, tickets=OFTEN)) as addresses:
        yield addresses, tokens  # type: ignore[misc] # filled one by one


def test_somebody_has_decided_about_every_route() -> None:
    assert {(route.method, route.path) for route in ROUTES} == EXPECTED.keys() | OPEN


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: f"{route.method} {route.path}")
def test_a_route_lets_through_whom_it_is_for(house: tuple[Addresses, dict[Principal, str]], route: Route) -> None:
    addresses, tokens = house
    allowed = EXPECTED.get((route.method, route.path), EVERYBODY)
    ends_the_session = route.path.endswith(("/logout", "/session")) and route.method in {"POST", "DELETE"}
    for role in PRINCIPALS:
        if ends_the_session and role in allowed and role != "guest":
            continue
        headers = {"Authorization": f"Bearer {tokens[role]}"} if tokens[role] else {}
        # A body that nothing can read: whoever gets through is told that it is bad, and changes nothing.
        answer = ask(addresses, route.path.replace("{", "").replace("}", ""), route.method, headers, b"{")
        kept_out = answer.status == 403 or (
            answer.status == 401 and answer.json()["code"] in {"no-session", "bad-session"}
        )
        assert kept_out == (role not in allowed), (role, answer.status, answer.body[:200])
        assert answer.status != 500


def test_every_role_enters_rooms_as_what_it_is(house: tuple[Addresses, dict[Principal, str]]) -> None:
    addresses, tokens = house
    for role in PRINCIPALS:
        headers = {"Authorization": f"Bearer {tokens[role]}"} if tokens[role] else {}
        answer = ask(addresses, "/api/v1/tickets", "POST", headers, b'{"name": "x"}')
        assert (answer.status == 201) == (IN_ROOM[role] is not None), role
        if answer.status == 201:
            assert answer.json()["visitor"].startswith("u-" if IN_ROOM[role] == "agent" else "v-")
