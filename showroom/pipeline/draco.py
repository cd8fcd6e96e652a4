"""Draco through DracoPy: the decoder that the reader of models asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from showroom.gltf.draco import DRACO, DecodedMesh
from showroom.gltf.faults import fault

if TYPE_CHECKING:
    from showroom.gltf.draco import MeshDecoder

FAILURES = (ValueError, TypeError, AttributeError, IndexError, KeyError, RuntimeError, MemoryError, OverflowError)
"""What DracoPy lets through on damaged data, beside its own exceptions; they come from native code, so none is ours."""


def decode_mesh(data: bytes, place: str) -> DecodedMesh:
    """Decode one Draco mesh.

    Raises:
        ModelError: ``compressed-damaged``.
    """
    import DracoPy  # noqa: PLC0415 - native code of 5 MB, for compressed models only

    try:
        mesh = DracoPy.decode(data)
        faces = getattr(mesh, "faces", np.zeros((0, 3), np.uint32))
        attributes = {int(one["unique_id"]): _table(one["data"]) for one in mesh.attributes}
        return DecodedMesh(np.ascontiguousarray(faces, np.uint32).reshape(-1), attributes)
    except (DracoPy.FileTypeException, *FAILURES) as error:
        raise fault("compressed-damaged", place, str(error) or type(error).__name__, "an intact Draco mesh") from error


def _table(values: Any) -> np.ndarray[tuple[int, ...], np.dtype[Any]]:  # noqa: ANN401 - of any type of number
    table = np.asarray(values)
    return table.reshape(len(table), -1)


def mesh_decoders() -> dict[str, MeshDecoder]:
    """The decoders that are installed, by extension."""
    try:
        import DracoPy  # noqa: F401, PLC0415 - asked for here, and loaded by the first compressed model anyway
    except ImportError:
        return {}
    return {DRACO: decode_mesh}
