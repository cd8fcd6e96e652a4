"""Leave out nodes that a product file names, with everything below them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

    from showroom.gltf.model import Document, Node


def drop(document: Document, names: Collection[str] = ()) -> Document:
    """The document without the nodes of those names."""
    return replace(document, roots=_kept(document.roots, frozenset(names))) if names else document


def _kept(nodes: list[Node], names: frozenset[str]) -> list[Node]:
    return [replace(node, children=_kept(node.children, names)) for node in nodes if node.name not in names]
