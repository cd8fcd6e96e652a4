"""A link comes back by itself, with everything that was acknowledged and everything that was asked for."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, TypeVar

import pytest

from client.model import ClientModel, asked, reduce
from client.net.front import Front
from client.net.link import Arrived, Link, LinkChanged, LinkEvent, PosesArrived, Unsent
from showroom.protocol.entry import TicketRequest
from showroom.protocol.messages import Configure, Done, Emote, Joined, Say, Welcome
from tests.client.shop import USER, make_shop
from tests.server.live import ServerProcess

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from showroom.protocol.messages import ServerMessage

PATIENCE_S = 20.0
M = TypeVar("M")


class Person:
    """Somebody with a link, who keeps everything that they hear."""

    def __init__(self, server: str, name: str) -> None:
        self.link = Link(Front(server), TicketRequest(name=name))
        self.model = ClientModel()
        self.heard: list[LinkEvent] = []
        self.link.start()

    def until(self, found: Callable[[LinkEvent], bool]) -> LinkEvent:
        """Listen until something is heard that was not heard before."""
        deadline_s = time.monotonic() + PATIENCE_S
        while (event := self.link.wait(max(0.0, deadline_s - time.monotonic()))) is not None:
            self.heard.append(event)
            if isinstance(event, Arrived):
                self.model = reduce(self.model, event.message, time.time())
            if found(event):
                return event
        raise AssertionError(f"not heard; the last events: {self.heard[-5:]}")

    def until_message(self, kind: type[M]) -> M:
        event = self.until(lambda event: isinstance(event, Arrived) and isinstance(event.message, kind))
        assert isinstance(event, Arrived)
        message: ServerMessage = event.message
        assert isinstance(message, kind)
        return message

    def state(self, state: str) -> None:
        self.until(lambda event: isinstance(event, LinkChanged) and event.state == state)


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    make_shop(tmp_path / "shop")
    return tmp_path / "shop"


@pytest.fixture
def people() -> Iterator[list[Person]]:
    present: list[Person] = []
    yield present
    for person in present:
        person.link.close()


def test_a_killed_and_restarted_server_loses_nothing_and_nobody(shop: Path, people: list[Person]) -> None:
    with ServerProcess(shop, "--port", "0") as server:
        port = server.addresses.http_port
        zoe, max_ = Person(server.addresses.http, "Zoë"), Person(server.addresses.http, "Max")
        people += [zoe, max_]
        first = zoe.until_message(Welcome)
        max_.until_message(Welcome)
        zoe.link.send_pose(1, (1.25, 0.0, -0.5), (0.0, 0.0, 0.0, 1.0))
        zoe.link.send(Configure(1, "block", {"cover": "red"}))
        zoe.until_message(Done)
        zoe.link.send(Say(2, "Grüße 👋"))
        zoe.until_message(Done)
        server.process.kill()
        server.process.wait()
        zoe.state("offline")
        zoe.link.send(Configure(3, "disc", {"cover": "red"}))
        zoe.link.send(Emote("wave"))
        max_.state("offline")
    room_port = server.addresses.room_port
    with ServerProcess(shop, "--port", str(port)) as server:
        assert server.addresses.http_port == port, f"rooms were at {room_port}"
        again = zoe.until_message(Welcome)
        assert again.visitor == first.visitor
        assert zoe.model.choices("block")["cover"] == "red"
        assert [line.text for line in again.chat] == ["Grüße 👋"]
        zoe.until_message(Done)
        assert zoe.model.choices("disc")["cover"] == "red"
        max_.until(lambda _: max_.model.choices("disc").get("cover") == "red")
        assert max_.model.products == zoe.model.products
        assert sorted(visitor.name for visitor in max_.model.visitors.values()) == ["Max", "Zoë"]
        assert any(isinstance(event, Unsent) and event.message == Emote("wave") for event in zoe.heard)


def test_poses_reach_the_others_and_not_oneself(shop: Path, people: list[Person]) -> None:
    with ServerProcess(shop, "--port", "0") as server:
        zoe = Person(server.addresses.http, "Zoë")
        people.append(zoe)
        zoe.until_message(Welcome)
        max_ = Person(server.addresses.http, "Max")
        people.append(max_)
        max_.until_message(Welcome)
        zoe.until_message(Joined)
        zoe.link.send_pose(7, (1.25, 0.0, -0.5), (0.0, 0.0, 0.0, 1.0))
        event = max_.until(
            lambda event: isinstance(event, PosesArrived) and any(pose.sequence == 7 for pose in event.poses)
        )
        assert isinstance(event, PosesArrived)
        pose = next(pose for pose in event.poses if pose.sequence == 7)
        assert pose.position == (1.25, 0.0, -0.5)


def test_a_refused_change_never_shows_for_others(shop: Path, people: list[Person]) -> None:
    with ServerProcess(shop, "--port", "0") as server:
        zoe = Person(server.addresses.http, "Zoë")
        people.append(zoe)
        zoe.until_message(Welcome)
        zoe.model = asked(zoe.model, 1, "block", {"lid": "gold"})
        zoe.link.send(Configure(1, "block", {"lid": "gold"}))
        zoe.until(lambda _: zoe.model.refusal is not None)
        assert zoe.model.refusal is not None
        assert zoe.model.refusal.refused.rules == ("gold-on-red",)
        assert zoe.model.refusal.refused.fixes
        assert zoe.model.version("block") == 0


def test_without_a_server_a_link_says_so_and_ends_when_asked(shop: Path) -> None:
    with ServerProcess(shop, "--port", "0") as server:
        address = server.addresses.http
    zoe = Person(address, "Zoë")
    zoe.state("offline")
    zoe.link.close()
    assert not zoe.link._reader.is_alive()  # noqa: SLF001 - threads are what must end
    assert not zoe.link._writer.is_alive()  # noqa: SLF001 - the same


@pytest.mark.parametrize("code", ["wrong-password", "unknown-room"])
def test_a_refused_entry_is_final(shop: Path, code: str) -> None:
    with ServerProcess(shop, "--port", "0") as server:
        front = Front(server.addresses.http)
        room = "main" if code == "wrong-password" else "nowhere"
        authorise = (lambda: front.login(USER, "wrong").token) if code == "wrong-password" else None
        link = Link(front, TicketRequest(name="Eva", room=room), authorise)
        link.start()
        link._reader.join(PATIENCE_S)  # noqa: SLF001 - it must not try again
        last = list(link.poll())[-1]
        link.close()
    assert isinstance(last, LinkChanged)
    assert last.refusal is not None
    assert (last.state, last.refusal.code) == ("offline", code)
