"""Telling what takes long."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from showroom.pipeline.progress import step

if TYPE_CHECKING:
    import pytest


def test_quick_work_is_silent(capsys: pytest.CaptureFixture[str]) -> None:
    before = threading.active_count()
    with step("reading", patience_s=60):
        pass
    assert capsys.readouterr().err == ""
    assert threading.active_count() == before


def test_slow_work_is_named_while_it_goes_on_and_timed_at_the_end(capsys: pytest.CaptureFixture[str]) -> None:
    said = ""
    with step("drawing", patience_s=0.0):
        while not said:
            said = capsys.readouterr().err
    assert said == "  drawing …\n"
    assert capsys.readouterr().err.startswith("  drawing: ")
