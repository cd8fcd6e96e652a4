"""Whoever asks first is served first, and agents know whom they serve."""

from __future__ import annotations

import pytest

from showroom.protocol.messages import (
    AcceptCall,
    CallAdviser,
    CancelCall,
    ConversationStarted,
    Done,
    QueuePosition,
    SetAgentStatus,
)
from showroom.protocol.messages import Queue as QueueMessage
from showroom.room.notices import Looked, ProductChanged
from tests.showroom.service.samples import Shop


def test_a_visitor_who_calls_learns_the_place_and_agents_learn_what_they_look_at() -> None:
    shop = Shop()
    shop.agent("eva")
    shop.arrive("anna")
    told = shop.ask("anna", CallAdviser(4, " Größe 42? "), focus="runner")
    assert told[:2] == [Done(4), QueuePosition(1)]
    (waiting,) = shop.heard("eva", QueueMessage)[-1].waiting
    assert (waiting.visitor, waiting.name, waiting.room, waiting.topic, waiting.language) == (
        "anna",
        "Anna",
        "main",
        "Größe 42?",
        "de",
    )
    assert (waiting.focus, waiting.choices, waiting.since_s, waiting.present) == (
        "runner",
        {"upper": "red"},
        shop.now_s,
        True,
    )
    assert shop.fact_names()[-2:] == ["Contact Started", "Agent Requested"]


def test_agents_see_what_is_configured_at_the_moment() -> None:
    shop = Shop()
    shop.agent("eva")
    shop.call("anna", focus="runner")
    shop.do(ProductChanged("main", "runner", {"upper": "green"}))
    assert shop.heard("eva", QueueMessage)[-1].waiting[0].choices == {"upper": "green"}
    heard = len(shop.told["eva"])
    shop.do(ProductChanged("main", "glasses", {"lens": "dark"}))
    shop.do(ProductChanged("annex", "runner", {"upper": "white"}))
    assert len(shop.told["eva"]) == heard
    shop.do(Looked("anna", "glasses", {"lens": "dark"}))
    waiting = shop.heard("eva", QueueMessage)[-1].waiting[0]
    assert (waiting.focus, waiting.choices) == ("glasses", {"lens": "dark"})


def test_the_adviser_state_is_honest() -> None:
    shop = Shop()
    shop.arrive("ben")
    shop.agent("eva")
    assert shop.advisers("ben") == (1, 1, 0)
    request = shop.call("anna")
    assert shop.advisers("ben") == (1, 1, 1)
    shop.accept("eva", request)
    assert shop.advisers("ben") == (1, 0, 0)
    shop.depart("eva")
    assert shop.advisers("ben") == (0, 0, 0)
    shop.arrive("eva", "agent")
    assert shop.advisers("ben") == (1, 0, 0)
    shop.ask("eva", SetAgentStatus(2, "away"))
    assert shop.advisers("ben") == (0, 0, 0)


def test_the_head_is_accepted_both_are_told_and_the_rest_moves_up() -> None:
    shop = Shop()
    shop.agent("eva")
    first, _ = shop.call("anna"), shop.call("ben")
    assert (shop.position("anna"), shop.position("ben")) == (1, 2)
    shop.now_s += 30
    shop.accept("eva", first)
    started = shop.heard("anna", ConversationStarted)
    assert started == shop.heard("eva", ConversationStarted)
    assert (started[0].visitor, started[0].agent_name, started[0].room) == ("anna", "Eva", "main")
    assert (shop.position("anna"), shop.position("ben")) == (None, 1)
    assert shop.queue("eva") == [("ben", True)]
    joined = next(fact for fact in shop.facts if fact.name == "Agent Joined")
    assert joined.properties["waited_s"] == 30
    assert shop.fact_names()[-1] == "Live Chat Conversation Started"


def test_nobody_jumps_the_queue() -> None:
    shop = Shop()
    shop.agent("eva")
    shop.call("anna")
    second = shop.call("ben")
    assert shop.refused("eva", AcceptCall(1, second)) == "not-next"


def test_of_two_agents_the_faster_one_gets_the_call() -> None:
    shop = Shop()
    shop.agent("eva")
    shop.agent("tom")
    request = shop.call("anna")
    shop.accept("eva", request)
    assert shop.refused("tom", AcceptCall(3, request)) == "already-taken"


@pytest.mark.parametrize("status", ["away", "offline"])
def test_who_is_not_online_accepts_nothing(status: str) -> None:
    shop = Shop()
    shop.agent("eva", "away" if status == "away" else "offline")
    assert shop.refused("eva", AcceptCall(1, shop.call("anna"))) == "not-online"


def test_an_agent_talks_with_one_at_a_time() -> None:
    shop = Shop()
    shop.agent("eva")
    first, second = shop.call("anna"), shop.call("ben")
    shop.accept("eva", first)
    assert shop.refused("eva", AcceptCall(1, second)) == "in-conversation"


def test_requests_that_nobody_may_make_are_refused() -> None:
    shop = Shop()
    shop.agent("eva")
    shop.arrive("anna")
    assert shop.refused("eva", CallAdviser(1)) == "not-permitted"
    assert shop.refused("anna", SetAgentStatus(1, "online")) == "not-permitted"
    assert shop.refused("anna", AcceptCall(1, "request-1")) == "not-permitted"
    assert shop.refused("eva", AcceptCall(1, "request-1")) == "unknown-request"
    assert shop.refused("anna", CancelCall(1)) == "not-waiting"
    request = shop.call("anna")
    assert shop.refused("anna", CallAdviser(1)) == "already-waiting"
    shop.accept("eva", request)
    assert shop.refused("anna", CallAdviser(1)) == "in-conversation"


def test_who_gives_up_frees_the_place() -> None:
    shop = Shop()
    shop.agent("eva")
    request = shop.call("anna")
    shop.call("ben")
    shop.now_s += 5
    assert shop.ask("anna", CancelCall(9))[0] == Done(9)
    assert (shop.position("anna"), shop.position("ben")) == (None, 1)
    assert shop.facts[-1].name == "Agent Request Withdrawn"
    assert shop.facts[-1].properties == {"reason": "cancelled", "waited_s": 5}
    assert shop.refused("eva", AcceptCall(1, request)) == "unknown-request"


def test_going_online_shows_the_queue() -> None:
    shop = Shop()
    shop.call("anna")
    shop.agent("eva")
    assert shop.queue("eva") == [("anna", True)]
