"""The walls between the layers, and what is promised about installing."""

from __future__ import annotations

import re
import subprocess
import sys
from importlib.metadata import packages_distributions
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

BLOCK = """
import importlib.abc, sys
class Block(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if name.partition(".")[0] in {names!r}:
            raise ModuleNotFoundError(f"{{name}} is blocked", name=name)
sys.meta_path.insert(0, Block())
"""


def run_without(names: set[str], code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", BLOCK.format(names=names) + code],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.mark.parametrize("package", ["showroom", "server", "client", "assets"])
def test_top_level_packages_belong_to_our_distribution_alone(package: str) -> None:
    spec = find_spec(package)
    assert spec is not None
    assert spec.origin is not None
    assert Path(spec.origin).is_relative_to(ROOT)
    owners = set(packages_distributions().get(package, ()))
    assert owners <= {"virtual-showroom"}  # an editable installation declares none


def test_the_server_starts_on_a_machine_without_the_clients_packages() -> None:
    blocked = {"panda3d", "direct", "cv2", "imgui_bundle", "ai_edge_litert", "trimesh", "PIL"}
    result = run_without(blocked, "import server.app\nfrom showroom.cli.main import run\nrun(['serve', '--help'])")
    assert "--port" in result.stdout, result.stderr


def test_the_domain_needs_only_msgspec_and_numpy() -> None:
    blocked = {"panda3d", "direct", "cv2", "imgui_bundle", "trimesh", "PIL", "websockets", "aiohttp", "sqlalchemy"}
    modules = [
        path.relative_to(ROOT).with_suffix("").as_posix().replace("/", ".").removesuffix(".__init__")
        for path in sorted((ROOT / "showroom").rglob("*.py"))
        if path.relative_to(ROOT).parts[1] not in {"pipeline", "cli"}
    ]
    result = run_without(blocked, "\n".join(f"import {module}" for module in modules))
    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize("lock", sorted((ROOT / "requirements").glob("*.lock")), ids=lambda path: path.name)
def test_locks_hold_hashes_and_no_addresses(lock: Path) -> None:
    text = lock.read_text()
    assert "://" not in text
    pins = re.findall(r"^[a-z0-9-]+==[^\\\n]*(?:\\\n[^\\\n]*)*", text, flags=re.MULTILINE)
    assert pins
    assert all("--hash=sha256:" in pin for pin in pins)


def test_no_file_is_longer_than_450_lines() -> None:
    sources = [path for top in ("showroom", "server", "client") for path in (ROOT / top).rglob("*.py")]
    long = {str(path.relative_to(ROOT)): n for path in sources if (n := len(path.read_text().splitlines())) > 450}
    assert not long
