"""What the asset commands print."""

from __future__ import annotations

import numpy as np
from msgspec.structs import replace

from showroom.catalogue import Catalogue
from showroom.gltf.model import Document, Material, Mesh, Node, TextureUse
from showroom.pipeline import text
from showroom.pipeline.checks import Finding
from showroom.pipeline.report import inspect
from tests.showroom.gltf.models import box, texture


def test_columns_are_aligned_and_numbers_stand_on_the_right() -> None:
    lines = list(text.table(("name", "n"), [("sole", "7"), ("laces", "1,200")], frozenset({1})))
    assert lines == ["  name       n", "  sole       7", "  laces  1,200"]


def test_names_from_files_cannot_control_the_terminal() -> None:
    assert list(text.table(("name",), [("\x1b[31mred",)])) == ["  name", "  ?[31mred"]


def test_long_names_are_cut() -> None:
    assert list(text.table(("n",), [("x" * 99,)]))[1] == "  " + "x" * 39 + "…"


def test_sizes_have_units() -> None:
    assert [text.size(value) for value in (7, 2048, 3 << 20, 5 << 30)] == ["7 B", "2.0 KiB", "3.0 MiB", "5.0 GiB"]


def test_findings_show_mark_code_place_values_and_advice() -> None:
    finding = Finding("missing-uv", "error", "mesh", "no coordinates", "POSITION", "TEXCOORD_0", "unwrap it")
    lines = list(text.findings("a.glb", "showroom", [finding, Finding("b", "info", "c", "d")]))
    assert lines == [
        "✗ a.glb  (profile showroom: 1 error, 1 info)",
        "  ✗ missing-uv  mesh: no coordinates",
        "      got POSITION; allowed: TEXCOORD_0",
        "      → unwrap it",
        "  · b  c: d",
    ]


def test_one_thing_is_no_plural() -> None:
    assert [text.counted(count, "rule") for count in (0, 1, 2, 1200)] == ["0 rules", "1 rule", "2 rules", "1,200 rules"]


def test_an_empty_catalogue_says_how_to_fill_this_very_folder() -> None:
    first = next(iter(text.catalogue(Catalogue(0, (), (), ()), "--data '/my shop'")))
    assert "showroom assets sample --data '/my shop'" in first


def test_a_texture_without_a_name_is_shown_by_its_number() -> None:
    material = Material("m", base_color_texture=TextureUse(texture()))
    document = Document([Node("n", np.eye(4), Mesh("m", [box(material)]))], [material], [])
    found = inspect(document, 100)
    unnamed = replace(found, textures=tuple(replace(one, name="") for one in found.textures))
    assert any(line.strip().startswith("no name, image 0 ") for line in text.report(unnamed))
