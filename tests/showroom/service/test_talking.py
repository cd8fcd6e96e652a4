"""A conversation belongs to its two."""

from __future__ import annotations

import msgspec

from showroom.protocol.messages import ConversationEnded, Done, EndConversation, Said, Say
from showroom.service.desk import view
from showroom.service.state import MAX_CONVERSATION_LINES, Transcript
from tests.showroom.service.samples import Shop


def talking() -> tuple[Shop, str]:
    shop = Shop()
    shop.agent("eva")
    shop.agent("tom")
    shop.arrive("ben")
    return shop, shop.accept("eva", shop.call("anna"))


def test_lines_reach_both_sides_and_nobody_else() -> None:
    shop, key = talking()
    assert shop.ask("anna", Say(1, " Grüße 👩‍🚀 ", key))[-1] == Done(1)
    shop.ask("eva", Say(2, "Servus", key))
    for person in ("anna", "eva"):
        lines = [said.line for said in shop.heard(person, Said)]
        assert [(line.sender, line.role, line.text) for line in lines] == [
            ("anna", "visitor", "Grüße 👩‍🚀"),
            ("eva", "agent", "Servus"),
        ]
        assert lines[0].id < lines[1].id
        assert {line.conversation for line in lines} == {key}
    assert not shop.heard("ben", Said)
    assert not shop.heard("tom", Said)


def test_strangers_neither_speak_in_it_nor_end_it() -> None:
    shop, key = talking()
    assert shop.refused("ben", Say(1, "boo", key)) == "not-permitted"
    assert shop.refused("tom", EndConversation(1, key)) == "not-permitted"
    assert shop.refused("anna", Say(1, "?", "conversation-0")) == "unknown-conversation"
    assert shop.refused("anna", Say(1, "\u202e", key)) == "empty-message"


def test_the_first_human_reply_stops_the_clock_once() -> None:
    shop, key = talking()
    shop.now_s += 12
    shop.ask("anna", Say(1, "Hallo?", key))
    shop.now_s += 3
    shop.ask("eva", Say(2, "Hallo!", key))
    shop.ask("eva", Say(3, "Wie geht es?", key))
    (reply,) = [fact for fact in shop.facts if fact.name == "First Agent Reply"]
    assert (reply.actor, reply.properties["waited_s"]) == ("eva", 15)


def test_either_side_ends_it_and_the_transcript_stays() -> None:
    shop, key = talking()
    shop.ask("anna", Say(1, "Danke!", key))
    assert shop.ask("anna", EndConversation(2, key))[:2] == [ConversationEnded(key, "anna"), Done(2)]
    assert shop.heard("eva", ConversationEnded) == [ConversationEnded(key, "anna")]
    assert shop.advisers("ben") == (2, 2, 0)
    stored = msgspec.json.decode(shop.documents[f"transcript/{key}"], type=Transcript)
    assert [line.text for line in stored.lines] == ["Danke!"]
    assert not [name for name in shop.documents if name.startswith(("line/", "conversation/"))]
    assert shop.facts[-1].name == "Live Chat Conversation Ended"
    assert shop.refused("eva", EndConversation(3, key)) == "unknown-conversation"
    assert shop.call("anna")


def test_a_long_conversation_stays_bounded() -> None:
    shop, key = talking()
    for number in range(MAX_CONVERSATION_LINES + 3):
        shop.ask("anna", Say(number, f"line {number}", key))
    assert sum(name.startswith("line/") for name in shop.documents) == MAX_CONVERSATION_LINES
    shown = view(shop.desk, "anna").lines
    assert (len(shown), shown[-1].text) == (100, f"line {MAX_CONVERSATION_LINES + 2}")
