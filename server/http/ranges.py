"""Byte ranges (RFC 9110 §14): one range is served, more or malformed ones mean the whole."""

from __future__ import annotations

import re
from typing import Final

_ONE_RANGE: Final = re.compile(r"bytes=\s*(\d{0,18})-(\d{0,18})\s*")


class Unsatisfiable(Exception):  # noqa: N818 - the RFC's word; it never leaves this package
    """The range lies outside of the file."""


def parse_range(header: str | None, size: int) -> tuple[int, int] | None:
    """The first byte and the one behind the last; None for the whole.

    Raises:
        Unsatisfiable: nothing of the range exists.
    """
    match = _ONE_RANGE.fullmatch(header) if header is not None else None
    if match is None or match.group(0).count("-") != 1 or not (match[1] or match[2]):
        return None
    if not match[1]:
        start, stop = max(size - int(match[2]), 0), size
    else:
        start, stop = int(match[1]), min(int(match[2]) + 1, size) if match[2] else size
        if match[2] and int(match[2]) < start:
            return None
    if start >= stop:
        raise Unsatisfiable
    return start, stop


def matches(header: str | None, etag: str) -> bool:
    """Whether an ``If-None-Match`` names `etag` (weak comparison, RFC 9110 §13.1.2)."""
    if header is None:
        return False
    return header.strip() == "*" or any(one.strip().removeprefix("W/") == etag for one in header.split(","))
