"""What a writer of models asks of whoever compresses meshes, which is native code and so comes from outside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import numpy as np
    from numpy.typing import NDArray

    from showroom.gltf.model import Primitive


@dataclass(frozen=True)
class Declared:
    """An attribute inside compressed data: its id there, and how glTF declares what comes out.

    Args:
        unique_id: the number under which it is found.
        component: numpy type of its components when they are read.
        width: how many components.
        normalised: whether integers stand for 0..1.
    """

    unique_id: int
    component: np.dtype[Any]
    width: int
    normalised: bool = False


@dataclass(frozen=True)
class CompressedMesh:
    """A compressed primitive.

    Args:
        data: the bytes.
        vertices: how many come out.
        corners: how many indices come out.
        attributes: what is in it, by glTF's names.
        bounds: least and greatest position that comes out, (3,) each.
    """

    data: bytes
    vertices: int
    corners: int
    attributes: Mapping[str, Declared]
    bounds: tuple[NDArray[np.float32], NDArray[np.float32]]


if TYPE_CHECKING:
    MeshEncoder = Callable[[Primitive], CompressedMesh | None]
    """Compresses a primitive; None where it cannot hold it, or where that would not be smaller."""
