"""Documentation that is generated must not lag, and the README must name what exists."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from showroom.cli.main import find_commands

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted(ROOT.glob("*.md")) + sorted((ROOT / "docs").glob("*.md"))


def test_generated_pages_are_up_to_date() -> None:
    result = subprocess.run(
        [sys.executable, str(ROOT / "tools" / "generate_docs.py"), "--check"],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\((?!https?:|#)([^)#\s]+)", page.read_text(encoding="utf-8"))
    missing = [target for target in targets if not (page.parent / target).exists()]
    assert not missing


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_every_command_that_a_page_shows_exists(page: Path) -> None:
    names = {command.name for command in find_commands()}
    firsts = {name.split()[0] for name in names}
    shown = re.findall(
        r"^\s*(?:\$ )?(?:\.venv/bin/)?showroom ([a-z]+)(?: ([a-z][a-z-]*))?",
        page.read_text(encoding="utf-8"),
        re.MULTILINE,
    )
    for first, second in shown:
        assert first in firsts, f"{page.name} shows `showroom {first}`"
        if f"{first}" not in names:
            assert f"{first} {second}" in names, f"{page.name} shows `showroom {first} {second}`"
