"""One suite for every kind of data folder."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from showroom.catalogue import FileRef, Pictures
from showroom.errors import NotFound, NotPermitted, Rejected
from showroom.events import Fact
from tests.server.samples import publication, room_plan

if TYPE_CHECKING:
    from server.store.folder import StoreFolder

NEVER_STORED = FileRef("0" * 64, 3, "model/gltf-binary")
PUBLISHED = Fact("Product Published", 1_800_000_000.25, "u-mara", "runner", {"revision": 1})


def test_a_stored_file_is_read_back_under_its_hash(folder: StoreFolder) -> None:
    ref = folder.files.put(b"glTF", "model/gltf-binary")
    assert ref == FileRef(hashlib.sha256(b"glTF").hexdigest(), 4, "model/gltf-binary")
    assert folder.files.read(ref.sha256) == b"glTF"
    assert folder.files.ref(ref.sha256) == ref


def test_storing_the_same_bytes_twice_is_one_file(folder: StoreFolder) -> None:
    assert folder.files.put(b"same", "image/png") == folder.files.put(b"same", "image/png")


@pytest.mark.parametrize("name", ["0" * 64, "../../etc/passwd", "", "A" * 64])
def test_a_file_that_was_never_stored_is_not_found(folder: StoreFolder, name: str) -> None:
    with pytest.raises(NotFound) as caught:
        folder.files.read(name)
    assert caught.value.code == "unknown-file"
    assert folder.files.path(name) is None


def test_a_new_catalogue_is_empty(folder: StoreFolder) -> None:
    standing = folder.catalogue.catalogue()
    assert (standing.revision, standing.products, standing.rooms, standing.avatars) == (0, (), (), ())


def test_what_is_published_stands_in_the_catalogue_and_raises_its_revision(folder: StoreFolder) -> None:
    first = publication(folder.files.put(b"model", "model/gltf-binary"))
    folder.catalogue.publish(first, (PUBLISHED,))
    folder.catalogue.put_room(room_plan())
    standing = folder.catalogue.catalogue()
    assert standing.products == (first,)
    assert standing.rooms == (room_plan(),)
    assert standing.revision == folder.catalogue.revision() == 2
    assert folder.catalogue.publication("runner") == first


def test_only_the_newest_revision_stands(folder: StoreFolder) -> None:
    model = folder.files.put(b"model", "model/gltf-binary")
    folder.catalogue.publish(publication(model))
    folder.catalogue.publish(publication(model, revision=2))
    assert [one.revision for one in folder.catalogue.catalogue().products] == [2]


@pytest.mark.parametrize("revision", [0, 1, 3])
def test_a_stale_revision_is_refused_and_nothing_changes(folder: StoreFolder, revision: int) -> None:
    model = folder.files.put(b"model", "model/gltf-binary")
    folder.catalogue.publish(publication(model))
    with pytest.raises(Rejected) as caught:
        folder.catalogue.publish(publication(model, revision=revision), (PUBLISHED,))
    assert (caught.value.code, caught.value.got, caught.value.allowed) == ("stale-revision", str(revision), "2")
    assert folder.catalogue.revision() == 1
    assert folder.facts.after(0) == ()


def test_nothing_may_name_a_file_that_was_never_stored(folder: StoreFolder) -> None:
    with pytest.raises(Rejected, match="unknown-file"):
        folder.catalogue.publish(publication(NEVER_STORED))
    with pytest.raises(Rejected, match="unknown-file"):
        folder.catalogue.put_avatar("robot", NEVER_STORED)
    assert folder.catalogue.catalogue().products == ()
    assert folder.catalogue.revision() == 0


def test_a_removed_product_leaves_the_catalogue_but_its_numbers_live_on(folder: StoreFolder) -> None:
    model = folder.files.put(b"model", "model/gltf-binary")
    folder.catalogue.publish(publication(model))
    folder.catalogue.remove("runner")
    assert folder.catalogue.catalogue().products == ()
    newest = folder.catalogue.publication("runner")
    assert newest is not None
    assert newest.revision == 1
    folder.catalogue.publish(publication(model, revision=2))
    assert [one.revision for one in folder.catalogue.catalogue().products] == [2]


def test_every_revision_is_kept_oldest_first_also_of_a_removed_product(folder: StoreFolder) -> None:
    model = folder.files.put(b"model", "model/gltf-binary")
    first, second = publication(model), publication(model, revision=2)
    folder.catalogue.publish(first)
    folder.catalogue.publish(second)
    assert folder.catalogue.revisions("runner") == (first, second)
    folder.catalogue.remove("runner")
    assert folder.catalogue.revisions("runner") == (first, second)
    assert folder.catalogue.revisions("walker") == ()


def test_tags_are_known_also_of_removed_products(folder: StoreFolder) -> None:
    model = folder.files.put(b"model", "model/gltf-binary")
    assert folder.catalogue.tags() == {}
    first = publication(model)
    folder.catalogue.publish(first)
    folder.catalogue.remove("runner")
    assert folder.catalogue.tags() == {"runner": first.codebook.tag}


def test_a_poster_joins_its_revision_and_everybody_hears_of_it(folder: StoreFolder) -> None:
    folder.catalogue.publish(publication(folder.files.put(b"model", "model/gltf-binary")))
    poster = folder.files.put(b"picture", "image/png")
    folder.catalogue.illustrate("runner", 1, Pictures(poster))
    (standing,) = folder.catalogue.catalogue().products
    assert (standing.revision, standing.poster) == (1, poster)
    assert folder.catalogue.revision() == 2


def test_a_poster_for_what_does_not_stand_is_refused(folder: StoreFolder) -> None:
    folder.catalogue.publish(publication(folder.files.put(b"model", "model/gltf-binary")))
    poster = folder.files.put(b"picture", "image/png")
    with pytest.raises(Rejected, match="stale-revision"):
        folder.catalogue.illustrate("runner", 2, Pictures(poster))
    with pytest.raises(Rejected, match="unknown-file"):
        folder.catalogue.illustrate("runner", 1, Pictures(NEVER_STORED))
    folder.catalogue.remove("runner")
    with pytest.raises(NotFound, match="unknown-product"):
        folder.catalogue.illustrate("runner", 1, Pictures(poster))
    assert folder.catalogue.revision() == 2


@pytest.mark.parametrize("times", [0, 1])
def test_removing_what_does_not_stand_is_not_found(folder: StoreFolder, times: int) -> None:
    if times:
        folder.catalogue.publish(publication(folder.files.put(b"m", "model/gltf-binary")))
        folder.catalogue.remove("runner")
    with pytest.raises(NotFound) as caught:
        folder.catalogue.remove("runner")
    assert caught.value.code == "unknown-product"


def test_a_room_and_an_avatar_are_replaced_by_their_names(folder: StoreFolder) -> None:
    first, second = (folder.files.put(data, "model/gltf-binary") for data in (b"one", b"two"))
    for model in (first, second):
        folder.catalogue.put_avatar("robot", model)
        folder.catalogue.put_room(room_plan(shown=None))
    assert folder.catalogue.catalogue().avatars == (second,)
    assert folder.catalogue.catalogue().rooms == (room_plan(shown=None),)


def test_a_fact_is_a_cloud_event_around_segments_message(folder: StoreFolder) -> None:
    folder.catalogue.publish(publication(folder.files.put(b"m", "model/gltf-binary")), (PUBLISHED,))
    (logged,) = folder.facts.after(0)
    assert (logged.specversion, logged.source, logged.type, logged.subject) == (
        "1.0",
        "/showroom",
        "Product Published",
        "runner",
    )
    assert logged.time == "2027-01-15T08:00:00.250+00:00"
    assert logged.data["userId"] == "u-mara"
    assert logged.data["messageId"] == logged.id
    assert logged.data["properties"] == {"revision": 1}
    assert folder.facts.after(logged.position) == ()


@pytest.mark.parametrize("deed", ["UPDATE facts SET subject = 'other'", "DELETE FROM facts"])
def test_the_database_itself_refuses_to_change_a_fact(folder: StoreFolder, deed: str) -> None:
    folder.catalogue.publish(publication(folder.files.put(b"m", "model/gltf-binary")), (PUBLISHED,))
    with pytest.raises(IntegrityError, match="append-only"), folder.database.write() as connection:
        connection.execute(text(deed))
    assert len(folder.facts.after(0)) == 1


def test_only_the_right_password_opens(folder: StoreFolder) -> None:
    folder.staff.add("eva", "correct horse", "agent")
    assert folder.staff.check("eva", "correct horse").role == "agent"
    for name, password in (("eva", "wrong horse"), ("nobody", "correct horse"), ("nobody", "nobody")):
        with pytest.raises(NotPermitted, match="wrong-password"):
            folder.staff.check(name, password)


def test_a_user_exists_once_and_passwords_are_long_enough(folder: StoreFolder) -> None:
    folder.staff.add("eva", "correct horse", "admin")
    with pytest.raises(Rejected, match="user-exists"):
        folder.staff.add("eva", "correct horse", "agent")
    with pytest.raises(Rejected, match=r"weak-password: the password is too short .*5 characters.*8 to \d+ characters"):
        folder.staff.add("udo", "short", "agent")
    with pytest.raises(Rejected, match=r"weak-password: the password is too long .*5000 characters"):
        folder.staff.add("udo", "x" * 5000, "agent")
    with pytest.raises(NotFound, match="unknown-user"):
        folder.staff.set_password("udo", "long enough", 0.0)
    assert [(user.name, user.role) for user in folder.staff.users()] == [("eva", "admin")]


def test_a_session_ends_by_time_or_with_the_password(folder: StoreFolder) -> None:
    folder.staff.add("eva", "correct horse", "agent")
    folder.staff.open_session("eva", "token", expires_s=100.0, now_s=0.0)
    assert folder.staff.session("token", 99.0) is not None
    assert folder.staff.session("token", 100.0) is None
    assert folder.staff.session("other", 0.0) is None
    folder.staff.set_password("eva", "battery staple", 50.0)
    assert folder.staff.session("token", 99.0) is None
