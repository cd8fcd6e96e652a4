"""The HTTP front over real sockets."""

from __future__ import annotations

import http.client
from typing import TYPE_CHECKING

import msgspec
import pytest

from server.http.landing import preferred_language
from server.http.routes import PUBLISHING, ROUTES
from server.settings import Rate, Settings
from server.store.folder import open_data_folder
from showroom import codes
from showroom.catalogue import Catalogue, FileRef, Publication
from showroom.configuration import complete
from showroom.protocol.accounts import SignIn, SignUp
from showroom.protocol.entry import Login, Problem, Ticket
from showroom.protocol.handover import Checkout
from tests.server.live import Answer, ask, live, log_in, ticket
from tests.server.samples import codebook, product, publication, quick_staff, room_plan

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from server.app import Addresses

MODEL = bytes(range(256)) * 1200
PASSWORD = "correct horse"  # noqa: S105 - a test's


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Addresses, FileRef]]:
    data = tmp_path_factory.mktemp("shop")
    fill(data)
    folder = open_data_folder(data)
    model = folder.catalogue.catalogue().products[0].model
    folder.close()
    with live(Settings(data=data, port=0, logins=Rate(0.001, 8.0))) as addresses:
        yield addresses, model


def fill(data: Path) -> None:
    folder = open_data_folder(data)
    model = folder.files.put(MODEL, "model/gltf-binary")
    poster = folder.files.put(b"\x89PNG not really", "image/png")
    folder.catalogue.publish(publication(model, poster=poster))
    folder.catalogue.put_room(room_plan())
    quick_staff(folder).add("eva", PASSWORD, "agent")
    quick_staff(folder).add("udo", PASSWORD, "merchandiser")
    folder.close()


def problem(answer: Answer) -> Problem:
    assert answer.headers["content-type"] == "application/problem+json"
    told = msgspec.json.decode(answer.body, type=Problem)
    assert told.status == answer.status
    return told


# ---- catalogue -----------------------------------------------------------------------------------------------------


def test_the_catalogue_is_sent_once_per_revision(shop: tuple[Addresses, FileRef]) -> None:
    first = ask(shop[0], "/api/v1/catalogue")
    catalogue = msgspec.json.decode(first.body, type=Catalogue)
    assert [one.product.id for one in catalogue.products] == ["runner"]
    again = ask(shop[0], "/api/v1/catalogue", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status, again.body) == (304, b"")


def test_a_product_is_sent_or_its_neighbours_are_named(shop: tuple[Addresses, FileRef]) -> None:
    answer = ask(shop[0], "/api/v1/products/runner")
    assert msgspec.json.decode(answer.body, type=Publication).product == product()
    told = problem(ask(shop[0], "/api/v1/products/slipper"))
    assert (told.status, told.code, told.got, told.allowed) == (404, "unknown-product", "slipper", "runner")


def test_a_configuration_code_is_read_and_priced(shop: tuple[Addresses, FileRef]) -> None:
    code = codes.encode(codebook(product()), complete(product(), {"upper": "blue"}))
    told = ask(shop[0], f"/api/v1/products/runner/code/{code}").json()
    assert told["choices"] == {"upper": "blue", "sole": "white"}
    assert told["quote"]["total"] == 13900
    assert told["code"] == code


def test_a_mistyped_code_is_refused(shop: tuple[Addresses, FileRef]) -> None:
    told = problem(ask(shop[0], "/api/v1/products/runner/code/nonsense"))
    assert told.status == 422
    assert told.code.startswith("code-")


# ---- files ---------------------------------------------------------------------------------------------------------


def test_a_file_is_named_by_its_hash_and_may_be_cached_for_ever(shop: tuple[Addresses, FileRef]) -> None:
    addresses, model = shop
    answer = ask(addresses, f"/files/{model.sha256}")
    assert (answer.status, answer.body) == (200, MODEL)
    assert answer.headers["etag"] == f'"{model.sha256}"'
    assert answer.headers["content-type"] == "model/gltf-binary"
    assert "immutable" in answer.headers["cache-control"]
    assert "sandbox" in answer.headers["content-security-policy"]


def test_head_tells_the_size_and_sends_nothing(shop: tuple[Addresses, FileRef]) -> None:
    answer = ask(shop[0], f"/files/{shop[1].sha256}", "HEAD")
    assert (answer.status, answer.body, answer.headers["content-length"]) == (200, b"", str(len(MODEL)))


@pytest.mark.parametrize(
    ("asked", "start", "stop"),
    [("bytes=0-99", 0, 100), ("bytes=-5", len(MODEL) - 5, len(MODEL)), ("bytes=7-", 7, len(MODEL))],
)
def test_a_part_is_sent(shop: tuple[Addresses, FileRef], asked: str, start: int, stop: int) -> None:
    answer = ask(shop[0], f"/files/{shop[1].sha256}", headers={"Range": asked})
    assert (answer.status, answer.body) == (206, MODEL[start:stop])
    assert answer.headers["content-range"] == f"bytes {start}-{stop - 1}/{len(MODEL)}"


