"""Nothing acknowledged is lost, nothing is done twice."""

from __future__ import annotations

import random

from client.net.backoff import FIRST_S, LONGEST_S, Backoff
from client.net.ledger import Ledger
from showroom.protocol.messages import (
    AdviserState,
    CallAdviser,
    ChatLine,
    Configure,
    Done,
    ProductState,
    Refused,
    Said,
    Say,
    Undo,
    Welcome,
)


def welcome(
    choices: dict[str, str] | None = None, chat: tuple[ChatLine, ...] = (), position: int | None = None
) -> Welcome:
    return Welcome(
        version=1,
        you=1,
        visitor="me",
        role="visitor",
        room="main",
        tick_s=0.05,
        server_time_s=0.0,
        catalogue_revision=1,
        visitors=(),
        products=(ProductState("runner", 4, choices or {"upper": "red"}),),
        chat=chat,
        advisers=AdviserState(0, 0, 0),
        position=position,
    )


CHANGE = Configure(1, "runner", {"upper": "blue"})
WORDS = Say(2, "hallo")


def test_an_answered_request_is_forgotten() -> None:
    ledger = Ledger()
    ledger.add(CHANGE)
    ledger.add(WORDS)
    ledger.take(Done(1))
    ledger.take(Refused(2, "rate-limited", "slowly"))
    assert ledger.after(welcome()) == ((), ())


def test_a_change_that_was_not_carried_out_is_sent_again_once() -> None:
    ledger = Ledger()
    ledger.add(CHANGE)
    assert ledger.after(welcome()) == ((CHANGE,), ())
    assert ledger.after(welcome()) == ((), (CHANGE,))
    assert len(ledger) == 0


def test_a_change_whose_answer_was_lost_is_not_sent_again() -> None:
    ledger = Ledger()
    ledger.add(CHANGE)
    assert ledger.after(welcome({"upper": "blue", "sole": "white"})) == ((), ())


def test_words_that_arrived_are_not_said_twice() -> None:
    ledger = Ledger()
    ledger.add(WORDS)
    line = ChatLine(9, "me", "Me", "visitor", "hallo", 0.0)
    assert ledger.after(welcome(chat=(line,))) == ((), ())


def test_the_same_words_from_before_are_no_proof() -> None:
    ledger = Ledger()
    line = ChatLine(9, "me", "Me", "visitor", "hallo", 0.0)
    ledger.take(Said(line))
    ledger.add(WORDS)
    assert ledger.after(welcome(chat=(line,))) == ((WORDS,), ())


def test_undo_is_never_repeated_blindly() -> None:
    ledger = Ledger()
    undo = Undo(3, "runner")
    ledger.add(undo)
    assert ledger.after(welcome()) == ((), (undo,))


def test_a_call_that_stands_in_the_queue_is_not_repeated() -> None:
    ledger = Ledger()
    ledger.add(CallAdviser(4))
    assert ledger.after(welcome(position=1)) == ((), ())


def test_waits_grow_to_ten_seconds_and_differ() -> None:
    dice = random.Random(1)
    backoff = Backoff(dice.random)
    waits = [backoff.next_s() for _ in range(12)]
    assert FIRST_S <= waits[0] <= 2 * FIRST_S
    assert all(FIRST_S <= wait <= LONGEST_S for wait in waits)
    assert all(wait >= LONGEST_S / 2 for wait in waits[6:])
    assert len(set(waits[6:])) == 6
    backoff.reset()
    assert backoff.next_s() <= 2 * FIRST_S
