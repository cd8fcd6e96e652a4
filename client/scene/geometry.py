"""Triangles of a model as Panda3D's Geoms, all in one vertex format."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
from panda3d.core import (
    Geom,
    GeomEnums,
    GeomTriangles,
    GeomVertexArrayData,
    GeomVertexArrayFormat,
    GeomVertexData,
    GeomVertexFormat,
    InternalName,
)

from client.render import device
from showroom.gltf.posing import influences as influences_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from showroom.gltf.model import Primitive

# position, normal, texture coordinates twice, tangent, colour
FLOATS_PER_VERTEX = 3 + 3 + 2 + 2 + 4 + 4


@cache
def vertex_format(influences: int = 0) -> GeomVertexFormat:
    """The vertex format; columns carry the names that the surface program reads.

    Args:
        influences: how many joints move a vertex: 0, 4 or 8; they stand in an array of their own.
    """
    array = GeomVertexArrayFormat()
    floats = GeomEnums.NT_float32
    array.add_column(InternalName.get_vertex(), 3, floats, GeomEnums.C_point)
    array.add_column(InternalName.get_normal(), 3, floats, GeomEnums.C_normal)
    array.add_column(InternalName.get_texcoord(), 2, floats, GeomEnums.C_texcoord)
    array.add_column(InternalName.make("uv1"), 2, floats, GeomEnums.C_texcoord)
    array.add_column(InternalName.make("tangent"), 4, floats, GeomEnums.C_other)
    array.add_column(InternalName.get_color(), 4, floats, GeomEnums.C_color)
    vertices = GeomVertexFormat()
    vertices.add_array(array)
    if influences:
        moved = GeomVertexArrayFormat()
        for more in ("", "_more")[: influences // 4]:
            moved.add_column(InternalName.make(f"joints{more}"), 4, floats, GeomEnums.C_other)
            moved.add_column(InternalName.make(f"weights{more}"), 4, floats, GeomEnums.C_other)
        vertices.add_array(moved)
    return GeomVertexFormat.register_format(vertices)


def make_geom(primitive: Primitive, influences: int = 0) -> Geom:
    """Pack a primitive; normals that it lacks are flat, colours white; with room for 0, 4 or 8 joints a vertex.

    It is uploaded in the next frame, also where it is not seen yet.
    """
    indices = primitive.indices.astype(np.uint32)
    attributes: dict[str, NDArray[np.float32]] = {
        name: np.asarray(values, dtype=np.float32) for name, values in primitive.attributes.items()
    }
    if "NORMAL" not in attributes:
        attributes, indices = _with_flat_normals(attributes, indices)
    table = _table(attributes)
    data = GeomVertexData("model", vertex_format(influences), Geom.UH_static)
    data.unclean_set_num_rows(len(table))
    arrays = [data.modify_array(index) for index in range(data.get_num_arrays())]
    memoryview(arrays[0]).cast("B")[:] = table.tobytes()
    if influences:
        memoryview(arrays[1]).cast("B")[:] = _influence_table(attributes, influences).tobytes()
    return _geom(data, arrays, indices)


def joined_geom(parts: Sequence[tuple[Primitive, NDArray[np.float64], int]]) -> Geom:
    """Several primitives as one, each moved by its matrix (4, 4) and with its number at every vertex.

    It has what parts without pictures need: places, normals and colours.
    """
    tables, corners, first = [], [], 0
    for primitive, matrix, number in parts:
        table = _joined_table(primitive.attributes, matrix, number)
        tables.append(table)
        corners.append(primitive.indices.astype(np.uint32) + np.uint32(first))
        first += len(table)
    data = GeomVertexData("joined", joined_format(), Geom.UH_static)
    data.unclean_set_num_rows(first)
    array = data.modify_array(0)
    memoryview(array).cast("B")[:] = np.concatenate(tables).tobytes()
    return _geom(data, [array], np.concatenate(corners))


@cache
def joined_format() -> GeomVertexFormat:
    """The vertex format of what `joined_geom` makes."""
    array = GeomVertexArrayFormat()
    floats = GeomEnums.NT_float32
    array.add_column(InternalName.get_vertex(), 3, floats, GeomEnums.C_point)
    array.add_column(InternalName.get_normal(), 3, floats, GeomEnums.C_normal)
    array.add_column(InternalName.get_color(), 4, floats, GeomEnums.C_color)
    array.add_column(InternalName.make("part"), 1, floats, GeomEnums.C_other)
    vertices = GeomVertexFormat()
    vertices.add_array(array)
    return GeomVertexFormat.register_format(vertices)


def _joined_table(
    attributes: Mapping[str, NDArray[Any]], matrix: NDArray[np.float64], number: int
) -> NDArray[np.float32]:
    positions = np.asarray(attributes["POSITION"], np.float64)
    table = np.ones((len(positions), 11), np.float32)
    table[:, 0:3] = positions @ matrix[:3, :3].T + matrix[:3, 3]
    table[:, 3:6] = np.asarray(attributes["NORMAL"], np.float64) @ np.linalg.inv(matrix[:3, :3])
    if "COLOR_0" in attributes:
        colour = attributes["COLOR_0"]
        table[:, 6 : 6 + colour.shape[1]] = colour
    table[:, 10] = number
    return table


def coarser_geom(geom: Geom, indices: NDArray[np.uint32]) -> Geom:
    """Other triangles over the vertices of a Geom, which they share on the graphics card."""
    return _geom(geom.get_vertex_data(), [], indices)


def _geom(data: GeomVertexData, arrays: list[GeomVertexArrayData], indices: NDArray[np.uint32]) -> Geom:
    triangles = GeomTriangles(Geom.UH_static)
    triangles.set_index_type(GeomEnums.NT_uint32)
    vertices = triangles.modify_vertices()
    vertices.unclean_set_num_rows(len(indices))
    memoryview(vertices).cast("B")[:] = indices.tobytes()
    geom = Geom(data)
    geom.add_primitive(triangles)
    device.prepare_geometry(arrays, triangles)
    return geom


def _table(attributes: dict[str, NDArray[np.float32]]) -> NDArray[np.float32]:
    position = attributes["POSITION"]
    table = np.zeros((len(position), FLOATS_PER_VERTEX), dtype=np.float32)
    table[:, 0:3] = position
    table[:, 3:6] = attributes["NORMAL"]
    for name, start in (("TEXCOORD_0", 6), ("TEXCOORD_1", 8), ("TANGENT", 10)):
        if name in attributes:
            values = attributes[name]
            table[:, start : start + values.shape[1]] = values
    table[:, 14:18] = 1.0
    if "COLOR_0" in attributes:
        colour = attributes["COLOR_0"]
        table[:, 14 : 14 + colour.shape[1]] = colour
    return table


def _influence_table(attributes: dict[str, NDArray[np.float32]], influences: int) -> NDArray[np.float32]:
    joints, weights = influences_of(attributes)
    table = np.zeros((len(joints), influences, 2), dtype=np.float32)
    table[:, : joints.shape[1], 0] = joints
    table[:, : joints.shape[1], 1] = weights
    # Four joints, their weights, four more joints, their weights.
    return np.ascontiguousarray(table.reshape(-1, influences // 4, 4, 2).transpose(0, 1, 3, 2))


def _with_flat_normals(
    attributes: dict[str, NDArray[np.float32]], indices: NDArray[np.uint32]
) -> tuple[dict[str, NDArray[np.float32]], NDArray[np.uint32]]:
    # glTF 2.0 §3.7.2.1: without normals, every triangle is flat.
    apart = {name: values[indices] for name, values in attributes.items()}
    corners = apart["POSITION"].reshape(-1, 3, 3)
    normals = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    lengths = np.linalg.norm(normals, axis=1, keepdims=True)
    normals = normals / np.maximum(lengths, 1e-20)
    apart["NORMAL"] = np.repeat(normals, 3, axis=0).astype(np.float32)
    return apart, np.arange(len(indices), dtype=np.uint32)
