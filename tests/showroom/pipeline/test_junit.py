"""Findings as a CI server reads them."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from showroom.pipeline.checks import CheckedFile, Finding
from showroom.pipeline.junit import junit

BAD = Finding(
    "inside-out", "error", 'mesh "a\x00<&>"', "its triangles show their backs", "-1", "a positive one", "flip"
)
HINT = Finding("off-origin", "info", "shoe.glb", "the origin is elsewhere")


def test_errors_are_failures_and_the_rest_passes_with_a_remark() -> None:
    root = ET.fromstring(junit([CheckedFile("shoe.glb", "mobile", ok=False, findings=(BAD, HINT))]))  # noqa: S314 - our own
    (suite,) = root.findall("testsuite")
    assert (suite.get("name"), suite.get("tests"), suite.get("failures")) == ("shoe.glb", "2", "1")
    failed, passed = suite.findall("testcase")
    failure = failed.find("failure")
    assert failure is not None
    assert (failure.get("type"), failure.get("message")) == ("inside-out", "its triangles show their backs")
    assert "to do: flip" in (failure.text or "")
    assert passed.find("failure") is None
    assert "info: the origin is elsewhere" in (passed.findtext("system-out") or "")


def test_a_clean_file_is_one_passing_case() -> None:
    root = ET.fromstring(junit([CheckedFile("shoe.glb", "mobile", ok=True, findings=())]))  # noqa: S314 - our own
    assert [case.get("name") for case in root.iter("testcase")] == ["clean"]
