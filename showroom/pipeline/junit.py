"""Audits for a shop's own CI: JUnit's XML, which every CI server shows.

Source: the JUnit XML format as Jenkins and GitLab read it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    from collections.abc import Sequence

    from showroom.pipeline.checks import CheckedFile, Finding


def junit(results: Sequence[CheckedFile]) -> bytes:
    """A document with a suite for each file: errors are failures, what is less is told in passing cases."""
    root = ET.Element("testsuites", name="showroom assets check")
    for result in results:
        findings = result.findings
        failures = sum(finding.severity == "error" for finding in findings)
        counts = {"tests": str(max(len(findings), 1)), "failures": str(failures), "errors": "0", "skipped": "0"}
        suite = ET.SubElement(root, "testsuite", {"name": _printable(result.file), **counts})
        if not findings:
            _case(suite, "clean", result)
        for finding in findings:
            case = _case(suite, f"{finding.code}: {finding.place}", result)
            kind = "failure" if finding.severity == "error" else "system-out"
            told = ET.SubElement(case, kind)
            told.text = _told(finding)
            if finding.severity == "error":
                told.attrib |= {"type": finding.code, "message": _printable(finding.message)}
    ET.indent(root)
    text: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return text


def _case(suite: ET.Element, name: str, result: CheckedFile) -> ET.Element:
    return ET.SubElement(suite, "testcase", name=_printable(name), classname=f"showroom.{result.profile}", time="0")


def _told(finding: Finding) -> str:
    lines = (
        f"{finding.severity}: {finding.message}",
        f"place: {finding.place}",
        f"got: {finding.got}" if finding.got else "",
        f"allowed: {finding.allowed}" if finding.allowed else "",
        f"to do: {finding.hint}" if finding.hint else "",
    )
    return "\n".join(_printable(line) for line in lines if line)


def _printable(text: str) -> str:
    """Text without the characters that XML cannot hold: names come from foreign files."""
    return "".join(character if character.isprintable() else "?" for character in text)
