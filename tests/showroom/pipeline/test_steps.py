"""The steps of the pipeline, one by one."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from showroom.errors import ModelError
from showroom.gltf import walk
from showroom.gltf.model import Document, Material, Mesh, Node, Primitive, TextureUse
from showroom.gltf.tangents import add_tangents, compute_tangents
from showroom.pipeline.steps.addressed import Addressed
from showroom.pipeline.steps.dedup import dedup
from showroom.pipeline.steps.drop import drop
from showroom.pipeline.steps.prune import prune
from showroom.pipeline.steps.recentre import recentre
from showroom.pipeline.steps.scale import ScaleOptions, rotation, scale
from showroom.pipeline.steps.tangents import tangents
from tests.showroom.gltf.models import box, shoe, texture


def extents(document: Document) -> list[float]:
    low, high = walk.bounds(document)
    return list(np.round(high - low, 6))


def test_scaling_by_a_factor_keeps_the_vertices_bits() -> None:
    document = shoe()
    small = scale(document, ScaleOptions(scale=0.001))
    assert extents(small) == pytest.approx([0.0001, 0.000305, 0.0003], abs=1e-6)
    for before, after in zip(walk.primitives(document), walk.primitives(small), strict=True):
        assert after.attributes["POSITION"] is before.attributes["POSITION"]


def test_the_first_size_given_decides_for_all_axes() -> None:
    assert extents(scale(shoe(), ScaleOptions(size_mm=(None, None, 600)))) == pytest.approx([0.2, 0.61, 0.6])


def test_turning_comes_before_measuring() -> None:
    turned = scale(shoe(), ScaleOptions(size_mm=(600, None, None), rotate_deg=(0, 90, 0)))
    assert extents(turned) == pytest.approx([0.6, 0.61, 0.2])


def test_quarter_turns_are_exact_and_counter_clockwise() -> None:
    assert (rotation((0, -90, 0)) @ [1, 0, 0, 1]).tolist() == [0, 0, 1, 1]
    assert (rotation((90, 0, 0)) @ [0, 1, 0, 1]).tolist() == [0, 0, 1, 1]
    assert (rotation((0, 0, 90)) @ [1, 0, 0, 1]).tolist() == [0, 1, 0, 1]


def test_attenuation_grows_with_the_model_and_materials_stay_shared() -> None:
    glass = Material("glass", thickness=0.5, attenuation_distance=2.0)
    mesh = Mesh("m", [box(glass), box(glass)])
    scaled = scale(Document([Node("n", np.eye(4), mesh)], [glass], []), ScaleOptions(scale=0.5))
    assert (scaled.materials[0].attenuation_distance, scaled.materials[0].thickness) == (1.0, 0.5)
    assert all(part.material is scaled.materials[0] for part in walk.primitives(scaled))
    assert glass.attenuation_distance == 2.0


def test_a_flat_model_cannot_get_a_height() -> None:
    flat = box(None, (1, 0, 1))
    with pytest.raises(ModelError) as caught:
        scale(Document([Node("n", np.eye(4), Mesh("m", [flat]))], [], []), ScaleOptions(size_mm=(None, 9, None)))
    assert caught.value.code == "flat-model"


def test_recentring_puts_the_origin_at_the_bottom_in_the_middle_once() -> None:
    centred = recentre(shoe())
    low, high = walk.bounds(centred)
    assert low[1] == pytest.approx(0, abs=1e-9)
    assert (low + high)[[0, 2]] == pytest.approx(0, abs=1e-9)
    assert recentre(centred) is centred


def test_dropping_takes_everything_below_along() -> None:
    document = shoe()
    assert [node.name for node, _ in walk.nodes(drop(document, ["Lace"]))] == ["Body"]
    assert list(walk.nodes(drop(document, ["Body"]))) == []
    assert drop(document) is document


def test_pruning_keeps_what_is_worn_or_addressed() -> None:
    document = shoe()
    document.materials += [Material("spare"), Material("wanted")]
    document.roots.append(Node("Empty", np.eye(4), children=[Node("Anchor", np.eye(4))]))
    pruned = prune(document, Addressed(frozenset({"wanted"}), frozenset({"Anchor"})))
    assert [one.name for one in pruned.materials] == ["sole", "upper", "night", "wanted"]
    assert [node.name for node, _ in walk.nodes(pruned)] == ["Body", "Lace", "Empty", "Anchor"]
    assert [node.name for node, _ in walk.nodes(prune(document))] == ["Body", "Lace"]


def test_pruning_drops_attributes_that_nothing_reads() -> None:
    document = shoe()
    for part in walk.primitives(document):
        part.attributes |= {
            "TANGENT": np.zeros((24, 4), np.float32),
            "JOINTS_0": np.zeros((24, 4), np.uint32),
            "WEIGHTS_0": np.zeros((24, 4), np.float32),
        }
    plain, bumpy, _ = walk.primitives(prune(document))
    assert set(plain.attributes) == {"POSITION", "NORMAL", "TEXCOORD_0"}
    assert set(bumpy.attributes) == {"POSITION", "NORMAL", "TEXCOORD_0", "TANGENT"}


def twins() -> Document:
    first, second = (Material(name, normal_texture=TextureUse(texture())) for name in ("left", "right"))
    parts = [box(first), box(second)]
    parts[0].variants["night"] = second
    return Document([Node("n", np.eye(4), Mesh("m", parts))], [first, second], ["night"])


def test_equal_pictures_and_materials_become_one() -> None:
    merged = dedup(twins())
    assert [one.name for one in merged.materials] == ["left"]
    assert len(walk.images(merged)) == len(walk.textures(merged)) == 1
    first, second = walk.primitives(merged)
    assert first.material is second.material is first.variants["night"]


def test_a_material_that_an_option_addresses_stays_itself() -> None:
    merged = dedup(twins(), Addressed(materials=frozenset({"right"})))
    assert [one.name for one in merged.materials] == ["left", "right"]
    assert len(walk.images(merged)) == 1


def test_materials_that_differ_stay_apart() -> None:
    document = twins()
    document.materials[1].roughness = 0.5
    assert len(dedup(document).materials) == 2


def square(coordinates: list[tuple[float, float]]) -> Primitive:
    corners = np.array([(0, 0, 0), (1, 0, 0), (1, 1, 0), (0, 1, 0)], np.float32)
    normals = np.tile(np.array([0, 0, 1], np.float32), (4, 1))
    uv = np.array(coordinates, np.float32)
    bumpy = Material("bumpy", normal_texture=TextureUse(texture()))
    indices = np.array([0, 1, 2, 0, 2, 3], np.uint32)
    return Primitive({"POSITION": corners, "NORMAL": normals, "TEXCOORD_0": uv}, indices, bumpy)


@pytest.mark.parametrize(
    ("coordinates", "expected"),
    [
        ([(0, 1), (1, 1), (1, 0), (0, 0)], [1, 0, 0, 1]),
        ([(1, 1), (0, 1), (0, 0), (1, 0)], [-1, 0, 0, -1]),
        ([(0, 0), (0, 1), (1, 1), (1, 0)], [0, 1, 0, 1]),
    ],
    ids=["upright", "mirrored", "turned"],
)
def test_tangents_follow_u_and_the_hand_keeps_the_picture_upright(
    coordinates: list[tuple[float, float]], expected: list[float]
) -> None:
    part = square(coordinates)
    add_tangents(Document([Node("n", np.eye(4), Mesh("m", [part]))], [], []))
    assert np.allclose(part.attributes["TANGENT"], expected)


def test_tangents_are_made_only_where_a_normal_map_needs_them() -> None:
    document = shoe()
    add_tangents(document)
    plain, bumpy, _ = walk.primitives(document)
    assert "TANGENT" not in plain.attributes
    lengths = np.linalg.norm(bumpy.attributes["TANGENT"][:, :3], axis=1)
    assert np.allclose(lengths, 1)
    dots = (bumpy.attributes["TANGENT"][:, :3] * bumpy.attributes["NORMAL"]).sum(axis=1)
    assert np.allclose(dots, 0, atol=1e-6)


def test_degenerate_coordinates_still_give_unit_tangents() -> None:
    part = square([(0, 0)] * 4)
    positions, normals, coordinates = (
        part.attributes[name].astype(np.float64) for name in ("POSITION", "NORMAL", "TEXCOORD_0")
    )
    computed = compute_tangents(positions, normals, coordinates, part.indices.reshape(-1, 3))
    assert np.allclose(np.linalg.norm(computed[:, :3], axis=1), 1)


def test_tangents_that_are_computed_again_are_left_out_and_others_stay() -> None:
    part = square([(0, 1), (1, 1), (1, 0), (0, 0)])
    document = Document([Node("n", np.eye(4), Mesh("m", [part]))], [], [])
    add_tangents(document)
    (same,) = walk.primitives(tangents(document))
    assert "TANGENT" not in same.attributes
    part.attributes["TANGENT"] = np.tile(np.array([0, 1, 0, 1], np.float32), (4, 1))
    (other,) = walk.primitives(tangents(document))
    assert np.array_equal(other.attributes["TANGENT"], part.attributes["TANGENT"])


def test_tangents_that_no_normal_map_reads_are_left_out() -> None:
    part = box(Material("plain"))
    part.attributes["TANGENT"] = np.tile(np.array([1, 0, 0, 1], np.float32), (24, 1))
    (changed,) = walk.primitives(tangents(Document([Node("n", np.eye(4), Mesh("m", [part]))], [], [])))
    assert "TANGENT" not in changed.attributes


def test_brushed_surfaces_get_and_keep_the_tangents_of_their_grain() -> None:
    brushed = box(Material("brushed", anisotropy=0.5))
    document = Document([Node("n", np.eye(4), Mesh("m", [brushed]))], [], [])
    add_tangents(document)
    made = brushed.attributes["TANGENT"]
    assert np.allclose(np.linalg.norm(made[:, :3], axis=1), 1)
    del brushed.attributes["TEXCOORD_0"]
    (kept,) = walk.primitives(tangents(prune(document)))
    assert np.array_equal(kept.attributes["TANGENT"], made)


def test_steps_leave_their_input_alone() -> None:
    document = shoe()
    before = replace(document)
    tangents(dedup(prune(recentre(scale(document, ScaleOptions(scale=2.0))))))
    assert vars(document) == vars(before)
    assert "TANGENT" not in walk.primitives(document)[1].attributes
