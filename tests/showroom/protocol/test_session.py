"""One connection from hello to close, seen from both sides."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from showroom.errors import ProtocolError
from showroom.protocol.codec import Pose, encode_control, pack_pose_frame
from showroom.protocol.messages import AdviserState, Done, Hello, Left, Refused, Say, Welcome
from showroom.protocol.session import Answer, Greeted, Limits, Moved, PosesCame, Requested, Session, Told, Welcomed

if TYPE_CHECKING:
    from collections.abc import Callable

    from showroom.protocol.session import State

HELLO = Hello(version=1, ticket="ticket")
SAY = encode_control(Say(7, "Grüß Gott"))
POSE = pack_pose_frame([Pose(3, 0, (0, 0, 0), (0, 0, 0, 1))])


def welcome(you: int = 3, version: int = 1) -> Welcome:
    return Welcome(
        version=version,
        you=you,
        visitor="anna",
        role="visitor",
        room="main",
        tick_s=0.05,
        server_time_s=0.0,
        catalogue_revision=1,
        visitors=(),
        products=(),
        chat=(),
        advisers=AdviserState(0, 0, 0),
    )


def open_server(limits: Limits | None = None) -> Session:
    session = Session("server", limits)
    session.receive_text(encode_control(HELLO), 0.0)
    session.send(welcome())
    return session


def open_client() -> Session:
    session = Session("client")
    session.send(HELLO)
    session.receive_text(encode_control(welcome()), 0.0)
    return session


def until_closed(send: Callable[[int], object]) -> tuple[ProtocolError, int]:
    """Send ten thousand; give what closed the connection and how many went before."""
    for number in range(10_000):
        try:
            send(number)
        except ProtocolError as error:
            return error, number
    raise AssertionError("the connection is still open")


def test_both_sides_come_to_be_open() -> None:
    server, client = Session("server"), Session("client")
    assert server.receive_text(client.send(HELLO), 0.0) == (Greeted(HELLO),)
    assert client.receive_text(server.send(welcome()), 0.0) == (Welcomed(welcome()),)
    assert (server.state, client.state) == ("open", "open")
    assert (server.number, client.number) == (3, 3)
    assert server.receive_text(SAY, 0.0) == (Requested(Say(7, "Grüß Gott")),)
    assert client.receive_text(server.send(Done(7)), 0.0) == (Told(Done(7)),)
    assert server.receive_binary(POSE, 0.0) == (Moved(POSE),)
    assert client.receive_binary(POSE * 1, 0.0) == (PosesCame(POSE),)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (SAY, "no-hello"),
        ("junk", "bad-json"),
        ('{"t":"dance"}', "unknown-message"),
        ('{"t":"hello","version":1}', "schema-violation"),
        ("[" * 999, "too-deep"),
        ("x" * 20000, "too-large"),
    ],
)
def test_a_connection_begins_with_hello_or_ends(data: str, code: str) -> None:
    session = Session("server")
    with pytest.raises(ProtocolError) as caught:
        session.receive_text(data, 0.0)
    assert caught.value.code == code
    assert session.state == "closed"
    assert session.receive_text(encode_control(HELLO), 0.0) == ()


@pytest.mark.parametrize(
    ("hello", "advice"),
    [
        ('{"t":"hello","version":2,"ticket":"x"}', "update the server"),
        ('{"t":"hello","version":2,"pass":{"of":"tomorrow"}}', "update the server"),
        ('{"t":"hello","version":0,"ticket":"x"}', "update the client"),
    ],
)
def test_another_version_is_told_what_to_update(hello: str, advice: str) -> None:
    with pytest.raises(ProtocolError, match=advice) as caught:
        Session("server").receive_text(hello, 0.0)
    assert (caught.value.code, caught.value.close_code) == ("wrong-version", 4010)


def test_a_client_finds_out_about_another_version_too() -> None:
    session = Session("client")
    session.send(HELLO)
    with pytest.raises(ProtocolError, match="update the client"):
        session.receive_text(encode_control(welcome(version=2)), 0.0)


def test_a_second_hello_closes_the_connection() -> None:
    session = open_server()
    with pytest.raises(ProtocolError) as caught:
        session.receive_text(encode_control(HELLO), 0.0)
    assert caught.value.code == "second-join"


@pytest.mark.parametrize("side", ["server", "client"])
def test_poses_before_the_welcome_close_the_connection(side: str) -> None:
    session = Session("server" if side == "server" else "client")
    with pytest.raises(ProtocolError) as caught:
        session.receive_binary(POSE, 0.0)
    assert caught.value.code == "too-early"


def test_requests_before_the_welcome_close_the_connection() -> None:
    session = Session("server")
    session.receive_text(encode_control(HELLO), 0.0)
    with pytest.raises(ProtocolError) as caught:
        session.receive_text(SAY, 0.0)
    assert caught.value.code == "too-early"


@pytest.mark.parametrize("data", ["junk", '{"t":"dance"}', '{"t":"say","ref":1}', "[" * 99])
def test_one_malformed_message_is_answered_and_forgiven(data: str) -> None:
    session = open_server()
    (answer,) = session.receive_text(data, 0.0)
    assert isinstance(answer, Answer)
    assert answer.message.ref is None
    assert session.violations == 1
    assert session.receive_text(SAY, 0.0) == (Requested(Say(7, "Grüß Gott")),)


def test_ten_thousand_junk_messages_close_the_connection_after_twenty() -> None:
    session = open_server()
    error, answered = until_closed(lambda number: session.receive_text("junk", number / 10_000))
    assert (error.code, error.close_code, answered) == ("too-many-errors", 4029, 20)


def test_few_violations_over_a_long_time_are_forgiven() -> None:
    session = open_server()
    for second in range(200):
        assert session.receive_text("junk", float(second))


def test_an_oversized_message_closes_the_connection() -> None:
    with pytest.raises(ProtocolError) as caught:
        open_server().receive_text("x" * 20000, 0.0)
    assert (caught.value.code, caught.value.close_code) == ("too-large", 1009)


@pytest.mark.parametrize(
    ("frame", "code"),
    [
        (POSE + b"\x00", "bad-pose"),
        (POSE[:-1], "bad-pose"),
        (b"\x02" + POSE[1:], "unknown-kind"),
        (b"", "unknown-kind"),
        (pack_pose_frame([Pose(4, 0, (0, 0, 0), (0, 0, 0, 1))]), "not-your-number"),
    ],
)
def test_a_bad_pose_is_dropped_and_answered(frame: bytes, code: str) -> None:
    session = open_server()
    (answer,) = session.receive_binary(frame, 0.0)
    assert isinstance(answer, Answer)
    assert answer.message.code == code
    assert session.receive_binary(POSE, 0.0) == (Moved(POSE),)


def frames() -> st.SearchStrategy[bytes]:
    """Poses that are right, nearly right, somebody else's, or nothing of the kind."""

    def changed(pose: bytes, place: int, byte: int) -> bytes:
        return pose[:place] + bytes((byte,)) + pose[place + 1 :]

    edges = st.sampled_from((0, 1, 2, 3, 0x7F, 0x80, 0xFF))
    return st.one_of(
        st.builds(changed, st.just(POSE), st.integers(0, 14), edges | st.integers(0, 255)),
        st.builds(lambda tail: POSE[:11] + tail, st.binary(min_size=4, max_size=4)),
        st.binary(max_size=20),
        st.just(POSE),
    )


