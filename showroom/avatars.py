"""What an avatar's model must hold; docs/models.md describes it for those who make one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from showroom.errors import ModelError
from showroom.gltf import walk
from showroom.looks import SHAPES, SLOTS

if TYPE_CHECKING:
    from showroom.gltf.model import Document

PARTS: Final = ("body", "head", "arm_left", "arm_right", "leg_left", "leg_right")
"""Nodes of an avatar made of stiff parts, whose origins are its joints."""
LEVELS: Final = ("lod0", "lod1", "lod2")
"""Names of the skinned nodes that hold the levels of detail, the finest first."""
CLIPS: Final = ("idle", "walk", "wave", "point", "sit", "clap", "nod", "roll")
"""What an avatar can do; ``roll`` is ``walk`` in a wheelchair."""


def has_skin(document: Document) -> bool:
    """Whether something in the model follows joints."""
    return any(node.skin is not None and node.mesh is not None for node, _ in walk.nodes(document))


def has_wardrobe(document: Document) -> bool:
    """Whether the model holds every look at once, in the slots and shapes of `showroom.looks`."""
    extras = [node.extras for node in document.roots]
    return any(
        one.get("slots") == list(SLOTS) and one.get("shapes") == list(SHAPES) for one in extras if "slots" in one
    )


def check_avatar(document: Document) -> None:
    """Refuse what nobody can wear.

    Raises:
        ModelError: ``no-skin``.
    """
    names = {node.name for node, _ in walk.nodes(document)}
    if not has_skin(document) and not names.intersection(PARTS):
        hint = "bind the mesh to an armature and export with skinning, or name the parts so"
        allowed = f"a skin, or nodes named {', '.join(PARTS)}"
        raise ModelError("no-skin", "an avatar needs something that moves", got="neither", allowed=allowed, hint=hint)
