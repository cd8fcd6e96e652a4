"""docs/models.md keeps up with the code."""

from __future__ import annotations

import re
from pathlib import Path

from showroom.gltf.faults import FAULTS
from showroom.gltf.material_table import UNDERSTOOD
from showroom.pipeline.profile_file import KEYS, parse_profile
from showroom.pipeline.profiles import PROFILES
from showroom.product_file import parse

ROOT = Path(__file__).resolve().parents[3]
PAGE = (ROOT / "docs" / "models.md").read_text("utf-8")


def test_every_fault_is_documented_with_its_way_out() -> None:
    for code, fault in FAULTS.items():
        assert f"| `{code}` | {fault.message} | {fault.hint} |" in PAGE


def finding_codes() -> set[str]:
    """The codes that the checks can find, read from their sources."""
    sources = "".join(path.read_text("utf-8") for path in (ROOT / "showroom" / "pipeline" / "checks").glob("*.py"))
    return set(re.findall(r'code="([a-z-]+)"', sources)) | set(re.findall(r'_over\(\s*"([a-z-]+)"', sources))


def test_every_finding_is_documented() -> None:
    assert len(finding_codes()) > 10
    assert [code for code in finding_codes() if f"`{code}`" not in PAGE] == []


def test_every_extension_and_profile_is_documented() -> None:
    assert [name for name in (*UNDERSTOOD, *PROFILES) if f"`{name}`" not in PAGE] == []


def test_the_worked_example_is_a_product_file_of_forty_lines() -> None:
    example = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)[0]
    product = parse(example, "runner.toml").product
    assert len(example.splitlines()) <= 40
    assert [group.id for group in product.groups] == ["upper", "sole", "laces", "details"]
    assert min(len(group.values) for group in product.groups) >= 4
    assert len(product.rules) == 2


def test_the_example_of_limits_of_ones_own_names_every_key() -> None:
    example = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)[1]
    profile = parse_profile(example, "webshop.toml")
    assert profile.triangles.preferred == 50_000
    assert all(f"\n{key} = " in example for key in KEYS)
