"""The vision models: which files, where they lie, and that they are the right ones."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from platformdirs import user_data_path

from client.settings import APP
from showroom.errors import Unavailable

if TYPE_CHECKING:
    from collections.abc import Mapping

INSTALL = "showroom models install"


@dataclass(frozen=True)
class ModelFile:
    """One model.

    Args:
        name: its file name in our folder.
        member: where it lies in the package that carries it.
        sha256: of its bytes.
        size_bytes: of the file.
    """

    name: str
    member: str
    sha256: str
    size_bytes: int


FACE_DETECTION = ModelFile(
    "face_detection_short_range.tflite",
    "mediapipe/modules/face_detection/face_detection_short_range.tflite",
    "bbff11cebd1eb27a1e004cae0b0e63ec8c551cbf34a4451148b4908b8db3eca8",
    229_714,
)
FACE_LANDMARK = ModelFile(
    "face_landmark.tflite",
    "mediapipe/modules/face_landmark/face_landmark.tflite",
    "1055cb9d4a9ca8b8c688902a3a5194311138ba256bcc94e336d8373a5f30c814",
    1_242_398,
)
IRIS_LANDMARK = ModelFile(
    "iris_landmark.tflite",
    "mediapipe/modules/iris_landmark/iris_landmark.tflite",
    "d1744d2a09c25f501d39eba4faff47e53ecca8852c5ce19bce8eeac39357521f",
    2_640_568,
)
LICENCE = ModelFile(
    "LICENSE",
    "mediapipe-0.10.21.dist-info/LICENSE",
    "8707eef0533987efc5b155d64761eeb6e20793f50b9bd1a68dad1cf4719d0ed8",
    12_331,
)
FILES = (FACE_DETECTION, FACE_LANDMARK, IRIS_LANDMARK, LICENCE)


def models_path(environment: Mapping[str, str] = os.environ) -> Path:
    """Where the models lie; ``SHOWROOM_MODELS_DIR`` moves them."""
    return Path(environment.get("SHOWROOM_MODELS_DIR") or user_data_path(APP) / "models")


def is_right(data: bytes, file: ModelFile) -> bool:
    """Whether these are the bytes of `file`."""
    return hashlib.sha256(data).hexdigest() == file.sha256


def missing(folder: Path) -> tuple[ModelFile, ...]:
    """The files that are not there or not whole."""
    return tuple(file for file in FILES if not _stands(folder / file.name, file))


def load(file: ModelFile, folder: Path) -> bytes:
    """The bytes of a model.

    Raises:
        Unavailable: ``no-models`` where it is missing, ``damaged-model`` where it is another file.
    """
    try:
        data = (folder / file.name).read_bytes()
    except OSError as error:
        raise Unavailable("no-models", f"try-on needs its vision models once: {INSTALL} ({error.strerror})") from None
    if not is_right(data, file):
        raise Unavailable("damaged-model", f"{folder / file.name} is not the file it should be: {INSTALL}")
    return data


def _stands(path: Path, file: ModelFile) -> bool:
    try:
        return path.stat().st_size == file.size_bytes and is_right(path.read_bytes(), file)
    except OSError:
        return False
