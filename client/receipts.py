"""What has left the process over all visits: the ledger of the exit, added up in a file beside the settings."""

from __future__ import annotations

import contextlib
import os
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import msgspec

from client.net.egress import LEDGER
from client.settings import settings_path
from showroom.ui.receipt import Sent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


def receipt_path() -> Path:
    """Where the count lies."""
    return settings_path().with_name("sent.json")


class Kept(msgspec.Struct, frozen=True):
    """What the file holds.

    Args:
        sent: everything that was counted, by kind.
        since_s: when counting began, seconds since 1970; 0 where nobody knows.
    """

    sent: dict[str, Sent]
    since_s: float = 0.0


def load_kept(path: Path) -> Kept:
    """Everything that was counted; what cannot be read is as if it were not there."""
    try:
        data = path.read_bytes()
    except OSError:
        return Kept({})
    try:
        return msgspec.json.decode(data, type=Kept)
    except msgspec.DecodeError:
        pass
    try:
        # Before 0.1 was released, the file held the counts alone.
        return Kept(msgspec.json.decode(data, type=dict[str, Sent]))
    except msgspec.DecodeError:
        return Kept({})


@contextmanager
def kept_receipt(*, remember: bool = True) -> Iterator[Callable[[], None]]:
    """Add what is sent within the context to the file, however it ends; a full disk costs the count alone.

    What it yields does so at once, for whom this process ends without leaving the context.
    """
    before = LEDGER.sent()

    def keep() -> None:
        nonlocal before
        now = LEDGER.sent()
        if remember:
            with contextlib.suppress(OSError):
                _add(receipt_path(), before, now)
        before = now

    try:
        yield keep
    finally:
        keep()


def forget_sent(path: Path) -> bool:
    """Delete the count; returns whether there was one."""
    there = path.exists()
    path.unlink(missing_ok=True)
    return there


def _add(path: Path, before: dict[str, Sent], after: dict[str, Sent]) -> None:
    kept = load_kept(path)
    since_s = kept.since_s if kept.sent else time.time()
    total = dict(kept.sent)
    nothing = Sent(0, 0)
    for kind, sent in after.items():
        earlier = before.get(kind, nothing)
        more = Sent(sent.count - earlier.count, sent.size_bytes - earlier.size_bytes)
        if more != nothing:
            total[kind] = total.get(kind, nothing).plus(more)
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f"{path.name}.{os.getpid()}")
    temporary.write_bytes(msgspec.json.encode(Kept(total, since_s)))
    temporary.replace(path)
