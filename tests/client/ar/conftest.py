"""The installed vision models, for tests that look at pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from client.ar.face_tracker import FaceTracker
from client.ar.models import INSTALL, missing, models_path

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def models() -> Path:
    """Where the models lie; a run without them says how to get them."""
    folder = models_path()
    if missing(folder):
        pytest.fail(f"the vision models are missing: run `{INSTALL}` (make test does)")
    return folder


@pytest.fixture
def tracker(models: Path) -> FaceTracker:
    """A fresh tracker."""
    return FaceTracker.from_folder(models)
