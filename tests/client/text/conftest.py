"""What visits by typing share: a small shop, its server, and how its adviser comes in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.client.shop import PASSWORD, USER, make_shop
from tests.server.live import ServerProcess

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """The folder of a small shop."""
    folder = tmp_path / "shop"
    make_shop(folder)
    return folder


@pytest.fixture
def server(shop: Path) -> Iterator[ServerProcess]:
    """Its server."""
    with ServerProcess(shop, "--port", "0") as process:
        yield process


@pytest.fixture
def as_adviser(tmp_path: Path) -> tuple[str, ...]:
    """What the adviser's text client is called with."""
    secret = tmp_path / "secret"
    secret.write_text(PASSWORD)
    return ("--as", "agent", "--user", USER, "--password-file", str(secret))
