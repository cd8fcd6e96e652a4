"""One mesh at many places, as EXT_mesh_gpu_instancing has it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from showroom.errors import ModelError
from showroom.gltf import walk
from showroom.gltf.instances import INSTANCING
from showroom.gltf.limits import Limits
from showroom.gltf.reader import read
from showroom.gltf.writer import write
from tests.showroom.gltf.models import glb, triangle

TURNED = [[0.0, 0.0, 0.0, 1.0], [0.0, 0.0, 2**-0.5, 2**-0.5]]
"""Not at all, and a quarter about z."""


def instanced(required: bool = True, **parts: Any) -> bytes:  # noqa: ANN401, FBT001, FBT002 - of the file
    """The triangle, moved up by one, at the places that the parts give."""
    root, binary = triangle()
    attributes: dict[str, int] = {}
    for name, rows in parts.items():
        array = np.array(rows, np.float32)
        view = {"buffer": 0, "byteOffset": len(binary), "byteLength": array.nbytes}
        attributes[name] = len(root["accessors"])
        kind = f"VEC{array.shape[1]}"
        accessor = {"bufferView": len(root["bufferViews"]), "componentType": 5126, "count": len(rows), "type": kind}
        root["bufferViews"].append(view)
        root["accessors"].append(accessor)
        binary += array.tobytes()
    root["buffers"][0]["byteLength"] = len(binary)
    root["nodes"][0] |= {"translation": [0, 1, 0], "extensions": {INSTANCING: {"attributes": attributes}}}
    root |= {"extensionsUsed": [INSTANCING], "extensionsRequired": [INSTANCING] if required else []}
    return glb(root, binary)


def places(data: bytes) -> list[Any]:
    """Where the first corner of the triangle, and what is one to its right, are drawn."""
    ends = np.array([[0, 0, 0, 1], [1, 0, 0, 1]], float)
    found = [ends @ world.T for node, world in walk.nodes(read(data)) if node.mesh is not None]
    return [np.round(one[:, :3], 4).tolist() for one in found]


@pytest.mark.parametrize("required", [True, False])
def test_a_mesh_stands_at_every_place_of_its_node_and_nowhere_else(*, required: bool) -> None:
    data = instanced(required, TRANSLATION=[[5, 0, 0], [0, 0, 7]], ROTATION=TURNED, SCALE=[[2, 2, 2], [1, 1, 1]])
    assert places(data) == [[[5, 1, 0], [7, 1, 0]], [[0, 1, 7], [0, 2, 7]]]
    document = read(data)
    assert len(walk.meshes(document)) == 1
    assert [root.name for root in document.roots] == ["Top"]
    assert not any(INSTANCING in one for one in document.skipped)
    assert places(write(document)) == places(data)


def test_what_is_not_said_of_a_place_stays_as_it_is() -> None:
    assert places(instanced(SCALE=[[3, 1, 1]])) == [[[0, 1, 0], [3, 1, 0]]]


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ({}, "bad-accessor"),
        ({"TRANSLATION": [[0, 0, 0]], "SCALE": [[1, 1, 1], [2, 2, 2]]}, "bad-accessor"),
        ({"TRANSLATION": [[0, 0, 0, 0]]}, "bad-accessor"),
        ({"ROTATION": [[0, 0, 0, 0]]}, "bad-accessor"),
        ({"TRANSLATION": [[0, 0, float("nan")]]}, "non-finite"),
    ],
)
def test_places_that_are_none_are_refused(parts: dict[str, Any], code: str) -> None:
    with pytest.raises(ModelError) as caught:
        read(instanced(**parts))
    assert caught.value.code == code
    assert 'node "Top"' in caught.value.place


def test_instances_count_as_the_nodes_and_triangles_that_they_are() -> None:
    data = instanced(TRANSLATION=[[0, 0, float(number)] for number in range(9)])
    assert walk.triangle_count(read(data)) == 9
    for limits, code in ((Limits(nodes=9), "too-many-nodes"), (Limits(triangles=8), "too-many-triangles")):
        with pytest.raises(ModelError) as caught:
            read(data, limits=limits)
        assert caught.value.code == code
