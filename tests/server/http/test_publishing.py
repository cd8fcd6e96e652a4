"""Publishing over HTTP: who may, what is refused, and what shoppers then see."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from msgspec.structs import replace as with_fields

from server.http.routes import PUBLISHING
from server.settings import Rate, Settings
from server.store.folder import open_data_folder, open_in_memory
from showroom.catalogue import FileRef, Pictures, Publication, RoomPlan
from showroom.pipeline.importer import import_model
from showroom.protocol.publishing import IllustrateRequest, PublishRequest, Releases, RoomRequest
from showroom.releases import Release, Terms
from tests.server.live import Answer, ask, live, log_in
from tests.server.samples import SetClock, publication, quick_staff, room_plan
from tests.showroom.pipeline.products import PRODUCT, source

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from server.app import Addresses

PASSWORD = "correct horse"  # noqa: S105 - a test's
ROLES = ("agent", "merchandiser", "approver", "admin")
GLB = "model/gltf-binary"
NOW_S = 1_800_000_000.0


class Shop:
    """A running server with one user of every role, called as it is."""

    def __init__(self, addresses: Addresses, clock: SetClock) -> None:
        self.addresses = addresses
        self.clock = clock
        self.tokens = {role: log_in(addresses, role, PASSWORD).token for role in (*ROLES, "second")}

    def ask(self, role: str, method: str, path: str, body: Any = None, media_type: str = "application/json") -> Answer:  # noqa: ANN401 - JSON or bytes
        headers = {"Content-Type": media_type}
        if role in self.tokens:
            headers["Authorization"] = f"Bearer {self.tokens[role]}"
        data = body if isinstance(body, bytes) or body is None else msgspec.json.encode(body)
        return ask(self.addresses, path, method, headers, data)

    def upload(self, data: bytes, media_type: str = GLB) -> FileRef:
        name = hashlib.sha256(data).hexdigest()
        answer = self.ask("merchandiser", "PUT", f"/api/v1/publishing/files/{name}", data, media_type)
        assert answer.status in {200, 201}, answer.body
        return msgspec.json.decode(answer.body, type=FileRef)

    def publish(self, publication: Publication, role: str = "merchandiser", **terms: Any) -> Answer:  # noqa: ANN401 - fields of the terms
        path = f"/api/v1/publishing/products/{publication.product.id}"
        return self.ask(role, "POST", path, PublishRequest(publication, Terms(**terms)))

    def post(self, role: str, deed: str, **fields: Any) -> Answer:  # noqa: ANN401 - fields of the body
        return self.ask(role, "POST", f"/api/v1/publishing/products/runner/{deed}", fields)

    def shown(self) -> list[int]:
        return [one["revision"] for one in ask(self.addresses, "/api/v1/catalogue").json()["products"]]

    def releases(self) -> tuple[Release, ...]:
        answer = self.ask("approver", "GET", "/api/v1/publishing/products/runner")
        return msgspec.json.decode(answer.body, type=Releases).releases


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    folder = open_data_folder(tmp_path)
    for name in (*ROLES, "second"):
        quick_staff(folder).add(name, PASSWORD, "merchandiser" if name == "second" else name)  # type: ignore[arg-type] # ROLES
    folder.catalogue.put_room(room_plan(shown=None))
    folder.close()
    clock = SetClock()
    clock.seconds = NOW_S
    with live(Settings(data=tmp_path, port=0, logins=Rate(100.0, 100.0)), clock) as addresses:
        yield Shop(addresses, clock)


@pytest.fixture(scope="module")
def made() -> tuple[Publication, bytes]:
    """What an import makes on the merchandiser's machine, and its model."""
    folder = open_in_memory()
    published = import_model(source(), PRODUCT, "runner.toml", folder, now_s=NOW_S).publication
    model = folder.files.read(published.model.sha256)
    folder.close()
    return published, model


def code(answer: Answer) -> tuple[int, str]:
    return answer.status, answer.json()["code"]


# ---- who may -------------------------------------------------------------------------------------------------------

