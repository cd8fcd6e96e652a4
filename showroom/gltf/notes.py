"""Extras and extensions that nobody here understands, back into a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from showroom.gltf.model import Noted


def notes(entry: dict[str, Any], noted: Noted) -> AbstractSet[str]:
    """Put what is noted on an object into its entry; returns the extensions that the file uses then."""
    if noted.extras:
        entry["extras"] = noted.extras
    if noted.other_extensions:
        entry["extensions"] = {**entry.get("extensions", {}), **noted.other_extensions}
    return noted.other_extensions.keys()
