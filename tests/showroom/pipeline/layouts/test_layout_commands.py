"""The layout commands as people and scripts call them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from server.store.folder import open_data_folder
from showroom.catalogue import Obstacle, Place
from showroom.cli.main import run
from showroom.pipeline.layouts.plan_svg import plan_svg
from tests.showroom.arranging.halls import BASE, CATALOGUE, HALL

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def hall(tmp_path: Path) -> Path:
    folder = open_data_folder(tmp_path / "data")
    model = folder.files.put(b"m", "model/gltf-binary")
    for tag, one in enumerate(CATALOGUE.products):
        folder.catalogue.publish(replace(one, model=model, codebook=replace(one.codebook, tag=tag)))
    folder.catalogue.put_room(HALL)
    folder.close()
    (tmp_path / "hall.toml").write_text(BASE, "utf-8")
    (tmp_path / "bad.toml").write_text(BASE.replace("small", "tiny"), "utf-8")
    return tmp_path


def do(folder: Path, word: str, *more: str) -> int:
    return run(["layout", *word.split(), *more, "--data", str(folder / "data")])


def test_a_layout_is_applied_once_kept_and_gone_back_from(hall: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = str(hall / "hall.toml")
    assert do(hall, "check", file) == 0
    assert do(hall, "apply", file) == 0
    assert "layout 1 applied" in capsys.readouterr().out
    assert do(hall, "apply", file) == 0
    assert "nothing changed" in capsys.readouterr().out
    assert do(hall, "rollback 0") == 0
    assert do(hall, "rollback 1") == 0
    assert do(hall, "show") == 0
    assert BASE in capsys.readouterr().out
    folder = open_data_folder(hall / "data")
    numbers = [revision.number for revision in folder.layouts.history()]
    folder.close()
    assert numbers == [1, 2, 3]


def test_a_bad_layout_changes_nothing(hall: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert do(hall, "apply", str(hall / "bad.toml"), "--json") == 1
    assert '"code":"too-large"' in capsys.readouterr().out
    folder = open_data_folder(hall / "data")
    assert folder.layouts.history() == ()
    folder.close()


def test_an_unknown_layout_is_told(hall: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert do(hall, "rollback 7") == 1
    assert do(hall, "show") == 1
    assert "unknown-layout" in capsys.readouterr().err


def test_the_plan_names_products_and_marks_those_out_of_reach() -> None:
    products = {one.product.id: one for one in CATALOGUE.products}
    drawn = plan_svg(HALL, products, "de", "heute <&>")
    texts = re.findall(r"<text[^>]*>([^<]*)</text>", drawn)
    assert {"Halle", "heute &lt;&amp;&gt;", "Coupe", "small"} <= set(texts)
    assert {"begehbar", "Eingang"} <= set(texts)
    assert re.findall(r'<polygon class="(product|lost)"', drawn) == ["product"]
    # Whoever draws the plan, dark words stand over their halos.
    assert re.findall(r'<text class="([^"]*)"[^>]*>Coupe<', drawn) == ["label-halo", "label"]
    assert "paint-order" not in drawn


def test_a_preview_shows_where_a_room_that_fills_itself_puts_the_rest(hall: Path) -> None:
    alone = "".join(line for line in BASE.splitlines(keepends=True) if "runner" not in line)
    (hall / "hall.toml").write_text(alone, "utf-8")
    (hall / "full.toml").write_text(alone.replace('room = "hall"', 'room = "hall"\nfill = true'), "utf-8")
    named = {}
    for name in ("hall", "full"):
        out = hall / f"{name}.svg"
        assert do(hall, "preview", str(hall / f"{name}.toml"), "-o", str(out)) == 0
        named[name] = re.findall(r'<text class="label"[^>]*>([^<]*)</text>', out.read_text("utf-8"))
    assert named == {"hall": ["Coupe"], "full": ["Boot", "Coupe"]}


def test_the_plan_marks_what_nobody_can_walk_up_to() -> None:
    around = Obstacle((0.0, -2.5), (4.9, 2.4))
    closed = replace(HALL, obstacles=(around,), half_size_m=(5.0, 5.0), plinths=HALL.plinths[2:])
    products = {one.product.id: one for one in CATALOGUE.products}
    far = replace(closed, plinths=(replace(HALL.plinths[2], place=Place((0.0, 0.1, -2.45))),))
    drawn = plan_svg(far, {"coupe": replace(products["coupe"], size_mm=(400.0, 300.0, 400.0))}, "en")
    assert re.findall(r'<polygon class="(product|lost)"', drawn) == ["lost"]