FILE = "/api/v1/publishing/files/" + "0" * 64
MAY = {
    "GET /api/v1/staff/me": {"agent", "merchandiser", "approver", "admin"},
    "PUT /api/v1/publishing/files/{sha256}": {"merchandiser", "admin"},
    "GET /api/v1/publishing/waiting": {"merchandiser", "approver", "admin"},
    "GET /api/v1/publishing/tags": {"merchandiser", "approver", "admin"},
    "GET /api/v1/publishing/products/{product}": {"merchandiser", "approver", "admin"},
    "POST /api/v1/publishing/products/{product}": {"merchandiser", "admin"},
    "DELETE /api/v1/publishing/products/{product}": {"merchandiser", "admin"},
    "POST /api/v1/publishing/products/{product}/approve": {"merchandiser", "approver", "admin"},
    "POST /api/v1/publishing/products/{product}/rollback": {"merchandiser", "admin"},
    "PUT /api/v1/publishing/products/{product}/pictures": {"merchandiser", "admin"},
    "PUT /api/v1/publishing/rooms/{room}": {"merchandiser", "admin"},
    "PUT /api/v1/publishing/avatars/{avatar}": {"merchandiser", "admin"},
    "GET /api/v1/publishing/layouts": {"merchandiser", "approver", "admin"},
    "POST /api/v1/publishing/layouts": {"merchandiser", "admin"},
    "POST /api/v1/publishing/data": {"merchandiser", "admin"},
    "GET /api/v1/publishing/settings": {"merchandiser", "approver", "admin"},
    "PUT /api/v1/publishing/settings": {"admin"},
}


def test_every_route_lets_in_the_roles_that_it_should_and_nobody_else(shop: Shop) -> None:
    assert {f"{route.method} {route.path}" for route in PUBLISHING} == set(MAY)
    for route, allowed in MAY.items():
        method, _, path = route.partition(" ")
        path = path.format(sha256="0" * 64, product="runner", room="main", avatar="guest")
        for role in (*ROLES, "nobody"):
            status = shop.ask(role, method, path, b"{" if method != "GET" else None).status
            expected = {401} if role == "nobody" else {403} if role not in allowed else {200, 201, 400, 404}
            assert status in expected, (route, role, status)


def test_a_session_that_ended_is_nobodys(shop: Shop) -> None:
    assert shop.ask("agent", "GET", "/api/v1/staff/me").json() == {"user": "agent", "role": "agent"}
    assert shop.ask("agent", "POST", "/api/v1/logout").status == 204
    assert code(shop.ask("agent", "GET", "/api/v1/staff/me")) == (401, "bad-session")


def test_the_routes_are_described_with_who_may(shop: Shop) -> None:
    described = ask(shop.addresses, "/openapi.json").json()["paths"]
    for route in PUBLISHING:
        operation = described[route.path][route.method.lower()]
        assert operation["security"] == [{"staff": []}]
        assert all(role in operation["description"] for role in route.roles)


# ---- files ---------------------------------------------------------------------------------------------------------


def test_a_file_is_stored_under_its_hash_once(shop: Shop) -> None:
    data = bytes(range(256)) * 5000
    name = hashlib.sha256(data).hexdigest()
    path = f"/api/v1/publishing/files/{name}"
    assert shop.ask("merchandiser", "PUT", path, data, GLB).status == 201
    assert shop.ask("merchandiser", "PUT", path, b"", GLB).json() == {
        "sha256": name,
        "size_bytes": len(data),
        "media_type": GLB,
    }
    assert ask(shop.addresses, f"/files/{name}").body == data


def test_other_bytes_than_the_name_says_leave_nothing(shop: Shop, tmp_path: Path) -> None:
    assert code(shop.ask("merchandiser", "PUT", FILE, b"other", GLB)) == (400, "other-hash")
    assert code(shop.ask("merchandiser", "PUT", FILE[:-1] + "x", b"other", GLB)) == (400, "bad-hash")
    assert code(shop.ask("merchandiser", "PUT", FILE, b"<html>", "text/html")) == (400, "bad-media-type")
    assert [path.name for path in (tmp_path / "files").iterdir()] == []


