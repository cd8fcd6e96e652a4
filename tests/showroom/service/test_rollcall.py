"""What the desk is told of who is really there."""

from __future__ import annotations

import pytest

from showroom.protocol.messages import AcceptCall, CallAdviser, SetAgentStatus
from showroom.room.notices import Departed
from showroom.service.desk import Desk, apply, open_desk
from showroom.service.rollcall import Present, missed
from tests.showroom.service.samples import Shop

NOW_S = 2e6
EVA = Present("u-eva", "Eva", "agent", "hall")
MIA = Present("v-mia", "Mia", "visitor", "main")
UDO = Present("v-udo", "Udo", "visitor", "main")


@pytest.fixture
def shop() -> Shop:
    """Eva is online in the hall, Mia waits in the main room, Udo only looks around."""
    shop = Shop()
    for one in (EVA, MIA, UDO):
        shop.arrive(one.person_id, one.role, one.room)
    shop.ask("u-eva", SetAgentStatus(1, "online"), room="hall")
    shop.ask("v-mia", CallAdviser(1, "sizes"), room="main")
    return shop


def told(desk: Desk, *present: Present) -> Desk:
    for notice in missed(desk, present, NOW_S):
        desk, _ = apply(desk, notice)
    return desk


def test_where_everybody_is_known_nothing_is_told(shop: Shop) -> None:
    assert missed(shop.desk, (EVA, MIA, UDO), NOW_S) == ()


def test_who_is_gone_unseen_is_gone_and_who_never_mattered_is_not_missed(shop: Shop) -> None:
    assert missed(shop.desk, (EVA,), NOW_S) == (Departed("v-mia", "main", NOW_S),)
    assert missed(shop.desk, (MIA,), NOW_S) == (Departed("u-eva", "hall", NOW_S),)


def test_a_desk_that_moved_finds_everybody_again(shop: Shop) -> None:
    moved = open_desk(shop.documents, NOW_S)
    assert moved.advisers().online == 0
    found = told(moved, EVA, MIA, UDO)
    assert found.advisers() == shop.desk.advisers()
    assert found.waiting() == shop.desk.waiting()
    assert missed(found, (EVA, MIA, UDO), NOW_S) == ()


def test_who_went_to_another_room_is_there_and_not_away(shop: Shop) -> None:
    walked = Present("v-mia", "Mia", "visitor", "hall")
    after = told(shop.desk, EVA, walked)
    assert [(request.room, request.lost_s) for request in after.queue] == [("hall", None)]


def test_somebody_in_two_rooms_is_told_of_once(shop: Shop) -> None:
    beside = Present("v-mia", "Mia", "visitor", "hall")
    assert missed(shop.desk, (EVA, MIA, beside), NOW_S) == ()


def test_a_visitor_in_a_conversation_is_missed_like_one_who_waits(shop: Shop) -> None:
    shop.ask("u-eva", AcceptCall(2, shop.desk.queue[0].key), room="hall")
    assert missed(shop.desk, (EVA, MIA), NOW_S) == ()
    assert missed(shop.desk, (EVA,), NOW_S) == (Departed("v-mia", "main", NOW_S),)
