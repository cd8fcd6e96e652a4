"""Draw in one call what wears one material and never moves or hides by itself.

Within a mesh, primitives of one material are joined. Between meshes that is done where no option addresses the node or
anything above it, the mesh stands in few places, and everything is visible; vertices then get their place in the
world. Nodes that options only ever show and hide at once, such as four wheels, are joined in the first of them. What
lets light through stays apart, because it is sorted by distance, and so does what carries somebody's notes.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from showroom.gltf import walk
from showroom.gltf.model import Mesh, Node, Primitive
from showroom.pipeline.steps.addressed import Addressed

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

    from numpy.typing import NDArray

    from showroom.gltf.model import Document

JOINED = "joined"
FLAT = 1e-6
FEW = 4
MOST_TRIANGLES = 60_000
"""What stands in more places, or comes to more triangles there, is not written out: memory costs more than calls."""


@dataclass(frozen=True)
class JoinOptions:
    """What must stay apart.

    Args:
        addressed: names that options use.
        flatten: whether meshes of several nodes may become one.
    """

    addressed: Addressed = field(default_factory=Addressed)
    flatten: bool = True


def join(document: Document, options: JoinOptions | None = None) -> Document:
    """Join primitives of one material; nothing that an option addresses changes its node."""
    options = options or JoinOptions()
    known: dict[int, Mesh] = {}
    document = replace(document, roots=[_with_joined_meshes(root, known) for root in document.roots])
    if options.flatten and options.addressed.alike:
        document = _gathered(document, options.addressed)
    return _flattened(document, options.addressed) if options.flatten else document


def _with_joined_meshes(node: Node, known: dict[int, Mesh]) -> Node:
    mesh = node.mesh
    if mesh is not None:
        mesh = known.setdefault(id(mesh), replace(mesh, primitives=_joined(mesh.primitives)))
    return replace(node, mesh=mesh, children=[_with_joined_meshes(child, known) for child in node.children])


def _gathered(document: Document, addressed: Addressed) -> Document:
    """The document with what is always shown at once in the first node of its kind; the other nodes stay, empty."""
    moving = walk.moving(document)
    named: dict[str, int] = {}
    for node, _ in walk.nodes(document):
        named[node.name] = named.get(node.name, 0) + 1

    def fits(node: Node) -> bool:
        alone = not node.children and not node.carries and node.skin is None and named[node.name] == 1
        bare = node.mesh is not None and not node.mesh.is_noted
        return alone and bare and node.visible and node.number not in moving

    def level(nodes: list[Node]) -> list[Node]:
        nodes = [replace(node, children=level(node.children)) for node in nodes]
        for names in addressed.alike:
            places = [at for at, node in enumerate(nodes) if node.name in names and fits(node)]
            if (
                len(places) > 1
                and all(_few(nodes[at].mesh, len(places)) for at in places)
                and not any(_is_flat(nodes[at].matrix) for at in places)
            ):
                for at, node in zip(places, _in_the_first([nodes[at] for at in places]), strict=True):
                    nodes[at] = node
        return nodes

    return replace(document, roots=level(document.roots))


def _in_the_first(nodes: list[Node]) -> list[Node]:
    placed = [(one, node.matrix) for node in nodes if node.mesh for one in node.mesh.primitives]
    groups: dict[Hashable, list[tuple[Primitive, NDArray[np.float64]]]] = {}
    for one, matrix in placed:
        groups.setdefault(_key(one) if _joinable(one) else len(groups), []).append((one, matrix))
    if len(groups) == len(placed):
        return nodes
    joined = [concatenated([moved(one, matrix) for one, matrix in group]) for group in groups.values()]
    first = replace(nodes[0], matrix=np.eye(4), mesh=Mesh(nodes[0].mesh.name if nodes[0].mesh else JOINED, joined))
    return [first, *(replace(node, mesh=None) for node in nodes[1:])]


def _flattened(document: Document, addressed: Addressed) -> Document:
    """The document with what may be joined over several nodes in one mesh at its root."""
    free = list(_free(document, addressed))
    by_key: dict[Hashable, list[tuple[Primitive, NDArray[np.float64]]]] = {}
    for node, world_from_node in free:
        for primitive in node.mesh.primitives if node.mesh else ():
            if _joinable(primitive):
                by_key.setdefault(_key(primitive), []).append((primitive, world_from_node))
    groups = [group for group in by_key.values() if len(group) > 1]
    if not groups:
        return document
    taken = {id(primitive) for group in groups for primitive, _ in group}
    joined = [concatenated([moved(primitive, matrix) for primitive, matrix in group]) for group in groups]
    roots = [_without(root, taken) for root in document.roots]
    return replace(document, roots=[*roots, Node(JOINED, np.eye(4), Mesh(JOINED, joined))])


def _free(document: Document, addressed: Addressed) -> Iterator[tuple[Node, NDArray[np.float64]]]:
    """Nodes whose meshes may go elsewhere, with their place in the world."""
    uses: dict[int, int] = {}
    for node, _ in walk.nodes(document):
        uses[id(node.mesh)] = uses.get(id(node.mesh), 0) + 1
    moving = walk.moving(document)
    waiting = [(root, np.eye(4)) for root in reversed(document.roots)]
    while waiting:
        node, world_from_parent = waiting.pop()
        if not node.visible or node.name in addressed.nodes or node.is_noted or node.skin or node.number in moving:
            continue
        world_from_node = world_from_parent @ node.matrix
        waiting.extend((child, world_from_node) for child in reversed(node.children))
        if (
            node.mesh is not None
            and not node.mesh.is_noted
            and _few(node.mesh, uses[id(node.mesh)])
            and not _is_flat(world_from_node)
        ):
            yield node, world_from_node


def _few(mesh: Mesh | None, places: int) -> bool:
    triangles = sum(len(one.indices) // 3 for one in mesh.primitives) if mesh else 0
    return places == 1 or (places <= FEW and places * triangles <= MOST_TRIANGLES)


def _is_flat(matrix: NDArray[np.float64]) -> bool:
    """Whether a matrix leaves no volume, as where a node is hidden by a scale of zero: normals have no place there."""
    sizes = np.linalg.svd(matrix[:3, :3], compute_uv=False)
    return bool(sizes[-1] <= FLAT * sizes[0])


def _joined(primitives: list[Primitive]) -> list[Primitive]:
    groups: dict[Hashable, list[Primitive]] = {}
    for primitive in primitives:
        groups.setdefault(_key(primitive) if _joinable(primitive) else id(primitive), []).append(primitive)
    return [concatenated(group) for group in groups.values()]


def _joinable(primitive: Primitive) -> bool:
    worn = [one for one in (primitive.material, *primitive.variants.values()) if one is not None]
    return not (primitive.targets or primitive.is_noted) and all(
        one.alpha_mode != "BLEND" and one.transmission == 0 and one.thickness == 0 for one in worn
    )


def _key(primitive: Primitive) -> Hashable:
    """Equal for primitives that can be drawn in one call."""
    variants = frozenset((name, id(material)) for name, material in primitive.variants.items())
    shapes = frozenset((name, array.shape[1], array.dtype.str) for name, array in primitive.attributes.items())
    return id(primitive.material), variants, shapes


def concatenated(primitives: list[Primitive]) -> Primitive:
    """Primitives of one key as one."""
    first = primitives[0]
    if len(primitives) == 1:
        return first
    starts = np.cumsum([0, *(len(one.attributes["POSITION"]) for one in primitives)])
    indices = [one.indices + np.uint32(start) for one, start in zip(primitives, starts[:-1], strict=True)]
    attributes = {name: np.concatenate([one.attributes[name] for one in primitives]) for name in first.attributes}
    return replace(first, attributes=attributes, indices=np.concatenate(indices))


def moved(primitive: Primitive, matrix: NDArray[np.float64]) -> Primitive:
    """The primitive with its vertices where `matrix` puts them; mirrored triangles keep their front."""
    linear = matrix[:3, :3]
    attributes = dict(primitive.attributes)
    attributes["POSITION"] = (attributes["POSITION"] @ linear.T + matrix[:3, 3]).astype(np.float32)
    attributes["NORMAL"] = _unit(attributes["NORMAL"] @ np.linalg.inv(linear))
    mirrored = np.linalg.det(linear) < 0
    if "TANGENT" in attributes:
        hands = attributes["TANGENT"][:, 3:] * (-1.0 if mirrored else 1.0)
        along = _unit(attributes["TANGENT"][:, :3] @ linear.T)
        attributes["TANGENT"] = np.concatenate((along, hands), axis=1).astype(np.float32)
    indices = primitive.indices.reshape(-1, 3)[:, ::-1].reshape(-1) if mirrored else primitive.indices
    return replace(primitive, attributes=attributes, indices=indices)


def _unit(vectors: NDArray[np.float64]) -> NDArray[np.float32]:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-20), np.float32)


def _without(node: Node, taken: set[int]) -> Node:
    mesh = node.mesh
    if mesh is not None and any(id(one) in taken for one in mesh.primitives):
        kept = [one for one in mesh.primitives if id(one) not in taken]
        mesh = replace(mesh, primitives=kept) if kept else None
    return replace(node, mesh=mesh, children=[_without(child, taken) for child in node.children])
