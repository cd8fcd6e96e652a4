"""Cameras and lights that an author put into a scene: read, held at their nodes, written back.

A camera or a light that is not what the specification allows changes nothing of a product, so it is left out and told.

Source: Khronos glTF 2.0 specification, sections 3.10 and 5.12 to 5.14; KHR_lights_punctual.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from showroom.errors import ModelError
from showroom.gltf.foreign import LIGHTS
from showroom.gltf.model import Camera, Light, Projection
from showroom.gltf.notes import notes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import TypeVar

    from showroom.gltf.fields import Fields
    from showroom.gltf.foreign import Foreign
    from showroom.gltf.limits import Limits
    from showroom.gltf.model import Document, Node

    T = TypeVar("T", Camera, Light)

PROJECTIONS = {
    "perspective": (("yfov", "znear"), ("aspectRatio", "zfar")),
    "orthographic": (("xmag", "ymag", "znear", "zfar"), ()),
}
"""For each kind of camera the fields that it must have, and those that it may."""
KINDS = ("directional", "point", "spot")
CONES = ("innerConeAngle", "outerConeAngle")


class StageReader:
    """Reads every camera and light of a file.

    Args:
        root: the JSON root.
        foreign: what is kept without being understood.
        limits: what is read at most.
    """

    def __init__(self, root: Fields, foreign: Foreign, limits: Limits) -> None:
        self._foreign = foreign
        self._nodes = root.objects("nodes", limits.nodes)
        self.skipped: list[str] = []
        lights = root.object("extensions").object(LIGHTS)
        self._cameras = self._read(root.objects("cameras", limits.objects), self._camera)
        self._lights = self._read(lights.objects("lights", limits.objects), self._light)

    @property
    def cameras(self) -> list[Camera]:
        """Those that are what they should be."""
        return [one for one in self._cameras if one is not None]

    @property
    def lights(self) -> list[Light]:
        """Those that are what they should be."""
        return [one for one in self._lights if one is not None]

    def stand(self, nodes: Iterable[Node]) -> None:
        """Put them where the nodes of the file hold them.

        Raises:
            ModelError: ``bad-reference``.
        """
        for node in nodes:
            if node.number is None:
                continue
            item = self._nodes[node.number]
            if item.has("camera"):
                node.camera = self._cameras[item.reference("camera", len(self._cameras))]
            held = item.object("extensions").object(LIGHTS)
            if held.has("light"):
                node.light = self._lights[held.reference("light", len(self._lights))]

    def _read(self, items: list[Fields], read: Callable[[Fields], T]) -> list[T | None]:
        found: list[T | None] = []
        for item in items:
            try:
                found.append(read(item))
            except ModelError as error:
                self.skipped.append(f"{error.place} (got {error.got}, allowed {error.allowed})")
                found.append(None)
        return found

    def _camera(self, item: Fields) -> Camera:
        kind = item.text("type", allowed=tuple(PROJECTIONS))
        seen = item.object(kind)
        must, may = PROJECTIONS[kind]
        numbers = {key: _number(seen, key) for key in (*must, *may) if key in must or seen.has(key)}
        projection = Projection(kind, numbers, extras=seen.extras(), other_extensions=self._foreign.of(seen))
        return Camera(projection, name=item.text("name"), extras=item.extras(), other_extensions=self._foreign.of(item))

    def _light(self, item: Fields) -> Light:
        kind = item.text("type", allowed=KINDS)
        spot = item.object("spot")
        red, green, blue = item.numbers("color", (1.0, 1.0, 1.0), low=0.0)
        return Light(
            kind,
            (red, green, blue),
            item.number("intensity", 1.0, low=0.0),
            item.number("range", 0.0, low=0.0) if item.has("range") else None,
            {key: spot.number(key, 0.0, low=0.0, high=math.pi / 2) for key in CONES if spot.has(key)},
            name=item.text("name"),
            extras=item.extras(),
            other_extensions=self._foreign.of(item),
        )


def _number(seen: Fields, key: str) -> float:
    if not seen.has(key):
        raise seen.refuse(key, "nothing", "a number")
    return seen.number(key, 0.0)


class StageWriter:
    """Writes every camera and light of a document; `used` collects the extensions that this needs."""

    def __init__(self, document: Document) -> None:
        self.used: set[str] = set()
        self._document = document
        self._cameras = {id(camera): index for index, camera in enumerate(document.cameras)}
        self._lights = {id(light): index for index, light in enumerate(document.lights)}

    def hold(self, entry: dict[str, Any], node: Node) -> None:
        """Say in a node's entry what it holds."""
        if node.camera is not None:
            entry["camera"] = self._cameras[id(node.camera)]
        if node.light is not None:
            entry.setdefault("extensions", {})[LIGHTS] = {"light": self._lights[id(node.light)]}

    def cameras(self) -> list[dict[str, Any]]:
        """The list at the top of the file."""
        return [self._camera(one) for one in self._document.cameras]

    def lights(self) -> dict[str, Any]:
        """The extension at the top of the file; empty where there are none."""
        if not self._document.lights:
            return {}
        self.used.add(LIGHTS)
        return {LIGHTS: {"lights": [self._light(one) for one in self._document.lights]}}

    def _camera(self, camera: Camera) -> dict[str, Any]:
        projection = camera.projection
        seen: dict[str, Any] = dict(projection.numbers)
        self.used |= notes(seen, projection)
        entry: dict[str, Any] = {"name": camera.name} if camera.name else {}
        entry |= {"type": projection.kind, projection.kind: seen}
        self.used |= notes(entry, camera)
        return entry

    def _light(self, light: Light) -> dict[str, Any]:
        entry: dict[str, Any] = {"name": light.name} if light.name else {}
        entry["type"] = light.kind
        entry |= {"color": list(light.color)} if light.color != (1.0, 1.0, 1.0) else {}
        entry |= {"intensity": light.intensity} if light.intensity != 1.0 else {}
        entry |= {"range": light.range_m} if light.range_m is not None else {}
        if light.kind == "spot":
            entry["spot"] = dict(light.cone)
        self.used |= notes(entry, light)
        return entry
