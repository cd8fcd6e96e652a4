"""Coarser levels: fewer triangles within the stated error, over the same vertices, and nothing torn."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from showroom.errors import ModelError
from showroom.gltf import walk
from showroom.gltf.levels import Collapse, Levels
from showroom.gltf.model import Document, Material
from showroom.gltf.reader import read
from showroom.gltf.writer import write
from showroom.pipeline.draco import mesh_decoders
from showroom.pipeline.report import inspect
from showroom.pipeline.steps.compress import compress
from showroom.pipeline.steps.levels import LevelOptions, levels
from tests.showroom.pipeline.steps.test_simplify import RADIUS_M, ball, document

DIAGONAL_M = 2 * RADIUS_M * 3**0.5
GENEROUS = LevelOptions(shares=(1 / 300, 1 / 60), used=1.0, turns=(0.3, 0.6))


@cache
def halves() -> Document:
    """A closed sphere of two primitives, with a seam of the texture over both."""
    parts = (ball(30, Material("up"), half="upper"), ball(30, Material("down"), half="lower"))
    for one in parts:  # sine and cosine leave the pole in pieces
        one.attributes["POSITION"] = np.asarray(np.round(one.attributes["POSITION"], 7) + 0.0, np.float32)
    whole = document(*parts)
    return replace(whole, materials=[one.material for one in parts if one.material is not None])


@cache
def of(model: Document, options: LevelOptions = GENEROUS) -> Levels:
    found = levels(model, options)
    assert found is not None
    return found


def corners(model: Document, found: Levels, level: int) -> np.ndarray:
    """Where the corners of a level's triangles are, (m, 3, 3)."""
    parts = zip(walk.primitives(model), found.collapses, strict=True)
    return np.concatenate(
        [one.attributes["POSITION"][way.triangles(one, level)].reshape(-1, 3, 3) for one, way in parts]
    ).astype(np.float64)


@cache
def file_with_levels() -> bytes:
    return compress(halves(), None, GENEROUS)


def test_every_level_is_within_its_stated_error_and_has_fewer_triangles() -> None:
    model = halves()
    found = of(model)
    assert found.errors_m == pytest.approx([DIAGONAL_M / 300, DIAGONAL_M / 60], rel=0.01)
    counts = [walk.triangle_count(model)]
    shares = np.random.default_rng(0).dirichlet((1, 1, 1), 20)
    chord_m = RADIUS_M * (1 - np.cos(np.pi / 58))
    for level, error_m in enumerate(found.errors_m, 1):
        triangles = corners(model, found, level)
        radii = np.linalg.norm(np.einsum("sk,tkc->tsc", shares, triangles), axis=2)
        assert radii.max() <= RADIUS_M + 1e-6
        assert radii.min() >= RADIUS_M - error_m - chord_m
        counts.append(len(triangles))
    assert counts[1] < 0.6 * counts[0]
    assert counts[2] < 0.6 * counts[1]


def test_no_crack_opens_where_primitives_and_seams_meet() -> None:
    model = halves()
    found = of(model)
    for level in (1, 2):
        triangles = corners(model, found, level)
        _, places = np.unique(triangles.reshape(-1, 3), axis=0, return_inverse=True)
        edges = np.sort(places.reshape(-1, 3)[:, [[0, 1], [1, 2], [2, 0]]].reshape(-1, 2), axis=1)
        _, uses = np.unique(edges, axis=0, return_counts=True)
        assert (uses == 2).all()


def test_no_triangle_reaches_over_the_seam_of_the_texture() -> None:
    model = halves()
    found = of(model)
    for one, way in zip(walk.primitives(model), found.collapses, strict=True):
        across = one.attributes["TEXCOORD_0"][way.triangles(one, 2)].reshape(-1, 3, 2)[..., 0]
        poles = np.abs(one.attributes["POSITION"][way.triangles(one, 2)].reshape(-1, 3, 3)[..., 1]) > 0.98 * RADIUS_M
        assert (np.ptp(across, axis=1)[~poles.any(axis=1)] < 0.5).all()


def test_a_file_gives_back_the_levels_that_it_was_written_with() -> None:
    data = file_with_levels()
    published = read(data, decoders=mesh_decoders())
    assert published.levels is not None
    found = of(published)
    assert published.levels.errors_m == found.errors_m
    for one, other in zip(published.levels.collapses, found.collapses, strict=True):
        assert np.array_equal(one.gone, other.gone)
        assert np.array_equal(one.targets, other.targets)
    plain = compress(halves(), None)
    assert len(data) - len(plain) < 2.5 * sum(mesh.vertices for mesh in inspect(published, 0).meshes)


def test_a_report_says_what_the_levels_draw() -> None:
    published = read(file_with_levels(), decoders=mesh_decoders())
    first, second = inspect(published, 0).levels
    assert first.error_mm == pytest.approx(DIAGONAL_M * 1000 / 300, rel=0.01)
    assert first.triangles == len(corners(published, of(published), 1))
    assert second.triangles < first.triangles < walk.triangle_count(published)


def test_a_changed_document_is_written_without_the_levels_that_it_was_read_with() -> None:
    published = read(file_with_levels(), decoders=mesh_decoders())
    assert read(write(published)).levels is None


def test_a_small_model_and_one_of_facets_have_no_levels() -> None:
    assert levels(document(ball(16)), GENEROUS) is None
    part = ball(30)
    apart = {name: array[part.indices] for name, array in part.attributes.items()}
    apart["TEXCOORD_0"] = np.random.default_rng(0).random((len(part.indices), 2)).astype(np.float32)
    facets = replace(part, attributes=apart, indices=np.arange(len(part.indices), dtype=np.uint32))
    assert levels(document(facets), GENEROUS) is None


def test_normals_that_would_turn_too_far_keep_their_vertices() -> None:
    sheet = ball(24, half="upper")
    # Flat, but lit as if it were bent.
    sheet.attributes["POSITION"] = sheet.attributes["POSITION"] * np.array([1.0, 0.0, 1.0], np.float32)
    counts = [
        len(corners(document(sheet), found, 1)) if found else walk.triangle_count(document(sheet))
        for found in (levels(document(sheet), replace(GENEROUS, turns=(turn, turn))) for turn in (0.01, 1.0))
    ]
    assert counts[0] > 2 * counts[1]


@pytest.mark.parametrize(
    "spoiled",
    [
        Collapse(np.array([0, 1, 1], np.uint8), np.array([7, 1, 2], np.uint32)),
        Collapse(np.array([0, 0, 1], np.uint8), np.array([1, 0, 2], np.uint32)),
        Collapse(np.array([3, 1, 1], np.uint8), np.array([1, 1, 2], np.uint32)),
        Collapse(np.array([1, 1], np.uint8), np.array([0, 1], np.uint32)),
    ],
)
def test_levels_that_do_not_fit_the_model_are_refused(spoiled: Collapse) -> None:
    part = ball(4)
    count = len(part.attributes["POSITION"])
    rest = np.arange(len(spoiled.gone), count if len(spoiled.gone) > 2 else len(spoiled.gone))
    gone = np.concatenate([spoiled.gone, np.ones(len(rest), np.uint8)])
    targets = np.concatenate([spoiled.targets, rest.astype(np.uint32)])
    if len(spoiled.gone) > 2 and targets[0] == 7:
        targets[0] = count
    data = write(document(part), None, Levels((0.001,), (Collapse(gone, targets),)))
    with pytest.raises(ModelError) as caught:
        read(data)
    assert caught.value.code == "bad-levels"
