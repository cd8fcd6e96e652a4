from __future__ import annotations

import pytest

from showroom.errors import ProductFileError
from showroom.product_file import check_against_model, parse

MATERIALS = ("mesh", "mesh_back", "rubber", "laces")
NODES = ("lace_ends", "spikes", "floor")


def test_a_file_whose_names_are_all_in_the_model_passes(runner_toml: str) -> None:
    check_against_model(parse(runner_toml, "runner.toml"), MATERIALS, NODES, ["Track", "Other"])


def test_every_name_that_the_model_lacks_is_told_with_its_line(runner_toml: str) -> None:
    with pytest.raises(ProductFileError) as caught:
        check_against_model(parse(runner_toml, "runner.toml"), ["Mesh", *MATERIALS[1:]], ["spikes"], [])
    error = caught.value
    assert [(one.code, one.got, one.place) for one in (error, *error.others)] == [
        ("unknown-node", "floor", "runner.toml:10"),
        ("unknown-material", "mesh", "runner.toml:19"),
        ("unknown-node", "lace_ends", "runner.toml:21"),
        ("unknown-variant", "Track", "runner.toml:40"),
    ]
    assert error.others[0].hint == 'did you mean "Mesh"?'
    assert error.others[0].allowed == "Mesh, mesh_back, rubber, laces"