def test_a_part_behind_the_end_is_refused_with_the_size(shop: tuple[Addresses, FileRef]) -> None:
    answer = ask(shop[0], f"/files/{shop[1].sha256}", headers={"Range": f"bytes={len(MODEL)}-"})
    assert (answer.status, answer.headers["content-range"]) == (416, f"bytes */{len(MODEL)}")


def test_a_download_goes_on_only_with_the_same_file(shop: tuple[Addresses, FileRef]) -> None:
    name = f"/files/{shop[1].sha256}"
    same = ask(shop[0], name, headers={"Range": "bytes=5-", "If-Range": f'"{shop[1].sha256}"'})
    other = ask(shop[0], name, headers={"Range": "bytes=5-", "If-Range": '"other"'})
    assert (same.status, other.status, other.body) == (206, 200, MODEL)


def test_who_has_the_file_gets_nothing(shop: tuple[Addresses, FileRef]) -> None:
    answer = ask(shop[0], f"/files/{shop[1].sha256}", headers={"If-None-Match": f'"{shop[1].sha256}"'})
    assert (answer.status, answer.body) == (304, b"")


@pytest.mark.parametrize("name", ["0" * 64, "..%2f..%2fshowroom.sqlite3", "x"])
def test_what_was_never_stored_is_not_found(shop: tuple[Addresses, FileRef], name: str) -> None:
    assert problem(ask(shop[0], f"/files/{name}")).code == "unknown-file"


# ---- tickets and login ---------------------------------------------------------------------------------------------


def test_an_unknown_visitor_token_makes_a_new_person(shop: tuple[Addresses, FileRef]) -> None:
    unknown = {"visitor_token": "never issued"}
    stranger = ticket(shop[0], **unknown)
    assert stranger.visitor_token != unknown["visitor_token"]
    assert stranger.visitor != ticket(shop[0], **unknown).visitor


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"{", "bad-body"),
        (b"[" * 5000, "bad-body"),
        (b'{"name": ""}', "bad-body"),
        (b'{"name": "x", "role": "agent"}', "bad-body"),
        (b'{"name": " \\u0007 "}', "bad-name"),
        (b'{"name": "   "}', "bad-name"),
        (b'{"name": "x", "look": {"hair": "mohawk"}}', "unknown-look"),
        (b'{"name": "x", "look": {"hair": 7}}', "bad-body"),
        (b"\xff\xfe", "bad-body"),
    ],
)
def test_a_bad_ticket_request_is_told_why(shop: tuple[Addresses, FileRef], body: bytes, code: str) -> None:
    answer = ask(shop[0], "/api/v1/tickets", "POST", body=body)
    assert (answer.status, problem(answer).code) == (400, code)


def test_names_with_umlauts_and_joined_emoji_are_welcome(shop: tuple[Addresses, FileRef]) -> None:
    assert ticket(shop[0], "Jürgen 👩‍🚀").ticket


def test_a_ticket_for_a_room_that_is_not_names_those_that_are(shop: tuple[Addresses, FileRef]) -> None:
    told = problem(ask(shop[0], "/api/v1/tickets", "POST", body=b'{"name": "x", "room": "cellar"}'))
    assert (told.status, told.code, told.allowed) == (404, "unknown-room", "main")


def test_a_body_beyond_the_bound_is_refused(shop: tuple[Addresses, FileRef]) -> None:
    answer = ask(shop[0], "/api/v1/tickets", "POST", body=b'{"name": "' + b"x" * 20_000 + b'"}')
    assert (answer.status, problem(answer).code) == (413, "too-large")


def test_an_agent_enters_with_a_staff_session_only(shop: tuple[Addresses, FileRef]) -> None:
    session = log_in(shop[0], "eva", PASSWORD)
    assert session.role == "agent"
    assert ticket(shop[0], "Eva", staff=session.token).visitor == "u-eva"
    forged = {"Authorization": "Bearer forged"}
    answer = ask(shop[0], "/api/v1/tickets", "POST", forged, b'{"name": "Eva"}')
    assert (answer.status, problem(answer).code) == (401, "bad-session")
    assert answer.headers["www-authenticate"] == "Bearer"


def test_a_merchandiser_is_no_agent(shop: tuple[Addresses, FileRef]) -> None:
    session = log_in(shop[0], "udo", PASSWORD)
    headers = {"Authorization": f"Bearer {session.token}"}
    told = problem(ask(shop[0], "/api/v1/tickets", "POST", headers, b'{"name": "Udo"}'))
    assert (told.status, told.code) == (403, "not-an-agent")


def test_guessing_passwords_is_slow(shop: tuple[Addresses, FileRef]) -> None:
    answers = [ask(shop[0], "/api/v1/login", "POST", body=b'{"user": "eva", "password": "guess"}') for _ in range(9)]
    assert {answer.status for answer in answers} == {401, 429}
    assert problem(answers[0]).code == "wrong-password"
    assert problem(answers[-1]).code == "too-often"
    assert int(answers[-1].headers["retry-after"]) > 0


