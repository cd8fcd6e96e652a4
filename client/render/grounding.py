"""The darkness under a standing product, where its underside hides the room's light from the floor.

The underside is a field of horizontal patches; each hides the share of a floor point's light that is its form factor,
A · h² / (π (h² + r²)²) for a patch of area A at height h and horizontal distance r.

Source: Howell, "A Catalog of Radiation Heat Transfer Configuration Factors", differential elements in parallel planes.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from panda3d.core import (
    CardMaker,
    ColorBlendAttrib,
    NodePath,
    Texture,
)

from client.render import axes, device, masks, programs, uniforms
from showroom.gltf.model import Material

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

FINE_CELLS = 192
COARSE_CELLS = 96
SLICES = 14
# The lowest patches that are told apart, in cells.
LOWEST_CELLS = 1.2
SAMPLES_PER_CELL = 4
# How far the darkness is computed around the product, in parts of its larger footprint edge.
MARGIN = 0.6
STRENGTH = 0.92

Triangles = tuple["NDArray[np.float32]", "NDArray[np.uint32]"]


@dataclass(frozen=True, eq=False)
class Darkness:
    """What a floor loses.

    Args:
        hidden: share of the light that does not arrive, (cells, cells) float32; rows along +Z, columns along +X.
        low: corner (x, z) of the square in metres.
        edge_m: its edge.
    """

    hidden: NDArray[np.float32]
    low: tuple[float, float]
    edge_m: float


def darkness_below(
    meshes: Sequence[Triangles], floor_m: float = 0.0, cells: int = FINE_CELLS, opacities: Sequence[float] | None = None
) -> Darkness | None:
    """Integrate the darkness on the floor at height `floor_m`; None where there is nothing.

    Args:
        meshes: positions (n, 3) in metres and triangles (m, 3).
        floor_m: the floor's height.
        cells: along each edge of the square; 192 takes 35 ms, 96 takes 11 ms.
        opacities: how much of the light each mesh holds back, 0..1; all of it where nothing is said.
    """
    points, opacity = _sample(meshes, opacities or [1.0] * len(meshes), SAMPLES_PER_CELL * cells * cells)
    if not len(points):
        return None
    low, high = points.min(axis=0), points.max(axis=0)
    edge_m = float(max(high[0] - low[0], high[2] - low[2], 1e-3)) * (1.0 + 2.0 * MARGIN)
    corner = ((low[0] + high[0] - edge_m) / 2.0, (low[2] + high[2] - edge_m) / 2.0)
    cell_m = edge_m / cells
    columns = np.clip(((points[:, 0] - corner[0]) / cell_m).astype(np.int32), 0, cells - 1)
    rows = np.clip(((points[:, 2] - corner[1]) / cell_m).astype(np.int32), 0, cells - 1)
    # The lowest comes last and stays.
    order = np.argsort(-points[:, 1], kind="stable")
    rows, columns = rows[order], columns[order]
    underside, covers = np.full((cells, cells), np.inf, dtype=np.float32), np.zeros((cells, cells), dtype=np.float32)
    underside[rows, columns] = points[order, 1] - floor_m
    covers[rows, columns] = opacity[order]
    hidden = _integrate(underside, covers, cell_m)
    return Darkness(hidden, (float(corner[0]), float(corner[1])), edge_m)


def ground_decal(parent: NodePath, darkness: Darkness, floor_m: float = 0.0) -> NodePath:
    """Lay the darkness on the floor, below `parent`, in its frame."""
    card = CardMaker("ground")
    card.set_frame(0.0, 1.0, 0.0, 1.0)
    path = parent.attach_new_node(card.generate())
    edge = darkness.edge_m
    matrix = np.eye(4)
    matrix[:3, 0] = (edge, 0.0, 0.0)
    # The card stands in Panda3D's x and z; its up becomes +Z of the floor.
    matrix[:3, 1] = (0.0, 1.0, 0.0)
    matrix[:3, 2] = (0.0, 0.0, edge)
    matrix[:3, 3] = (darkness.low[0], floor_m + 0.0006, darkness.low[1])
    path.set_mat(axes.panda_matrix(matrix))
    material = Material("ground", base_color=(0.0, 0.0, 0.0, STRENGTH), alpha_mode="BLEND", unlit=True)
    path.set_shader(programs.surface(frozenset({"UNLIT", "ALPHA_BLEND", "BASE_COLOR_MAP"})))
    path.set_shader_input("material", uniforms.pack(material))
    picture = _texture(darkness)
    # Also where nobody looks yet: turning around is no time for an upload.
    device.prepare([picture])
    path.set_shader_input("base_color_map", picture)
    path.set_attrib(
        ColorBlendAttrib.make(
            ColorBlendAttrib.M_add, ColorBlendAttrib.O_one, ColorBlendAttrib.O_one_minus_incoming_alpha
        )
    )
    path.set_two_sided(True)
    path.set_depth_write(False)
    path.set_bin("transparent", -10)
    path.hide(masks.SHADOW | masks.MIRROR)
    return path


def lift_decal(decal: NodePath) -> None:
    """Take the darkness away, and its picture out of the driver's memory at once."""
    texture = decal.get_shader_input("base_color_map").get_texture()
    decal.remove_node()
    texture.release_all()
    texture.clear()


