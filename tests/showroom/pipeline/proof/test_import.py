"""Importing with the picture proof: what changes is refused, unless somebody accepts it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image as Pillow

from server.store.folder import open_in_memory
from showroom.errors import ModelError, Rejected, Unavailable
from showroom.gltf import walk
from showroom.gltf.model import Mesh, Node
from showroom.gltf.writer import write
from showroom.pipeline.importer import ImportOptions, import_model
from showroom.pipeline.mending import LightenOptions
from showroom.pipeline.proof import ProofOptions
from showroom.pipeline.proof.accepting import Accepted
from showroom.pipeline.source import ModelSource
from showroom.pipeline.steps.levels import LevelOptions
from tests.showroom.gltf.models import shoe
from tests.showroom.pipeline.products import PRODUCT, opened, source
from tests.showroom.pipeline.steps.test_simplify import ball

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    from server.store.folder import StoreFolder
    from showroom.catalogue import Publication, Vector3
    from showroom.pipeline.importer import Imported
    from showroom.ports import Renderer

NOW_S = 1_800_000_000.0


class Painter:
    """Draws a rectangle in the colour of the first material; the model counts where `fickle`."""

    def __init__(self, *, fickle: bool = False, blank: bool = False, seen_level: int = 99) -> None:
        self.fickle, self.blank, self.seen_level = fickle, blank, seen_level
        self.levels: set[int] = set()
        self.models: list[bytes] = []
        self.loads = 0
        self.asked: list[tuple[str, tuple[int, int]]] = []
        self.closed = False

    def picture(
        self,
        model: bytes,
        publication: Publication,
        choices: Mapping[str, str],
        *,
        view: str = "hero",
        size_px: tuple[int, int] = (1280, 720),
        camera_position: Vector3 | None = None,
        level: int = 0,
    ) -> NDArray[np.uint8]:
        assert camera_position is None
        self.levels.add(level)
        assert set(choices) == {group.id for group in publication.product.groups}
        self.asked.append((view, size_px))
        if not self.models or self.models[-1] != model:
            self.loads += 1
            self.models.append(model)
        first = opened(model).materials[0]
        pixels = np.full((size_px[1], size_px[0], 3), 230, np.uint8)
        color = np.array(first.base_color[:3]) * (1.0 if first.unlit or not self.fickle else 1.0 / self.loads)
        if not self.blank:
            pixels[40:120, 60:180] = np.rint(color * 255)
        if level >= self.seen_level:
            pixels[10:40, 10:40] = 0
        return pixels

    def close(self) -> None:
        self.closed = True


@pytest.fixture
def folder() -> Iterator[StoreFolder]:
    folder = open_in_memory()
    yield folder
    folder.close()


@pytest.fixture(autouse=True)
def _pictures_go_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))


def imported(folder: StoreFolder, painter: Painter, **options: object) -> Imported:
    how = ImportOptions(proof=lambda: painter, **options)  # type: ignore[arg-type] # each test names real fields
    return import_model(source(), PRODUCT, "runner.toml", folder, now_s=NOW_S, options=how)


def imported_round(folder: StoreFolder, painter: Painter) -> Imported:
    """A model with enough triangles for levels."""
    model = shoe()
    sole = next(one for one in model.materials if one.name == "sole")
    place = np.diag([0.3, 0.3, 0.3, 1.0])
    place[:3, 3] = np.mean(walk.bounds(model), axis=0)
    model.roots.append(Node("ball", place, Mesh("ball", [ball(30, sole)])))
    options = ImportOptions(proof=lambda: painter)
    made = ModelSource("shoe.glb", write(model))
    return import_model(made, PRODUCT, "runner.toml", folder, now_s=NOW_S, options=options)


def published_properties(folder: StoreFolder) -> dict[str, object]:
    (fact,) = folder.facts.after(0)
    properties: dict[str, object] = fact.data["properties"]
    return properties


def test_what_looks_the_same_is_published_with_its_proof_in_the_log(folder: StoreFolder) -> None:
    painter = Painter()
    proof = imported(folder, painter).proof
    assert proof is not None
    assert (proof.pairs, proof.changed, proof.worst.structure, proof.worst.spot) == (6, 0, 1.0, 0.0)
    assert published_properties(folder)["proof"] == {
        "pairs": 6,
        "changed": 0,
        "view": "hero",
        "colorway": "initial",
        "structure": 1.0,
        "silhouette": 1.0,
        "color": 0.0,
        "spot": 0.0,
    }
    assert painter.closed


def test_each_model_is_loaded_once(folder: StoreFolder) -> None:
    painter = Painter()
    imported(folder, painter)
    assert painter.loads == 4
    assert {size for _, size in painter.asked} == {(256, 192)}
    assert {view for view, _ in painter.asked} == {"hero", "opposite"}


def test_a_visible_change_is_refused_with_its_picture_and_nothing_is_published(folder: StoreFolder) -> None:
    with pytest.raises(ModelError) as caught:
        imported(folder, Painter(fickle=True))
    assert caught.value.code == "picture-changed"
    assert caught.value.place == "view hero, initial"
    assert "--accept" in caught.value.hint
    path = Path(caught.value.hint.split()[2].rstrip(";"))
    with Pillow.open(path) as picture:
        assert picture.size == (3 * 512, 384 + 18)
    assert folder.catalogue.catalogue().products == ()


def test_an_accepted_change_is_published_and_the_log_says_by_whom(folder: StoreFolder) -> None:
    result = imported(folder, Painter(fickle=True), accepted=Accepted("Ann", "the new rubber is matt"))
    assert result.proof is not None
    assert (result.proof.changed, Path(result.proof.picture).is_file()) == (6, True)
    assert published_properties(folder)["accepted"] == {"who": "Ann", "why": "the new rubber is matt"}


def test_nobody_accepts_what_does_not_change(folder: StoreFolder) -> None:
    result = imported(folder, Painter(), accepted=Accepted("Ann", "just in case"))
    assert result.accepted is None
    assert "accepted" not in published_properties(folder)


def test_a_blank_picture_proves_nothing(folder: StoreFolder) -> None:
    with pytest.raises(ModelError, match="nothing-to-see"):
        imported(folder, Painter(blank=True))


def test_without_graphics_the_proof_is_asked_for(folder: StoreFolder) -> None:
    def nothing() -> Renderer:
        raise Unavailable("no-graphics", "no graphics here")

    options = ImportOptions(proof=nothing)
    with pytest.raises(Rejected, match="no-proof") as caught:
        import_model(source(), PRODUCT, "p.toml", folder, now_s=NOW_S, options=options)
    assert "--no-proof" in caught.value.hint


def test_a_dry_run_says_everything_and_stores_nothing(folder: StoreFolder) -> None:
    result = imported(folder, Painter(), dry_run=True)
    assert result.dry_run
    assert result.proof is not None
    assert result.before is not None
    assert result.report is not None
    assert (result.before.draw_calls, result.report.draw_calls) == (3, 3)
    assert folder.catalogue.catalogue().products == ()
    assert folder.files.path(result.publication.model.sha256) is None


def test_importing_the_same_again_draws_nothing(folder: StoreFolder) -> None:
    imported(folder, Painter())
    painter = Painter(fickle=True)
    assert imported(folder, painter).unchanged
    assert painter.asked == []


def test_pictures_beyond_the_bound_are_counted(folder: StoreFolder) -> None:
    proof = imported(folder, Painter(), proof_options=ProofOptions(most=4)).proof
    assert proof is not None
    assert (proof.pairs, proof.left_out) == (4, 2)


def test_a_level_that_somebody_would_see_is_left_out_and_said(folder: StoreFolder) -> None:
    painter = Painter(seen_level=2)
    result = imported_round(folder, painter)
    assert result.report is not None
    assert painter.levels == {0, 1, 2}
    assert len(result.report.levels) == 1
    assert "level-left-out" in {one.code for one in result.findings}
    levels = opened(folder.files.read(result.publication.model.sha256)).levels
    assert levels is not None
    assert len(levels.errors_m) == 1


def test_levels_that_nobody_sees_are_published_without_a_word(folder: StoreFolder) -> None:
    result = imported_round(folder, Painter())
    assert result.report is not None
    assert [one.error_mm for one in result.report.levels] == sorted(one.error_mm for one in result.report.levels)
    assert len(result.report.levels) == 2
    assert result.proof is not None
    assert [one.structure for one in result.proof.levels] == [1.0, 1.0]
    assert "level-left-out" not in {one.code for one in result.findings}


def test_a_heavy_model_without_levels_is_told(folder: StoreFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    def codes(lighten: LightenOptions) -> set[str]:
        options = ImportOptions(lighten=lighten, dry_run=True)
        result = import_model(source(), PRODUCT, "runner.toml", folder, now_s=NOW_S, options=options)
        return {one.code for one in result.findings}

    assert "no-levels" not in codes(LightenOptions())
    monkeypatch.setattr("showroom.pipeline.proof.levels.MANY_TRIANGLES", 10)
    assert "no-levels" in codes(LightenOptions())
    assert "no-levels" not in codes(LightenOptions(levels=LevelOptions(shares=(), turns=())))
