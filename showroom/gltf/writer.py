"""Write a document as one clean GLB: everything embedded, equal arrays stored once, extensions declared."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np

from showroom.gltf import walk
from showroom.gltf.container import BINARY_CHUNK, CHUNK, HEADER, JSON_CHUNK, MAGIC
from showroom.gltf.draco import DRACO
from showroom.gltf.levels import LEVELS, packed_levels
from showroom.gltf.material_table import VARIANTS, VISIBILITY, WEBP, XMP
from showroom.gltf.material_writer import MaterialWriter
from showroom.gltf.motion_writer import MotionWriter
from showroom.gltf.notes import names, notes
from showroom.gltf.packing import ELEMENTS, VERTICES, Packing
from showroom.gltf.staging import StageWriter

if TYPE_CHECKING:
    from showroom.gltf.compressing import CompressedMesh, MeshEncoder
    from showroom.gltf.levels import Levels
    from showroom.gltf.model import Document, Material, Mesh, Node, Noted, Primitive

GENERATOR = "virtual-showroom"
SMALL = 65_535
"""Meshes with fewer vertices than this store 16-bit indices (65,535 itself is the restart value)."""


def write(document: Document, encoder: MeshEncoder | None = None, levels: Levels | None = None) -> bytes:
    """Write `document` as a GLB; `read` gives an equal document back, bit by bit.

    Equal documents give equal bytes. What the reader skipped is not in it.

    Args:
        document: what to write.
        encoder: compresses meshes with Draco; what comes back is then as exact as it says.
        levels: coarser levels of the document; with an encoder, of the vertices in the order in which they come back.
    """
    return _Writer(document, encoder, levels).glb()


class _Writer:
    def __init__(self, document: Document, encoder: MeshEncoder | None, levels: Levels | None) -> None:
        self._document = document
        self._levels = levels
        self._encoder = encoder
        self._packing = Packing(document.arrays)
        self._materials = MaterialWriter(self._packing)
        self._material_index = {id(material): index for index, material in enumerate(document.materials)}
        self._mesh_index = {id(mesh): index for index, mesh in enumerate(walk.meshes(document))}
        self._variant_index = {name: index for index, name in enumerate(document.variants)}
        self._stage = StageWriter(document)
        self._motion = MotionWriter(document, self._packing)
        self._nodes: list[dict[str, Any]] = []
        self._used: set[str] = set()

    def glb(self) -> bytes:
        """The whole file."""
        binary, root = self._root()
        text = msgspec.json.encode(root)
        text += b" " * (-len(text) % 4)
        size = HEADER.size + CHUNK.size + len(text) + (CHUNK.size + len(binary) if binary else 0)
        parts = [HEADER.pack(MAGIC, 2, size), CHUNK.pack(len(text), JSON_CHUNK), text]
        if binary:
            parts += [CHUNK.pack(len(binary), BINARY_CHUNK), binary]
        return b"".join(parts)

    def _root(self) -> tuple[bytes, dict[str, Any]]:
        document = self._document
        meshes = [self._mesh(mesh) for mesh in walk.meshes(document)]
        materials = [self._materials.material(material) for material in document.materials]
        tops = [self._node(root) for root in document.roots]
        motion = self._motion.lists()
        extensions: dict[str, Any] = {}
        asset = {**document.asset, "version": "2.0", "generator": document.generator or GENERATOR}
        self._used |= asset.get("extensions", {}).keys()
        extensions |= document.other_extensions | self._stage.lights()
        if document.metadata:
            extensions[XMP] = document.metadata
        self._used |= extensions.keys()
        if document.variants:
            self._used.add(VARIANTS)
            extensions[VARIANTS] = {"variants": [{"name": name} for name in document.variants]}
        if self._levels is not None:
            self._used.add(LEVELS)
            data, fields = packed_levels(self._levels)
            extensions[LEVELS] = {"bufferView": self._packing.view(data), **fields}
        cameras, scene = self._stage.cameras(), {"nodes": tops}
        self._used |= self._motion.used | self._stage.used | self._packing.used | names(scene, document.scene)
        required = {*document.extensions_required} & (self._used | self._materials.used)
        # No other picture stands behind a WebP one, and no other vertices behind compressed ones.
        required |= (self._materials.used & {WEBP}) | (self._used & {DRACO})
        binary = self._packing.binary()
        root: dict[str, Any] = {
            "asset": asset,
            "extensionsUsed": sorted(self._used | self._materials.used),
            "extensionsRequired": sorted(required),
            "scene": 0,
            "scenes": [scene],
            "cameras": cameras,
            "nodes": self._nodes,
            "meshes": meshes,
            "materials": materials,
            **self._materials.lists(),
            **motion,
            "accessors": self._packing.accessors,
            "bufferViews": self._packing.views,
            "buffers": [{"byteLength": len(binary)}] if binary else [],
            "extensions": extensions,
            "extras": document.extras,
        }
        root["asset"].pop("minVersion", None)
        return binary, {key: value for key, value in root.items() if value not in ([], {})}

    def _node(self, node: Node) -> int:
        index = len(self._nodes)
        entry: dict[str, Any] = {}
        self._nodes.append(entry)
        if node.name:
            entry["name"] = node.name
        entry |= self._motion.place(node, index)
        if node.mesh is not None:
            entry["mesh"] = self._mesh_index[id(node.mesh)]
        self._note(entry, node)
        self._stage.hold(entry, node)
        if not node.visible:
            entry.setdefault("extensions", {})[VISIBILITY] = {"visible": False}
            self._used.add(VISIBILITY)
        children = [self._node(child) for child in node.children]
        if children:
            entry["children"] = children
        return index

    def _mesh(self, mesh: Mesh) -> dict[str, Any]:
        entry: dict[str, Any] = {"name": mesh.name} if mesh.name else {}
        entry["primitives"] = [self._primitive(primitive) for primitive in mesh.primitives]
        if mesh.weights:
            entry["weights"] = list(mesh.weights)
        self._note(entry, mesh)
        if mesh.target_names:
            entry["extras"] = {**mesh.extras, "targetNames": list(mesh.target_names)}
        return entry

    def _note(self, entry: dict[str, Any], noted: Noted) -> None:
        self._used |= notes(entry, noted)

    def _primitive(self, primitive: Primitive) -> dict[str, Any]:
        packed = self._encoder(primitive) if self._encoder is not None else None
        entry = self._plain(primitive) if packed is None else self._compressed(packed)
        if primitive.targets:
            entry["targets"] = self._motion.targets(primitive)
        if primitive.material is not None:
            entry["material"] = self._material_index[id(primitive.material)]
        self._note(entry, primitive)
        if primitive.variants:
            entry.setdefault("extensions", {})[VARIANTS] = {"mappings": self._mappings(primitive.variants)}
        return entry

    def _plain(self, primitive: Primitive) -> dict[str, Any]:
        vertices = len(primitive.attributes["POSITION"])
        indices = primitive.indices.astype(np.uint16 if vertices <= SMALL else np.uint32)
        return {
            "attributes": {
                name: self._packing.array(array, VERTICES, with_bounds=name == "POSITION")
                for name, array in primitive.attributes.items()
            },
            "indices": self._packing.array(indices[:, None], ELEMENTS, made_of=primitive.indices),
        }

    def _compressed(self, packed: CompressedMesh) -> dict[str, Any]:
        self._used.add(DRACO)
        attributes = {
            name: self._packing.declared(
                one.component,
                one.width,
                packed.vertices,
                normalised=one.normalised,
                bounds=packed.bounds if name == "POSITION" else None,
            )
            for name, one in packed.attributes.items()
        }
        index_type = np.dtype(np.uint16 if packed.vertices <= SMALL else np.uint32)
        ids = {name: one.unique_id for name, one in packed.attributes.items()}
        return {
            "attributes": attributes,
            "indices": self._packing.declared(index_type, 1, packed.corners),
            "extensions": {DRACO: {"bufferView": self._packing.view(packed.data), "attributes": ids}},
        }

    def _mappings(self, variants: dict[str, Material]) -> list[dict[str, Any]]:
        by_material: dict[int, list[int]] = {}
        for name, material in variants.items():
            by_material.setdefault(self._material_index[id(material)], []).append(self._variant_index[name])
        return [{"material": material, "variants": indices} for material, indices in by_material.items()]
