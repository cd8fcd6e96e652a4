from __future__ import annotations

import re
from pathlib import Path
from typing import get_type_hints

from showroom.catalogue import Surface
from showroom.product_file import ModelNames, parse
from showroom.product_file.groups import GROUP_KEYS, VALUE_KEYS
from showroom.product_file.hotspots import KEYS as HOTSPOT_KEYS
from showroom.product_file.reading import KEYS, KINDS
from showroom.product_file.rules import RULE_KEYS
from showroom.product_file.states import MOTION_KEYS, STATE_KEYS
from showroom.product_file.surfaces import SURFACE_KEYS

PAGE = (Path(__file__).resolve().parents[3] / "docs" / "product-file.md").read_text(encoding="utf-8")
EXAMPLE = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)[0]
SOURCES = "".join(
    path.read_text(encoding="utf-8")
    for folder in ("product_file", "toml_source")
    for path in (Path(__file__).resolve().parents[3] / "showroom" / folder).glob("*.py")
)


def test_the_worked_example_is_a_product() -> None:
    read = parse(EXAMPLE, "docs/product-file.md")
    groups = {group.id: group for group in read.product.groups}
    assert groups.keys() == {"upper", "sole", "laces", "details", "size"}
    assert all(len(group.values) >= 4 for group in groups.values())
    assert all(any(value.price for value in groups[name].values) for name in ("upper", "sole", "laces"))
    assert len(read.product.rules) == 2
    materials = [material for part in read.product.parts for material in part.materials]
    assert parse(EXAMPLE, "docs/product-file.md", lambda: ModelNames(materials, [], [])) == read


def test_the_worked_example_is_short() -> None:
    assert len(EXAMPLE.splitlines()) <= 40


def test_every_key_that_is_read_is_in_the_reference() -> None:
    for key in {
        *KEYS,
        *KINDS,
        *GROUP_KEYS,
        *VALUE_KEYS,
        *RULE_KEYS,
        *SURFACE_KEYS,
        *STATE_KEYS,
        *MOTION_KEYS,
        *HOTSPOT_KEYS,
    }:
        assert re.search(rf'[`"\[ {{]{key}["`\] =]', PAGE), key


def test_every_code_that_is_raised_is_in_the_reference() -> None:
    raised = set(re.findall(r'(?:refuse|refuse_unknown)\(\s*"([a-z-]+)"', SOURCES))
    assert {"toml-syntax", "too-large", "bad-id", "unreachable-value"} <= raised | {"toml-syntax"}
    assert [code for code in sorted(raised) if f"`{code}`" not in PAGE] == []


def test_every_field_of_a_surface_can_be_written() -> None:
    written = {"base_color" if key == "color" else key for key in SURFACE_KEYS}
    assert written == set(get_type_hints(Surface))
