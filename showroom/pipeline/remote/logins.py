"""The staff sessions of this user, kept in a file that nobody else can read."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

import msgspec
from msgspec import Struct

from showroom.errors import NotPermitted, Rejected, Unavailable

_PRIVATE = 0o600


class KeptLogin(Struct, frozen=True):
    """A session with one server; `expires_s` is in seconds since 1970."""

    user: str
    token: str
    expires_s: float


def default_path() -> Path:
    """``logins.json`` in ``SHOWROOM_CONFIG_DIR``, else in the user's config folder (XDG Base Directory)."""
    if moved := os.environ.get("SHOWROOM_CONFIG_DIR"):
        return Path(moved) / "logins.json"
    base = os.environ.get("XDG_CONFIG_HOME", "")
    return (Path(base) if base.startswith("/") else Path.home() / ".config") / "showroom" / "logins.json"


def kept(path: Path, server: str, now_s: float) -> KeptLogin:
    """The session with a server.

    Raises:
        NotPermitted: ``not-logged-in`` where there is none, or it is over.
        Unavailable: ``unreadable-file``.
    """
    login = _all(path).get(server)
    if login is None or login.expires_s <= now_s:
        over = "the login is over" if login else "nobody is logged in there"
        raise NotPermitted("not-logged-in", over, got=server[:80], hint=f"showroom login --server {server} --user NAME")
    return login


def keep(path: Path, server: str, login: KeptLogin) -> None:
    """Remember a session.

    Raises:
        Unavailable: ``unreadable-file`` or ``unwritable-file``.
    """
    _write(path, {**_all(path), server: login})


def forget(path: Path, server: str) -> KeptLogin | None:
    """Forget a session; returns what was forgotten.

    Raises:
        Unavailable: ``unreadable-file`` or ``unwritable-file``.
    """
    logins = _all(path)
    login = logins.pop(server, None)
    if login is not None:
        _write(path, logins)
    return login


def _all(path: Path) -> dict[str, KeptLogin]:
    try:
        return msgspec.json.decode(path.read_bytes(), type=dict[str, KeptLogin])
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise Unavailable("unreadable-file", f"{path} cannot be read: {error.strerror}") from error
    except msgspec.DecodeError as error:
        hint = "delete it and log in again"
        raise Rejected("bad-login-file", "the file of logins is damaged", got=str(path), hint=hint) from error


def _write(path: Path, logins: dict[str, KeptLogin]) -> None:
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=".new-", dir=path.parent)  # nobody else can read it from the start
        try:
            os.fchmod(handle, _PRIVATE)
            with os.fdopen(handle, "wb") as file:
                file.write(msgspec.json.encode(logins))
            Path(name).replace(path)
        finally:
            with contextlib.suppress(FileNotFoundError):
                Path(name).unlink()
    except OSError as error:
        raise Unavailable("unwritable-file", f"{path} cannot be written: {error.strerror}") from error
