"""``showroom shot`` finds its product, and says what it cannot find."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from client.render.framing import VIEWS
from client.render.light import MOODS
from client.render.shot import COMMAND, aperture, check_states, read_environment, size, stops
from client.render.shot import MOODS as MOOD_NAMES
from client.render.shot import VIEWS as VIEW_NAMES
from client.shop import find_publication as find
from showroom.catalogue import Catalogue, FileRef, Product, Publication, State, Tax, Text
from showroom.cli.main import run
from showroom.codebook import Codebook
from showroom.codes import encode
from showroom.configuration import initial
from showroom.errors import NotFound, Rejected

if TYPE_CHECKING:
    from pathlib import Path

NAME = Text("name", "Name")


def publication(name: str, tag: int) -> Publication:
    product = Product(name, "other", NAME, NAME, "EUR", 1, Tax(NAME, 0, included=True), (), (), ())
    return Publication(product, 1, FileRef("0" * 64, 1, "model/gltf-binary"), (1, 1, 1), 1, Codebook(tag, ()), "")


CATALOGUE = Catalogue(1, (publication("boot", 5), publication("cap", 6)), ())


def test_the_product_is_the_named_one_or_the_codes_or_the_first() -> None:
    cap = CATALOGUE.products[1]
    code = encode(cap.codebook, initial(cap.product))

    assert find(CATALOGUE, None, None).product.id == "boot"
    assert find(CATALOGUE, "cap", None).product.id == "cap"
    assert find(CATALOGUE, None, code) is cap


@pytest.mark.parametrize("catalogue", [CATALOGUE, Catalogue(1, (), ())])
def test_what_is_not_published_is_not_found(catalogue: Catalogue) -> None:
    with pytest.raises(NotFound, match="unknown-product"):
        find(catalogue, "hat", None)


def test_a_foreign_code_and_an_empty_shop_are_told() -> None:
    foreign = publication("hat", 7)
    with pytest.raises(NotFound, match="no published product"):
        find(CATALOGUE, None, encode(foreign.codebook, initial(foreign.product)))
    with pytest.raises(NotFound, match="showroom assets import"):
        find(Catalogue(1, (), ()), None, None)


def test_sizes_are_two_numbers_in_range() -> None:
    assert size("1280x720") == (1280, 720)
    for wrong in ("1280", "x", "0x0", "99999x10", "ax9"):
        with pytest.raises(argparse.ArgumentTypeError):
            size(wrong)


def test_the_command_offers_every_view_and_mood() -> None:
    assert set(VIEW_NAMES) == set(VIEWS)
    assert set(MOOD_NAMES) == set(MOODS)
    assert COMMAND.name == "shot"


def test_a_missing_data_folder_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status = run(["shot", "--data", str(tmp_path / "none"), "-o", str(tmp_path / "out.png")])

    assert status == 1
    assert "no-database" in capsys.readouterr().err


def test_exposure_is_a_number_of_stops_in_range() -> None:
    assert stops("-1.5") == -1.5
    for wrong in ("bright", "9", "nan"):
        with pytest.raises(argparse.ArgumentTypeError, match="from -4 to 4"):
            stops(wrong)


def test_an_environment_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(Rejected, match="unreadable-file"):
        read_environment(tmp_path / "none.hdr")


def test_apertures_are_f_numbers_or_none() -> None:
    assert [aperture(text) for text in ("8", "f/2.8", "0")] == [8.0, 2.8, 0.0]
    for text in ("wide", "-1", "0.5", "99", "nan"):
        with pytest.raises(argparse.ArgumentTypeError, match="no aperture"):
            aperture(text)


def test_a_state_that_the_product_lacks_is_refused_with_those_that_it_has() -> None:
    boot = publication("boot", 5)
    shiny = replace(boot, product=replace(boot.product, states=(State("shiny", NAME),)))
    check_states(shiny, ["shiny"])
    with pytest.raises(NotFound, match="shiny"):
        check_states(shiny, ["doors"])
    with pytest.raises(NotFound, match="none: this product has no states"):
        check_states(boot, ["doors"])
