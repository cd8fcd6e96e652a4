"""The ring on the floor where somebody goes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from client.render import masks
from client.scene import solids
from client.scene.loader import load_model
from showroom.gltf.model import Material

if TYPE_CHECKING:
    from panda3d.core import NodePath

    from showroom.walking import Point

_RING: Final = ((0.17, 0.004), (0.178, 0.008), (0.20, 0.008), (0.208, 0.004))
_DOT: Final = ((0.045, 0.004), (0.04, 0.008), (0.0, 0.009))
_SHINE: Final = Material(
    "marker", base_color=(0.02, 0.14, 0.12, 1.0), metallic=0.0, roughness=1.0, emissive=(0.03, 0.42, 0.36)
)


class Marker:
    """A ring with a dot, 0.4 metres wide, where the person is going to stand.

    Args:
        scene: where it lies.
    """

    def __init__(self, scene: NodePath) -> None:
        parts = [solids.lathe(profile, _SHINE, sides=40) for profile in (_RING, _DOT)]
        self._model = load_model(solids.document([solids.node("marker", parts)]))
        self._model.root.reparent_to(scene)
        self._model.root.hide(masks.PHOTOGRAPH)
        self._model.root.hide()

    def show(self, point: Point | None) -> None:
        """Lie at a place of the floor; None is nowhere."""
        if point is None:
            self._model.root.hide()
        else:
            self._model.root.set_pos(point[0], 0.0, point[1])
            self._model.root.show()

    def close(self) -> None:
        """Take it away."""
        self._model.release()
