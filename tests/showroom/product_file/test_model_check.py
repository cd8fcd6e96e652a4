from __future__ import annotations

import re

import pytest

from showroom.errors import ModelError, ProductFileError
from showroom.product_file import ModelNames, parse

MATERIALS = ("mesh", "mesh_back", "rubber", "laces")
NODES = ("lace_ends", "spikes", "floor")


def test_a_file_whose_names_are_all_in_the_model_passes(runner_toml: str) -> None:
    assert parse(runner_toml, "runner.toml", lambda: ModelNames(MATERIALS, NODES, ["Track", "Other"])).product.parts


def test_every_name_that_the_model_lacks_is_told_with_its_line(runner_toml: str) -> None:
    with pytest.raises(ProductFileError) as caught:
        parse(runner_toml, "runner.toml", lambda: ModelNames(["Mesh", *MATERIALS[1:]], ["spikes"], []))
    error = caught.value
    assert [(one.code, one.got, one.place) for one in (error, *error.others)] == [
        ("unknown-node", "floor", "runner.toml:10"),
        ("unknown-material", "mesh", "runner.toml:19"),
        ("unknown-node", "lace_ends", "runner.toml:21"),
        ("unknown-variant", "Track", "runner.toml:40"),
    ]
    assert error.others[0].hint == 'did you mean "Mesh"?'
    assert error.others[0].allowed == "Mesh, mesh_back, rubber, laces"


def test_names_that_the_model_lacks_are_told_together_with_the_files_own_mistakes(runner_toml: str) -> None:
    broken = re.sub(r"(?m)^price = .*$", "price = -1", runner_toml, count=1)
    assert broken != runner_toml
    with pytest.raises(ProductFileError) as caught:
        parse(broken, "runner.toml", lambda: ModelNames(MATERIALS[1:], NODES, ["Track"]))
    error = caught.value
    assert sorted(one.code for one in (error, *error.others)) == ["negative-price", "unknown-material"]


def unreadable() -> ModelNames:
    raise ModelError("truncated", "the model is cut off")


def test_a_model_that_cannot_be_read_hides_no_mistake_of_the_file(runner_toml: str) -> None:
    with pytest.raises(ProductFileError, match="negative-price"):
        parse(re.sub(r"(?m)^price = .*$", "price = -1", runner_toml, count=1), "runner.toml", unreadable)
    with pytest.raises(ModelError, match="truncated"):
        parse(runner_toml, "runner.toml", unreadable)
