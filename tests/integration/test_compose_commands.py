"""The command lines of deploy/compose.yaml, started as processes against a database and a broker of our own."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from server.store.folder import POINTER_NAME
from showroom.protocol.messages import Done, Say
from tests.architecture.test_deploy import NODES, written
from tests.integration.test_nodes import fill, other_room, until_ready
from tests.server.broker import Broker
from tests.server.live import ServerProcess, Visit, ask

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from tests.server.postgres import PostgresServer

ROOMS = ("room-1", "room-2")


def local(word: str) -> str | None:
    """A word of a command line as it is for this machine; None for what is told otherwise."""
    name, _, _ = word.partition("=")
    if name in ("serve", "--data", "--advertise"):
        return None
    return {"--host": "--host=127.0.0.1", "--port": "--port=0"}.get(name, written(word))


def test_the_nodes_of_the_compose_file_serve_one_shop_together(
    postgres: PostgresServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = postgres.new_shop()
    nodes: dict[str, ServerProcess] = {}
    with Broker() as broker, contextlib.ExitStack() as processes:
        monkeypatch.setenv("SHOWROOM_BUS", broker.url)
        for name, service in NODES.items():
            data = tmp_path / name
            data.mkdir()
            (data / POINTER_NAME).write_text(url, "utf-8")
            if not nodes:
                fill(data, ROOMS)
            words = [word for word in map(local, service["command"]) if word is not None]
            nodes[name] = processes.enter_context(ServerProcess(data, *words))
        front = nodes["front"].addresses
        until_ready(front, [])
        with Visit(front, "Mia") as mia, Visit(front, "Ben", room=other_room(ROOMS)) as ben:
            assert {mia.ticket.socket_url, ben.ticket.socket_url} == {
                nodes["room-1"].addresses.rooms,
                nodes["room-2"].addresses.rooms,
            }
            assert isinstance(mia.request(Say, "here"), Done)
            assert isinstance(ben.request(Say, "there"), Done)
            figures = ask(nodes["room-1"].addresses, "/metrics").body.decode()
            assert 'showroom_node{node="room-1",role="room"' in figures
            assert "showroom_bus_up 1.0" in figures
            assert "showroom_seated 1.0" in figures
            assert ask(nodes["room-1"].addresses, "/api/v1/catalogue").status == 404
        for node in nodes.values():
            assert node.terminate() == ""
