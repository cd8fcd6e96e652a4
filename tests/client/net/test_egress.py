"""Nothing of a body leaves the process: a pattern planted in the picture is not on the line, and all is counted."""

from __future__ import annotations

import base64
import sys
import time
import zlib
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

import cv2
import msgspec
import numpy as np
import pytest

from client.ar.face_tracker import FaceTracker
from client.ar.models import models_path
from client.ar.pictures import read_picture, write_picture
from client.net import egress
from client.net.front import Front
from client.net.link import Arrived, Link
from client.tryon import FaceReport, Report, Request, run
from server.store.folder import open_data_folder
from showroom.catalogue import Publication
from showroom.codes import assign
from showroom.gltf.writer import write
from showroom.protocol.codec import encode_control
from showroom.protocol.entry import Ticket, TicketRequest
from showroom.protocol.messages import ClientMessage, Done, Leave, Say, Welcome
from showroom.ui.receipt import ALLOWED, CONNECTION, POSE, Sent
from tests.client.ar.portrait import portrait
from tests.client.net.tap import Tap, forms_of, forms_of_numbers, hits, unmasked
from tests.client.scene.test_tryon import document, product
from tests.client.shop import make_shop
from tests.server.live import ServerProcess
from tests.showroom.tryon.frames import plain_glasses

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

PATIENCE_S = 30.0
connected: list[Any] = []
is_listening = [False]


def audit(event: str, arguments: tuple[Any, ...]) -> None:
    if is_listening[0] and event in {"socket.connect", "socket.sendto", "socket.sendmsg"}:
        connected.append(arguments[1])


class TappedFront(Front):
    """A front whose tickets lead through the tap; this changes what came, and nothing that goes."""

    rooms: int

    def ticket(self, request: TicketRequest, bearer: str | None = None) -> Ticket:
        ticket = super().ticket(request, bearer)
        return msgspec.structs.replace(ticket, socket_url=f"ws://127.0.0.1:{self.rooms}")


def pattern() -> NDArray[np.uint8]:
    return np.random.default_rng(9).integers(0, 256, (24, 24, 3), dtype=np.uint8)


def make_glasses(folder: Path) -> None:
    make_shop(folder)
    data = open_data_folder(folder)
    try:
        model = data.files.put(write(document(plain_glasses())), "model/gltf-binary")
        book = assign(product(), None, 1, {9})
        data.catalogue.publish(
            Publication(product(), 1, model, (140.0, 46.0, 140.0), 500, book, "2026-11-22T12:00:00Z")
        )
    finally:
        data.close()


def until(link: Link, kind: type[object]) -> None:
    deadline_s = time.monotonic() + PATIENCE_S
    while (event := link.wait(max(0.0, deadline_s - time.monotonic()))) is not None:
        if isinstance(event, Arrived) and isinstance(event.message, kind):
            return
    raise AssertionError(f"no {kind.__name__} came")


def visit_wearing(front: Front, source: Path, output: Path) -> Report:
    """In a room, and trying on at the same time; says, walks and takes leave."""
    link = Link(front, TicketRequest(name="Zoë"))
    link.start()
    until(link, Welcome)
    report = run(Request(source, output, models_path(), output.parent, front.server, "plain"))
    for step in range(5):
        link.send_pose(step + 1, (0.1 * step, 0.0, 1.0), (0.0, 0.0, 0.0, 1.0))
    link.send(Say(1, "Which suits me better?"))
    until(link, Done)
    link.close()
    assert isinstance(report, Report)
    return report


def numbers_of(face: FaceReport) -> list[bytes]:
    lengths = (face.pupils, face.face_width, face.nose_width)
    return [f"{value}".encode() for one in lengths if one for value in (one.mm, one.low, one.high)]


def difference(before: dict[str, Sent], after: dict[str, Sent]) -> dict[str, int]:
    nothing = Sent(0, 0)
    return {
        kind: more for kind, sent in after.items() if (more := sent.size_bytes - before.get(kind, nothing).size_bytes)
    }


