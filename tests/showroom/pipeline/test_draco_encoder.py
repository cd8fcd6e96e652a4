"""What is compressed comes back as exactly as stated."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from showroom.gltf import walk
from showroom.gltf.model import Document, Material, Mesh, Node, Primitive, TextureUse
from showroom.gltf.reader import read
from showroom.gltf.writer import write
from showroom.pipeline.draco import mesh_decoders
from showroom.pipeline.draco_encoder import DracoEncoder, Precision
from showroom.pipeline.mending import packable
from showroom.pipeline.steps.compress import CompressOptions, compress
from showroom.pipeline.steps.lean import lean
from showroom.pipeline.steps.quantise import QuantiseOptions, quantise
from tests.showroom.gltf.models import box, texture

if TYPE_CHECKING:
    from numpy.typing import NDArray

SIDE = 24


def bowl(material: Material | None = None, size_m: float = 0.3) -> Primitive:
    """A curved, textured patch with normals."""
    across, down = np.meshgrid(np.linspace(0, 1, SIDE), np.linspace(0, 1, SIDE))
    height = 0.3 * np.sin(3 * across) * np.cos(2 * down)
    points = np.stack((across, height, down), axis=-1).reshape(-1, 3) * size_m
    slopes = np.stack(
        (-0.9 * np.cos(3 * across) * np.cos(2 * down), np.ones_like(across), 0.6 * np.sin(3 * across)), -1
    )
    normals = slopes.reshape(-1, 3) / np.linalg.norm(slopes.reshape(-1, 3), axis=1, keepdims=True)
    corner = (np.arange(SIDE - 1)[:, None] * SIDE + np.arange(SIDE - 1)).reshape(-1, 1)
    triangles = np.concatenate((corner + np.array([0, SIDE, 1]), corner + np.array([1, SIDE, SIDE + 1])))
    attributes = {
        "POSITION": points.astype(np.float32),
        "NORMAL": normals.astype(np.float32),
        "TEXCOORD_0": np.stack((across, down), axis=-1).reshape(-1, 2).astype(np.float32),
    }
    worn = material or Material("sole", base_color_texture=TextureUse(texture(1024, 1024)))
    return Primitive(attributes, triangles.reshape(-1).astype(np.uint32), worn)


def document(*parts: Primitive, matrix: NDArray[np.float64] | None = None) -> Document:
    node = Node("Top", np.eye(4) if matrix is None else matrix, Mesh("Top", list(parts)))
    return Document([node], [part.material for part in parts if part.material], [])


def back(data: bytes) -> Document:
    return read(data, decoders=mesh_decoders())


def nearest(before: Primitive, after: Primitive) -> NDArray[np.int64]:
    """For each vertex after, the one before at the same place."""
    apart = np.abs(after.attributes["POSITION"][:, None].astype(float) - before.attributes["POSITION"][None])
    return np.asarray(apart.max(axis=2).argmin(axis=1), np.int64)


def test_no_vertex_moves_further_than_stated() -> None:
    matrix = np.diag([2.0, 2.0, 2.0, 1.0])
    original = document(bowl(), matrix=matrix)
    (before,), (after,) = walk.primitives(original), walk.primitives(quantise(original, QuantiseOptions(0.1, 0.0, 1.0)))
    moved_mm = np.abs(before.attributes["POSITION"].astype(float) - after.attributes["POSITION"]) * 2.0 * 1000
    assert 0.02 < moved_mm.max() <= 0.1


def test_a_large_model_may_be_coarser() -> None:
    original = document(bowl(size_m=4.0))
    (before,), (after,) = walk.primitives(original), walk.primitives(quantise(original))
    moved_mm = np.abs(before.attributes["POSITION"].astype(float) - after.attributes["POSITION"]).max() * 1000
    assert 0.02 < moved_mm <= 4000 / 65536


def test_parts_that_touched_still_touch() -> None:
    left, right = bowl(), bowl()
    right.attributes["POSITION"] = right.attributes["POSITION"] * np.array([-1, 1, 1], np.float32)
    parts = walk.primitives(quantise(document(left, right), QuantiseOptions(1.0, 0.0, 1.0)))
    edges = [{tuple(row) for row in one.attributes["POSITION"].tolist() if row[0] == 0} for one in parts]
    assert len(edges[0]) > 10
    assert edges[0] == edges[1]


def test_positions_on_their_lattice_come_back_bit_by_bit() -> None:
    quantised = packable(document(bowl()))
    data = compress(quantised)
    (before,), (after,) = walk.primitives(quantised), walk.primitives(back(data))
    exact = {row.tobytes() for row in before.attributes["POSITION"]}
    assert {row.tobytes() for row in after.attributes["POSITION"]} == exact
    assert len(after.indices) == len(before.indices)
    assert len(data) < 0.35 * len(write(quantised))


def test_normals_and_coordinates_stay_within_what_is_stated() -> None:
    quantised = packable(document(bowl()))
    (before,), (after,) = walk.primitives(quantised), walk.primitives(back(compress(quantised)))
    same = nearest(before, after)
    cosines = (before.attributes["NORMAL"][same] * after.attributes["NORMAL"]).sum(axis=1)
    assert np.degrees(np.arccos(cosines.clip(-1, 1))).max() < 0.2
    slipped_px = np.abs(before.attributes["TEXCOORD_0"][same] - after.attributes["TEXCOORD_0"]).max() * 1024
    assert slipped_px <= 0.25


def test_a_larger_error_takes_fewer_bytes() -> None:
    coarse = compress(
        quantise(document(bowl()), QuantiseOptions(0.5, 0.0, 1.0)), CompressOptions(precision=Precision(7, 4.0))
    )
    assert len(coarse) < 0.8 * len(compress(quantise(document(bowl()))))


def test_compressing_what_was_compressed_gives_the_same_bytes() -> None:
    once = compress(packable(document(bowl(), box(Material("upper")))))
    assert compress(packable(back(once))) == once


def test_further_coordinates_colors_and_joints_come_back() -> None:
    part = bowl(Material("sole", occlusion_texture=TextureUse(texture(64, 64), tex_coord=1)))
    count = len(part.attributes["POSITION"])
    random = np.random.default_rng(7)
    part.attributes |= {
        "TEXCOORD_1": random.random((count, 2), np.float32),
        "COLOR_0": random.random((count, 4), np.float32),
        "JOINTS_0": random.integers(0, 40, (count, 4)).astype(np.uint32),
        "WEIGHTS_0": np.tile(np.array([0.5, 0.25, 0.125, 0.125], np.float32), (count, 1)),
    }
    quantised = packable(document(part))
    (before,), (after,) = walk.primitives(quantised), walk.primitives(back(compress(quantised)))
    same = nearest(before, after)
    for name, most in (("TEXCOORD_1", 1e-5), ("COLOR_0", 1e-5), ("JOINTS_0", 0), ("WEIGHTS_0", 0)):
        apart = np.abs(before.attributes[name][same].astype(float) - after.attributes[name])
        assert apart.max() <= most, name


def test_what_stands_on_no_lattice_is_written_as_it_is() -> None:
    part = bowl()
    part.attributes["POSITION"] = np.random.default_rng(8).random(part.attributes["POSITION"].shape, np.float32)
    part.attributes["POSITION"][0] = 1e-12
    assert DracoEncoder()(part) is None
    data = write(document(part), DracoEncoder())
    assert data == write(document(part))


@pytest.mark.parametrize("method", ["draco", "none"])
def test_only_the_draco_method_asks_for_an_extension(method: str) -> None:
    data = compress(packable(document(bowl())), CompressOptions(method))  # type: ignore[arg-type] # one of the two
    assert (back(data).extensions_required == ("KHR_draco_mesh_compression",)) == (method == "draco")


def test_coordinates_and_colors_that_nothing_reads_are_left_out() -> None:
    part = bowl(Material("plain"))
    part.attributes["COLOR_0"] = np.ones((len(part.attributes["POSITION"]), 4), np.float32)
    (changed,) = walk.primitives(lean(document(part)))
    assert set(changed.attributes) == {"POSITION", "NORMAL"}


def test_coordinates_below_the_last_set_in_use_stay() -> None:
    part = bowl(Material("worn", occlusion_texture=TextureUse(texture(), tex_coord=1)))
    part.attributes["TEXCOORD_1"] = part.attributes["TEXCOORD_0"]
    part.attributes["TEXCOORD_2"] = part.attributes["TEXCOORD_0"]
    (changed,) = walk.primitives(lean(document(part)))
    assert set(changed.attributes) == {"POSITION", "NORMAL", "TEXCOORD_0", "TEXCOORD_1"}


def test_triangles_without_area_are_written_as_they_are() -> None:
    part = bowl()
    part.attributes["POSITION"] = np.zeros_like(part.attributes["POSITION"])
    assert DracoEncoder()(part) is None


@pytest.mark.parametrize("size", [(256, 1), (64, 64)])
def test_on_a_palette_nothing_slips_towards_the_next_colour(size: tuple[int, int]) -> None:
    part = bowl(Material("sole", base_color_texture=TextureUse(texture(*size))))
    (after,) = walk.primitives(back(compress(document(part))))
    of = nearest(part, after)
    slipped = np.abs(after.attributes["TEXCOORD_0"] - part.attributes["TEXCOORD_0"][of]) * max(size)
    assert slipped.max() <= 1 / 32
