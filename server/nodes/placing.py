"""Where a room should be: with whoever owns it, else where everybody who looks arrives at the same suggestion."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from server.store.nodes import Node

SILENT_S: Final = 1.2
"""A node that missed two signs of life gets nobody new until it gives one, or its rooms are free."""


def suggested(room: str, nodes: Iterable[Node]) -> Node | None:
    """The node for a room that nobody owns; when nodes come and go, only their own rooms move.

    Source: D. Thaler and C. Ravishankar, "Using Name-Based Mappings to Increase Hit Rates", 1998 (rendezvous hashing).
    """
    return max(nodes, key=lambda node: hashlib.sha256(f"{room}|{node.name}".encode()).digest(), default=None)


def placed(
    room: str, living: Iterable[Node], owner_id: str | None, protocol: int
) -> Node | Literal["wait", "other-version", "nobody"]:
    """The node where somebody who speaks `protocol` enters a room.

    Returns:
        The node; or ``wait`` where the owner is silent and perhaps gone, ``other-version`` where the owner does not
        speak that, ``nobody`` where no node can take the room.
    """
    known = [node for node in living if node.role == "room"]
    owner = next((node for node in known if node.id == owner_id), None)
    if owner is not None and not owner.draining:
        if owner.silent_s >= SILENT_S:
            return "wait"
        return owner if owner.protocol == protocol else "other-version"
    able = [node for node in known if not node.draining and node.silent_s < SILENT_S]
    best = suggested(room, [node for node in able if node.protocol == protocol])
    if best is not None:
        return best
    return "other-version" if able else "nobody"
