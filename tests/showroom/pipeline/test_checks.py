"""The audit: what is found, how severe it is and what to do about it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from showroom.errors import Rejected
from showroom.gltf import walk
from showroom.gltf.model import Document, Image, Light, Material, Mesh, Node, Texture, TextureUse
from showroom.gltf.writer import write
from showroom.pipeline.checks import Finding, Subject, audit, check_file
from showroom.pipeline.mending import placed
from showroom.pipeline.profiles import PROFILES, Limit, Profile, find_profile
from showroom.pipeline.report import inspect
from showroom.pipeline.steps.scale import ScaleOptions
from showroom.product_file import ModelInstructions
from tests.showroom.gltf.models import box, png, shoe, texture
from tests.showroom.gltf.moving import arm

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from showroom.catalogue import Kind

SHOWROOM = PROFILES["showroom"]


def found(
    document: Document, profile: Profile = SHOWROOM, kind: Kind | None = None, size: int = 1000
) -> dict[str, Finding]:
    findings = audit(Subject(document, inspect(document, size, "model.glb"), profile, kind))
    assert all(finding.message and finding.place for finding in findings)
    return {finding.code: finding for finding in findings}


def wearing(material: Material) -> Document:
    return Document([Node("n", np.eye(4), Mesh("m", [box(material)]))], [material], [])


def scaled(factor: float) -> Document:
    document = wearing(Material("m"))
    document.roots[0].matrix[:3, :3] *= factor
    return document


def test_a_good_model_has_nothing_worse_than_remarks() -> None:
    assert {finding.severity for finding in found(shoe(), kind="shoe").values()} <= {"info"}


@pytest.mark.parametrize(
    ("tight", "code"),
    [
        (replace(SHOWROOM, size_bytes=Limit(10, 20)), "file-too-large"),
        (replace(SHOWROOM, triangles=Limit(1, 2)), "too-many-triangles"),
        (replace(SHOWROOM, draw_calls=Limit(1, 2)), "too-many-draw-calls"),
        (replace(SHOWROOM, materials=Limit(1, 2)), "too-many-materials"),
        (replace(SHOWROOM, texture_px=Limit(1, 2)), "texture-too-large"),
    ],
)
def test_more_than_the_profile_allows_is_an_error(tight: Profile, code: str) -> None:
    finding = found(shoe(), tight)[code]
    assert (finding.severity, bool(finding.got), bool(finding.allowed), bool(finding.hint)) == ("error",) + (True,) * 3


def test_more_than_the_profile_prefers_is_a_warning() -> None:
    assert found(shoe(), replace(SHOWROOM, triangles=Limit(1, 1000)))["too-many-triangles"].severity == "warning"


@pytest.mark.parametrize(
    ("factor", "kind", "severity", "unit"),
    [
        (1000, "shoe", "error", "millimetres (scale = 0.001)"),
        (100, "shoe", "error", "centimetres (scale = 0.01)"),
        (39.37, "shoe", "error", "inches (scale = 0.0254)"),
        (0.001, "shoe", "error", "size_mm"),
        (1000, None, "warning", "millimetres (scale = 0.001)"),
    ],
)
def test_another_unit_is_recognised(factor: float, kind: Kind | None, severity: str, unit: str) -> None:
    finding = found(scaled(factor), kind=kind)["implausible-size"]
    assert finding.severity == severity
    assert unit in finding.hint


def advice(size_m: tuple[float, float, float], instructions: ModelInstructions, kind: Kind = "shoe") -> str:
    """What the audit advises of a box that its product file turned and scaled."""
    material = Material("m")
    document = Document([Node("n", np.eye(4), Mesh("m", [box(material, size_m)]))], [material], [])
    options = ScaleOptions(instructions.scale, instructions.size_mm, instructions.rotate_deg)
    made = placed(document, options)
    found_by_audit = audit(Subject(made, inspect(made, 1000, "model.glb"), SHOWROOM, kind, instructions))
    return next(one.hint for one in found_by_audit if one.code.startswith("implausible"))


LENGTH_290 = (None, None, 290.0)


@pytest.mark.parametrize(
    ("size_m", "rotate_deg", "turn"),
    [
        ((3.0, 1.2, 1.1), (0.0, 0.0, 0.0), "[0, -90, 0]"),
        ((1.1, 3.0, 1.2), (0.0, 0.0, 0.0), "[-90, 0, 0]"),
        ((3.0, 1.2, 1.1), (0.0, 180.0, 0.0), "[0, -90, 0]"),
    ],
)
def test_a_shoe_that_gets_its_length_along_the_wrong_axis_is_to_be_turned(
    size_m: tuple[float, float, float], rotate_deg: tuple[float, float, float], turn: str
) -> None:
    hint = advice(size_m, ModelInstructions(size_mm=LENGTH_290, rotate_deg=rotate_deg))
    assert f"rotate_deg = {turn}" in hint
    assert "scale" not in hint


def test_a_turn_that_does_harm_is_to_be_taken_out() -> None:
    hint = advice((1.1, 1.2, 3.0), ModelInstructions(size_mm=LENGTH_290, rotate_deg=(0.0, 90.0, 0.0)))
    assert hint == "it lies along another axis: take rotate_deg out of [model] in the product file"


def test_a_model_that_lies_sideways_is_told_the_turn_that_helps() -> None:
    hint = advice((0.3, 0.12, 0.1), ModelInstructions(rotate_deg=(0.0, 180.0, 0.0)))
    assert "rotate_deg = [0, -90, 0]" in hint


def test_a_size_that_no_turn_mends_is_to_be_corrected_itself() -> None:
    hint = advice((1.0, 1.0, 3.0), ModelInstructions(size_mm=(None, None, 29.0)))
    assert "correct size_mm" in hint
    assert "29" in hint
    assert "scale" not in hint


@pytest.mark.parametrize(
    ("size_m", "scale", "expected"),
    [
        (300.0, 0.3048, "millimetres (scale = 0.001): replace scale = 0.3048"),
        (0.3, 0.001, "take scale = 0.001 out"),
        (0.01, 0.01, "put size_mm in place of scale = 0.01"),
    ],
)
def test_a_scale_that_is_set_is_never_advised_again(size_m: float, scale: float, expected: str) -> None:
    hint = advice((size_m / 3, size_m / 3, size_m), ModelInstructions(scale=scale))
    assert expected in hint
    assert f"(scale = {scale})" not in hint


def without_uv() -> Document:
    document = wearing(Material("worn", base_color_texture=TextureUse(texture())))
    del document.roots[0].mesh.primitives[0].attributes["TEXCOORD_0"]  # type: ignore[union-attr] # it has a mesh
    return document


def long_normals() -> Document:
    document = wearing(Material("m"))
    part = document.roots[0].mesh.primitives[0]  # type: ignore[union-attr] # it has a mesh
    part.attributes["NORMAL"] = part.attributes["NORMAL"] * np.float32(2)
    return document


def flat_triangles() -> Document:
    document = wearing(Material("m"))
    part = document.roots[0].mesh.primitives[0]  # type: ignore[union-attr] # it has a mesh
    part.indices = np.concatenate((part.indices, np.zeros(3, np.uint32)))
    return document


def turned_inside_out() -> Document:
    document = wearing(Material("m"))
    part = document.roots[0].mesh.primitives[0]  # type: ignore[union-attr] # it has a mesh
    part.indices = np.ascontiguousarray(part.indices[::-1])
    return document


def broken_picture() -> Document:
    data = png(8, 8)[:45]
    return wearing(Material("m", base_color_texture=TextureUse(Texture(Image("p", "image/png", data, 8, 8)))))


def two_of_a_name() -> Document:
    document = shoe()
    document.materials[2].name = "sole"
    return document


def lit() -> Document:
    return replace(shoe(), lights=[Light("point")])


@pytest.mark.parametrize(
    ("make", "code", "severity"),
    [
        (without_uv, "missing-uv", "error"),
        (long_normals, "bad-normals", "warning"),
        (flat_triangles, "degenerate-triangles", "warning"),
        (turned_inside_out, "inside-out", "warning"),
        (broken_picture, "undecodable-image", "error"),
        (two_of_a_name, "duplicate-material-name", "warning"),
        (lambda: wearing(Material("")), "unnamed-material", "warning"),
        (lit, "skipped-content", "warning"),
        (shoe, "off-origin", "info"),
    ],
)
def test_a_flaw_is_found(make: Callable[[], Document], code: str, severity: str) -> None:
    assert found(make())[code].severity == severity


def test_the_auditor_wants_powers_of_two_and_colours_with_room_for_light() -> None:
    material = Material("m", base_color=(1, 1, 1, 1), normal_texture=TextureUse(texture(5, 4)))
    findings = found(wearing(material), PROFILES["auditor"])
    assert findings["texture-not-power-of-two"].severity == "error"
    assert findings["base-color-range"].got == "sRGB 255, 255, 255"


def test_the_worst_comes_first() -> None:
    findings = audit(Subject(without_uv(), inspect(without_uv(), 0), replace(SHOWROOM, triangles=Limit(1, 1000))))
    assert [finding.severity for finding in findings] == sorted(
        (finding.severity for finding in findings), key=("error", "warning", "info").index
    )


def test_khronos_certified_sizes_are_within_their_profile() -> None:
    assert PROFILES["mobile"].size_bytes.most == 3 * 1024 * 1024
    assert PROFILES["mobile"].draw_calls == Limit(20, 500)


def test_an_unknown_profile_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(Rejected) as caught:
        find_profile("phone")
    assert caught.value.code == "unknown-profile"
    assert "mobile" in caught.value.allowed


def test_a_file_that_cannot_be_read_has_that_as_its_finding(tmp_path: Path) -> None:
    bad = tmp_path / "bad.glb"
    bad.write_bytes(write(shoe())[:100])
    result = check_file(bad, SHOWROOM)
    assert (result.ok, [finding.code for finding in result.findings]) == (False, ["truncated"])
    assert [finding.code for finding in check_file(tmp_path / "none.glb", SHOWROOM).findings] == ["no-such-file"]


def test_what_a_skin_reads_is_not_called_unused() -> None:
    document = arm()
    assert "unused-attribute" not in found(document)
    next(node for node, _ in walk.nodes(document) if node.skin).skin = None
    assert "unused-attribute" in found(document)
