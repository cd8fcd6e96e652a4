"""Who owns what, who serves, and tickets between processes: the same in every database."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import update

from server.store.documents import Document
from server.store.leases import Fenced, Held, Leases
from server.store.nodes import Node, Nodes
from server.store.people import VisitorRecord
from server.store.schema import leases as lease_rows
from server.store.schema import nodes as node_rows
from server.store.schema import tickets as ticket_rows
from server.store.tickets import SharedTickets
from server.store.writer import Batch, Writer
from server.tickets import Admission
from showroom.errors import NotPermitted

if TYPE_CHECKING:
    from sqlalchemy import Table

    from server.store.folder import StoreFolder

ROOM = "room/main"
ADMISSION = Admission("v-1", "Zoë", "visitor", "main", "de", "", VisitorRecord("v-1", "hash", "Zoë", "de"))
PATIENCE_S = 10.0


def node(name: str) -> Node:
    return Node(f"{name}-1", name, "room", f"ws://{name}:8766", "here", "0.1.0", 1)


def let_time_pass(folder: StoreFolder, table: Table, column: str) -> None:
    """Whatever was good until some moment, or heard at one, is old now."""
    with folder.database.write() as connection:
        connection.execute(update(table).values({column: 1.0}))


def taken(leases: Leases, thing: str, by: str) -> int:
    token = leases.take(thing, by)
    assert isinstance(token, int)
    return token


def test_a_room_has_one_owner_until_the_lease_ends_and_then_another_token(folder: StoreFolder) -> None:
    leases = Leases(folder.database)
    first = taken(leases, ROOM, "a")
    held = leases.take(ROOM, "b")
    assert isinstance(held, Held)
    assert held.node == "a"
    assert 0.0 < held.left_s <= 2.5
    let_time_pass(folder, lease_rows, "expires_s")
    second = taken(leases, ROOM, "b")
    assert second > first
    assert leases.owners() == {ROOM: "b"}
    assert leases.renew("a") == {}


def test_renewing_keeps_everything_of_a_node_and_revives_what_nobody_took(folder: StoreFolder) -> None:
    leases = Leases(folder.database)
    tokens = {thing: taken(leases, thing, "a") for thing in (ROOM, "desk")}
    let_time_pass(folder, lease_rows, "expires_s")
    assert leases.owners() == {}
    assert leases.renew("a") == tokens
    assert leases.owners() == {ROOM: "a", "desk": "a"}


def test_what_is_given_free_is_taken_at_once_and_only_its_owner_can_give_it(folder: StoreFolder) -> None:
    leases = Leases(folder.database)
    token = taken(leases, ROOM, "a")
    leases.release("b", {ROOM: token})
    leases.release("a", {ROOM: token - 1})
    assert isinstance(leases.take(ROOM, "b"), Held)
    leases.release("a", {ROOM: token})
    assert taken(leases, ROOM, "b") == token + 1


def test_an_owner_who_was_paused_writes_nothing_and_the_store_stays_well(folder: StoreFolder) -> None:
    leases = Leases(folder.database)
    writer = Writer(folder.database)
    old = taken(leases, ROOM, "a")
    writer.submit(Batch((Document(ROOM, "who", b"a"),), tokens={ROOM: old})).result(PATIENCE_S)
    let_time_pass(folder, lease_rows, "expires_s")
    new = taken(leases, ROOM, "b")
    late = writer.submit(Batch((Document(ROOM, "who", b"late"),), tokens={ROOM: old}))
    beside = writer.submit(Batch((Document("room/other", "who", b"c"),)))
    with pytest.raises(Fenced) as caught:
        late.result(PATIENCE_S)
    beside.result(PATIENCE_S)
    assert caught.value.things == {ROOM}
    assert writer.problem is None
    assert folder.documents.collection(ROOM) == {"who": b"a"}
    writer.submit(Batch((Document(ROOM, "who", b"b"),), tokens={ROOM: new})).result(PATIENCE_S)
    assert folder.documents.collection(ROOM) == {"who": b"b"}
    writer.close()


def test_only_nodes_that_gave_a_sign_of_life_are_known(folder: StoreFolder) -> None:
    nodes = Nodes(folder.database)
    nodes.beat(node("a"))
    nodes.beat(node("b"))
    nodes.drain("a-1")
    known = [(one.name, one.draining, one.is_living) for one in nodes.living()]
    assert known == [
        ("a", True, True),
        ("b", False, True),
    ]
    let_time_pass(folder, node_rows, "beat_s")
    assert nodes.living() == ()
    nodes.beat(node("b"))
    nodes.leave("a-1")
    assert [one.address for one in nodes.living()] == ["ws://b:8766"]


def test_a_ticket_lets_in_once_at_its_own_node_and_for_a_minute(folder: StoreFolder) -> None:
    tickets = SharedTickets(folder.database)
    tickets.issue("first", "a", ADMISSION)
    with pytest.raises(NotPermitted, match="bad-ticket"):
        tickets.redeem("first", "b")
    assert tickets.redeem("first", "a") == ADMISSION
    with pytest.raises(NotPermitted, match="bad-ticket"):
        tickets.redeem("first", "a")
    tickets.issue("late", "a", ADMISSION)
    let_time_pass(folder, ticket_rows, "expires_s")
    with pytest.raises(NotPermitted, match="bad-ticket"):
        tickets.redeem("late", "a")
    tickets.sweep()
    with folder.database.read() as connection:
        assert connection.execute(ticket_rows.select()).all() == []
