"""What lies flat over the finished picture: panels, name tags."""

from __future__ import annotations

from typing import TYPE_CHECKING

from panda3d.core import Camera, NodePath, OrthographicLens

from client.render import axes

if TYPE_CHECKING:
    from panda3d.core import GraphicsOutput


class Overlay:
    """A layer in pixels, x right and y down from the upper left, drawn after everything else.

    Args:
        output: what it is drawn onto.
        size_px: of the picture.

    Attributes:
        node: flat things hang here.
    """

    def __init__(self, output: GraphicsOutput, size_px: tuple[int, int]) -> None:
        self._top = NodePath("flat")
        self._top.set_depth_test(False)
        self._top.set_depth_write(False)
        self._top.set_two_sided(True)
        self._top.set_bin("unsorted", 0)
        self.node = self._top.attach_new_node("overlay")
        self.node.set_mat(axes.FLAT_FROM_PIXELS)
        self._lens = OrthographicLens()
        self._lens.set_near_far(-1000, 1000)
        self._camera = self._top.attach_new_node(Camera("flat", self._lens))
        region = output.make_display_region()
        region.set_sort(100)
        region.set_camera(self._camera)
        self.fit(size_px)

    def fit(self, size_px: tuple[int, int]) -> None:
        """Follow the picture's size."""
        width, height = size_px
        self._lens.set_film_size(width, height)
        self._camera.set_pos(width / 2.0, 0.0, -height / 2.0)

    def release(self) -> None:
        """Remove everything that hangs here."""
        self._top.remove_node()
