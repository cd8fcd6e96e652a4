"""Compressed models are published plain, at their true size."""

from __future__ import annotations

import pytest

from server.store.folder import open_in_memory
from showroom.errors import ModelError
from showroom.gltf import walk
from showroom.pipeline.importer import import_model
from showroom.pipeline.source import ModelSource
from tests.showroom.gltf import compressed
from tests.showroom.pipeline.products import opened

PRODUCT = """
id = "badge"
kind = "other"
name = { en = "Badge", de = "Plakette" }
currency = "EUR"
price = 500
tax = { rate = 19, included = true }
groups = [{ id = "face", values = ["white", "black"] }]

[parts]
face = { materials = ["sole"], en = "Face", de = "Seite" }

[palette]
white = { en = "White", de = "Weiß", color = "#f2f2ee" }
black = { en = "Black", de = "Schwarz", color = "#1d1d20" }
"""


@pytest.mark.parametrize("data", [compressed.meshopt_model(), compressed.draco_model()], ids=["meshopt", "draco"])
def test_a_compressed_model_is_published_anew_and_importing_it_again_does_nothing(data: bytes) -> None:
    folder = open_in_memory()
    source = ModelSource("badge.glb", data)
    first = import_model(source, PRODUCT, "badge.toml", folder, now_s=1.8e9)
    again = import_model(source, PRODUCT, "badge.toml", folder, now_s=1.8e9)
    published = folder.files.read(first.publication.model.sha256)
    folder.close()
    assert (first.unchanged, again.unchanged) == (False, True)
    assert first.publication.size_mm == pytest.approx((100, 100, 0), abs=0.1)
    (part,) = walk.primitives(opened(published))
    assert part.attributes["POSITION"].max() == pytest.approx(0.1, abs=2e-5)


def test_damage_inside_compressed_data_publishes_nothing() -> None:
    folder = open_in_memory()
    source = ModelSource("badge.glb", compressed.meshopt_model(indices=b"\xe1\0\0" + bytes(16)))
    with pytest.raises(ModelError) as caught:
        import_model(source, PRODUCT, "badge.toml", folder, now_s=1.8e9)
    products = folder.catalogue.catalogue().products
    folder.close()
    assert (caught.value.code, products) == ("compressed-index", ())
