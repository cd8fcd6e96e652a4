"""Every bad file of the corpus is caught by its own code, and clean files raise nothing."""

from __future__ import annotations

from dataclasses import replace
from inspect import getmembers, isfunction
from typing import TYPE_CHECKING

import pytest

from showroom.gltf.faults import FAULTS
from showroom.gltf.writer import write
from showroom.pipeline.checks import (
    CHECKS,
    DETAILED,
    check_file,
    geometry,
    looks,
    pictures,
    pixels,
    shapes,
    sizes,
    uvs,
)
from showroom.pipeline.profiles import PROFILES, Limit
from tests.showroom.gltf import compressed
from tests.showroom.pipeline.clean_product import clean
from tests.showroom.pipeline.corpus import CHECK_CASES, CORPUS, Case
from tests.showroom.pipeline.test_docs import finding_codes

if TYPE_CHECKING:
    from pathlib import Path
    from types import ModuleType

    from showroom.catalogue import Kind
    from showroom.pipeline.checks.finding import Check

SEED = 2026
HUGE = {"too-large", "too-many-image-bytes"}
"""Faults of files beyond a quarter of a gigabyte; the reader's tests provoke them with smaller limits."""
SHOWROOM = PROFILES["showroom"]
ALL = {
    **PROFILES,
    "tiny": replace(SHOWROOM, name="tiny", size_bytes=Limit(1000, 2000)),
    "light": replace(SHOWROOM, name="light", variant_bytes=Limit(1_200_000, 2_000_000)),
    "few": replace(SHOWROOM, name="few", triangles=Limit(10, 20)),
}


def codes_of(data: bytes, folder: Path, profile: str, kind: Kind | None = None, suffix: str = ".glb") -> set[str]:
    path = folder / f"model{suffix}"
    path.write_bytes(data)
    return {finding.code for finding in check_file(path, ALL[profile], kind).findings}


@pytest.mark.parametrize("case", CORPUS.values(), ids=CORPUS.keys())
def test_a_bad_file_is_caught_by_its_own_code_and_no_other(case: Case, tmp_path: Path) -> None:
    found = codes_of(case.make(SEED), tmp_path, case.profile, case.kind, case.suffix)
    assert found - case.also == {case.code}


@pytest.mark.parametrize(
    ("seed", "profile"), [*((seed, "auditor") for seed in range(4)), *((9, name) for name in PROFILES)]
)
def test_a_clean_file_raises_nothing(seed: int, profile: str, tmp_path: Path) -> None:
    assert codes_of(write(clean(seed)), tmp_path, profile, "shoe") == set()


@pytest.mark.parametrize("data", [compressed.meshopt_model(), compressed.draco_model()], ids=["meshopt", "draco"])
def test_a_clean_compressed_file_raises_nothing_but_where_it_stands(data: bytes, tmp_path: Path) -> None:
    assert codes_of(data, tmp_path, "showroom") <= {"off-origin", "half-metallic"}


def test_the_corpus_is_large_and_holds_every_code() -> None:
    codes = {case.code for case in CORPUS.values()}
    assert len(CORPUS) >= 60
    assert (FAULTS.keys() | finding_codes()) - HUGE - codes == set()


def checks_of(module: ModuleType) -> set[Check]:
    """The functions of a module that look at a subject and give findings."""
    signature = {"subject": "Subject", "return": "Iterator[Finding]"}
    found = {name: function for name, function in getmembers(module, isfunction) if not name.startswith("_")}
    return {one for one in found.values() if one.__module__ == module.__name__ and one.__annotations__ == signature}


def test_every_check_is_registered() -> None:
    written = {
        check for module in (geometry, looks, pictures, pixels, shapes, sizes, uvs) for check in checks_of(module)
    }
    assert written == {*CHECKS, *DETAILED}
    assert len(written) <= len({case.code for case in CHECK_CASES})
