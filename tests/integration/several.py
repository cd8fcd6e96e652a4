"""Several nodes over one shop, and people who come back by themselves."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from client.model import ClientModel, reduce
from client.net.front import Front
from client.net.link import Arrived, Link, LinkEvent, TicketCame
from server.nodes.placing import suggested
from server.settings import Settings
from server.store.nodes import Node
from showroom.protocol.entry import TicketRequest
from showroom.protocol.messages import Done, Refused, Welcome

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from showroom.protocol.base import Message
    from showroom.protocol.messages import ClientMessage

PATIENCE_S = 60.0


def node_settings(data: Path, role: str, name: str, bus: str = "") -> Settings:
    """A node on free ports."""
    return Settings(data, port=0, role="front" if role == "front" else "room", node=name, bus=bus)


def name_of_owner(room: str, names: tuple[str, ...]) -> str:
    """Which of these nodes a room is suggested to."""
    best = suggested(room, [Node(name, name, "room", "", "", "", 1) for name in names])
    assert best is not None
    return best.name


class Person:
    """Somebody with the real link and model, who asks one front whenever the line is lost."""

    def __init__(self, front: str, name: str, room: str = "main") -> None:
        self.link = Link(Front(front), TicketRequest(name=name, room=room))
        self.model = ClientModel()
        self.nodes: list[str] = []
        self.heard: list[Message] = []
        self._ref = 0
        self.link.start()

    def frame(self) -> None:
        """Take in what has come."""
        for event in self.link.poll():
            self._take(event)

    def _take(self, event: LinkEvent) -> None:
        if isinstance(event, TicketCame):
            self.nodes.append(event.ticket.socket_url)
        elif isinstance(event, Arrived):
            self.heard.append(event.message)
            self.model = reduce(self.model, event.message, time.time())

    @property
    def welcomes(self) -> int:
        return sum(isinstance(message, Welcome) for message in self.heard)

    def until(self, what: Callable[[], bool], why: str) -> None:
        """Take in until it is so."""
        deadline_s = time.monotonic() + PATIENCE_S
        while not what():
            assert time.monotonic() < deadline_s, why
            time.sleep(0.01)
            self.frame()

    def until_welcome(self, times: int) -> None:
        """Take in until let in, or let in again."""
        self.until(lambda: self.welcomes == times, "nobody was let in")

    def until_upper(self, value: str) -> None:
        """Take in until the shoe is seen so."""
        self.until(lambda: self.standing()["runner"]["upper"] == value, "they see different things")

    def request(self, make: Callable[[int], ClientMessage]) -> Done | Refused:
        """Ask, and wait for the answer."""
        self._ref += 1
        self.link.send(make(self._ref))
        answers: list[Done | Refused] = []

        def is_answered() -> bool:
            answers[:] = [m for m in self.heard if isinstance(m, (Done, Refused)) and m.ref == self._ref]
            return bool(answers)

        self.until(is_answered, "no answer came")
        return answers[0]

    def standing(self) -> dict[str, dict[str, str]]:
        """What is configured, as this person sees it."""
        return {product: dict(state.choices) for product, state in self.model.products.items()}
