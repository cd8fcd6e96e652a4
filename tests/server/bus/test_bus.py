"""The same of every bus: who listens hears, who asks is answered, and nothing is kept for those who are away."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING

import pytest

from server.bus.local import LocalBus
from server.bus.nats import NatsBus
from showroom.errors import Rejected
from tests.server.broker import Broker
from tests.server.waiting import until

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator

    from server.bus.port import Bus


@pytest.fixture(scope="module")
def broker() -> Iterator[Broker]:
    with Broker() as started:
        yield started


@pytest.fixture(params=["local", "nats"])
def two(request: pytest.FixtureRequest) -> Callable[[], tuple[Bus, Bus]]:
    """Two nodes' buses."""
    if request.param == "local":
        bus = LocalBus()
        return lambda: (bus, bus)
    url = request.getfixturevalue("broker").url
    return lambda: (NatsBus(url, "one"), NatsBus(url, "two"))


@contextlib.asynccontextmanager
async def running(*buses: Bus) -> AsyncIterator[None]:
    """While they run and reach each other."""
    tasks = [asyncio.ensure_future(bus.run()) for bus in {id(bus): bus for bus in buses}.values()]
    try:
        for bus in buses:
            await until_answered(bus)
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def until_answered(bus: Bus) -> None:
    async with asyncio.timeout(20):
        while not await bus.ask("ready", b""):  # noqa: ASYNC110 - the broker knows, and tells nobody
            await asyncio.sleep(0.01)


class Ear:
    """Keeps what it hears, and takes none of it for its own."""

    def __init__(self) -> None:
        self.heard: list[bytes] = []

    def __call__(self, data: bytes) -> bool:
        self.heard.append(data)
        return False


def test_everybody_who_listens_hears_and_only_what_they_listen_for(two: Callable[[], tuple[Bus, Bus]]) -> None:
    async def scene() -> None:
        one, other = two()
        near, far, gossip = Ear(), Ear(), Ear()
        for bus in (one, other):
            bus.subscribe("ready", lambda _data: True)
        one.subscribe("news", near)
        other.subscribe("news", far)
        other.subscribe("gossip", gossip)
        async with running(one, other):
            one.publish("news", b"1")
            one.publish("news", b"2")
            await until(lambda: len(near.heard) + len(far.heard) == 4)
        assert near.heard == far.heard == [b"1", b"2"]
        assert gossip.heard == []

    asyncio.run(scene())


def test_a_question_is_taken_by_whoever_it_is_meant_for_or_by_nobody(two: Callable[[], tuple[Bus, Bus]]) -> None:
    async def scene() -> None:
        one, other = two()
        for bus in (one, other):
            bus.subscribe("ready", lambda _data: True)
        one.subscribe("desk", lambda _data: False)
        other.subscribe("desk", lambda data: data == b"yours")
        async with running(one, other):
            assert await one.ask("desk", b"yours") is True
            assert await one.ask("desk", b"nobody's") is False
            assert await one.ask("unheard", b"") is False

    asyncio.run(scene())


def test_while_the_broker_is_away_nothing_is_kept_and_it_is_found_again() -> None:
    async def scene() -> None:
        with Broker() as broker:
            bus = NatsBus(broker.url, "one")
            ear = Ear()
            bus.subscribe("ready", lambda _data: True)
            bus.subscribe("news", ear)
            async with running(bus):
                broker.kill()
                await until(lambda: not bus.is_up)
                bus.publish("news", b"lost")
                assert await bus.ask("ready", b"") is False
                broker.start()
                await until(lambda: bus.is_up)
                await until_answered(bus)
                bus.publish("news", b"found")
                await until(lambda: bool(ear.heard))
            assert ear.heard == [b"found"]

    asyncio.run(scene())


def test_shops_that_share_a_broker_do_not_hear_each_other(broker: Broker) -> None:
    async def scene() -> None:
        one, other = NatsBus(broker.url, "one"), NatsBus(broker.url.replace("/shop", "/other"), "two")
        for bus in (one, other):
            bus.subscribe("ready", lambda _data: True)
        other.subscribe("news", lambda _data: True)
        async with running(one, other):
            assert await one.ask("news", b"") is False

    asyncio.run(scene())


@pytest.mark.parametrize("url", ["http://host:4222", "nats://", "nonsense", "nats+x://eva:secret@host"])
def test_an_address_that_is_none_is_refused_without_its_password(url: str) -> None:
    with pytest.raises(Rejected, match="bad-bus") as caught:
        NatsBus(url, "one")
    assert "secret" not in str(caught.value)
