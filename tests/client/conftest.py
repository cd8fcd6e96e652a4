"""Settings of their own for the clients' tests: of somebody who has agreed to try things on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from client.settings import Settings, save_settings, settings_path
from showroom.ui.consent import EDITION

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True, scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A settings folder that lives as long as the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SHOWROOM_CONFIG_DIR", str(tmp_path_factory.mktemp("settings")))
        save_settings(settings_path(), Settings(tryon_consent=EDITION))
        yield