@given(st.lists(st.tuples(frames(), st.floats(0.0, 0.1)), max_size=60))
def test_the_short_way_admits_exactly_what_the_long_way_lets_move(sent: list[tuple[bytes, float]]) -> None:
    limits = Limits(poses_burst=5.0, violations=1000)
    short, long = open_server(limits), open_server(limits)
    now_s = 0.0
    for frame, passed_s in sent:
        now_s += passed_s
        events = long.receive_binary(frame, now_s)
        if short.admits(frame, now_s):
            assert events == (Moved(frame),)
        else:
            assert short.receive_binary(frame, now_s) == events
            assert not any(isinstance(event, Moved) for event in events)


@pytest.mark.parametrize("state", ["awaiting-hello", "awaiting-welcome", "closed"])
def test_nobody_is_admitted_before_the_welcome_or_after_the_end(state: State) -> None:
    session = open_server()
    session.state = state
    assert not session.admits(POSE, 0.0)


def test_poses_over_the_rate_are_dropped_silently() -> None:
    session = open_server()
    passed = sum(len(session.receive_binary(POSE, number / 100)) for number in range(1000))
    assert 330 <= passed <= 345
    assert session.poses_dropped == 1000 - passed


def test_a_flood_of_poses_closes_the_connection() -> None:
    session = open_server()
    error, _ = until_closed(lambda _: session.receive_binary(POSE, 0.0))
    assert (error.code, error.close_code) == ("rate-limited", 4029)


def test_requests_over_the_rate_are_refused_by_their_ref() -> None:
    session = open_server()
    events = [session.receive_text(SAY, 0.0)[0] for _ in range(21)]
    last = events[-1]
    assert all(isinstance(event, Requested) for event in events[:20])
    assert isinstance(last, Answer)
    assert (last.message.ref, last.message.code) == (7, "rate-limited")
    assert isinstance(session.receive_text(SAY, 0.2)[0], Requested)


def test_who_keeps_asking_far_too_much_is_closed() -> None:
    session = open_server()
    error, answered = until_closed(lambda _: session.receive_text(SAY, 0.0))
    assert (error.code, error.close_code, answered) == ("rate-limited", 4029, 70)


def test_a_client_hears_a_refusal_instead_of_the_welcome() -> None:
    session = Session("client")
    session.send(HELLO)
    refusal = Refused(None, "room-full", "nobody else fits in")
    assert session.receive_text(encode_control(refusal), 0.0) == (Told(refusal),)


@pytest.mark.parametrize(("message", "code"), [(Left(1), "no-welcome"), (welcome(), "unasked-welcome")])
def test_a_server_that_speaks_out_of_turn_is_left(message: Left | Welcome, code: str) -> None:
    session = Session("client")
    with pytest.raises(ProtocolError) as caught:
        session.receive_text(encode_control(message), 0.0)
    assert caught.value.code == code


def test_a_client_leaves_a_server_that_sends_half_a_pose() -> None:
    with pytest.raises(ProtocolError):
        open_client().receive_binary(POSE + b"\x00", 0.0)


def test_what_arrives_after_the_end_is_ignored() -> None:
    session = open_server()
    session.close()
    assert session.receive_text("junk", 0.0) == ()
    assert session.receive_binary(b"junk", 0.0) == ()


@given(st.lists(st.text(max_size=60) | st.binary(max_size=60), max_size=30), st.booleans())
def test_whatever_arrives_only_protocol_errors_come_out(frames: list[str | bytes], is_server: bool) -> None:  # noqa: FBT001 - drawn
    session = open_server() if is_server else open_client()
    for frame in frames:
        try:
            if isinstance(frame, bytes):
                session.receive_binary(frame, 0.0)
            session.receive_text(frame, 0.0)
        except ProtocolError:
            assert session.state == "closed"
