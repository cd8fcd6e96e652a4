"""Logging: a constant phrase and its fields on one line, so that machines can find the phrase and people the cause."""

from __future__ import annotations

import logging
import sys
from functools import partial
from typing import Final

_ALWAYS: Final = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


class PhraseAndFields(logging.Formatter):
    """``2026-11-22 12:00:00,000 WARNING server.watch: catalogue cannot be read code=disk-error``."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - the library's name
        """The line without a traceback."""
        fields = "".join(f" {name}={value!s}" for name, value in sorted(vars(record).items()) if name not in _ALWAYS)
        return super().formatMessage(record) + fields


def set_up_logging(node: str = "") -> None:
    """Warnings and worse go to standard error; each line names the node, where there are several."""
    handler = logging.StreamHandler(sys.stderr)
    if node:
        handler.addFilter(partial(_name_node, node))
    handler.setFormatter(PhraseAndFields())
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
    # A port scan or half a greeting is everyday life on a network, no error of ours.
    logging.getLogger("server.realtime.websockets").addFilter(_is_no_failed_handshake)


def _name_node(node: str, record: logging.LogRecord) -> bool:
    record.node = node
    return True


def _is_no_failed_handshake(record: logging.LogRecord) -> bool:
    return record.msg != "opening handshake failed"