def test_a_planted_pattern_never_leaves_during_a_try_on_and_the_ledger_is_the_capture(tmp_path: Path) -> None:
    make_glasses(tmp_path / "shop")
    marked = np.ascontiguousarray(np.kron(portrait(), np.ones((2, 2, 1), np.uint8)))
    marked[-24:, -24:] = pattern()
    write_picture(marked, tmp_path / "me.png")
    sys.addaudithook(audit)
    with ServerProcess(tmp_path / "shop", "--port", "0") as server:
        ports = [urlsplit(address).port or 0 for address in (server.addresses.http, server.addresses.rooms)]
        with Tap(ports[0]) as http, Tap(ports[1]) as rooms:
            front = TappedFront(f"http://127.0.0.1:{http.port}")
            front.rooms = rooms.port
            before = egress.LEDGER.sent()
            is_listening[0] = True
            report = visit_wearing(front, tmp_path / "me.png", tmp_path / "worn.png")
            is_listening[0] = False
        after = egress.LEDGER.sent()
    counted = difference(before, after)
    assert {"ticket", "catalogue", "file", "connection", "hello", "pose", "say", "leave"} == counted.keys()
    assert sum(counted.values()) == http.size_bytes() + rooms.size_bytes()
    # The taps live in this process too; whatever else was called would stand here.
    assert {address[1] for address in connected} == {http.port, rooms.port, *ports}
    capture = b"\n".join([*map(bytes, http.captured), *(unmasked(bytes(one)) for one in rooms.captured)])
    assert b"Which suits me better?" in capture
    (landmarks,) = FaceTracker.from_folder(models_path()).still(read_picture(tmp_path / "me.png"))
    assert landmarks.irises is not None
    needles = [*forms_of(pattern()), *forms_of_numbers(landmarks.points[:, :2]), *forms_of_numbers(landmarks.irises)]
    needles += [measured for face in report.faces for measured in numbers_of(face)]
    assert len(needles) > 1000
    assert np.array_equal(read_picture(tmp_path / "worn.png")[-24:, -24:], pattern())
    assert hits(capture, needles, pattern()) == 0


@pytest.mark.parametrize("way", ["raw", "base64", "hex", "zlib", "jpeg", "png in base64"])
def test_the_search_finds_a_pattern_that_does_leave(way: str) -> None:
    shown = np.full((120, 160, 3), 90, np.uint8)
    shown[40:64, 50:74] = pattern()
    bgr = shown[..., ::-1].copy()
    raw, jpeg, png = shown.tobytes(), *(cv2.imencode(kind, bgr)[1].tobytes() for kind in (".jpg", ".png"))
    sent = {
        "raw": raw[: 160 * 3 * 45],
        "base64": base64.b64encode(raw),
        "hex": raw.hex().encode(),
        "zlib": zlib.compress(raw),
        "jpeg": jpeg,
        "png in base64": base64.b64encode(png),
    }[way]
    head = b'POST / HTTP/1.1\r\n\r\n{"picture": "'
    assert hits(head + sent + b'"}', forms_of(pattern()), pattern()) > 0


def test_every_message_of_the_protocol_has_words_on_the_receipt_and_nothing_else_has() -> None:
    tags = {str(kind.__struct_config__.tag) for kind in cast("Any", ClientMessage).__args__}
    asked = {"catalogue", "file", "ticket", "login", "checkout", "quote", CONNECTION, POSE}
    asked |= {"sign-up", "sign-in", "sign-out"}
    asked |= {f"account-{what}" for what in ("wishes", "password", "deletion", "recovery", "code")}
    assert tags | asked == ALLOWED.keys()


@pytest.mark.parametrize("data", [b"\xff\xd8\xff\xe0 a picture", '{"t":"landmarks","points":[1,2]}', b"", "63.4"])
def test_what_is_no_message_does_not_leave(data: str | bytes) -> None:
    with pytest.raises(egress.NotAllowedOut):
        egress.kind_of(data)


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/api/v1/pictures", b"{}"),
        ("/api/v1/tickets", b'{"name":"Mia","face":[1,2]}'),
        ("/api/v1/tickets", None),
        ("/api/v1/catalogue", b"\x89PNG"),
        ("/files/63.4", None),
    ],
)
def test_a_request_that_is_not_on_the_list_is_not_made(path: str, body: bytes | None) -> None:
    before = egress.LEDGER.sent()
    with pytest.raises(egress.NotAllowedOut):
        egress.ask("http://127.0.0.1:9", "POST", path, body, {}, timeout_s=1.0, limit_bytes=10)
    assert egress.LEDGER.sent() == before


def test_a_message_is_known_by_its_bytes() -> None:
    assert egress.kind_of(encode_control(Leave())) == "leave"
