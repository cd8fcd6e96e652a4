"""Rooms over real sockets: what visitors see, and what somebody who misbehaves cannot do to them."""

from __future__ import annotations

import contextlib
import itertools
import json
import random
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.frames import BINARY, TEXT, Frame
from websockets.sync.client import connect
from websockets.typing import Origin

from server.settings import Settings
from server.store.folder import open_data_folder
from showroom.protocol.codec import encode_control, iter_poses
from showroom.protocol.messages import (
    AcceptCall,
    Advisers,
    CallAdviser,
    CatalogueChanged,
    Configure,
    Configured,
    ConversationStarted,
    Done,
    Emote,
    Emoted,
    Hello,
    Joined,
    Leave,
    Left,
    Queue,
    QueuePosition,
    Refused,
    Said,
    Say,
    SetAgentStatus,
)
from showroom.protocol.session import Limits
from tests.server.live import PATIENCE_S, Visit, ask, live, log_in, ticket
from tests.server.samples import publication, quick_staff, room_plan

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from server.app import Addresses
    from showroom.protocol.messages import ServerMessage

JUNK = 10_000
PASSWORD = "correct horse"  # noqa: S105 - a test's


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = open_data_folder(tmp_path / "data")
    folder.catalogue.publish(publication(folder.files.put(b"model", "model/gltf-binary")))
    folder.catalogue.put_room(room_plan())
    quick_staff(folder).add("eva", PASSWORD, "agent")
    folder.close()
    return tmp_path / "data"


@pytest.fixture
def shop(data: Path) -> Iterator[Addresses]:
    with live(Settings(data=data, port=0)) as addresses:
        yield addresses


# ---- visitors together ---------------------------------------------------------------------------------------------


def test_two_visitors_see_each_other_talk_recolour_and_wave(shop: Addresses) -> None:
    with Visit(shop, "Zoë") as zoe, Visit(shop, "Jürgen") as juergen:
        assert zoe.until(Joined).visitor.name == "Jürgen"
        assert {visitor.name for visitor in juergen.welcome.visitors} == {"Zoë", "Jürgen"}
        assert zoe.request(Configure, "runner", {"upper": "blue"}) == Done(1)
        assert juergen.until(Configured).choices["upper"] == "blue"
        assert zoe.request(Say, "Schöne Grüße 👟") == Done(2)
        assert juergen.until(Said).line.text == "Schöne Grüße 👟"
        juergen.send(Emote("wave"))
        assert zoe.until(Emoted) == Emoted(juergen.welcome.you, "wave")


def test_nobody_stands_inside_another(shop: Addresses) -> None:
    with Visit(shop, "A"), Visit(shop, "B"), Visit(shop, "C") as third:
        places = [visitor.body.position for visitor in third.welcome.visitors if visitor.body is not None]
        gaps = [
            (a[0] - b[0]) ** 2 + (a[2] - b[2]) ** 2 for number, a in enumerate(places) for b in places[number + 1 :]
        ]
        assert len(places) == 3
        assert min(gaps) > 0.5**2


def test_poses_reach_everybody_within_ticks(shop: Addresses) -> None:
    with Visit(shop, "A") as walker, Visit(shop, "B") as watcher:
        started = time.monotonic()
        walker.move(1, 2.5)
        number = walker.welcome.you
        while not any(p.number == number and p.position[0] == 2.5 for p in iter_poses(watcher.next_poses())):
            pass
        assert time.monotonic() - started < 2.0  # a tick is 50 ms; the rest is for a busy machine


def test_who_comes_back_is_the_same_person_at_the_same_place(shop: Addresses) -> None:
    with Visit(shop, "Zoë") as first, Visit(shop, "B") as watcher:
        first.move(1, -1.5)
        while not any(p.position[0] == -1.5 for p in iter_poses(watcher.next_poses())):
            pass
        first.send(Leave())
        watcher.until(Left)
    with Visit(shop, "Zoë", visitor_token=first.ticket.visitor_token) as again:
        assert again.welcome.visitor == first.welcome.visitor
        me = next(visitor for visitor in again.welcome.visitors if visitor.number == again.welcome.you)
        assert me.body is not None
        assert me.body.position == pytest.approx((-1.5, 0.0, 1.0), abs=0.01)


def test_a_refused_choice_names_its_reason_and_a_way_out(shop: Addresses) -> None:
    with Visit(shop) as visit:
        assert isinstance(visit.request(Configure, "runner", {"sole": "black"}), Done)
        refused = visit.request(Configure, "runner", {"upper": "gold"})
        assert isinstance(refused, Refused)
        assert refused.code == "configuration-refused"
        assert refused.fixes
        changes = {**refused.fixes[0].changes, "upper": "gold"}
        assert isinstance(visit.request(Configure, "runner", changes), Done)


