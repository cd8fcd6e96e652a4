"""Connections are lost and found again; places are kept for a while."""

from __future__ import annotations

from showroom.protocol.messages import AcceptCall, AdviserState, ConversationEnded, Done, EndConversation, Say
from showroom.service.desk import Tick, apply, view
from tests.showroom.service.samples import Shop


def test_a_visitor_who_comes_back_in_time_keeps_the_place() -> None:
    shop = Shop()
    shop.agent("eva")
    shop.call("anna")
    shop.call("ben")
    shop.depart("anna")
    assert shop.queue("eva") == [("anna", False), ("ben", True)]
    shop.wait(119)
    assert view(shop.desk, "anna").position == 1
    shop.arrive("anna")
    shop.wait(500)
    assert shop.queue("eva") == [("anna", True), ("ben", True)]


def test_a_visitor_who_stays_away_loses_the_place() -> None:
    shop = Shop()
    shop.agent("eva")
    shop.call("anna")
    shop.call("ben")
    shop.depart("anna")
    shop.wait(121)
    assert shop.queue("eva") == [("ben", True)]
    assert shop.position("ben") == 1
    assert shop.facts[-1].properties["reason"] == "lost"
    assert not any("request" in key and b"anna" in data for key, data in shop.documents.items())


def test_whoever_is_there_is_served_while_the_head_is_away() -> None:
    shop = Shop()
    shop.agent("eva")
    first, second = shop.call("anna"), shop.call("ben")
    shop.depart("anna")
    assert shop.refused("eva", AcceptCall(1, first)) == "visitor-away"
    shop.accept("eva", second)
    assert shop.queue("eva") == [("anna", False)]


def test_an_agent_has_a_grace_and_is_offline_afterwards() -> None:
    shop = Shop()
    shop.arrive("anna")
    shop.agent("eva")
    shop.depart("eva")
    assert shop.advisers("anna") == (0, 0, 0)
    shop.wait(29)
    shop.arrive("eva", "agent")
    assert shop.advisers("anna") == (1, 1, 0)
    shop.depart("eva")
    shop.wait(31)
    assert shop.facts[-1].properties["status"] == "offline"
    shop.arrive("eva", "agent")
    assert shop.advisers("anna") == (0, 0, 0)


def test_a_lost_agents_conversation_is_kept() -> None:
    shop = Shop()
    shop.agent("eva")
    key = shop.accept("eva", shop.call("anna"))
    shop.depart("eva")
    shop.wait(500)
    shop.arrive("eva", "agent")
    assert view(shop.desk, "eva").conversation == key
    assert shop.ask("eva", Say(1, "Da bin ich wieder", key))[-1] == Done(1)


def test_a_conversation_whose_visitor_stays_away_ends() -> None:
    shop = Shop()
    shop.agent("eva")
    key = shop.accept("eva", shop.call("anna"))
    shop.depart("anna")
    shop.wait(599)
    assert not shop.heard("eva", ConversationEnded)
    shop.wait(2)
    assert shop.heard("eva", ConversationEnded) == [ConversationEnded(key, "anna")]


def test_leaving_one_room_for_another_is_no_loss() -> None:
    shop = Shop()
    shop.agent("eva")
    shop.call("anna")
    shop.arrive("anna", room="annex")
    shop.depart("anna", room="main")
    shop.arrive("eva", "agent", room="annex")
    shop.depart("eva", room="main")
    shop.roles |= {"anna": "visitor", "eva": "agent"}
    shop.wait(1000)
    assert shop.desk.queue[0].room == "annex"
    assert shop.desk.advisers().online == 1


def test_time_alone_changes_nothing() -> None:
    shop = Shop()
    shop.agent("eva")
    shop.call("anna")
    desk, effects = apply(shop.desk, Tick(shop.now_s + 9999))
    assert desk is shop.desk
    assert effects == ()


def test_a_restart_keeps_the_queue_the_conversations_and_the_agents() -> None:
    shop = Shop()
    shop.agent("eva")
    shop.agent("tom")
    key = shop.accept("eva", shop.call("anna"))
    shop.ask("eva", Say(1, "Hallo", key))
    for name in ("ben", "cid"):
        shop.now_s += 1
        shop.call(name)
    again = shop.restarted()
    assert again.desk.advisers().online == 0, "nobody is connected yet"
    assert [request.visitor for request in again.desk.queue] == ["ben", "cid"]
    for person, role in (("eva", "agent"), ("tom", "agent"), ("anna", "visitor"), ("ben", "visitor")):
        again.arrive(person, "agent" if role == "agent" else "visitor")
    assert view(again.desk, "ben").advisers == AdviserState(2, 1, 2)
    assert again.queue("tom") == [("ben", True), ("cid", False)]
    shown = view(again.desk, "anna")
    assert (shown.conversation, [line.text for line in shown.lines]) == (key, ["Hallo"])
    again.wait(121)
    assert again.queue("tom") == [("ben", True)]
    assert again.accept("tom", again.desk.queue[0].key) != key
    again.ask("eva", EndConversation(3, key))
    assert not again.restarted().desk.conversation_of("anna")