def test_a_file_that_is_too_large_is_refused_before_it_is_sent(shop: Shop) -> None:
    import http.client  # noqa: PLC0415 - only here a request lies about its length

    connection = http.client.HTTPConnection("127.0.0.1", shop.addresses.http_port, timeout=10)
    connection.putrequest("PUT", FILE)
    connection.putheader("Authorization", f"Bearer {shop.tokens['merchandiser']}")
    connection.putheader("Content-Type", GLB)
    connection.putheader("Content-Length", str(1 << 40))
    connection.endheaders()
    assert connection.getresponse().status == 413
    connection.close()


# ---- publishing ----------------------------------------------------------------------------------------------------


def test_a_revision_goes_live_for_everybody(shop: Shop, made: tuple[Publication, bytes]) -> None:
    shop.upload(made[1])
    answer = shop.publish(made[0])
    assert answer.status == 201
    assert answer.json()["drafted_by"] == "merchandiser"
    (release,) = shop.releases()
    assert (release.publication, release.state) == (made[0], "live")


def test_who_built_on_an_old_revision_hears_of_the_conflict(shop: Shop, made: tuple[Publication, bytes]) -> None:
    shop.upload(made[1])
    assert shop.publish(made[0]).status == 201
    answer = shop.publish(made[0], "second")
    assert code(answer) == (409, "stale-revision")
    assert answer.json()["hint"] == "import it again"
    assert len(shop.releases()) == 1


def test_a_draft_needs_another_person_where_the_shop_wants_it(shop: Shop, made: tuple[Publication, bytes]) -> None:
    assert shop.ask("admin", "PUT", "/api/v1/publishing/settings", {"approval": "second-person"}).status == 200
    shop.upload(made[1])
    assert code(shop.publish(made[0])) == (409, "needs-approval")
    assert shop.publish(made[0], draft=True, by="approver").json()["drafted_by"] == "merchandiser"
    assert code(shop.post("second", "approve", revision=1)) == (403, "wrong-role")
    assert shop.shown() == []
    approved = shop.post("approver", "approve", revision=1, live_s=NOW_S + 60).json()
    assert (approved["state"], approved["approved_by"]) == ("scheduled", "approver")
    assert code(shop.post("approver", "approve", revision=2)) == (404, "unknown-revision")
    assert shop.post("approver", "approve", revision=1).json()["state"] == "live"
    assert code(shop.post("approver", "approve", revision=1)) == (409, "not-waiting")


def test_an_administrator_does_not_approve_what_is_their_own(shop: Shop, made: tuple[Publication, bytes]) -> None:
    shop.ask("admin", "PUT", "/api/v1/publishing/settings", {"approval": "second-person"})
    shop.upload(made[1])
    assert shop.publish(made[0], "admin", draft=True).status == 201
    assert code(shop.post("admin", "approve", revision=1)) == (403, "own-draft")


def test_removing_and_going_back_keep_every_revision(shop: Shop, made: tuple[Publication, bytes]) -> None:
    shop.upload(made[1])
    shop.publish(made[0])
    assert shop.ask("merchandiser", "DELETE", "/api/v1/publishing/products/runner").status == 200
    assert code(shop.ask("merchandiser", "DELETE", "/api/v1/publishing/products/runner")) == (404, "unknown-product")
    again = shop.post("merchandiser", "rollback", revision=1)
    assert (again.status, again.json()["publication"]["revision"]) == (201, 2)
    assert [one.removed for one in shop.releases()] == [True, False]


def test_whoever_changed_the_catalogue_reads_what_they_changed(shop: Shop, made: tuple[Publication, bytes]) -> None:
    product = "/api/v1/publishing/products/runner"
    shop.upload(made[1])
    shop.publish(made[0])
    seen = [shop.shown()]
    for revision in range(2, 8):  # the server looks by itself only 2.5 times a second
        shop.ask("merchandiser", "DELETE", product)
        seen.append(shop.shown())
        shop.post("merchandiser", "rollback", revision=1)
        seen.append(shop.shown())
        assert seen[-2:] == [[], [revision]]
    assert seen[0] == [1]


