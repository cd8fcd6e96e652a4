"""A fault leaves a report here, without anybody's words, and is told of once; what was refused is no fault."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from client.crashes import MOST_KEPT, reported, reports_folder, unread_report
from showroom.errors import Rejected

if TYPE_CHECKING:
    from pathlib import Path


def test_a_fault_leaves_a_report_that_is_told_of_once(tmp_path: Path) -> None:
    folder = reports_folder(tmp_path / "client.json")
    assert unread_report(folder) is None
    with pytest.raises(ZeroDivisionError), reported(folder):
        raise ZeroDivisionError("what Mia wrote: secret")
    report = unread_report(folder)
    assert report is not None
    assert report.parent.parent == tmp_path
    text = report.read_text()
    assert "ZeroDivisionError" in text
    assert "test_a_fault_leaves_a_report" in text
    assert "secret" not in text
    assert unread_report(folder) is None


def test_what_is_refused_or_interrupted_is_no_fault(tmp_path: Path) -> None:
    for error in (Rejected("no-credentials", "no"), KeyboardInterrupt(), SystemExit(1)):
        with pytest.raises(type(error)), reported(tmp_path):
            raise error
    assert unread_report(tmp_path) is None


def test_only_the_latest_reports_are_kept(tmp_path: Path) -> None:
    for number in range(MOST_KEPT + 3):
        (tmp_path / f"20260101-00000{number}.txt").write_text("old")
    with pytest.raises(ValueError, match="new"), reported(tmp_path):
        raise ValueError("new")
    assert len(list(tmp_path.glob("*.txt"))) == MOST_KEPT


def test_a_home_that_cannot_be_written_hides_no_fault(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ValueError, match="seen"), reported(tmp_path / "file" / "crashes"):
        raise ValueError("seen")
