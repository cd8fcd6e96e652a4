"""Which configurations the proof looks at."""

from __future__ import annotations

import msgspec

from showroom.pipeline.proof.colorways import colorways, outline
from showroom.product_file import parse
from tests.showroom.pipeline.products import PRODUCT

RUNNER = parse(PRODUCT, "runner.toml").product


def test_every_value_is_looked_at_once_and_the_first_ones_together() -> None:
    assert [one.name for one in colorways(RUNNER)] == ["initial", "sole=black", "night=on"]
    assert colorways(RUNNER)[2].choices == {"sole": "white", "night": "on"}


def test_values_that_look_alike_are_looked_at_once() -> None:
    sizes = parse(PRODUCT.replace("groups = [", 'groups = [{ id = "size", sizes = [39, 40, 41] },'), "p.toml").product
    assert [one.name for one in colorways(sizes)] == ["initial", "sole=black", "night=on"]


def test_colours_share_an_outline_and_hidden_parts_have_their_own() -> None:
    first, black, _ = colorways(RUNNER)
    assert outline(RUNNER, first) == outline(RUNNER, black)
    hiding = msgspec.structs.replace(
        RUNNER.groups[0],
        values=(RUNNER.groups[0].values[0], msgspec.structs.replace(RUNNER.groups[0].values[1], hides=("sole",))),
    )
    product = msgspec.structs.replace(RUNNER, groups=(hiding, RUNNER.groups[1]))
    first, black, _ = colorways(product)
    assert outline(product, first) != outline(product, black)
