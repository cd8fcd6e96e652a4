"""Mending a file and looking at it without publishing."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from PIL import Image as Pillow

from showroom.errors import Unavailable
from showroom.gltf import walk
from showroom.pipeline.fixing.fix import fix, save
from showroom.pipeline.fixing.preview import preview, unpublished
from showroom.pipeline.preparing import prepare
from showroom.pipeline.steps.addressed import Addressed
from showroom.pipeline.steps.scale import ScaleOptions
from tests.showroom.pipeline.products import PRODUCT, opened, source
from tests.showroom.pipeline.proof.test_import import Painter

if TYPE_CHECKING:
    from pathlib import Path


def test_a_fixed_model_has_its_size_and_stands_on_the_floor() -> None:
    fixed = fix(source(), ScaleOptions(scale=0.5))
    low, high = walk.bounds(opened(fixed.glb))
    assert (high - low)[2] == pytest.approx(0.15, abs=4e-5)
    assert low[1] == pytest.approx(0, abs=4e-5)
    assert (fixed.before.size_mm[2], fixed.after.size_mm[2]) == pytest.approx((300.0, 150.0), abs=0.04)


def test_every_name_stays_unless_a_product_says_which_are_needed() -> None:
    names = [node.name for node, _ in walk.nodes(opened(fix(source(), ScaleOptions()).glb))]
    assert names == ["Body", "Lace"]
    some = fix(source(), ScaleOptions(), addressed=Addressed(materials=frozenset({"sole"})))
    assert {one.name for one in opened(some.glb).materials} == {"sole", "upper", "night"}


def test_fixing_twice_changes_nothing_more() -> None:
    once = fix(source(), ScaleOptions()).glb
    again = fix(type(source())("again.glb", once), ScaleOptions()).glb
    assert again == once


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    save(b"model", tmp_path / "out.glb")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("out.glb", b"model")]
    with pytest.raises(Unavailable, match="unwritable-file"):
        save(b"model", tmp_path / "missing" / "out.glb")


def test_the_sheet_shows_six_views_and_every_other_colourway() -> None:
    painter = Painter()
    prepared = prepare(source(), PRODUCT, "p.toml")
    sheet = preview(prepared.glb, unpublished(prepared), painter, (240, 135))
    assert [view for view, _ in painter.asked] == ["hero", "front", "side", "back", "top", "detail", "hero", "hero"]
    with Pillow.open(io.BytesIO(sheet)) as picture:
        assert picture.size == (3 * 240, 3 * (135 + 20))