def test_pictures_come_later_and_must_be_pictures(shop: Shop, made: tuple[Publication, bytes]) -> None:
    model = shop.upload(made[1])
    shop.publish(made[0])
    path = "/api/v1/publishing/products/runner/pictures"
    poster = shop.upload(b"\x89PNG", "image/png")
    assert code(shop.ask("merchandiser", "PUT", path, IllustrateRequest(1, Pictures(model)))) == (400, "other-file")
    assert shop.ask("merchandiser", "PUT", path, IllustrateRequest(1, Pictures(poster))).status == 200
    assert shop.releases()[0].publication.poster == poster
    assert code(shop.ask("merchandiser", "PUT", path, IllustrateRequest(2, Pictures(poster)))) == (
        409,
        "stale-revision",
    )


# ---- nothing is taken on trust -------------------------------------------------------------------------------------


def changed(made: Publication, what: str) -> Publication:
    """A publication that no import of ours would make."""
    product, book = made.product, made.codebook
    group = with_fields(product.groups[0], initial="none-such")
    part = with_fields(product.parts[0], materials=("no such material",))
    fields: dict[str, dict[str, Any]] = {
        "size": {"size_mm": (1.0, 2.0, 3.0)},
        "triangles": {"triangles": made.triangles + 1},
        "length of the model": {"model": with_fields(made.model, size_bytes=1)},
        "code numbers": {"codebook": with_fields(book, groups=book.groups[:1])},
        "tag": {"codebook": with_fields(book, tag=book.tag ^ 1)},
        "first value": {"product": with_fields(product, groups=(group, *product.groups[1:]))},
        "material": {"product": with_fields(product, parts=(part,))},
        "price": {"product": with_fields(product, price=-1)},
    }
    return with_fields(made, **fields[what])


@pytest.mark.parametrize(
    "what",
    ["size", "triangles", "length of the model", "code numbers", "tag", "first value", "material", "price"],
)
def test_what_an_import_would_not_make_is_refused(shop: Shop, made: tuple[Publication, bytes], what: str) -> None:
    shop.upload(made[1])
    answer = shop.publish(changed(made[0], what))
    assert answer.status == 400, answer.body
    assert shop.shown() == []
    assert shop.publish(made[0]).status == 201


def test_a_model_that_is_none_is_refused_whatever_is_said_of_it(shop: Shop, made: tuple[Publication, bytes]) -> None:
    cut = shop.upload(made[1][:300])
    assert code(shop.publish(with_fields(made[0], model=cut))) == (400, "truncated")
    assert code(shop.publish(made[0])) == (404, "unknown-file")
    assert code(shop.ask("merchandiser", "PUT", "/api/v1/publishing/avatars/guest", {"model": cut})) == (
        400,
        "truncated",
    )


def test_a_product_is_published_under_its_own_address(shop: Shop, made: tuple[Publication, bytes]) -> None:
    shop.upload(made[1])
    request = PublishRequest(made[0])
    answer = shop.ask("merchandiser", "POST", "/api/v1/publishing/products/walker", request)
    assert code(answer) == (400, "other-product")


def test_a_room_shows_only_what_is_published(shop: Shop) -> None:
    path = "/api/v1/publishing/rooms/cellar"
    shown: RoomPlan = room_plan("cellar", shown="runner")
    assert code(shop.ask("merchandiser", "PUT", path, RoomRequest(shown))) == (400, "unknown-product")
    assert shop.ask("merchandiser", "PUT", path, RoomRequest(room_plan("cellar", shown=None))).status == 200
    assert code(shop.ask("merchandiser", "PUT", path, RoomRequest(room_plan("attic")))) == (400, "other-room")


def test_a_made_up_publication_without_a_real_model_is_refused(shop: Shop) -> None:
    model = shop.upload(b"not a model at all")
    assert shop.publish(publication(model)).status == 400
