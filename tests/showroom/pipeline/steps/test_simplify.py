"""Fewer triangles within the stated error."""

from __future__ import annotations

import numpy as np
import pytest

from showroom.gltf import walk
from showroom.gltf.model import Document, Material, Mesh, Node, Primitive
from showroom.pipeline.steps.simplify import SimplifyOptions, simplify
from tests.showroom.gltf.models import box

RADIUS_M = 0.1


def ball(rings: int = 32, material: Material | None = None, *, half: str = "") -> Primitive:
    """A sphere with a texture seam; `half` takes its upper or lower half only."""
    low, high = {"": (0.0, np.pi), "upper": (0.0, np.pi / 2), "lower": (np.pi / 2, np.pi)}[half]
    down, around = np.meshgrid(np.linspace(low, high, rings), np.linspace(0, 2 * np.pi, 2 * rings), indexing="ij")
    normals = np.stack([np.sin(down) * np.cos(around), np.cos(down), np.sin(down) * np.sin(around)], axis=-1)
    normals[:, -1] = normals[:, 0]
    coordinates = np.stack([around / (2 * np.pi), down / np.pi], axis=-1)
    columns = 2 * rings
    corner = (np.arange(rings - 1)[:, None] * columns + np.arange(columns - 1)[None]).ravel()
    faces = np.stack([corner, corner + 1, corner + columns, corner + 1, corner + columns + 1, corner + columns], axis=1)
    normals = normals.reshape(-1, 3).astype(np.float32)
    attributes = {
        "POSITION": normals * np.float32(RADIUS_M),
        "NORMAL": normals,
        "TEXCOORD_0": coordinates.reshape(-1, 2).astype(np.float32),
    }
    return Primitive(attributes, faces.reshape(-1).astype(np.uint32), material)


def document(*parts: Primitive, scale: float = 1.0) -> Document:
    return Document([Node("n", np.diag([scale, scale, scale, 1.0]), Mesh("m", list(parts)))], [], [])


@pytest.mark.parametrize("error_mm", [2.0, 5.0, 10.0])
def test_nothing_moves_farther_than_the_error(error_mm: float) -> None:
    before = document(ball())
    after = simplify(before, SimplifyOptions(error_mm))
    (part,) = walk.primitives(after)
    # Points spread over the new triangles: a sphere tells how far each is from it.
    shares = np.random.default_rng(0).dirichlet((1, 1, 1), 20)
    corners = part.attributes["POSITION"][part.indices].reshape(-1, 3, 3).astype(np.float64)
    radii = np.linalg.norm(np.einsum("sk,tkc->tsc", shares, corners), axis=2)
    chord_m = RADIUS_M * (1 - np.cos(np.pi / 31))
    assert radii.max() <= RADIUS_M + 1e-7
    assert radii.min() >= RADIUS_M - error_mm / 1000 - chord_m
    assert walk.triangle_count(after) < walk.triangle_count(before)


def test_a_greater_error_leaves_fewer_triangles() -> None:
    counts = [walk.triangle_count(simplify(document(ball()), SimplifyOptions(mm))) for mm in (0.0, 4.0, 8.0, 16.0)]
    assert counts == sorted(counts, reverse=True)
    assert counts[-1] < 0.3 * counts[0]


def test_vertices_keep_attributes_that_were_there() -> None:
    (before,), (after,) = (
        walk.primitives(one) for one in (document(ball()), simplify(document(ball()), SimplifyOptions(8)))
    )
    pairs = {
        (*normal, *uv)
        for normal, uv in zip(
            before.attributes["NORMAL"].tolist(), before.attributes["TEXCOORD_0"].tolist(), strict=True
        )
    }
    assert all(
        (*normal, *uv) in pairs
        for normal, uv in zip(after.attributes["NORMAL"].tolist(), after.attributes["TEXCOORD_0"].tolist(), strict=True)
    )


def test_no_crack_opens_between_two_primitives() -> None:
    upper, lower = walk.primitives(simplify(document(ball(half="upper"), ball(half="lower")), SimplifyOptions(8)))
    rim, other = ({tuple(point) for point in part.attributes["POSITION"].tolist()} for part in (upper, lower))
    border = {
        tuple(point)
        for part in (upper, lower)
        for point in part.attributes["POSITION"][edge_vertices(part)].tolist()
        if abs(point[1]) < 0.008
    }
    assert len(border) > 10
    assert border <= rim & other


def edge_vertices(part: Primitive) -> np.ndarray:
    """Vertices on edges that only one triangle has, seams aside: places count, not vertices."""
    _, places = np.unique(part.attributes["POSITION"], axis=0, return_inverse=True)
    triangles = part.indices.reshape(-1, 3)
    edges = np.concatenate([triangles[:, [0, 1]], triangles[:, [1, 2]], triangles[:, [2, 0]]])
    codes = np.sort(places.reshape(-1)[edges], axis=1) @ np.array([len(places), 1])
    _, inverse, counts = np.unique(codes, return_inverse=True, return_counts=True)
    return np.unique(edges[counts[inverse.reshape(-1)] == 1])


def test_hard_edges_stay_hard_and_small_things_stay() -> None:
    (part,) = walk.primitives(simplify(document(box(None, (0.001, 0.001, 0.001))), SimplifyOptions(50)))
    assert len(part.indices) == 36
    (part,) = walk.primitives(simplify(document(box(None, (0.1, 0.1, 0.3))), SimplifyOptions(5)))
    assert len(part.attributes["POSITION"]) == 24


def test_the_error_counts_in_the_world() -> None:
    small = simplify(document(ball(), scale=0.1), SimplifyOptions(0.8))
    assert walk.triangle_count(small) == walk.triangle_count(simplify(document(ball()), SimplifyOptions(8)))


def test_no_error_changes_nothing() -> None:
    before = document(ball())
    assert simplify(before) is before
