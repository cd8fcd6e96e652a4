"""The client's model converges on the server's order, whatever is in between."""

from __future__ import annotations

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from client.model import ClientModel, asked, connection_changed, dismissed, reduce
from showroom.protocol.messages import (
    AdviserState,
    ChatLine,
    Configured,
    ConversationEnded,
    ConversationStarted,
    Done,
    Focused,
    History,
    Joined,
    Left,
    OfferedFix,
    ProductState,
    QueuePosition,
    Refused,
    Said,
    Visitor,
    Welcome,
)


def welcome(*, choices: dict[str, str] | None = None, version: int = 0, you: int = 1) -> Welcome:
    return Welcome(
        version=1,
        you=you,
        visitor="me",
        role="visitor",
        room="main",
        tick_s=0.05,
        server_time_s=1000.0,
        catalogue_revision=1,
        visitors=(Visitor(you, "me", "Me", "visitor"),),
        products=(ProductState("runner", version, choices or {"upper": "red", "sole": "white"}),),
        chat=(),
        advisers=AdviserState(0, 0, 0),
    )


def model_after(*messages: object, start: ClientModel | None = None) -> ClientModel:
    model = start or reduce(ClientModel(), welcome(), 990.0)
    for message in messages:
        model = reduce(model, message, 990.0)  # type: ignore[arg-type] # tests pass server messages
    return model


changes = st.lists(st.dictionaries(st.sampled_from(["upper", "sole"]), st.sampled_from("abc"), min_size=1), max_size=8)


@given(changes, st.randoms())
def test_every_client_ends_with_the_newest_version_in_whatever_order_news_arrive(
    history: list[dict[str, str]], random: object
) -> None:
    state = {"upper": "red", "sole": "white"}
    news = []
    for version, change in enumerate(history, start=1):
        state = {**state, **change}
        news.append(Configured("runner", version, state, by=9))
    shuffled = list(news)
    random.shuffle(shuffled)  # type: ignore[attr-defined] # hypothesis' Random
    assert model_after(*shuffled).choices("runner") == state
    assert model_after(*shuffled, *news).version("runner") == len(history)


def test_my_own_change_is_shown_before_the_server_answers() -> None:
    model = asked(model_after(), 5, "runner", {"upper": "blue"})
    assert model.choices("runner") == {"upper": "blue", "sole": "white"}
    assert model.version("runner") == 0


def test_the_broadcast_takes_over_from_my_own_change() -> None:
    model = asked(model_after(), 5, "runner", {"upper": "blue"})
    model = model_after(Configured("runner", 1, {"upper": "blue", "sole": "white"}, by=1), Done(5), start=model)
    assert model.pending == ()
    assert model.choices("runner")["upper"] == "blue"


def test_what_others_change_meanwhile_shows_beside_my_unanswered_change() -> None:
    model = asked(model_after(), 5, "runner", {"upper": "blue"})
    model = model_after(Configured("runner", 1, {"upper": "red", "sole": "black"}, by=2), start=model)
    assert model.choices("runner") == {"upper": "blue", "sole": "black"}


def test_a_refused_change_goes_back_and_leaves_its_fixes() -> None:
    model = asked(model_after(), 5, "runner", {"upper": "gold"})
    refused = Refused(5, "configuration-refused", "no", fixes=(OfferedFix({"sole": "white"}, 0),))
    model = model_after(refused, start=model)
    assert model.choices("runner")["upper"] == "red"
    assert model.refusal is not None
    assert model.refusal.wish == {"upper": "gold"}
    assert dismissed(model).refusal is None


def test_another_refusal_is_a_notice() -> None:
    assert model_after(Refused(99, "rate-limited", "slowly")).notice is not None


def test_a_change_that_stands_after_a_reconnect_is_no_longer_pending() -> None:
    model = asked(connection_changed(model_after(), "offline"), 5, "runner", {"upper": "blue"})
    again = reduce(model, welcome(choices={"upper": "blue", "sole": "white"}, version=3), 990.0)
    assert again.pending == ()
    assert again.connection == "online"


def test_a_change_that_was_lost_with_the_connection_stays_on_top_until_it_is_sent_again() -> None:
    model = asked(connection_changed(model_after(), "offline"), 5, "runner", {"upper": "blue"})
    again = reduce(model, welcome(), 990.0)
    assert again.choices("runner")["upper"] == "blue"


def test_nobody_stays_as_a_ghost() -> None:
    mia = Visitor(4, "mia", "Mia", "visitor")
    model = model_after(Joined(mia), Focused(4, "runner"))
    assert model.visitors[4].focus == "runner"
    assert 4 not in model_after(Left(4), start=model).visitors
    assert set(reduce(model, welcome(), 990.0).visitors) == {1}


@given(st.lists(st.integers(1, 20), max_size=30))
def test_chat_lines_are_in_the_servers_order_and_none_is_doubled(ids: list[int]) -> None:
    lines = [Said(ChatLine(number, "a", "A", "visitor", f"line {number}", 0.0)) for number in ids]
    assert [line.id for line in model_after(*lines).chat] == sorted(set(ids))


def test_the_clock_of_the_server_is_learned_from_the_welcome() -> None:
    assert model_after().server_ahead_s == 10.0


def test_an_adviser_comes_and_goes() -> None:
    started = ConversationStarted("talk", "me", "Me", "anna", "Anna", "main")
    model = model_after(QueuePosition(2), started)
    assert model.talking_to == "Anna"
    assert model.position is None
    assert model_after(ConversationEnded("other", "anna"), start=model).conversation == "talk"
    assert model_after(ConversationEnded("talk", "anna"), start=model).talking_to is None


def test_who_comes_back_with_a_new_window_knows_with_whom_they_talk() -> None:
    started = ConversationStarted("talk", "me", "Me", "anna", "Anna", "main")
    back = msgspec.structs.replace(welcome(), conversation="talk", talk=started)
    assert model_after(back, start=ClientModel()).talking_to == "Anna"
    assert model_after(back, welcome()).talking_to is None


def test_undo_counts_are_my_own() -> None:
    assert model_after(History("runner", 2, 1)).history["runner"] == (2, 1)


def test_what_i_took_back_before_does_not_answer_what_i_have_chosen_since() -> None:
    model = asked(model_after(), 2, "runner", {"upper": "blue"})
    # The answer to an undo that went out before it.
    undone = model_after(Configured("runner", 1, {"upper": "red", "sole": "black"}, 1), Done(1), start=model)
    assert undone.choices("runner") == {"upper": "blue", "sole": "black"}
    answered = model_after(Configured("runner", 2, {"upper": "blue", "sole": "black"}, 1), start=undone)
    assert answered.pending == ()
