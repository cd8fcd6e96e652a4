"""The one error tree.

    ShowroomError
    ├── ProtocolError             the peer broke the protocol: close the connection with `close_code`
    ├── Rejected                  a request that is refused; tell whoever asked, and carry on
    │   ├── AuthoredFileError     a file that people write cannot be used; knows its line and its other mistakes
    │   │   ├── ProductFileError  the same, of a product file
    │   │   ├── RoomFileError     the same, of a room plan
    │   │   ├── LayoutFileError   the same, of a layout
    │   │   └── DataFileError     the same, of a table of prices, stock and texts; `place` names row and column
    │   ├── ModelError            a 3D model that cannot be read or breaks a limit; knows its place
    │   ├── ConfigurationRefused  a choice that breaks rules; knows the minimal reason and the fixes
    │   ├── CodeRefused           a configuration code that cannot be honoured
    │   ├── NotPermitted          the actor lacks the role or the ticket
    │   └── NotFound              nothing stands under that id
    └── Unavailable               something outside is missing or full (disk, display, server)

Anything else that is raised is a bug and is logged whole.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from showroom.catalogue import Choice
    from showroom.configuration import Fix, Reason


class ShowroomError(Exception):
    """Root of every error that this project raises on purpose."""


class ProtocolError(ShowroomError):
    """The peer sent what no correct peer sends; the connection is closed.

    Args:
        code: stable, kebab-case, e.g. ``"unknown-message"``.
        message: what was got and what was allowed.
        close_code: the websocket close code (RFC 6455 §7.4; 4000 to 4999 are ours).
    """

    def __init__(self, code: str, message: str, close_code: int = 1002) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.close_code = close_code


class Rejected(ShowroomError):  # noqa: N818 - says what became of a request
    """A request that is refused while everything else carries on.

    Args:
        code: stable, kebab-case; scripts may depend on it.
        message: one sentence for a person.
        got: what was got, short.
        allowed: what is allowed, short.
        hint: what to do about it; a command where one helps.
        place: where it stands (``file:line``, ``node/mesh/material`` path), empty when nowhere.
    """

    def __init__(
        self, code: str, message: str, *, got: str = "", allowed: str = "", hint: str = "", place: str = ""
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.got = got
        self.allowed = allowed
        self.hint = hint
        self.place = place

    def __str__(self) -> str:
        """One line for a terminal: place, code, message, then what was got, allowed and advised."""
        parts = [f"{self.place}: " if self.place else "", f"{self.code}: {self.message}"]
        if self.got:
            parts.append(f" (got {self.got}")
            parts.append(f"; allowed: {self.allowed})" if self.allowed else ")")
        elif self.allowed:
            parts.append(f" (allowed: {self.allowed})")
        if self.hint:
            parts.append(f" → {self.hint}")
        return "".join(parts)


class AuthoredFileError(Rejected):
    """A file that people write cannot be used; `place` is ``name:line``, `others` are the file's further mistakes."""

    others: tuple[AuthoredFileError, ...] = ()

    def __str__(self) -> str:
        """One line for each mistake, in the order of the file."""
        return "\n".join([super().__str__(), *map(str, self.others)])


class ProductFileError(AuthoredFileError):
    """A product file that cannot be published."""


class RoomFileError(AuthoredFileError):
    """A room plan that cannot be used."""


class LayoutFileError(AuthoredFileError):
    """A layout that cannot be applied."""


class DataFileError(AuthoredFileError):
    """A table that cannot be imported; `place` names the file, the row and the column."""


class ModelError(Rejected):
    """A model that cannot be read or breaks a limit; `place` is a path inside the model."""


class ConfigurationRefused(Rejected):
    """A choice that breaks the product's rules.

    Args:
        reason: the minimal set of rules and standing choices that clash with the wish.
        fixes: the cheapest ways out, best first; may be empty.
        wish: what was asked for.
    """

    def __init__(self, message: str, reason: Reason, fixes: tuple[Fix, ...], *, wish: tuple[Choice, ...] = ()) -> None:
        super().__init__("configuration-refused", message)
        self.reason = reason
        self.fixes = fixes
        self.wish = wish


class CodeRefused(Rejected):
    """A configuration code that is mistyped, foreign or no longer valid."""


class NotPermitted(Rejected):
    """The actor may not do this."""


class NotFound(Rejected):
    """Nothing stands under that id."""


class Unavailable(ShowroomError):  # noqa: N818 - says what became of the outside
    """Something outside the program is missing, full or out of reach.

    Args:
        code: stable, kebab-case.
        message: what is missing and what to do.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message

    def __str__(self) -> str:
        """One line for a terminal."""
        return f"{self.code}: {self.message}"
