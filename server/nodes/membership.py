"""The signs of life of a node without rooms, and what it sweeps now and then."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from itertools import count
from typing import TYPE_CHECKING, Final

from showroom.errors import Unavailable

if TYPE_CHECKING:
    from collections.abc import Callable

    from server.store.nodes import Node, Nodes

BEAT_S: Final = 0.5
SWEEP_BEATS: Final = 60
_log = logging.getLogger(__name__)


class Membership:
    """A node in the register.

    Args:
        node: this one.
        nodes: the register.
        sweep: called every half minute; blocking.
    """

    def __init__(self, node: Node, nodes: Nodes, sweep: Callable[[], None]) -> None:
        self._node = node
        self._nodes = nodes
        self._sweep = sweep
        self.problem: Unavailable | None = None

    async def enter(self) -> None:
        """Enter the register.

        Raises:
            Rejected: ``one-server`` or ``other-machine``.
            Unavailable: a trouble of the database.
        """
        await asyncio.to_thread(self._nodes.enter, self._node)

    async def run(self) -> None:
        """Give signs of life."""
        for beat in count(1):
            await asyncio.sleep(BEAT_S)
            try:
                await asyncio.to_thread(self._nodes.beat, self._node)
                if not beat % SWEEP_BEATS:
                    await asyncio.to_thread(self._sweep)
            except Unavailable as error:
                if self.problem is None:
                    _log.warning("no sign of life", extra={"code": error.code})
                self.problem = error
            else:
                self.problem = None

    async def close(self) -> None:
        """Leave the register."""
        with contextlib.suppress(Unavailable):
            await asyncio.to_thread(self._nodes.leave, self._node.id)
