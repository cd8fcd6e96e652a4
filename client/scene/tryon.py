"""Glasses on the face in a camera's picture: at true size, lit as the face is, hidden where the head hides them."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from client.render import axes, tone
from client.render.environment import Softbox, Studio
from client.render.light import Mood
from client.render.lightstate import mean_irradiance, tint_light
from client.render.quality import HIGH
from client.render.view import View
from client.scene import backdrop
from client.scene.bending import bent
from client.scene.cutout import Part, averaged, own
from client.scene.product import ProductNode
from showroom.tryon import face, matching, shade
from showroom.tryon.covering import STEP_M, temple_reach
from showroom.tryon.light import estimate_light, is_skin, vertex_normals
from showroom.tryon.wearing import height_field, spectacles, wear

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray
    from panda3d.core import NodePath

    from showroom.catalogue import Product, Vector3
    from showroom.gltf.model import Document, Material
    from showroom.tryon.lens import Pinhole
    from showroom.tryon.light import LightEstimate
    from showroom.tryon.pose import HeadPose
    from showroom.tryon.wearing import Spectacles, Worn

# The picture is drawn larger and averaged, which smooths edges better than multisampling does.
QUALITY = replace(
    HIGH, multisamples=1, smooth_edges=False, occlusion_taps=0, bloom=False, reflection=False, shadow_taps=24
)
# A room behind the camera: windows and lamps in front of the face, none beside it, where temples would glare.
ROOM = Mood(
    name="try-on",
    surroundings=Studio(
        floor=(0.3, 0.29, 0.28),
        horizon=(0.42, 0.42, 0.42),
        ceiling=(0.6, 0.6, 0.61),
        lamps=(
            Softbox((-0.6, 0.75, 0.9), (0.42, 0.36), (3.2, 3.2, 3.2), 0.25),
            Softbox((0.8, 0.55, 1.0), (0.2, 0.4), (1.8, 1.8, 1.85), 0.3),
            Softbox((0.0, 1.0, 0.2), (0.6, 0.3), (2.0, 2.0, 2.0), 0.35),
        ),
    ),
    key_towards=(-0.4, 0.7, 0.6),
    key_radiance=(0.6, 0.6, 0.6),
)
# What a try-on changes lies around the eyes; the rest of the picture is left alone, bit by bit.
AROUND_M = 0.11
STEP_PX = 32
# Behind its foremost point a front is curved, and its hinges stand; there hair may begin.
END_PIECE_M = 0.016
# A face that turns to the front by so much more shows how the glasses really sit.
REFIT_DEG = 12.0
LARGEST_PX = 4096
FINE_FACE_PX = 420.0


@dataclass(eq=False)
class _Wearer:
    """What stays the same for one face over a clip."""

    product: ProductNode
    worn: Worn
    head: NodePath
    curtains: list[NodePath]
    root: NodePath
    softness_px: float
    grain: float
    frames: int = 0
    turned_deg: float = 0.0


class TryOn:
    """One pair of glasses, drawn on faces; `close` it.

    Args:
        document: the model.
        product: its parts and options.
        choices: the configuration.
        places: the product's anchors by their names, metres.
        occluded: whether the head hides what is behind it; off only to see what that does.

    Raises:
        Rejected: ``no-anchors``, ``unknown-group``, ``unknown-value``.
        ModelError: ``unsupported-image``.
        Unavailable: ``no-graphics``.
    """

    def __init__(
        self,
        document: Document,
        product: Product,
        choices: Mapping[str, str],
        places: Mapping[str, Vector3],
        *,
        occluded: bool = True,
    ) -> None:
        self._document = document
        self._product = product
        self._choices = dict(choices)
        self._occluded = occluded
        node = ProductNode(document, product, grounded=False)
        node.apply(choices)
        self._surfaces = node.visible_surfaces()
        node.release()
        self._spectacles = spectacles(_used(self._surfaces), places)
        self._view = View.offscreen((STEP_PX, STEP_PX), QUALITY)
        self._view.set_finish(bloom=0.0, vignette=0.0, exposure=1.0)
        # Until the first picture comes, drawing must not ask for what is not there.
        self._view.scene.set_shader_input("photo", backdrop.photo_texture(np.zeros((2, 2, 3), dtype=np.float32)))
        self._view.scene.set_shader_input("shade", backdrop.shade_texture(None))
        self._backdrop = backdrop.backdrop(self._view.scene)
        self._wearers: dict[int, _Wearer] = {}
        self._size = (0, 0)

    def draw(self, picture: NDArray[np.uint8], camera: Pinhole, poses: Mapping[int, HeadPose]) -> NDArray[np.uint8]:
        """The picture with the glasses on every face, (height, width, 3) uint8 sRGB.

        Args:
            picture: what the camera saw, the same shape.
            camera: what took it.
            poses: heads by a number that stays the same for the same person.
        """
        for number in set(self._wearers) - set(poses):
            self._drop(number)
        shown = picture
        for number, pose in poses.items():
            shown = self._draw_one(shown, camera, number, pose)
        return shown

    def worn(self, number: int) -> Worn:
        """How the glasses sit on a face that was drawn."""
        return self._wearers[number].worn

    def forget(self) -> None:
        """Forget all faces, for another clip."""
        for number in list(self._wearers):
            self._drop(number)

    def close(self) -> None:
        """Release the graphics memory."""
        self.forget()
        self._view.close()

    def _draw_one(self, picture: NDArray[np.uint8], camera: Pinhole, number: int, pose: HeadPose) -> NDArray[np.uint8]:
        part, detail = _part(picture, camera, pose, self._size)
        self._size = (part.width, part.height)
        if part.width == 0 or part.height == 0:
            return picture
        self._aim(camera, pose, part, detail)
        seen = picture[part.top : part.top + part.height, part.left : part.left + part.width]
        wearer = self._wearer(picture, camera, number, pose, seen)
        light = tone.undone(seen)
        self._view.scene.set_shader_input("photo", backdrop.photo_texture(light))
        self._place(wearer, pose)
        for other in self._wearers.values():
            other.root.show() if other is wearer else other.root.hide()
        self._view.refresh_shadows()
        self._view.frame()
        wearer.frames += 1
        drawn = averaged(self._view.pixels(), detail) - tone.done(light) + seen
        mixed = matching.blend(seen, own(seen, drawn), wearer.softness_px, wearer.grain, wearer.frames)
        joined = picture.copy()
        joined[part.top : part.top + part.height, part.left : part.left + part.width] = np.clip(mixed + 0.5, 0, 255)
        return joined

    def _wearer(
        self, picture: NDArray[np.uint8], camera: Pinhole, number: int, pose: HeadPose, seen: NDArray[np.uint8]
    ) -> _Wearer:
        """How this face wears the glasses; fitted anew when it turns much more to the front than it was."""
        found = self._wearers.get(number)
        turned_deg = abs(pose.angles_deg()[0])
        if found is not None and turned_deg > found.turned_deg - REFIT_DEG:
            return found
        if found is not None:
            self._drop(number)
        wearer = self._dress(picture, camera, number, pose, seen)
        wearer.turned_deg = turned_deg
        return wearer

    def _dress(
        self, picture: NDArray[np.uint8], camera: Pinhole, number: int, pose: HeadPose, seen: NDArray[np.uint8]
    ) -> _Wearer:
        triangles = face.face_shape().triangles
        worn = wear(self._spectacles, pose.points_m, triangles)
        light = self._light(picture, camera, pose)
        root = self._view.scene.attach_new_node("wearer")
        product = ProductNode(bent(self._document, worn), self._product, grounded=False)
        product.apply(self._choices)
        product.root.reparent_to(root)
        head = backdrop.head(root, pose.points_m, triangles)
        head.set_shader_input("shade", backdrop.shade_texture(self._shade(product, worn, pose, light)))
        if not self._occluded:
            head.hide()
        curtains = [
            backdrop.curtain(root, side, _temple_end(self._spectacles, worn, side, picture, camera, pose))
            for side in (-1.0, 1.0)
            if self._occluded
        ]
        self._backdrop.set_shader_input("shade", backdrop.shade_texture(None))
        for curtain in curtains:
            curtain.set_shader_input("shade", backdrop.shade_texture(None))
        softness, grain = matching.softness_px(seen), matching.grain_levels(seen)
        self._wearers[number] = _Wearer(product, worn, head, curtains, root, softness, grain)
        return self._wearers[number]

    def _light(self, picture: NDArray[np.uint8], camera: Pinhole, pose: HeadPose) -> LightEstimate:
        turn, position = pose.camera_from_head[:3, :3], pose.camera_from_head[:3, 3]
        normals = vertex_normals(pose.points_m, face.face_shape().triangles) @ turn.T
        places = camera.project(pose.points_m @ turn.T + position)
        light = estimate_light(picture, places, normals, is_skin(face.face_shape().points_m))
        around = light.level * (1.0 - light.key_share)
        lamp = [light.level * light.key_share * channel for channel in light.tint]
        strength = around / max(mean_irradiance(ROOM), 1e-3)
        mood = replace(
            ROOM, key_towards=light.towards, key_radiance=(lamp[0], lamp[1], lamp[2]), strength=strength, exposure=1.0
        )
        self._view.set_mood(mood)
        tint_light(self._view.scene, mood, light.tint)
        return light

    def _shade(self, product: ProductNode, worn: Worn, pose: HeadPose, light: LightEstimate) -> NDArray[np.float64]:
        matrix = worn.head_from_glasses
        meshes = [
            (positions @ matrix[:3, :3].T + matrix[:3, 3], triangles, stopped_light(material))
            for positions, triangles, material in product.visible_surfaces()
        ]
        towards = pose.camera_from_head[:3, :3].T @ np.asarray(light.towards)
        field = height_field(pose.points_m, face.face_shape().triangles)
        return shade.face_light(field, meshes, towards, light.key_share)

    def _aim(self, camera: Pinhole, pose: HeadPose, part: Part, detail: int) -> None:
        self._view.resize((part.width * detail, part.height * detail))
        distance = pose.distance_m
        fov = math.degrees(2.0 * math.atan(part.height / 2.0 / camera.focal_px))
        self._view.set_camera_matrix(np.eye(4), fov, near_m=0.2 * distance, far_m=backdrop.FAR_M * 1.2)
        self._view.set_offset(*part.offset(camera.size_px))
        x, y, z = (float(number) for number in pose.camera_from_head[:3, 3])
        self._view.set_shadow_area((x, y, z - 0.03), 0.13, 0.006)

    def _place(self, wearer: _Wearer, pose: HeadPose) -> None:
        wearer.product.root.set_mat(axes.panda_matrix(wearer.worn.head_from_glasses))
        wearer.root.set_mat(axes.panda_matrix(pose.camera_from_head))

    def _drop(self, number: int) -> None:
        wearer = self._wearers.pop(number)
        wearer.product.release()
        wearer.root.remove_node()


def stopped_light(material: Material) -> float:
    """How much light a material keeps from what is behind it, 0..1."""
    if material.transmission > 0.0:
        passing = material.transmission * float(np.mean(material.base_color[:3])) * 0.92
        return 1.0 - passing
    return material.base_color[3] if material.alpha_mode == "BLEND" else 1.0


def _used(surfaces: list[tuple[NDArray[np.float32], NDArray[np.uint32], Material]]) -> NDArray[np.float64]:
    used = [positions[np.unique(triangles)] for positions, triangles, _ in surfaces]
    return np.concatenate(used).astype(np.float64) if used else np.zeros((0, 3))


def _part(picture: NDArray[np.uint8], camera: Pinhole, pose: HeadPose, at_least: tuple[int, int]) -> tuple[Part, int]:
    """What to draw of a picture, and how many times larger; the size only grows, so that little is rebuilt."""
    height, width = picture.shape[:2]
    middle = pose.camera_from_head[:3, 3] + pose.camera_from_head[:3, :3] @ [0.0, -0.01, -0.02]
    x, y = camera.project(middle[None])[0]
    reach = AROUND_M * pose.scale * camera.focal_px / max(-float(middle[2]), 0.05)
    edges = [min(math.ceil(2.0 * reach / STEP_PX) * STEP_PX, LARGEST_PX) for _ in range(2)]
    wide, high = (
        min(max(edge, least), size) for edge, least, size in zip(edges, at_least, (width, height), strict=True)
    )
    left = min(max(round(x - wide / 2.0), 0), width - wide)
    top = min(max(round(y - high / 2.0), 0), height - high)
    detail = 3 if reach < FINE_FACE_PX / 4.0 else 2 if reach < FINE_FACE_PX else 1
    return Part(left, top, wide, high), detail


def _temple_end(
    glasses: Spectacles, worn: Worn, side: float, picture: NDArray[np.uint8], camera: Pinhole, pose: HeadPose
) -> float:
    """Where one temple vanishes, z in the head's frame: at the ear, or earlier under hair."""
    matrix = worn.head_from_glasses
    begin = glasses.front_m - END_PIECE_M
    hinge = matrix[:3, :3] @ [side * glasses.temple_inside_m, 0.0, begin] + matrix[:3, 3]
    tragus = pose.points_m[face.LEFT_TRAGUS if side > 0 else face.RIGHT_TRAGUS]
    start = np.array([side * abs(float(tragus[0])) * 1.02, float(tragus[1]) + 0.018, float(hinge[2])])
    end = np.array([start[0], float(tragus[1]) + 0.010, worn.ear_m])
    count = max(int((start[2] - end[2]) / STEP_M), 2)
    path = start + np.linspace(0.0, 1.0, count)[:, None] * (end - start)
    reach = temple_reach(picture, camera, pose, path, is_skin(face.face_shape().points_m))
    return max(float(start[2]) - reach, worn.ear_m)
