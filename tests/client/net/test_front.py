"""The HTTP side says what went wrong in our own words."""

from __future__ import annotations

import socket
import threading
from typing import TYPE_CHECKING

import pytest

from client.net.front import Front
from server.settings import Settings
from showroom.errors import NotFound, NotPermitted, Rejected, Unavailable
from showroom.protocol.entry import TicketRequest
from tests.client.shop import PASSWORD, USER, make_shop
from tests.server.live import live

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="module")
def front(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    folder: Path = tmp_path_factory.mktemp("shop")
    make_shop(folder)
    with live(Settings(data=folder, port=0)) as addresses:
        yield Front(addresses.http)


def test_the_catalogue_and_its_files_come_as_published(front: Front) -> None:
    catalogue = front.catalogue()
    assert [entry.product.id for entry in catalogue.products] == ["block", "disc"]
    assert front.file(catalogue.products[0].model.sha256)[:4] == b"glTF"


def test_every_ticket_is_another_one(front: Front) -> None:
    request = TicketRequest(name="Zoë")
    assert front.ticket(request).ticket != front.ticket(request).ticket


def test_an_adviser_logs_in_with_the_right_password_only(front: Front) -> None:
    login = front.login(USER, PASSWORD)
    assert login.role == "agent"
    assert front.ticket(TicketRequest(name="Eva"), login.token).ticket
    with pytest.raises(NotPermitted):
        front.login(USER, "wrong")


def test_a_file_that_is_not_there_is_not_found(front: Front) -> None:
    with pytest.raises(NotFound):
        front.file("0" * 64)


def test_an_unknown_room_is_refused_with_a_code(front: Front) -> None:
    with pytest.raises(Rejected) as refused:
        front.ticket(TicketRequest(name="Zoë", room="nowhere"))
    assert refused.value.code


def test_nobody_there_is_unavailable() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    with pytest.raises(Unavailable, match="server-unreachable"):
        Front(f"http://127.0.0.1:{port}").catalogue()


def test_something_else_behind_the_address_is_unavailable() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def answer() -> None:
            connection, _ = listener.accept()
            with connection:
                connection.recv(4096)
                connection.sendall(b"SSH-2.0-OpenSSH_9.6\r\n")

        thread = threading.Thread(target=answer)
        thread.start()
        with pytest.raises(Unavailable):
            Front(f"http://127.0.0.1:{listener.getsockname()[1]}", timeout_s=3).catalogue()
        thread.join()


def test_an_address_without_http_is_refused() -> None:
    with pytest.raises(Rejected, match="bad-address"):
        Front("ftp://example.org")
