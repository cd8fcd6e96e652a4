"""Limits of a shop's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from showroom.errors import AuthoredFileError, NotFound
from showroom.pipeline.checks import Subject, audit
from showroom.pipeline.profile_file import load_profile, parse_profile
from showroom.pipeline.profiles import PROFILES, Limit
from showroom.pipeline.report import inspect
from tests.showroom.gltf.models import shoe

if TYPE_CHECKING:
    from pathlib import Path

OWN = """
about = "our web shop"
based_on = "mobile"
triangles = 50_000
texture_px = { preferred = 1024, at_most = 2048 }
base_color = [20, 250]
power_of_two = true
"""


def test_a_file_changes_the_limits_of_another_profile(tmp_path: Path) -> None:
    path = tmp_path / "webshop.toml"
    path.write_text(OWN, "utf-8")
    profile = load_profile(str(path))
    assert (profile.name, profile.about) == ("webshop", "our web shop")
    assert profile.triangles == Limit(50_000, 50_000)
    assert profile.texture_px == Limit(1024, 2048)
    assert (profile.base_color, profile.power_of_two) == ((20, 250), True)
    assert profile.size_bytes == PROFILES["mobile"].size_bytes


def test_a_finding_says_whole_numbers_as_they_were_written() -> None:
    document = shoe()
    subject = Subject(document, inspect(document, 1, "m"), parse_profile("triangles = 20\nmaterials = 1", "own.toml"))
    told = {one.code: one.allowed for one in audit(subject) if one.code.startswith("too-many")}
    assert told == {"too-many-triangles": "at most 20 triangles", "too-many-materials": "at most 1 materials"}


def test_without_a_suffix_it_is_the_name_of_a_profile() -> None:
    assert load_profile("banner") is PROFILES["banner"]
    with pytest.raises(NotFound):
        load_profile("none.toml")


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        ("triangles = ", "toml-syntax", "own.toml:1"),
        ("about = 'x'\ntriangels = 5", "unknown-key", "own.toml:2"),
        ("triangles = -5", "out-of-range", "own.toml:1"),
        ("triangles = 'many'", "wrong-type", "own.toml:1"),
        ("triangles = { preferred = 5 }", "missing-key", "own.toml:1"),
        ("triangles = { preferred = 5, at_most = 4 }", "out-of-range", "own.toml:1"),
        ("based_on = 'moblie'", "unknown-profile", "own.toml:1"),
        ("base_color = [1, 2, 3]", "wrong-type", "own.toml:1"),
        ("base_color = [200, 20]", "out-of-range", "own.toml:1"),
        ("power_of_two = 1", "wrong-type", "own.toml:1"),
    ],
)
def test_a_mistake_is_named_with_its_line(text: str, code: str, place: str) -> None:
    with pytest.raises(AuthoredFileError) as caught:
        parse_profile(text, "own.toml")
    assert (caught.value.code, caught.value.place) == (code, place)


def test_every_mistake_is_told_at_once() -> None:
    with pytest.raises(AuthoredFileError) as caught:
        parse_profile("triangles = -1\ncolour = 3\nbased_on = 'none'", "own.toml")
    assert len(caught.value.others) == 2
