"""Things standing on a floor that a picture shows: at true size, lit as the picture is, with legs in front of shoes."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from panda3d.core import CullFaceAttrib, GeomNode

from client.render import axes, masks, programs, tone
from client.render.lightstate import mean_irradiance, tint_light
from client.render.view import View
from client.scene import backdrop
from client.scene.cutout import averaged, own, part_around
from client.scene.geometry import make_geom
from client.scene.mirrored import mirrored
from client.scene.product import ProductNode
from client.scene.tryon import QUALITY, ROOM, STEP_PX
from showroom.gltf.model import Primitive
from showroom.tryon import matching
from showroom.tryon.standing import cast_shadow

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray
    from panda3d.core import NodePath

    from client.scene.cutout import Part
    from showroom.catalogue import Product
    from showroom.gltf.model import Document
    from showroom.tryon.light import LightEstimate
    from showroom.tryon.plane import Plane
    from showroom.tryon.standing import Leg, Standing

FINE_PX, LEG_SIDES = 900, 28
HIDDEN = 0.95


class FloorStage:
    """One product on floors of pictures; `close` it.

    Args:
        document: the model.
        product: its parts and options.
        choices: the configuration.

    Raises:
        Rejected: ``unknown-group``, ``unknown-value``.
        ModelError: ``unsupported-image``.
        Unavailable: ``no-graphics``.
    """

    def __init__(self, document: Document, product: Product, choices: Mapping[str, str]) -> None:
        self._documents = {False: document, True: mirrored(document)}
        self._product, self._choices = product, dict(choices)
        self._view = View.offscreen((STEP_PX, STEP_PX), QUALITY)
        self._view.set_finish(bloom=0.0, vignette=0.0, exposure=1.0)
        node = self._node(mirror=False)
        self.bounds_m: tuple[NDArray[np.float64], NDArray[np.float64]] = node.bounds
        node.release()

    def draw(
        self, picture: NDArray[np.uint8], plane: Plane, things: Sequence[Standing], light: LightEstimate, seed: int = 0
    ) -> NDArray[np.uint8]:
        """The picture (height, width, 3) uint8 sRGB with the product standing in it."""
        shown = picture
        for thing in things:
            shown = self._draw_one(shown, plane, thing, light, seed)
        return shown

    def close(self) -> None:
        """Release the graphics memory."""
        self._view.close()

    def _node(self, *, mirror: bool) -> ProductNode:
        node = ProductNode(self._documents[mirror], self._product, grounded=True)
        node.apply(self._choices)
        return node

    def _draw_one(
        self, picture: NDArray[np.uint8], plane: Plane, thing: Standing, light: LightEstimate, seed: int
    ) -> NDArray[np.uint8]:
        node = self._node(mirror=thing.mirrored)
        part = self._part(node, plane, thing)
        if min(part.width, part.height) == 0:
            node.release()
            return picture
        detail = 2 if max(part.width, part.height) <= FINE_PX else 1
        seen = part.of(picture)
        stage = self._view.scene.attach_new_node("floor")
        node.root.reparent_to(stage)
        node.root.set_mat(axes.panda_matrix(thing.floor_from_product))
        self._aim(plane, part, detail, thing)
        linear = tone.undone(seen)
        self._view.scene.set_shader_input("photo", backdrop.photo_texture(linear))
        self._light(light)
        self._surroundings(stage, node, plane, thing, light)
        self._view.refresh_shadows()
        self._view.frame()
        first = averaged(self._view.pixels(), detail)
        cover = self._cover(first, linear, detail)
        drawn = first - tone.done(linear) + seen
        node.release()
        stage.remove_node()
        softness, grain = matching.softness_px(seen), matching.grain_levels(seen)
        drawn = np.where(cover > HIDDEN, first, own(seen, drawn))
        mixed = matching.blend(seen, drawn, softness, grain, seed, cover)
        joined = picture.copy()
        part.of(joined)[:] = np.clip(mixed + 0.5, 0, 255)
        return joined

    def _cover(self, first: NDArray[np.float64], linear: NDArray[np.float32], detail: int) -> NDArray[np.float64]:
        """How much of each pixel the product hides: what does not change when the photo behind it does."""
        other = np.where(linear > 0.5, 0.0, 1.0).astype(np.float32)  # noqa: PLR2004 - as far away as can be
        self._view.scene.set_shader_input("photo", backdrop.photo_texture(other))
        self._view.frame()
        second = averaged(self._view.pixels(), detail)
        through = np.abs(second - first).max(axis=-1) / np.abs(tone.done(other) - tone.done(linear)).max(axis=-1)
        cover: NDArray[np.float64] = np.clip(1.0 - through, 0.0, 1.0)[..., None]
        return cover

    def _part(self, node: ProductNode, plane: Plane, thing: Standing) -> Part:
        low, high = node.bounds
        spare = 0.35 * float((high - low).max())
        around = np.array([spare, 0.0, spare])
        corners = np.array(np.meshgrid(*zip(low - around, high + around, strict=True)))
        matrix = thing.floor_from_product
        points = corners.reshape(3, -1).T @ matrix[:3, :3].T + matrix[:3, 3]
        depth = -(points @ plane.camera_from_sheet[:3, :3].T + plane.camera_from_sheet[:3, 3])[:, 2]
        before = depth > 0.02  # noqa: PLR2004 - behind the eye nothing is seen
        if not before.any():
            return part_around(np.zeros((1, 2)), (0, 0), STEP_PX)
        return part_around(plane.project(points[before]), plane.camera.size_px, STEP_PX)

    def _aim(self, plane: Plane, part: Part, detail: int, thing: Standing) -> None:
        self._view.resize((part.width * detail, part.height * detail))
        camera = np.linalg.inv(plane.camera_from_sheet).astype(np.float64)
        middle = thing.floor_from_product[:3, 3]
        size = float(np.linalg.norm(self.bounds_m[1] - self.bounds_m[0]))
        size *= float(np.cbrt(np.linalg.det(thing.floor_from_product[:3, :3])))
        away = float(np.linalg.norm(camera[:3, 3] - middle))
        self._far_m = (away + 2.0 * size) * 3.0
        fov = math.degrees(2.0 * math.atan(part.height / 2.0 / plane.camera.focal_px))
        near = max(0.02 * away, away - 3.0 * size)
        self._view.set_camera_matrix(camera, fov, near_m=near, far_m=self._far_m * 1.3)
        self._view.set_offset(*part.offset(plane.camera.size_px))
        x, y, z = (float(number) for number in middle)
        self._view.set_shadow_area((x, y + 0.2 * size, z), 0.75 * size, 0.02 * size)

    def _light(self, light: LightEstimate) -> None:
        around = light.level * (1.0 - light.key_share)
        lamp = [light.level * light.key_share * channel for channel in light.tint]
        strength = around / max(mean_irradiance(ROOM), 1e-3)
        mood = replace(
            ROOM, key_towards=light.towards, key_radiance=(lamp[0], lamp[1], lamp[2]), strength=strength, exposure=1.0
        )
        self._view.set_mood(mood)
        tint_light(self._view.scene, mood, light.tint)

    def _surroundings(
        self, stage: NodePath, node: ProductNode, plane: Plane, thing: Standing, light: LightEstimate
    ) -> None:
        """The photo behind everything, the shadow on the floor, and the leg before the shoe."""
        behind = backdrop.backdrop(stage)
        matrix = np.linalg.inv(plane.camera_from_sheet)
        matrix[:3, :3] *= self._far_m / backdrop.FAR_M
        behind.set_mat(axes.panda_matrix(matrix))
        behind.set_shader_input("shade", backdrop.shade_texture(None))
        _shadowed_floor(stage, _surface_points(node, thing), light)
        if thing.leg is not None:
            tube = _leg(stage, thing.leg)
            tube.set_shader_input("shade", backdrop.shade_texture(None))


def _surface_points(node: ProductNode, thing: Standing) -> NDArray[np.float64]:
    """Corners and middles of all that is drawn, on the floor's frame."""
    matrix = thing.floor_from_product
    found = []
    for positions, triangles in node.visible_triangles():
        corners = positions[np.asarray(triangles).reshape(-1, 3)]
        found += [corners.reshape(-1, 3), corners.mean(axis=1)]
    points = np.concatenate(found).astype(np.float64)
    there: NDArray[np.float64] = points @ matrix[:3, :3].T + matrix[:3, 3]
    return there


