"""Importing: from a model and a product file to a publication, or nothing at all."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image as Pillow

from server.store.folder import open_in_memory
from showroom.errors import ModelError, ProductFileError, Unavailable
from showroom.gltf import walk
from showroom.gltf.model import Document, Material, Mesh, Node
from showroom.gltf.reader import read
from showroom.gltf.writer import write
from showroom.pipeline.catalogue import remove
from showroom.pipeline.importer import import_model
from showroom.pipeline.source import ModelSource
from tests.showroom.gltf.models import box, shoe
from tests.showroom.pipeline.products import PRODUCT, opened, source

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    from server.store.folder import StoreFolder
    from showroom.catalogue import Publication, Vector3
    from showroom.pipeline.importer import Imported
    from showroom.ports import Renderer

NOW_S = 1_800_000_000.0


@pytest.fixture
def folder() -> Iterator[StoreFolder]:
    folder = open_in_memory()
    yield folder
    folder.close()


class Painter:
    """Draws one grey and remembers what it was asked for."""

    def __init__(self) -> None:
        self.asked: list[dict[str, str]] = []
        self.closed = False

    def picture(
        self,
        model: bytes,
        publication: Publication,
        choices: Mapping[str, str],
        *,
        view: str = "hero",
        size_px: tuple[int, int] = (1280, 720),
        camera_position: Vector3 | None = None,
        level: int = 0,
    ) -> NDArray[np.uint8]:
        assert (len(model), view, camera_position, level) == (publication.model.size_bytes, "hero", None, 0)
        self.asked.append(dict(choices))
        return np.full((size_px[1], size_px[0], 3), 128, np.uint8)

    def close(self) -> None:
        self.closed = True


def imported(folder: StoreFolder, text: str = PRODUCT, model: ModelSource | None = None) -> Imported:
    return import_model(model or source(), text, "runner.toml", folder, now_s=NOW_S)


def test_a_product_is_published_with_its_true_size_and_a_fact(folder: StoreFolder) -> None:
    result = imported(folder)
    (published,) = folder.catalogue.catalogue().products
    assert published == result.publication
    assert (published.product.id, published.revision, published.triangles) == ("runner", 1, 36)
    assert published.size_mm == pytest.approx((100, 305, 300), abs=0.04)
    assert published.published_at == "2027-01-15T08:00:00+00:00"
    assert result.poster_problem == "not asked for"


def test_the_published_model_stands_on_the_floor_and_keeps_what_options_address(folder: StoreFolder) -> None:
    published = imported(folder).publication
    document = opened(folder.files.read(published.model.sha256))
    low, high = walk.bounds(document)
    assert np.allclose([low[1], low[0] + high[0], low[2] + high[2]], 0, atol=4e-5)
    assert [one.name for one in document.materials] == ["sole", "upper", "night"]
    assert document.variants == ["night"]


def test_the_product_file_turns_and_scales_the_model(folder: StoreFolder) -> None:
    text = PRODUCT.replace("groups =", "model = { rotate_deg = [0, 90, 0], size_mm = { width = 290 } }\ngroups =", 1)
    assert imported(folder, text).publication.size_mm[0] == pytest.approx(290, abs=0.01)


def test_the_same_import_again_is_unchanged(folder: StoreFolder) -> None:
    first = imported(folder)
    revision = folder.catalogue.catalogue().revision
    again = imported(folder)
    assert again.unchanged
    assert again.publication == first.publication
    assert folder.catalogue.catalogue().revision == revision


def test_a_change_is_a_new_revision_with_the_old_code_numbers(folder: StoreFolder) -> None:
    first = imported(folder).publication
    changed = PRODUCT.replace('values = ["white", "black"]', 'values = ["black", "white"]')
    second = imported(folder, changed).publication
    assert second.revision == 2
    assert second.codebook == first.codebook


def test_a_removed_product_comes_back_as_a_new_revision(folder: StoreFolder) -> None:
    imported(folder)
    assert remove(folder, "runner", NOW_S) == 1
    assert folder.catalogue.catalogue().products == ()
    result = imported(folder)
    assert (result.unchanged, result.publication.revision) == (False, 2)


def test_products_get_tags_of_their_own(folder: StoreFolder) -> None:
    first = imported(folder).publication
    second = imported(folder, PRODUCT.replace('id = "runner"', 'id = "walker"')).publication
    assert first.codebook.tag != second.codebook.tag


def test_a_poster_shows_the_first_configuration(folder: StoreFolder) -> None:
    painter = Painter()
    result = import_model(source(), PRODUCT, "p.toml", folder, now_s=NOW_S, open_renderer=lambda: painter)
    assert result.publication.poster is not None
    with Pillow.open(io.BytesIO(folder.files.read(result.publication.poster.sha256))) as picture:
        assert (picture.format, picture.size) == ("PNG", (960, 540))
    assert painter.asked == [{"night": "off", "sole": "white"}]
    assert painter.closed


def test_a_missing_poster_is_drawn_later_without_a_new_revision(folder: StoreFolder) -> None:
    imported(folder)
    revision = folder.catalogue.catalogue().revision
    later = import_model(source(), PRODUCT, "p.toml", folder, now_s=NOW_S, open_renderer=Painter)
    assert (later.unchanged, later.poster_added, later.publication.revision) == (True, True, 1)
    (standing,) = folder.catalogue.catalogue().products
    assert standing == later.publication
    assert standing.poster is not None
    assert folder.catalogue.catalogue().revision == revision + 1
    again = import_model(source(), PRODUCT, "p.toml", folder, now_s=NOW_S, open_renderer=Painter)
    assert (again.unchanged, again.poster_added) == (True, False)


def test_without_graphics_the_product_is_published_and_the_reason_told(folder: StoreFolder) -> None:
    def no_renderer() -> Renderer:
        raise Unavailable("no-graphics", "no graphics here")

    result = import_model(source(), PRODUCT, "p.toml", folder, now_s=NOW_S, open_renderer=no_renderer)
    assert result.publication.poster is None
    assert result.poster_problem == "no-graphics: no graphics here"


def giant() -> ModelSource:
    """A shoe in millimetres, which glTF reads as metres."""
    materials = [Material("sole"), Material("upper")]
    mesh = Mesh("body", [box(one, (100.0, 100.0, 300.0)) for one in materials])
    return ModelSource("giant.glb", write(Document([Node("n", np.eye(4), mesh)], materials, ["night"])))


@pytest.mark.parametrize(
    ("text", "model", "error", "code"),
    [
        (PRODUCT, ModelSource("cut.glb", source().data[:500]), ModelError, "truncated"),
        (PRODUCT, giant(), ModelError, "implausible-size"),
        (PRODUCT.replace('["sole"]', '["soles"]'), source(), ProductFileError, "unknown-material"),
        (PRODUCT.replace("price = 12900", "price = 129.5"), source(), ProductFileError, "fractional-price"),
    ],
    ids=["truncated", "millimetres", "unknown part", "fractional price"],
)
def test_whatever_is_refused_leaves_nothing_behind(
    folder: StoreFolder, text: str, model: ModelSource, error: type[Exception], code: str
) -> None:
    with pytest.raises(error) as caught:
        imported(folder, text, model)
    assert getattr(caught.value, "code", "") == code
    catalogue = folder.catalogue.catalogue()
    assert (catalogue.products, catalogue.revision) == ((), 0)


def test_dying_while_the_poster_is_drawn_leaves_the_catalogue_as_it_was(folder: StoreFolder) -> None:
    before = imported(folder).publication

    def dying() -> Renderer:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_model(source(), PRODUCT.replace("12900", "9900"), "p.toml", folder, now_s=NOW_S, open_renderer=dying)
    assert folder.catalogue.catalogue().products == (before,)


def test_a_model_without_changes_needs_no_second_writing() -> None:
    data = write(shoe())
    assert write(read(data)) == data
