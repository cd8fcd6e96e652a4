"""The material scenes as the renderer draws them: written as GLB, read by the product's reader, drawn by its view."""

from __future__ import annotations

import copy
import json
import struct
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from client.render.light import Mood
from client.render.quality import HIGH
from client.render.view import View
from client.scene.loader import load_model
from showroom.gltf.reader import read
from tools.materials import description, patterns, score
from tools.materials.shapes import backdrop

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tools.materials.description import Scene, Setting
    from tools.materials.shapes import Mesh

# As the product draws, less what changes more than the material: glow, smoothing, guessed corners.
QUALITY = replace(
    HIGH, multisamples=1, smooth_edges=False, bloom=False, occlusion_taps=0, reflection=False, supersampling=2
)
FLOATS, UNSIGNED = 5126, 5125
BLACK = {"pbrMetallicRoughness": {"baseColorFactor": [0.0, 0.0, 0.0, 1.0]}, "extensions": {"KHR_materials_unlit": {}}}


class Painter:
    """Draws scenes one after the other; the light is prefiltered once.

    Raises:
        Unavailable: ``no-graphics``.
    """

    def __init__(self, setting: Setting) -> None:
        self._setting = setting
        self._view = View.offscreen(setting.size_px, QUALITY)
        self._view.set_background((0.0, 0.0, 0.0))
        self._view.set_finish(bloom=0.0, vignette=0.0, exposure=1.0)
        self._view.set_shadow_area((0.0, 0.0, 0.0), 2.6, 0.01)
        x, y, z = setting.camera_position
        self._view.set_camera((x, y, z), (x, y, z - 1.0), setting.fov_deg)
        self._sky = radiance_file(description.environment())

    def picture(self, scene: Scene, *, without: bool = False) -> NDArray[np.uint8]:
        """The scene, (height, width, 3) uint8 sRGB; `without` draws it lacking the feature that it shows."""
        black = (0.0, 0.0, 0.0)
        radiance = self._setting.lamp_radiance if scene.lamp else black
        self._view.set_mood(Mood("scenes", self._sky, self._setting.lamp_towards, radiance))
        model = load_model(read(glb(scene, without=without), name=scene.name))
        model.root.reparent_to(self._view.scene)
        self._view.quality = replace(QUALITY, shadow_size_px=1024 if scene.together else 0)
        self._view.refresh_shadows()
        self._view.frame()
        picture = self._view.pixels()
        model.release()
        return picture

    def close(self) -> None:
        """Release the graphics memory."""
        self._view.close()


def radiance_file(light: NDArray[np.float32]) -> bytes:
    """An equirectangular picture as a flat Radiance file."""
    height, width = light.shape[:2]
    mantissa, exponent = np.frexp(light.max(axis=-1))
    scale = np.where(light.max(axis=-1) > 0.0, mantissa * 256.0 / np.maximum(light.max(axis=-1), 1e-20), 0.0)
    rgbe = np.concatenate([light * scale[..., None], (exponent + 128)[..., None]], axis=-1)
    flat: bytes = np.clip(np.floor(rgbe), 0, 255).astype(np.uint8).tobytes()
    return f"#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n\n-Y {height} +X {width}\n".encode() + flat


def glb(scene: Scene, *, without: bool = False) -> bytes:
    """The scene as a GLB; `without` leaves out the feature that it shows."""
    return _Packer(scene, without=without).glb()


