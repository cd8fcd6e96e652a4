"""A server of another version: the client says which of the two is to be updated, and does not ask again and again."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import TYPE_CHECKING

import msgspec
import pytest

from client.arriving import Answers, Arriving
from client.net.foreign import CLIENT_TOO_OLD, SERVER_TOO_OLD
from client.net.front import Front
from client.net.link import LinkChanged
from showroom.catalogue import Catalogue
from showroom.errors import Rejected
from tests.client.net.test_link import Person
from tests.client.shop import make_shop, room
from tests.client.test_arriving import visit
from tests.client.text.test_visit import text
from tests.server.live import ServerProcess

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CATALOGUE = msgspec.json.encode(Catalogue(1, (), (room(),)))
OF_TOMORROW = CATALOGUE.replace(b'"revision":1', b'"revision":1,"weather":"fine"', 1)
OF_YESTERDAY = CATALOGUE.replace(b'"revision":1,', b"", 1)


class Answering(BaseHTTPRequestHandler):
    """Answers what is asked for with the same, and takes nothing."""

    answer = b""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(self.answer)))
        self.end_headers()
        self.wfile.write(self.answer)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def front() -> Iterator[Front]:
    with HTTPServer(("127.0.0.1", 0), Answering) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield Front(f"http://127.0.0.1:{server.server_port}")
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(("version", "code"), [(0, CLIENT_TOO_OLD), (2, SERVER_TOO_OLD)])
def test_a_link_that_speaks_another_version_ends_for_good_and_says_who_is_older(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: int, code: str
) -> None:
    monkeypatch.setattr("client.net.link.VERSION", version)
    make_shop(tmp_path / "shop")
    with ServerProcess(tmp_path / "shop", "--port", "0") as server:
        person = Person(server.addresses.http, "Zoë")
        try:
            event = person.until(lambda event: isinstance(event, LinkChanged) and event.refusal is not None)
            assert isinstance(event, LinkChanged)
            assert event.refusal is not None
            assert event.refusal.code == code
        finally:
            person.link.close()


@pytest.mark.parametrize(("answer", "code"), [(OF_TOMORROW, CLIENT_TOO_OLD), (OF_YESTERDAY, SERVER_TOO_OLD)])
def test_a_catalogue_in_another_versions_words_tells_who_is_older(
    front: Front, monkeypatch: pytest.MonkeyPatch, answer: bytes, code: str
) -> None:
    monkeypatch.setattr(Answering, "answer", answer)
    with pytest.raises(Rejected) as caught:
        front.catalogue()
    assert caught.value.code == code


def test_the_text_client_says_what_to_do_and_ends(
    tmp_path: Path, front: Front, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Answering, "answer", OF_TOMORROW)
    ended = text(tmp_path, "--server", front.server, "--forget", "--language", "de", lines="wo\n")
    assert ended.returncode == 1
    assert "Aktualisieren Sie den Client" in ended.stderr


def test_before_the_door_the_window_says_what_to_do_and_not_that_nobody_answers() -> None:
    here = visit()
    here.farewell = "Update the client."
    arriving = Arriving(here, Answers(name="Nora"))
    assert arriving.view(None, "http://shop.example").problem == "Update the client."
    assert arriving.view(None).problem == "Update the client.", "also while it is asked again"
    arriving.enter()
    assert arriving.entered is None
