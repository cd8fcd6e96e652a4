"""What every test shares."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.server.postgres import PostgresServer

settings.register_profile("showroom", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("showroom")


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A server of our own, started where the first test asks for one."""
    from tests.server.postgres import PostgresServer  # noqa: PLC0415 - for those who ask

    with PostgresServer() as server:
        yield server
