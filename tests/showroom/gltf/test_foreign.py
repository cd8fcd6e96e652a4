"""What others note in a file, and what nobody here understands of it: kept, or told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from showroom.gltf import walk
from showroom.gltf.model import Animation, Channel, Document, Image, Noted, Skin, Texture, TextureUse
from showroom.gltf.reader import read
from showroom.gltf.writer import write
from showroom.pipeline.mending import LightenOptions, lightened
from showroom.pipeline.steps.addressed import Addressed
from tests.showroom.gltf.models import glb, png, shoe, triangle

if TYPE_CHECKING:
    from collections.abc import Iterator


def noted_places(document: Document) -> dict[str, Noted]:
    """One object of each kind that others note things on."""
    node, (material, *_) = document.roots[0], document.materials
    assert node.mesh is not None
    use = material.base_color_texture
    assert use is not None
    return {
        "document": document,
        "node": node,
        "mesh": node.mesh,
        "primitive": node.mesh.primitives[0],
        "material": material,
        "use": use,
        "texture": use.texture,
        "image": use.texture.image,
        "skin": document.roots[0].children[0].skin or Noted(),
        "animation": document.animations[0],
    }


def fully_noted() -> Document:
    document = shoe()
    document.materials[0].base_color_texture = TextureUse(Texture(Image("t", "image/png", png(2, 2), 2, 2)))
    node = document.roots[0]
    node.number, lace = 0, node.children[0]
    lace.number, lace.skin = 1, Skin("s", (0,), np.eye(4)[None])
    assert lace.mesh is not None
    positions = lace.mesh.primitives[0].attributes["POSITION"]
    weights = np.tile(np.array([1, 0, 0, 0], np.float32), (len(positions), 1))
    lace.mesh.primitives[0].attributes |= {"JOINTS_0": np.zeros((len(positions), 4), np.uint32), "WEIGHTS_0": weights}
    turn = Channel(0, "translation", np.array([0], np.float32), np.array([(0, 1, 0)], np.float32))
    document.animations = [Animation("a", [turn])]
    for number, (place, noted) in enumerate(noted_places(document).items()):
        noted.extras = {"by": place}
        noted.other_extensions = {"ACME_note": {"text": place, "weight": number}}
    return document


def test_what_nobody_here_understands_is_written_back_wherever_it_stands() -> None:
    document = fully_noted()
    written = write(document)
    back = read(written)
    for place, noted in noted_places(document).items():
        found = noted_places(back)[place]
        assert (found.extras, found.other_extensions) == (noted.extras, noted.other_extensions), place
    assert "ACME_note" in back.extensions_used
    assert write(back) == written
    assert back.skipped == ()


def test_the_steps_of_an_import_keep_what_is_noted() -> None:
    after = lightened(fully_noted(), Addressed(), LightenOptions())
    kept = {str(one.extras.get("by")) for one in _every_noted(after)}
    assert kept >= {"document", "node", "mesh", "primitive", "material", "use", "texture", "image", "skin", "animation"}
    for one in _every_noted(after):
        assert one.other_extensions.get("ACME_note", {}).get("text", "") == one.extras.get("by", "")


def _every_noted(document: Document) -> Iterator[Noted]:
    yield document
    yield from document.animations
    for node, _ in walk.nodes(document):
        yield node
        yield from [node.skin] if node.skin else []
    for mesh in walk.meshes(document):
        yield from (mesh, *mesh.primitives)
    for material in document.materials:
        yield material
        for use in material.texture_uses().values():
            yield from (use, use.texture, use.texture.image)


POINTERS = {
    "a number": {"material": 0},
    "numbers of levels": {"ids": [1, 2]},
    "attributes": {"attributes": {"_HEAT": 3}},
    "deep down": {"tables": [{"properties": {"heat": {"values": {"bufferView": 4}}}}]},
    "a pointer": {"path": "/nodes/3/translation"},
    "a texture that no material wears": {"heatTexture": {"index": 0}},
}


@pytest.mark.parametrize("content", POINTERS.values(), ids=POINTERS)
def test_what_points_into_the_file_unknown_is_left_out_as_a_whole_and_told(content: dict[str, object]) -> None:
    root, binary = triangle()
    root["nodes"][0]["extensions"] = {"ACME_heat": content, "ACME_note": {"text": "stays"}}
    root["extensions"] = {"ACME_heat": {"unit": "K"}}
    document = read(glb(root, binary))
    assert document.other_extensions == {}
    assert document.roots[0].other_extensions == {"ACME_note": {"text": "stays"}}
    assert any(one.startswith("ACME_heat (points into the file") for one in document.skipped)


def test_numbers_that_name_nothing_of_the_file_are_no_pointers() -> None:
    root, binary = triangle()
    values = {"version": 3, "rating": 5, "vertexCount": 3, "on": True, "of": "/shelf", "nodes": "three", "light": 0}
    root["nodes"][0]["extensions"] = {"ACME_note": values}
    assert read(glb(root, binary)).roots[0].other_extensions == {"ACME_note": values}