class _Packer:
    def __init__(self, scene: Scene, *, without: bool) -> None:
        self._scene = scene
        self._binary = bytearray()
        self._root: dict[str, list[dict[str, Any]]] = {
            key: [] for key in ("bufferViews", "accessors", "meshes", "nodes", "materials", "images", "textures")
        }
        self._gone = scene.without if without else ()
        self._images: dict[str, int] = {}

    def glb(self) -> bytes:
        for shape in self._scene.shapes:
            material = BLACK if shape.material is None else self._scene.materials[shape.material]
            self._add(shape.ours, self._as_thick(material, shape.thickness_m))
        if self._scene.backdrop:
            wall = {"baseColorTexture": self._scene.backdrop}
            self._add(
                backdrop(),
                {"pbrMetallicRoughness": wall, "extensions": {"KHR_materials_unlit": {}}},
                spared=True,
            )
        content: dict[str, Any] = {key: entries for key, entries in self._root.items() if entries}
        content |= {"asset": {"version": "2.0"}, "scene": 0, "buffers": [{"byteLength": len(self._binary)}]}
        content["scenes"] = [{"nodes": list(range(len(self._root["nodes"])))}]
        used = {name for material in self._root["materials"] for name in material.get("extensions", {})}
        content["extensionsUsed"] = sorted(used | {"KHR_texture_transform"})
        text = json.dumps(content).encode()
        text += b" " * (-len(text) % 4)
        head = struct.pack("<4sII", b"glTF", 2, 12 + 8 + len(text) + 8 + len(self._binary))
        body = struct.pack("<I4s", len(self._binary), b"BIN\0") + self._binary
        return head + struct.pack("<I4s", len(text), b"JSON") + text + body

    def _as_thick(self, material: dict[str, Any], thickness_m: float | None) -> dict[str, Any]:
        if thickness_m is None:
            return material
        thicker = copy.deepcopy(material)
        thicker["extensions"]["KHR_materials_volume"]["thicknessFactor"] = thickness_m
        return thicker

    def _add(self, mesh: Mesh, material: dict[str, Any], *, spared: bool = False) -> None:
        gone = () if spared else self._gone
        arrays = {
            "POSITION": mesh.positions,
            "NORMAL": mesh.normals,
            "TANGENT": mesh.tangents,
            "TEXCOORD_0": mesh.uv0,
            "TEXCOORD_1": mesh.uv1,
        }
        if mesh.colours is not None and "COLOR_0" not in gone:
            arrays["COLOR_0"] = mesh.colours
        material = copy.deepcopy(material)
        for path in gone:
            _take_away(material, path.split("."))
        self._root["materials"].append(self._with_textures(material))
        primitive = {
            "attributes": {name: self._accessor(values) for name, values in arrays.items()},
            "indices": self._accessor(mesh.triangles.reshape(-1)),
            "material": len(self._root["materials"]) - 1,
        }
        self._root["meshes"].append({"primitives": [primitive]})
        self._root["nodes"].append({"mesh": len(self._root["meshes"]) - 1})

    def _with_textures(self, entry: dict[str, Any]) -> dict[str, Any]:
        return {
            key: self._texture(value)
            if key.endswith("Texture")
            else self._with_textures(value)
            if isinstance(value, dict)
            else value
            for key, value in entry.items()
        }

    def _texture(self, use: str | dict[str, Any]) -> dict[str, Any]:
        use = {"pattern": use} if isinstance(use, str) else use
        name = use["pattern"]
        if name not in self._images:
            view = self._view(score.encoded(patterns.paint(name)))
            self._images[name] = len(self._root["images"])
            self._root["images"].append({"bufferView": view, "mimeType": "image/png"})
            self._root["textures"].append({"source": self._images[name]})
        made: dict[str, Any] = {"index": self._images[name]}
        made |= {"texCoord": use["texCoord"]} if "texCoord" in use else {}
        transform = {key: use[key] for key in ("offset", "rotation", "scale") if key in use}
        return made | ({"extensions": {"KHR_texture_transform": transform}} if transform else {})

    def _accessor(self, values: NDArray[np.float32] | NDArray[np.uint32]) -> int:
        kind = "SCALAR" if values.ndim == 1 else f"VEC{values.shape[1]}"
        made: dict[str, Any] = {
            "bufferView": self._view(values.tobytes()),
            "componentType": FLOATS if values.dtype == np.float32 else UNSIGNED,
            "count": len(values),
            "type": kind,
        }
        if kind == "VEC3":
            made |= {"min": values.min(axis=0).tolist(), "max": values.max(axis=0).tolist()}
        self._root["accessors"].append(made)
        return len(self._root["accessors"]) - 1

    def _view(self, data: bytes) -> int:
        self._root["bufferViews"].append({"buffer": 0, "byteOffset": len(self._binary), "byteLength": len(data)})
        self._binary += data + b"\0" * (-len(data) % 4)
        return len(self._root["bufferViews"]) - 1


def _take_away(entry: dict[str, Any], path: list[str]) -> None:
    *owners, last = path
    for key in owners:
        entry = entry.get(key, {})
        if not isinstance(entry, dict):
            return
    if last in ("extensions", "texCoord") and "pattern" in entry:
        for key in ("offset", "rotation", "scale") if last == "extensions" else ("texCoord",):
            entry.pop(key, None)
    entry.pop(last, None)
