"""The short form of groups: ``[groups]`` with the groups' ids as keys instead of ``[[groups]]`` with ``id = …``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from showroom.toml_source import Path, Source


def with_listed_groups(source: Source) -> dict[str, Any]:
    """The file's content with groups in the long form; their new paths get the lines of the old ones.

    ``upper = [...]`` is a group with just its values, ``size = { sizes = [...] }`` a group as in the long form.
    """
    short = source.data.get("groups")
    if not isinstance(short, dict):
        return source.data
    places: dict[Path, Path] = {}
    groups = []
    for index, (group_id, written) in enumerate(short.items()):
        old, new = ("groups", group_id), ("groups", index)
        places[old] = new
        if isinstance(written, list):
            groups.append({"id": group_id, "values": written})
            places |= {(*old, item): (*new, "values", item) for item in range(len(written))}
        elif isinstance(written, dict):
            if "id" in written:
                source.refuse("conflicting-keys", (*old, "id"), "this group has its id already", got=written["id"])
            groups.append({**written, "id": group_id})
        else:
            groups.append(written)
    _alias(source.line_of, places)
    return {**source.data, "groups": groups}


def _alias(line_of: dict[Path, int], places: dict[Path, Path]) -> None:
    """Give everything below an old place its line under the new one too; the longest known place counts."""
    for path, line in list(line_of.items()):
        for length in (3, 2):
            if path[:length] in places:
                line_of[(*places[path[:length]], *path[length:])] = line
                break
