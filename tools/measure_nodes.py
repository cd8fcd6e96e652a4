"""How long people are away when a room node dies or drains: the figures of docs/running-several-nodes.md.

A front and two room nodes as processes over PostgreSQL, and people with the real link in one room, one of whom talks
all the time. Each trouble hits the node that owns the room; it is started again before the next one.
"""

from __future__ import annotations

import argparse
import contextlib
import signal
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from client.net.link import LinkChanged  # noqa: E402 - the path is known only now
from server.store.folder import POINTER_NAME, open_data_folder  # noqa: E402
from showroom.protocol.messages import Done, Say  # noqa: E402
from tests.integration.several import Person  # noqa: E402
from tests.server.live import ServerProcess  # noqa: E402
from tests.server.postgres import PostgresServer  # noqa: E402
from tests.server.samples import publication, room_plan  # noqa: E402

if TYPE_CHECKING:
    from client.net.link import LinkEvent

PATIENCE_S = 60.0


class Watched(Person):
    """Remembers when a line was lost and when a room was entered again."""

    def __init__(self, front: str, name: str) -> None:
        self.offline: list[float] = []
        self.online: list[float] = []
        self.reasons: list[str] = []
        super().__init__(front, name)

    def _take(self, event: LinkEvent) -> None:
        super()._take(event)
        if isinstance(event, LinkChanged) and event.state == "offline":
            self.offline.append(time.monotonic())
            self.reasons.append(event.reason)
        elif isinstance(event, LinkChanged) and event.state == "online":
            self.online.append(time.monotonic())


class Crowd:
    """Everybody, and what was acknowledged to the one who talks."""

    def __init__(self, front: str, size: int) -> None:
        self.people = [Watched(front, f"guest {number}") for number in range(size)]
        self.acknowledged: list[str] = []
        self.unsent = 0
        self._ref = 0

    def frame(self) -> None:
        """Take in what has come to everybody."""
        for person in self.people:
            person.frame()

    def until(self, times: int) -> None:
        """Until everybody has entered so often."""
        deadline_s = time.monotonic() + PATIENCE_S
        while any(person.welcomes < times for person in self.people):
            if time.monotonic() > deadline_s:
                raise SystemExit("somebody did not come back")
            self.frame()
            time.sleep(0.002)

    def say(self) -> float:
        """Say something and wait until it is stored; returns how long that took."""
        talker = self.people[0]
        text = f"line {len(self.acknowledged)}"
        started_s = time.monotonic()
        answer = talker.request(lambda ref: Say(ref, text))
        if isinstance(answer, Done):
            self.acknowledged.append(text)
        return time.monotonic() - started_s


def trouble(crowd: Crowd, nodes: dict[str, ServerProcess], kind: str, times: int) -> list[float]:
    """Hit the owner; returns for how long each was away."""
    owner = next(name for name, node in nodes.items() if node.addresses.rooms == crowd.people[0].nodes[-1])
    for _ in range(10):
        crowd.say()
    began_s = time.monotonic()
    process = nodes[owner].process
    process.send_signal({"kill -9": signal.SIGKILL, "SIGTERM": signal.SIGTERM}[kind])
    crowd.until(times)
    away = [person.online[-1] - began_s for person in crowd.people]
    for person in crowd.people:
        lines = [line.text for line in person.model.chat]
        expected = crowd.acknowledged[-len(lines) :] if lines else []
        if not set(expected) <= set(lines) or len(set(lines)) != len(lines):
            raise SystemExit(f"{kind}: lost or doubled: {expected[-3:]} {lines[-3:]}")
    standings = {str(person.standing()) for person in crowd.people}
    if len(standings) != 1:
        raise SystemExit(f"{kind}: people see different things")
    return away


def fill(data: Path, url: str) -> None:
    """A room with a product."""
    data.mkdir()
    (data / POINTER_NAME).write_text(url, "utf-8")
    folder = open_data_folder(data)
    folder.catalogue.publish(publication(folder.files.put(b"model", "model/gltf-binary")))
    folder.catalogue.put_room(room_plan())
    folder.close()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    with PostgresServer() as postgres, tempfile.TemporaryDirectory() as place, contextlib.ExitStack() as processes:
        data = Path(place) / "data"
        fill(data, postgres.new_shop())

        def start(name: str, role: str) -> ServerProcess:
            return processes.enter_context(ServerProcess(data, "--port", "0", "--role", role, "--node", name))

        front = start("front", "front")
        nodes = {name: start(name, "room") for name in ("one", "two")}
        crowd = Crowd(front.addresses.http, arguments.people)
        crowd.until(1)
        took = sorted(crowd.say() for _ in range(60))
        print(f"durable acknowledgement: p50 {took[30] * 1000:.1f} ms, p95 {took[57] * 1000:.1f} ms")
        times = 1
        for kind in ("kill -9", "SIGTERM"):
            away: list[float] = []
            for _ in range(arguments.rounds):
                times += 1
                away += trouble(crowd, nodes, kind, times)
                for name, node in list(nodes.items()):
                    if node.addresses.rooms != crowd.people[0].nodes[-1]:
                        node.process.wait(PATIENCE_S)
                        nodes[name] = start(name, "room")
            away.sort()
            print(f"{kind}: {len(away)} came back, p50 {statistics.median(away):.2f} s, longest {away[-1]:.2f} s")
            reasons = sorted({reason for person in crowd.people for reason in person.reasons})
            print("   they were told:", *reasons, sep="\n     ")
            for person in crowd.people:
                person.reasons.clear()
        for person in crowd.people:
            person.link.close(0.5)


if __name__ == "__main__":
    main()