def _sample(
    meshes: Sequence[Triangles], opacities: Sequence[float], count: int
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Points spread evenly over all triangles, (n, 3), always the same, and the opacity at each."""
    corners = [positions[triangles] for positions, triangles in meshes if len(triangles)]
    if not corners:
        return np.zeros((0, 3), dtype=np.float32), np.zeros(0, dtype=np.float32)
    faces = np.concatenate(corners)
    counts = [len(triangles) for _, triangles in meshes]
    opacity = np.repeat(np.asarray(opacities, dtype=np.float32), counts)
    areas = np.linalg.norm(np.cross(faces[:, 1] - faces[:, 0], faces[:, 2] - faces[:, 0]), axis=1)
    if areas.sum() <= 0.0:
        return faces.reshape(-1, 3), np.repeat(opacity, 3)
    random = np.random.default_rng(1)
    place = np.searchsorted(np.cumsum(areas) / areas.sum(), random.random(count)).clip(0, len(faces) - 1)
    chosen = faces[place]
    first, second = random.random((2, count, 1), dtype=np.float32)
    flip = first + second > 1.0
    first, second = np.where(flip, 1.0 - first, first), np.where(flip, 1.0 - second, second)
    result: NDArray[np.float32] = (
        chosen[:, 0] + first * (chosen[:, 1] - chosen[:, 0]) + second * (chosen[:, 2] - chosen[:, 0])
    )
    return result, opacity[place]


def _integrate(underside: NDArray[np.float32], covers: NDArray[np.float32], cell_m: float) -> NDArray[np.float32]:
    cells = len(underside)
    spectra = _form_factors(cells)
    slices = len(spectra)
    # Heights in cells, as places between the heights that the form factors stand for. Lower patches would show the
    # edges of the cells; a place is only ever clamped, so that no rounding can put a patch outside all slices.
    with np.errstate(divide="ignore"):
        place = np.log(underside / np.float32(cell_m * LOWEST_CELLS)) / np.log(cells / LOWEST_CELLS) * (slices - 1)
    standing = place < slices - 1
    place = np.clip(np.where(standing, place, 0.0), 0.0, slices - 1).astype(np.float32)
    total = np.zeros((2 * cells, cells + 1), dtype=np.complex64)
    for index, spectrum in enumerate(spectra):
        share = np.where(standing, np.maximum(1.0 - np.abs(place - np.float32(index)), 0.0), 0.0) * covers
        if share.any():
            total += np.fft.rfft2(share.astype(np.float32), s=(2 * cells, 2 * cells)) * spectrum
    hidden = np.clip(np.fft.irfft2(total)[:cells, :cells], 0.0, 1.0)
    # Nothing is left at the edge of the square.
    ramp = np.clip(np.minimum(np.arange(cells), np.arange(cells)[::-1]) / (cells * 0.12), 0.0, 1.0)
    ramp = ramp * ramp * (3.0 - 2.0 * ramp)
    return (hidden * ramp[:, None] * ramp[None, :]).astype(np.float32)


@lru_cache(maxsize=2)
def _form_factors(cells: int) -> tuple[NDArray[np.complex64], ...]:
    """Spectra of what patches of one cell hide, one for each of `SLICES` heights; all lengths in cells."""
    axis = np.minimum(np.arange(2 * cells), 2 * cells - np.arange(2 * cells))
    distance2 = axis[:, None] ** 2 + axis[None, :] ** 2
    found = []
    for height2 in np.geomspace(LOWEST_CELLS, cells, SLICES) ** 2:
        factor = height2 / (np.pi * (height2 + distance2) ** 2)
        found.append(np.fft.rfft2(factor.astype(np.float32)).astype(np.complex64))
    return tuple(found)


def _texture(darkness: Darkness) -> Texture:
    cells = len(darkness.hidden)
    texture = Texture("darkness")
    texture.setup_2d_texture(cells, cells, Texture.T_half_float, Texture.F_rgba16)
    picture = np.ones((cells, cells, 4), dtype=np.float16)
    # Rows of the map run along +Z as the card's v does; the program reads maps from the top.
    picture[..., 3] = darkness.hidden[::-1]
    texture.set_ram_image(picture.tobytes())
    texture.set_minfilter(Texture.FT_linear)
    texture.set_magfilter(Texture.FT_linear)
    texture.set_wrap_u(Texture.WM_clamp)
    texture.set_wrap_v(Texture.WM_clamp)
    return texture
