"""The sample products' options and rules: all can be had, all can be seen, all are explained."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from showroom.configuration import initial
from showroom.gltf.reader import read
from showroom.pipeline.checks import Subject, audit
from showroom.pipeline.profiles import find_profile
from showroom.pipeline.report import inspect
from showroom.product_file import ProductFile, parse
from showroom.rules import contradiction, unreachable, violations
from tests.assets.seeing import DIRECTIONS, Scene

if TYPE_CHECKING:
    from showroom.catalogue import Product
    from showroom.gltf.model import Document

PRODUCTS = Path(__file__).parents[2] / "assets" / "built" / "products"
IDS = sorted(path.parent.name for path in PRODUCTS.glob("*/product.toml"))
FEWEST_PIXELS = 8
FITTING = {"size"}
"""Groups of which a picture of one model shows nothing."""


@pytest.fixture(params=IDS, scope="module")
def product_file(request: pytest.FixtureRequest) -> ProductFile:
    path = PRODUCTS / str(request.param) / "product.toml"
    return parse(path.read_text(encoding="utf-8"), path.name)


@pytest.fixture(scope="module")
def document(product_file: ProductFile) -> Document:
    return read((PRODUCTS / product_file.product.id / "model.glb").read_bytes())


def test_khronos_limits_for_a_page_on_a_desktop_are_kept_without_a_warning(
    product_file: ProductFile, document: Document
) -> None:
    size = (PRODUCTS / product_file.product.id / "model.glb").stat().st_size
    subject = Subject(document, inspect(document, size), find_profile("desktop"), product_file.product.kind)
    found = [finding for finding in audit(subject) if finding.severity != "info"]
    assert found == []


def test_the_rules_leave_every_value_and_the_first_configuration(product_file: ProductFile) -> None:
    product = product_file.product
    assert contradiction(product) == ()
    assert unreachable(product) == ()
    assert violations(product, initial(product)) == ()


def test_every_rule_says_why_in_both_languages(product_file: ProductFile) -> None:
    for rule in product_file.product.rules:
        assert rule.sentence.en.endswith("."), rule.id
        assert rule.sentence.de.endswith("."), rule.id
        assert rule.sentence.en != rule.sentence.de, rule.id


def with_included(product: Product, choices: dict[str, str]) -> dict[str, str]:
    """The choices with what the rules bring along: a package has no look of its own."""
    brought = {
        choice.group: choice.value
        for rule in product.rules
        if rule.kind == "includes" and all(choices[one.group] == one.value for one in rule.when)
        for choice in rule.then
    }
    return {**choices, **brought}


def test_every_value_can_be_told_from_every_other_of_its_group_in_a_picture(
    product_file: ProductFile, document: Document
) -> None:
    product = product_file.product
    scenes = [Scene(document, direction) for direction in DIRECTIONS.values()]
    first = initial(product).as_dict()
    alike = []
    for group in product.groups:
        if group.id in FITTING:
            continue
        wanted = [with_included(product, {**first, group.id: value.id}) for value in group.values]
        pictures = [[scene.picture(product, choices) for choices in wanted] for scene in scenes]
        for one, other in combinations(range(len(wanted)), 2):
            most = max(int((seen[one] != seen[other]).any(axis=0).sum()) for seen in pictures)
            if most < FEWEST_PIXELS:
                alike.append((group.id, group.values[one].id, group.values[other].id, most))
    assert alike == []
