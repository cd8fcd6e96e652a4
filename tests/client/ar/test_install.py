"""Installing the models: each file whole and right, or a clear word why not."""

from __future__ import annotations

import shutil
import zipfile
from typing import TYPE_CHECKING

import pytest

from client.ar.install import install
from client.ar.models import FACE_LANDMARK, FILES, load, missing, models_path
from showroom.errors import Unavailable

if TYPE_CHECKING:
    from pathlib import Path


def no_network(_: Path) -> None:
    raise Unavailable("cannot-fetch-models", "pip could not download")


def test_what_stands_there_already_is_not_fetched_again(models: Path) -> None:
    assert install(models, fetch=no_network) == ()


def test_only_a_damaged_file_counts_as_missing_and_is_refused(models: Path, tmp_path: Path) -> None:
    folder = tmp_path / "models"
    shutil.copytree(models, folder)
    broken = bytearray((folder / FACE_LANDMARK.name).read_bytes())
    broken[1000] ^= 1
    (folder / FACE_LANDMARK.name).write_bytes(broken)
    assert missing(folder) == (FACE_LANDMARK,)
    with pytest.raises(Unavailable, match=r"damaged-model.*showroom models install"):
        load(FACE_LANDMARK, folder)


def test_missing_models_name_the_command_that_brings_them(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match=r"no-models.*showroom models install"):
        load(FACE_LANDMARK, tmp_path)


def test_without_a_network_nothing_is_left_behind(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="cannot-fetch-models"):
        install(tmp_path / "models", fetch=no_network)
    assert list((tmp_path / "models").iterdir()) == []


def test_another_package_under_the_same_name_is_refused(tmp_path: Path) -> None:
    def wrong(folder: Path) -> None:
        with zipfile.ZipFile(folder / "mediapipe.whl", "w") as package:
            for file in FILES:
                package.writestr(file.member, b"something else")

    with pytest.raises(Unavailable, match="wrong-package"):
        install(tmp_path, fetch=wrong)
    assert list(tmp_path.iterdir()) == []


def test_no_package_at_all_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="wrong-package"):
        install(tmp_path, fetch=lambda _: None)


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(Unavailable, match="cannot-write"):
        install(tmp_path / "file" / "models", fetch=no_network)


def test_the_environment_moves_the_folder(tmp_path: Path) -> None:
    assert models_path({"SHOWROOM_MODELS_DIR": str(tmp_path)}) == tmp_path
    assert models_path({}).name == "models"
