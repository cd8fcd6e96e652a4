"""Running a vision model: a port, and LiteRT behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import numpy as np

from client.ar.models import load
from showroom.errors import Unavailable

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from numpy.typing import NDArray

    from client.ar.models import ModelFile


class Model(Protocol):
    """One model, used by one thread at a time."""

    def run(self, picture: NDArray[np.float32]) -> Mapping[str, NDArray[np.float32]]:
        """Every output by its name for one input (1, height, width, 3)."""
        ...


class LiteRtModel:
    """A model on LiteRT, on one thread: two are slower for models this small.

    Args:
        data: the .tflite file's bytes.

    Raises:
        Unavailable: ``no-runtime`` where LiteRT is not installed, ``damaged-model`` where it cannot use the file.
    """

    def __init__(self, data: bytes) -> None:
        try:
            from ai_edge_litert.interpreter import Interpreter  # noqa: PLC0415 - 0.3 s; only who tries on pays
        except ImportError as error:
            raise Unavailable("no-runtime", f"try-on needs the extra `ar` of this package ({error.name})") from error
        try:
            self._interpreter = Interpreter(model_content=data, num_threads=1)
            self._interpreter.allocate_tensors()
        except (ValueError, RuntimeError) as error:
            raise Unavailable("damaged-model", f"the runtime cannot use this model: {error}") from error
        self._input = self._interpreter.get_input_details()[0]["index"]
        self._outputs = {detail["name"]: detail["index"] for detail in self._interpreter.get_output_details()}

    def run(self, picture: NDArray[np.float32]) -> Mapping[str, NDArray[np.float32]]:
        """Every output by its name for one input (1, height, width, 3)."""
        self._interpreter.set_tensor(self._input, np.ascontiguousarray(picture, dtype=np.float32))
        self._interpreter.invoke()
        return {name: self._interpreter.get_tensor(index) for name, index in self._outputs.items()}


def open_model(file: ModelFile, folder: Path) -> LiteRtModel:
    """Load one of our models.

    Raises:
        Unavailable: ``no-models``, ``damaged-model``, ``no-runtime``.
    """
    return LiteRtModel(load(file, folder))
