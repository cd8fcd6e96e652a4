"""The packaged client's recipe against the sources: what it names is there, and what a client reads is in it."""

from __future__ import annotations

import re
import subprocess
import sys
from importlib.metadata import distribution
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SPEC = (ROOT / "tools" / "package" / "showroom.spec").read_text("utf-8")
COLLECTED = {
    package: list(re.findall(r'"([^"]+)"', patterns))
    for package, patterns in re.findall(r'collect_data_files\("(\w+)", includes=\[([^\]]+)\]', SPEC)
}
LEFT_OUT = tuple(re.findall(r'"([\w.]+)"', re.search(r"LEFT_OUT = \(([^)]+)\)", SPEC).group(1)))  # type: ignore[union-attr]
CODE = (".py", ".pyc", ".toml", ".glb", ".md")


def collected(package: str) -> set[Path]:
    return {path for pattern in COLLECTED[package] for path in (ROOT / package).glob(pattern)}


def left_out(path: Path) -> bool:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).startswith(LEFT_OUT)


@pytest.mark.parametrize("package", ["client", "showroom"])
def test_every_file_that_a_client_reads_is_collected(package: str) -> None:
    beside = {path for path in (ROOT / package).rglob("*.*") if path.is_file() and path.suffix not in CODE}
    assert {path for path in beside if not left_out(path)} == {
        path for path in collected(package) if not left_out(path)
    }


def test_every_sound_is_collected() -> None:
    assert collected("assets") == set((ROOT / "assets" / "built" / "sounds").iterdir())


def test_every_layer_that_a_client_has_is_collected_whole() -> None:
    layers = re.findall(r'"(\w+)"', re.search(r"LAYERS = \(([^)]+)\)", SPEC).group(1))  # type: ignore[union-attr]
    named = {entry.module.partition(".")[0] for entry in distribution("virtual-showroom").entry_points}
    assert named == {*layers, "server"}


@pytest.mark.parametrize(
    ("words", "said"),
    [(["--help"], "COMMAND"), (["text", "--help"], "showroom text"), (["showroom://x/Y", "--help"], "showroom client")],
)
def test_a_packaged_client_is_the_command_and_opens_invitations(words: list[str], said: str) -> None:
    start = ROOT / "tools" / "package" / "start.py"
    result = subprocess.run([sys.executable, start, *words], capture_output=True, text=True, check=False, timeout=60)
    assert result.returncode == 0, result.stderr
    assert said in result.stdout


def test_the_lock_of_packagers_holds_the_versions_that_are_tested() -> None:
    locks = [(ROOT / "requirements" / f"{name}.lock").read_text("utf-8") for name in ("package", "dev")]
    package, dev = (dict(re.findall(r"^([a-z0-9-]+)==([\w.]+)", lock, re.MULTILINE)) for lock in locks)
    assert "pyinstaller" in package
    assert "pyinstaller" not in dev
    assert {name: version for name, version in package.items() if name in dev and dev[name] != version} == {}
    assert "://" not in locks[0]
