"""The key that signs orders: made once, kept beside the shop's data, known to its checkout."""

from __future__ import annotations

import os
import secrets
from typing import TYPE_CHECKING, Final

from showroom.checkout import KEY_BYTES
from showroom.errors import Rejected

if TYPE_CHECKING:
    from pathlib import Path

NAME: Final = "checkout.key"


def load_key(path: Path) -> bytes:
    """The key in a file, in hexadecimal; a new one where there is none yet.

    Raises:
        Rejected: ``bad-checkout-key``.
    """
    if not path.exists():
        made = secrets.token_hex(KEY_BYTES)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(f"{made}\n")
    try:
        key = bytes.fromhex(path.read_text().strip())
    except (OSError, ValueError, UnicodeError):
        key = b""
    if len(key) < KEY_BYTES:
        allowed = f"at least {KEY_BYTES} bytes in hexadecimal"
        raise Rejected("bad-checkout-key", f"{path} holds no key", allowed=allowed, hint="openssl rand -hex 32 > FILE")
    return key