def _shadowed_floor(parent: NodePath, points_m: NDArray[np.float64], light: LightEstimate) -> None:
    shade, low, high = cast_shadow(points_m, light.towards, light.key_share)
    corners = np.array([[low[0], 0.0, low[1]], [high[0], 0.0, low[1]], [high[0], 0.0, high[1]], [low[0], 0.0, high[1]]])
    at = np.array([[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]], dtype=np.float32)
    path = _photo(parent, "shadow", corners, np.array([0, 1, 2, 0, 2, 3], dtype=np.uint32), at)
    path.set_shader_input("shade", backdrop.shade_texture(shade))


def _leg(parent: NodePath, leg: Leg) -> NodePath:
    around = np.linspace(0.0, 2.0 * np.pi, LEG_SIDES, endpoint=False)
    rings = []
    for middle, half in ((leg.ankle_m, leg.ankle_half_m), (leg.knee_m, leg.knee_half_m)):
        ring = np.stack([half[0] * np.cos(around), np.zeros(LEG_SIDES), half[1] * np.sin(around)], axis=-1)
        rings.append(middle + ring)
    first = np.arange(LEG_SIDES)
    second = (first + 1) % LEG_SIDES
    quads = np.stack([first, second, first + LEG_SIDES, second, second + LEG_SIDES, first + LEG_SIDES], axis=-1)
    positions = np.concatenate(rings)
    return _photo(parent, "leg", positions, quads.ravel().astype(np.uint32), np.zeros((len(positions), 2), np.float32))


def _photo(
    parent: NodePath,
    name: str,
    positions: NDArray[np.float64],
    indices: NDArray[np.uint32],
    at: NDArray[np.float32],
) -> NodePath:
    """Something that shows the photo where it stands."""
    attributes: dict[str, NDArray[np.float32] | NDArray[np.uint32]] = {
        "POSITION": positions.astype(np.float32),
        "NORMAL": np.tile(np.array([0.0, 1.0, 0.0], dtype=np.float32), (len(positions), 1)),
        "TEXCOORD_0": at,
        "COLOR_0": np.ones((len(positions), 4), dtype=np.float32),
    }
    node = GeomNode(name)
    node.add_geom(make_geom(Primitive(attributes, indices, None)))
    path = parent.attach_new_node(node)
    path.set_shader(programs.photo())
    path.set_attrib(CullFaceAttrib.make(CullFaceAttrib.M_cull_none))
    path.hide(masks.SHADOW)
    path.hide(masks.MIRROR)
    return path
