"""A product of which only words or prices change is not drawn anew, and whatever changes a picture is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from msgspec.structs import replace as with_fields

from server.store.folder import open_in_memory
from showroom.gltf.writer import write
from showroom.pipeline.importer import ImportOptions, import_model
from showroom.pipeline.mending import LightenOptions
from showroom.pipeline.origin import Origin, origin_from
from showroom.pipeline.proof import ProofOptions, Tolerance
from showroom.pipeline.revisions.history import rollback
from showroom.pipeline.source import ModelSource
from showroom.pipeline.steps.quantise import QuantiseOptions
from showroom.releases import Terms
from tests.showroom.gltf.models import shoe
from tests.showroom.pipeline.products import PRODUCT, source

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    from server.store.folder import StoreFolder
    from showroom.catalogue import Publication, Vector3
    from showroom.pipeline.importer import Imported

NOW_S = 1_800_000_000.0
HIDING = '{ id = "black", en = "Black", de = "Schwarz", hides = ["sole"] }'
MARKET = """
[markets.CH]
currency = "CHF"
price = 13900
tax = { rate = 8.1, included = true }
prices = { "night=on" = 900 }
"""
CHEAPER = PRODUCT.replace("12900", "9900")


class Painter:
    """Draws the same thing always, and counts."""

    def __init__(self) -> None:
        self.drawn = 0

    def picture(
        self,
        model: bytes,  # noqa: ARG002 - the port's, like the other ones below
        publication: Publication,  # noqa: ARG002
        choices: Mapping[str, str],  # noqa: ARG002
        *,
        view: str = "hero",  # noqa: ARG002
        size_px: tuple[int, int] = (1280, 720),
        camera_position: Vector3 | None = None,  # noqa: ARG002
        level: int = 0,  # noqa: ARG002
    ) -> NDArray[np.uint8]:
        self.drawn += 1
        picture = np.full((size_px[1], size_px[0], 3), 230, np.uint8)
        picture[size_px[1] // 4 : size_px[1] // 2, size_px[0] // 4 : size_px[0] // 2] = (255, 0, 255)
        return picture

    def close(self) -> None:
        pass


@pytest.fixture
def folder() -> Iterator[StoreFolder]:
    folder = open_in_memory()
    yield folder
    folder.close()


def imported(
    folder: StoreFolder,
    text: str = PRODUCT,
    model: ModelSource | None = None,
    *,
    proof: bool = True,
    proof_options: ProofOptions | None = None,
    **options: object,
) -> tuple[Imported, int]:
    """The result, and how many pictures were drawn for it."""
    painter = Painter()
    how = ImportOptions(
        proof=(lambda: painter) if proof else None,
        sheets=lambda: painter,
        proof_options=proof_options or ProofOptions(),
        **options,  # type: ignore[arg-type] # each test names real fields
    )
    result = import_model(
        model or source(), text, "runner.toml", folder, now_s=NOW_S, open_renderer=lambda: painter, options=how
    )
    return result, painter.drawn


def details(folder: StoreFolder) -> dict[str, object]:
    """What the log says of the newest revision."""
    found: dict[str, object] = list(folder.facts.after(0))[-1].data["properties"]
    return found


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("12900", "9900"),
        ("Läufer", "Rennschuh"),
        ("rate = 19", "rate = 7"),
        ('en = "Sole"', 'en = "Outsole"'),
        ('en = "On"', 'en = "Lit"'),
        ("price = 900", "price = 1900"),
        ('currency = "EUR"', 'currency = "CHF"'),
        ("[parts]", f"{MARKET}\n[parts]"),
    ],
)
def test_another_text_or_price_draws_nothing_and_keeps_model_and_pictures(
    folder: StoreFolder, before: str, after: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, _ = imported(folder)
    monkeypatch.setattr("showroom.pipeline.importer.prepare", None)  # the model is not even read
    second, drawn = imported(folder, PRODUCT.replace(before, after))
    assert (drawn, second.publication.revision, second.made_as) == (0, 2, 1)
    kept = with_fields(
        first.publication, product=second.publication.product, revision=2, codebook=second.publication.codebook
    )
    assert second.publication == kept
    assert second.publication.product != first.publication.product
    assert folder.catalogue.catalogue().products == (second.publication,)
    assert details(folder)["proof"] == {"as_in": 1}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("#1d1d20", "#1d1d21"),
        ('color = "#f2f2ee"', 'color = "#f2f2ee", roughness = 0.4'),
        ('values = ["white", "black"]', 'values = ["black", "white"]'),
        ('values = ["white", "black"]', 'values = ["white", "black"], initial = "black"'),
        ('"black"]', f"{HIDING}]"),
        ('variant = "night", ', ""),
        ('materials = ["sole"]', 'materials = ["sole", "upper"]'),
        ("groups =", "model = { rotate_deg = [0, 90, 0] }\ngroups ="),
        ("groups =", "model = { size_mm = { length = 290 } }\ngroups ="),
        ('kind = "shoe"', 'kind = "other"'),
    ],
)
def test_whatever_changes_a_picture_is_compared_anew(folder: StoreFolder, before: str, after: str) -> None:
    imported(folder)
    changed = PRODUCT.replace(before, after, 1)
    assert changed != PRODUCT
    second, drawn = imported(folder, changed)
    assert second.made_as == 0
    assert second.proof is not None
    assert drawn >= 2 * second.proof.pairs


def test_another_model_and_other_ways_to_make_it_are_compared_anew(folder: StoreFolder) -> None:
    imported(folder)
    darker = shoe()
    darker.materials[0].base_color = (0.1, 0.1, 0.1, 1.0)
    coarse = LightenOptions(quantise=QuantiseOptions(1.0, 0.0, 1.0))
    strict = ProofOptions(tolerance=Tolerance(spot=5.0))
    assert imported(folder, CHEAPER, ModelSource("shoe.glb", write(darker)))[0].proof is not None
    assert imported(folder, CHEAPER.replace("9900", "8900"), lighten=coarse)[0].proof is not None
    assert imported(folder, CHEAPER.replace("9900", "7900"), proof_options=strict)[0].proof is not None


def test_what_was_never_compared_is_not_taken_for_proven(folder: StoreFolder) -> None:
    imported(folder, proof=False)
    cheaper, _ = imported(folder, CHEAPER)
    assert cheaper.proof is not None
    reworded, drawn = imported(folder, CHEAPER.replace("Läufer", "Renner"), proof=False)
    assert (reworded.made_as, drawn) == (2, 0)
    again, drawn = imported(folder, CHEAPER.replace("Läufer", "Schuh"))
    assert (again.made_as, drawn) == (3, 0)  # revision 3 has the pictures of revision 2, and those were compared


def test_a_proof_is_found_behind_revisions_that_were_made_otherwise(folder: StoreFolder) -> None:
    imported(folder)
    imported(folder, PRODUCT.replace("#1d1d20", "#303030"))
    from_data = folder.catalogue.publication("runner")
    assert from_data is not None
    folder.catalogue.publish(with_fields(from_data, revision=3), terms=Terms())  # as prices from a table come
    back, drawn = imported(folder, CHEAPER)
    assert (back.made_as, back.publication.revision, drawn) == (1, 4, 0)
    assert rollback(folder, "runner", 2, NOW_S).publication.revision == 5
    assert imported(folder, PRODUCT.replace("#1d1d20", "#303030").replace("12900", "1"))[0].made_as == 5


def test_a_picture_that_was_never_drawn_is_drawn_with_the_new_price(folder: StoreFolder) -> None:
    import_model(source(), PRODUCT, "p.toml", folder, now_s=NOW_S, options=ImportOptions(proof=Painter))
    cheaper, drawn = imported(folder, CHEAPER)
    assert (cheaper.made_as, drawn) == (1, 4)  # a poster, and three values that look different
    assert cheaper.publication.poster is not None
    assert cheaper.publication.thumbnails is not None


def test_a_trial_run_says_so_and_publishes_nothing(folder: StoreFolder) -> None:
    imported(folder)
    would, drawn = imported(folder, CHEAPER, dry_run=True)
    assert (would.made_as, would.dry_run, drawn) == (1, True, 0)
    assert folder.catalogue.catalogue().products[0].revision == 1


def test_an_origin_is_read_as_it_was_written_and_an_old_one_proves_nothing() -> None:
    for origin in (Origin("a" * 64, "b" * 64, proven=True), Origin("a" * 64, "b" * 64)):
        assert origin_from(str(origin)) == origin
    assert origin_from("a" * 64) == Origin("a" * 64, "", proven=False)
