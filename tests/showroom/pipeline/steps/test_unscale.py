"""Scales that renderers choke on go into the vertices."""

from __future__ import annotations

import numpy as np
import pytest

from showroom.gltf import walk
from showroom.gltf.model import Document, Material, Mesh, Node
from showroom.pipeline.steps.unscale import unscale
from tests.showroom.gltf.models import box


def scene(factor: float, **node: object) -> Document:
    matrix = np.array([[0, 0, factor, 0.2], [0, factor, 0, 0], [-factor, 0, 0, 0], [0, 0, 0, 1]], np.float64)
    size = (0.1 / factor, 0.2 / factor, 0.3 / factor)
    leaf = Node("leaf", matrix, Mesh("leaf", [box(Material("m"), size)]), **node)  # type: ignore[arg-type] # by name
    return Document([Node("top", np.eye(4), children=[leaf])], [], [])


@pytest.mark.parametrize("factor", [1e-5, 1e4])
def test_an_extreme_scale_goes_into_the_vertices_and_nothing_moves(factor: float) -> None:
    document = scene(factor)
    changed = unscale(document)
    (leaf,) = [node for node, _ in walk.nodes(changed) if node.mesh]
    assert np.linalg.det(leaf.matrix[:3, :3]) == pytest.approx(1.0)
    assert np.allclose(walk.bounds(changed), walk.bounds(document), atol=1e-6)
    (part,) = walk.primitives(changed)
    assert np.allclose(np.linalg.norm(part.attributes["NORMAL"], axis=1), 1.0)


def test_plain_scales_and_parents_stay() -> None:
    plain, parent = scene(0.5), scene(1e-5, children=[Node("child", np.eye(4))])
    for document in (plain, parent):
        before = [part.attributes["POSITION"] for part in walk.primitives(document)]
        after = [part.attributes["POSITION"] for part in walk.primitives(unscale(document))]
        assert all(first is second for first, second in zip(before, after, strict=True))