def test_an_adviser_enters_as_staff(shop: Addresses) -> None:
    session = log_in(shop, "eva", PASSWORD)
    with Visit(shop, "Eva", staff=session.token) as adviser:
        assert (adviser.welcome.role, adviser.welcome.visitor) == ("agent", "u-eva")


def test_a_visitor_calls_and_an_adviser_takes_the_call(shop: Addresses) -> None:
    session = log_in(shop, "eva", PASSWORD)
    with Visit(shop, "Zoë", language="de") as zoe, Visit(shop, "Eva", staff=session.token) as eva:
        eva.send(SetAgentStatus(1, "online"))
        while zoe.until(Advisers).state.free != 1:
            pass
        zoe.send(CallAdviser(1, "Passt die Größe?"))
        assert zoe.until(QueuePosition).position == 1
        while not (waiting := eva.until(Queue).waiting):
            pass
        assert (waiting[0].visitor, waiting[0].topic) == (zoe.welcome.visitor, "Passt die Größe?")
        eva.send(AcceptCall(2, waiting[0].request))
        started = zoe.until(ConversationStarted)
        assert (started.agent, started.room) == ("u-eva", "main")
        eva.until(ConversationStarted)
        zoe.send(Say(2, "Hallo", started.conversation))
        assert eva.until(Said).line.conversation == started.conversation


def test_what_is_published_meanwhile_is_told_within_moments(shop: Addresses, data: Path) -> None:
    with Visit(shop) as visit:
        folder = open_data_folder(data)
        folder.catalogue.publish(publication(folder.files.put(b"new", "model/gltf-binary"), revision=2))
        published, revision = time.monotonic(), folder.catalogue.revision()
        folder.close()
        assert visit.until(CatalogueChanged).revision == revision
        assert time.monotonic() - published < 2.0  # it looks every 0.4 s; the rest is for a busy machine
        catalogue = ask(shop, "/api/v1/catalogue").json()
        assert (catalogue["revision"], catalogue["products"][0]["revision"]) == (revision, 2)


def test_a_room_that_is_added_meanwhile_can_be_entered(shop: Addresses, data: Path) -> None:
    with Visit(shop) as visit:
        folder = open_data_folder(data)
        folder.catalogue.put_room(room_plan("cellar", shown=None))
        folder.close()
        visit.until(CatalogueChanged)
    with Visit(shop, room="cellar") as below:
        assert below.welcome.room == "cellar"


# ---- those who misbehave -------------------------------------------------------------------------------------------


def greet_with(addresses: Addresses, hello: str) -> tuple[str, int]:
    """Say `hello`; returns the code of the refusal and that of the close."""
    with connect(addresses.rooms, compression=None) as line:
        line.send(hello)
        told = json.loads(line.recv(timeout=PATIENCE_S))
        with pytest.raises(ConnectionClosed):
            line.recv(timeout=PATIENCE_S)
        return told["code"], line.close_code or 0


def test_a_wrong_greeting_is_refused_with_its_reason(shop: Addresses) -> None:
    good = ticket(shop).ticket
    assert greet_with(shop, encode_control(Hello(version=2, ticket=good))) == ("wrong-version", 4010)
    assert greet_with(shop, encode_control(Hello(version=1, ticket="forged"))) == ("bad-ticket", 4003)
    assert greet_with(shop, encode_control(Emote("wave"))) == ("no-hello", 1002)
    assert greet_with(shop, "junk") == ("bad-json", 1002)
    assert greet_with(shop, '{"t":"dance"}') == ("unknown-message", 1002)


def test_a_ticket_lets_in_once(shop: Addresses) -> None:
    with Visit(shop) as visit:
        again = encode_control(Hello(version=1, ticket=visit.ticket.ticket))
        assert greet_with(shop, again) == ("bad-ticket", 4003)


def test_a_second_hello_ends_the_connection(shop: Addresses) -> None:
    with Visit(shop) as visit:
        visit.send(Hello(version=1, ticket=ticket(shop).ticket))
        assert visit.until(Refused).code == "second-join"
        assert visit.closed_with() == 1002


def test_an_oversized_frame_ends_the_connection_and_nobody_else_notices(shop: Addresses) -> None:
    with Visit(shop, "A") as large, Visit(shop, "B") as other:
        large.socket.send("x" * 20_000)
        assert large.closed_with() == 1009
        assert other.until(Left).number == large.welcome.you
        assert isinstance(other.request(Say, "still here"), Done)


def test_nobody_moves_somebody_else(shop: Addresses) -> None:
    with Visit(shop, "A") as spoofer, Visit(shop, "B") as victim:
        spoofer.move(1, 3.25, number=victim.welcome.you)
        assert spoofer.until(Refused).code == "not-your-number"
        victim.move(2, 0.5)
        seen: set[float] = set()
        while 0.5 not in seen:
            seen |= {p.position[0] for p in iter_poses(spoofer.next_poses()) if p.number == victim.welcome.you}
        assert 3.25 not in seen


