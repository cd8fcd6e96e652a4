from __future__ import annotations

import pytest

from showroom.catalogue import Hotspot, Text
from showroom.errors import ProductFileError
from showroom.product_file import parse
from showroom.product_file.hotspots import MAX_HOTSPOTS

HOTSPOT = """
[[hotspots]]
id = "cushion"
en = "Cushion"
de = "Dämpfung"
text = { en = "Foam that springs back.", de = "Schaum, der zurückfedert." }
at = [40, 25, -60]
facing = [0, 0, 2]
"""


def codes(text: str) -> list[str]:
    with pytest.raises(ProductFileError) as caught:
        parse(text, "runner.toml")
    return [caught.value.code, *(other.code for other in caught.value.others)]


def test_a_hotspot_stands_in_metres_and_looks_along_a_unit_vector(runner_toml: str) -> None:
    (hotspot,) = parse(runner_toml + HOTSPOT, "runner.toml").product.hotspots
    text = Text("Foam that springs back.", "Schaum, der zurückfedert.")
    place, facing = (0.04, 0.025, -0.06), (0.0, 0.0, 1.0)
    assert hotspot == Hotspot("cushion", Text("Cushion", "Dämpfung"), text, place, facing)


def test_a_hotspot_without_a_direction_is_seen_from_all_around(runner_toml: str) -> None:
    written = HOTSPOT.replace("facing = [0, 0, 2]\n", "")
    assert parse(runner_toml + written, "runner.toml").product.hotspots[0].facing is None


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('id = "cushion"', "", "missing-key"),
        ('de = "Dämpfung"', "", "missing-language"),
        (', de = "Schaum, der zurückfedert."', "", "missing-language"),
        ("at = [40, 25, -60]", "", "missing-key"),
        ("at = [40, 25, -60]", "at = [40, 25]", "wrong-type"),
        ("at = [40, 25, -60]", "at = [40, 25, -60000]", "out-of-range"),
        ("facing = [0, 0, 2]", "facing = [0, 0, 0]", "wrong-type"),
        ("facing =", "normal =", "unknown-key"),
    ],
)
def test_mistakes_in_a_hotspot_are_named(runner_toml: str, old: str, new: str, code: str) -> None:
    assert old in HOTSPOT
    assert codes(runner_toml + HOTSPOT.replace(old, new)) == [code]


def test_two_hotspots_of_one_id_and_too_many_are_refused(runner_toml: str) -> None:
    assert codes(runner_toml + HOTSPOT * 2) == ["duplicate-id"]
    assert codes(runner_toml + HOTSPOT * (MAX_HOTSPOTS + 1)) == ["too-large"]
