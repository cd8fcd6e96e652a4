"""What an inspection measures."""

from __future__ import annotations

import msgspec
import numpy as np
import pytest

from showroom.gltf.model import Document, Material, Mesh, Node
from showroom.pipeline.report import inspect, is_closed
from tests.showroom.gltf.models import box, shoe


def test_a_report_counts_what_the_scene_draws() -> None:
    report = inspect(shoe(), 1234, "shoe.glb")
    assert (report.name, report.size_bytes) == ("shoe.glb", 1234)
    assert (report.triangles, report.vertices, report.draw_calls) == (36, 72, 3)
    assert report.nodes == ("Body", "Lace")
    assert report.variants == ("night",)


def test_instances_count_for_every_place_that_they_are_drawn_at() -> None:
    material = Material("m")
    mesh = Mesh("m", [box(material)])
    report = inspect(Document([Node("a", np.eye(4), mesh), Node("b", np.eye(4), mesh)], [material], []), 0)
    assert (report.triangles, report.draw_calls, report.meshes[0].instances) == (24, 2, 2)
    assert report.materials[0].triangles == 24


def test_extents_are_in_millimetres() -> None:
    report = inspect(shoe(), 0)
    assert report.low_mm == pytest.approx((-50, 200, -150), abs=0.1)
    assert report.size_mm == pytest.approx((100, 305, 300), abs=0.1)


def test_materials_name_their_extensions_and_textures() -> None:
    sole, upper, night = inspect(shoe(), 0).materials
    assert (sole.extensions, sole.textures) == ((), ())
    assert (upper.extensions, upper.textures) == (("KHR_materials_clearcoat",), ("normal_texture",))
    assert (sole.triangles, upper.triangles, night.triangles) == (24, 12, 0)


def test_a_texture_on_the_card_takes_four_bytes_a_pixel_and_a_third_for_mipmaps() -> None:
    (texture,) = inspect(shoe(), 0).textures
    assert (texture.width_px, texture.height_px, texture.used_as) == (4, 4, ("normal",))
    assert texture.gpu_bytes == int(4 * 4 * 4 * 4 / 3)


def test_a_box_is_closed_and_one_without_a_side_is_not() -> None:
    whole, open_box = box(None), box(None)
    open_box.indices = open_box.indices[:-6]
    assert is_closed(Mesh("whole", [whole]))
    assert not is_closed(Mesh("open", [open_box]))


def test_a_report_is_json() -> None:
    assert msgspec.json.decode(msgspec.json.encode(inspect(shoe(), 0)))["triangles"] == 36
