from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from showroom.configuration import initial
from showroom.gltf.reader import read
from showroom.pipeline.checks import check_file
from showroom.pipeline.profile_file import load_profile
from showroom.product_file import ModelNames, ProductFile, parse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from showroom.gltf.model import Document, Node

PRODUCTS = Path(__file__).parents[2] / "assets" / "built" / "products"
IDS = sorted(path.parent.name for path in PRODUCTS.glob("*/product.toml"))

MAX_BYTES = {"car": 3_000_000}
MAX_TRIANGLES = {"car": 250_000}
"""Khronos' target for a single item on a desktop computer; smaller things stay far below it."""
OTHERS_BYTES, OTHERS_TRIANGLES = 2_000_000, 60_000
MAX_TEXTURE_PX = 512
LENGTH_TOLERANCE = 0.01


@pytest.fixture(params=IDS, scope="module")
def product_id(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def product_file(product_id: str) -> ProductFile:
    path = PRODUCTS / product_id / "product.toml"
    return parse(path.read_text(encoding="utf-8"), path.name)


@pytest.fixture(scope="module")
def document(product_id: str) -> Document:
    return read((PRODUCTS / product_id / "model.glb").read_bytes())


def placed(document: Document) -> Iterator[tuple[Node, NDArray[np.float64]]]:
    pending = [(root, np.eye(4)) for root in document.roots]
    while pending:
        node, parent = pending.pop()
        matrix = parent @ node.matrix
        yield node, matrix
        pending += [(child, matrix) for child in node.children]


def box_mm(document: Document) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    points = np.concatenate(
        [
            primitive.attributes["POSITION"].astype(float) @ matrix[:3, :3].T + matrix[:3, 3]
            for node, matrix in placed(document)
            if node.mesh is not None
            for primitive in node.mesh.primitives
        ]
    )
    return points.min(axis=0) * 1000, points.max(axis=0) * 1000


def test_there_is_a_shoe_a_pair_of_glasses_and_a_car() -> None:
    kinds = {parse((PRODUCTS / name / "product.toml").read_text(encoding="utf-8"), name).product.kind for name in IDS}
    assert kinds == {"shoe", "glasses", "car"}


def test_every_product_lies_in_a_folder_of_its_name(product_id: str, product_file: ProductFile) -> None:
    assert product_file.product.id == product_id


def test_every_name_in_the_product_file_is_in_the_model(product_id: str, document: Document) -> None:
    materials = [material.name for material in document.materials]
    nodes = [node.name for node, _ in placed(document)]
    text = (PRODUCTS / product_id / "product.toml").read_text(encoding="utf-8")
    assert parse(text, product_id, lambda: ModelNames(materials, nodes, document.variants)).product.id == product_id


def test_there_are_five_groups_two_rules_prices_and_german_taxes(product_file: ProductFile) -> None:
    product = product_file.product
    assert sum(len(group.values) >= 2 for group in product.groups) >= 5
    assert len(product.rules) >= 2
    assert product.currency == "EUR"
    assert product.tax.rate_bp == 1900
    assert product.tax.included
    assert any(value.price > 0 for group in product.groups for value in group.values)
    assert initial(product).product_id == product.id


def test_every_kind_of_rule_occurs_in_the_sample_products() -> None:
    files = [parse((PRODUCTS / name / "product.toml").read_text(encoding="utf-8"), name) for name in IDS]
    assert {rule.kind for file in files for rule in file.product.rules} == {"requires", "excludes", "includes"}


def test_whole_model_variants_and_parts_shown_or_hidden_both_occur() -> None:
    files = [parse((PRODUCTS / name / "product.toml").read_text(encoding="utf-8"), name) for name in IDS]
    values = [value for file in files for group in file.product.groups for value in group.values]
    assert any(value.variant for value in values)
    assert any(value.shows for value in values)
    assert any(value.hides for value in values)


def test_the_model_has_the_size_that_its_file_says(product_file: ProductFile, document: Document) -> None:
    low, high = box_mm(document)
    wanted = np.array(product_file.model.size_mm, dtype=float)
    np.testing.assert_allclose(high - low, wanted, rtol=LENGTH_TOLERANCE)


def test_what_is_worn_keeps_khronos_limits_for_phones_and_cars_those_for_desktops(
    product_id: str, product_file: ProductFile
) -> None:
    profile = load_profile("desktop" if product_file.product.kind == "car" else "mobile")
    checked = check_file(PRODUCTS / product_id / "model.glb", profile, product_file.product.kind)
    assert [finding.code for finding in checked.findings if finding.severity == "error"] == []


def test_the_origin_is_at_the_bottom_centre(document: Document) -> None:
    low, high = box_mm(document)
    size = high - low
    assert abs(low[1]) < 0.01 * size[1]
    assert np.all(np.abs(low + high)[[0, 2]] < 0.01 * size[[0, 2]])


def test_the_model_is_small_enough_to_arrive_quickly(
    product_id: str, product_file: ProductFile, document: Document
) -> None:
    hidden = {name for part in product_file.product.parts if not part.visible for name in part.nodes}
    triangles = sum(
        len(primitive.indices) // 3
        for node, _ in placed(document)
        if node.mesh is not None and node.name not in hidden
        for primitive in node.mesh.primitives
    )
    kind = product_file.product.kind
    assert triangles <= MAX_TRIANGLES.get(kind, OTHERS_TRIANGLES)
    assert (PRODUCTS / product_id / "model.glb").stat().st_size <= MAX_BYTES.get(kind, OTHERS_BYTES)


def test_every_car_opens_its_doors_and_lights_its_lamps(product_file: ProductFile, document: Document) -> None:
    if product_file.product.kind != "car":
        assert not {"doors", "lights"} & {state.id for state in product_file.product.states}
        return
    states = {state.id: state for state in product_file.product.states}
    parts = {part.id: part for part in product_file.product.parts}
    strengths = {material.name: material.emissive_strength for material in document.materials}
    assert {motion.part for motion in states["doors"].moves} == {"door-left", "door-right"}
    for motion in states["doors"].moves:
        (door,) = (node for node, _ in placed(document) if node.name in parts[motion.part].nodes)
        assert door.mesh is not None
        assert {"paint", "glass"} <= {one.material.name for one in door.mesh.primitives if one.material}
    for cover in states["lights"].covers:
        assert all(strengths[name] > 1.0 for name in parts[cover.part].materials)


def test_pictures_in_the_model_are_small(document: Document) -> None:
    uses = [
        use
        for material in document.materials
        for use in (material.base_color_texture, material.normal_texture)
        if use is not None
    ]
    assert all(max(use.texture.image.width_px, use.texture.image.height_px) <= MAX_TEXTURE_PX for use in uses)


def test_every_material_is_one_draw_in_its_node(document: Document) -> None:
    for node, _ in placed(document):
        if node.mesh is not None:
            names = [primitive.material.name for primitive in node.mesh.primitives if primitive.material]
            assert len(names) == len(set(names)) == len(node.mesh.primitives)


def test_normals_are_unit_vectors_and_nothing_is_nan(document: Document) -> None:
    for node, _ in placed(document):
        for primitive in node.mesh.primitives if node.mesh is not None else ():
            assert np.isfinite(primitive.attributes["POSITION"]).all()
            lengths = np.linalg.norm(primitive.attributes["NORMAL"], axis=1)
            np.testing.assert_allclose(lengths, 1, atol=1e-3)


def test_there_is_nothing_in_the_model_that_a_product_does_not_need(document: Document) -> None:
    assert document.skipped == ()
