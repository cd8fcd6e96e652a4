"""The demo on a machine that has never seen it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from client import demo
from client.children import run_showroom

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import pytest


def test_a_folder_that_is_not_there_yet_gets_the_sample(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def run(arguments: Sequence[str]) -> str:
        asked.append(" ".join(arguments[:2]))
        return "" if arguments[1] == "sample" else run_showroom(list(arguments))

    monkeypatch.setattr(demo, "run_showroom", run)
    demo._publish_sample(tmp_path / "new")  # noqa: SLF001 - what `showroom demo` begins with
    assert asked == ["assets sample"]