def test_an_invitation_shows_what_was_configured_and_how_to_come_in(shop: tuple[Addresses, FileRef]) -> None:
    catalogue = msgspec.json.decode(ask(shop[0], "/api/v1/catalogue").body, type=Catalogue)
    entry = catalogue.products[0]
    value = entry.product.groups[0].values[-1]
    chosen = complete(entry.product, {entry.product.groups[0].id: value.id})
    code = codes.encode(entry.codebook, chosen)
    answer = ask(shop[0], f"/i/{code}")
    page = answer.body.decode()
    assert answer.status == 200
    assert f"showroom client {shop[0].http}/i/{code}" in page
    assert f"showroom://{shop[0].http.removeprefix('http://')}/{code}" in page
    assert value.name.en in page
    assert f'src="/files/{entry.poster.sha256 if entry.poster else ""}"' in page
    assert "<script" not in page
    assert "style=" not in page
    broken = ask(shop[0], f"/i/{code[:-1]}")
    assert (broken.status, problem(broken).code) == (422, "code-checksum")


# ---- pages, health, description ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "words"), [("de-DE,de;q=0.9,en;q=0.5", "129,00\xa0€|129,00 €|Läufer"), ("fr", "€129.00|Runner")]
)
def test_the_page_speaks_the_readers_language_and_escapes_what_it_shows(
    shop: tuple[Addresses, FileRef], language: str, words: str
) -> None:
    answer = ask(shop[0], "/", headers={"Accept-Language": language})
    page = answer.body.decode()
    assert any(word in page for word in words.split("|")[:-1])
    assert words.rsplit("|", maxsplit=1)[-1] in page
    assert "&lt;" in page
    assert "<One>" not in page
    assert f"showroom client --server {shop[0].http}" in page
    assert "<script" not in page
    assert "default-src 'none'" in answer.headers["content-security-policy"]


@pytest.mark.parametrize(
    ("header", "language"),
    [("", "en"), ("de", "de"), ("en,de", "en"), ("de;q=0.2,en;q=0.1", "de"), ("de;q=x", "en"), ("DE-at", "de")],
)
def test_the_language_is_the_readers_favourite(header: str, language: str) -> None:
    assert preferred_language(header) == language


def test_health_readiness_and_figures(shop: tuple[Addresses, FileRef]) -> None:
    assert ask(shop[0], "/healthz").json() == {"status": "alive", "problems": [], "degraded": []}
    assert ask(shop[0], "/readyz").json() == {"status": "ready", "problems": [], "degraded": []}
    figures = ask(shop[0], "/metrics").body.decode()
    for name in ("connections", "poses_received_total", "commit_seconds_count", "writer_queue", "tick_seconds_count"):
        assert f"showroom_{name} " in figures


def test_every_answer_carries_security_headers(shop: tuple[Addresses, FileRef]) -> None:
    for path in ("/", "/api/v1/catalogue", "/nowhere", f"/files/{shop[1].sha256}", "/metrics"):
        headers = ask(shop[0], path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert "default-src 'none'" in headers["content-security-policy"]
        assert headers["server"] == "showroom"


def test_an_unknown_address_or_method_is_a_problem(shop: tuple[Addresses, FileRef]) -> None:
    assert problem(ask(shop[0], "/nowhere")).code == "unknown-address"
    answer = ask(shop[0], "/healthz", "DELETE")
    assert problem(answer).code == "method-not-allowed"
    assert "GET" in answer.headers["allow"]


def test_the_description_has_every_route_and_every_route_is_served(shop: tuple[Addresses, FileRef]) -> None:
    document = ask(shop[0], "/openapi.json").json()
    described = {(method.upper(), path) for path, methods in document["paths"].items() for method in methods}
    assert described == {(route.method, route.path) for route in ROUTES}
    for operations in document["paths"].values():
        for operation in operations.values():
            assert operation["summary"].endswith(".")
    for method, path in described - {(route.method, route.path) for route in PUBLISHING}:  # those: test_publishing
        filled = path.format(sha256=shop[1].sha256, product="runner", code="none", page="recover")
        assert ask(shop[0], filled, method).status != 405


def test_answers_are_what_the_description_says(shop: tuple[Addresses, FileRef]) -> None:
    document = ask(shop[0], "/openapi.json").json()
    code = codes.encode(codebook(product()), complete(product(), {}))
    for route in ROUTES:
        if isinstance(route.response, type) and route.method == "GET" and not route.roles:
            body = ask(shop[0], route.path.format(product="runner", code=code)).body
            msgspec.json.decode(body, type=route.response)
            reference = document["paths"][route.path]["get"]["responses"]["200"]["content"]["application/json"]
            assert route.response.__name__ in str(reference)
    posted = {route.response for route in ROUTES if route.method == "POST" and not route.roles}
    assert posted == {Ticket, Login, Checkout, SignUp, SignIn, "text/html", ""}


def test_half_a_request_disturbs_nobody(shop: tuple[Addresses, FileRef]) -> None:
    half = http.client.HTTPConnection("127.0.0.1", shop[0].http_port)
    half.putrequest("POST", "/api/v1/tickets")
    half.putheader("Content-Length", "100")
    half.endheaders(b'{"name"')
    assert ask(shop[0], "/healthz").status == 200
    half.close()
    assert ask(shop[0], "/readyz").status == 200
