"""Names, extras and extensions that nobody here understands: out of a file, and back into one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from showroom.gltf.model import Named

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from showroom.gltf.fields import Fields
    from showroom.gltf.foreign import Foreign
    from showroom.gltf.model import Noted


def named(item: Fields, foreign: Foreign) -> Named:
    """What is said of an object that has none of its own here."""
    name = item.values.get("name")
    return Named(name=name if isinstance(name, str) else "", extras=item.extras(), other_extensions=foreign.of(item))


def names(entry: dict[str, Any], said: Named) -> AbstractSet[str]:
    """Put name and notes into an entry; returns the extensions that the file uses then."""
    if said.name:
        entry["name"] = said.name
    return notes(entry, said)


def notes(entry: dict[str, Any], noted: Noted) -> AbstractSet[str]:
    """Put what is noted on an object into its entry; returns the extensions that the file uses then."""
    if noted.extras:
        entry["extras"] = noted.extras
    if noted.other_extensions:
        entry["extensions"] = {**entry.get("extensions", {}), **noted.other_extensions}
    return noted.other_extensions.keys()
