"""Where a room should be."""

from __future__ import annotations

from dataclasses import replace

from server.nodes.placing import SILENT_S, placed, suggested
from server.store.nodes import Node

ROOMS = [f"room-{number}" for number in range(200)]


def node(name: str, **fields: object) -> Node:
    return replace(Node(f"{name}-1", name, "room", f"ws://{name}:1", "here", "0.1.0", 1), **fields)  # type: ignore[arg-type] # fields of a node


A, B, C = node("a"), node("b"), node("c")


def test_rooms_spread_over_the_nodes_and_only_those_of_a_lost_node_move() -> None:
    before = {room: suggested(room, [A, B, C]) for room in ROOMS}
    assert min(sum(one is each for one in before.values()) for each in (A, B, C)) > len(ROOMS) // 5
    after = {room: suggested(room, [B, A]) for room in ROOMS}
    moved = [room for room in ROOMS if after[room] is not before[room]]
    assert moved == [room for room in ROOMS if before[room] is C]


def test_a_node_that_starts_again_is_suggested_for_the_same_rooms() -> None:
    again = replace(A, id="a-2", address="ws://a:2")
    rooms = [room for room in ROOMS if suggested(room, [A, B]) is A]
    assert rooms == [room for room in ROOMS if suggested(room, [again, B]) is again]


def test_whoever_owns_a_room_has_it_wherever_it_would_be_suggested() -> None:
    for room in ROOMS:
        assert placed(room, [A, B], A.id, 1) is A
        assert placed(room, [A, B], B.id, 1) is B


def test_a_silent_owner_is_waited_for_and_a_draining_or_forgotten_one_is_not() -> None:
    silent = replace(A, silent_s=SILENT_S)
    assert placed("main", [silent, B], A.id, 1) == "wait"
    assert placed("main", [replace(A, draining=True), B], A.id, 1) is B
    assert placed("main", [B], A.id, 1) is B
    assert placed("main", [silent, B], None, 1) is B


def test_a_room_is_only_with_nodes_that_speak_what_the_client_speaks() -> None:
    newer = node("n", protocol=2)
    assert all(placed(room, [A, newer], None, 1) is A for room in ROOMS)
    assert all(placed(room, [A, newer], None, 2) is newer for room in ROOMS)
    assert placed("main", [A, newer], newer.id, 1) == "other-version"
    assert placed("main", [newer], None, 1) == "other-version"


def test_fronts_take_no_rooms() -> None:
    assert placed("main", [node("f", role="front")], None, 1) == "nobody"
    assert placed("main", [], None, 1) == "nobody"