@pytest.mark.parametrize("origin", ["https://evil.example", "null"])
def test_a_web_page_may_not_open_a_room_unless_allowed(shop: Addresses, origin: str) -> None:
    with pytest.raises(InvalidStatus) as caught, connect(shop.rooms, origin=Origin(origin)):
        pass
    assert caught.value.response.status_code == 403


def test_an_allowed_origin_may(data: Path) -> None:
    origin = Origin("https://shop.example")
    settings = Settings(data=data, port=0, origins=(origin,))
    with live(settings) as addresses, connect(addresses.rooms, origin=origin):
        pass


def junk(dice: random.Random) -> str | bytes:
    """Messages that no correct client sends."""
    return dice.choice(
        (
            "{" * dice.randrange(1, 3000),
            '{"t":"say","ref":1}',
            '{"t":"configure","ref":-1,"product":"runner","changes":{}}',
            '{"t":"configure","ref":1,"product":"nothing","changes":{"a":"b"}}',
            '{"t":"dance"}',
            '{"t":"say","ref":1,"text":"' + "x" * 5000 + '"}',
            '{"a":' * 500 + "1" + "}" * 500,
            "null",
            dice.randbytes(dice.randrange(1, 40)),
            b"\x01" + dice.randbytes(14),
            b"\x02" + dice.randbytes(14),
            b"",
        )
    )


def send_junk(addresses: Addresses) -> int:
    """Send ten thousand junk messages, coming in again whenever the server hangs up; returns how often it took."""
    dice = random.Random(4)
    left, times = JUNK, 0
    while left:
        with Visit(addresses, "troll") as troll, contextlib.suppress(OSError):
            while left:
                left -= 1
                said = junk(dice)
                frame = Frame(TEXT, said.encode()) if isinstance(said, str) else Frame(BINARY, said)
                # Past the library, which would stop sending when it is told to.
                troll.socket.socket.sendall(frame.serialize(mask=True))
        times += 1
    return times


def test_ten_thousand_junk_messages_disturb_nobody(shop: Addresses) -> None:
    slowest_s = 0.0
    with Visit(shop, "calm") as calm, Visit(shop, "other") as other, ThreadPoolExecutor(1) as pool:
        trolling = pool.submit(send_junk, shop)
        for turn in itertools.count(1):
            started = time.monotonic()
            calm.move(turn, turn / 100)
            while not any(abs(p.position[0] - turn / 100) < 0.006 for p in iter_poses(other.next_poses())):
                calm.move(turn, turn / 100)  # the first may have been over the rate
            if turn % 6 == 0:
                color = ("red", "blue")[turn // 6 % 2]
                assert isinstance(calm.request(Configure, "runner", {"upper": color}), Done)
                assert other.until(Configured).choices["upper"] == color
            slowest_s = max(slowest_s, time.monotonic() - started)
            if trolling.done() and turn >= 18:
                break
    assert trolling.result() >= 1
    assert slowest_s < 2.0
    assert ask(shop, "/readyz").status == 200


def talk_until_gone(talker: Visit, number: int) -> None:
    """Say long lines, twenty at a time, until the visitor of that number has left; the news may come in between."""
    for first in range(0, 2000, 20):
        for place in range(20):
            talker.send(Say(first + place, "x" * 1000))
        answer: ServerMessage | None = None
        while not (isinstance(answer, Done) and answer.ref == first + 19):
            answer = talker.next()
            if isinstance(answer, Left) and answer.number == number:
                return
    pytest.fail("the slow reader was never closed")


def test_a_slow_reader_is_closed_and_the_others_go_on(data: Path) -> None:
    settings = Settings(data=data, port=0, limits=Limits(controls_per_s=10_000, controls_burst=10_000))
    with live(settings) as addresses, Visit(addresses, "talker") as talker:
        ticket_of_sleeper = ticket(addresses, "sleeper")
        address = urlsplit(ticket_of_sleeper.socket_url)
        narrow = socket.socket()
        narrow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        narrow.connect((address.hostname, address.port))
        line = connect(ticket_of_sleeper.socket_url, sock=narrow, compression=None, max_queue=1)
        with line as sleeper:
            sleeper.send(encode_control(Hello(version=1, ticket=ticket_of_sleeper.ticket)))
            number = talker.until(Joined).visitor.number
            talk_until_gone(talker, number)
            with contextlib.suppress(ConnectionClosed):
                while True:
                    sleeper.recv(timeout=PATIENCE_S)
            assert sleeper.close_code == 4008
        assert isinstance(talker.request(Say, "still here"), Done)
        assert b"showroom_slow_readers_total 1.0" in ask(addresses, "/metrics").body
