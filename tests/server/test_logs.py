from __future__ import annotations

import logging

from server.logs import PhraseAndFields


def test_a_line_has_the_phrase_and_then_its_fields() -> None:
    fields = {"name": "server.watch", "levelname": "WARNING", "msg": "catalogue cannot be read", "code": "disk-error"}
    line = PhraseAndFields().format(logging.makeLogRecord(fields))
    assert line.endswith("WARNING server.watch: catalogue cannot be read code=disk-error")
