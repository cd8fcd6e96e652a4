"""One connection as a state machine, for both sides: frames in, events out; no socket and no clock.

    server:  awaiting-hello ──Hello──▶ awaiting-welcome ──send(Welcome)──▶ open ──▶ closed
    client:  awaiting-hello ──send(Hello)──▶ awaiting-welcome ──Welcome──▶ open ──▶ closed

Whatever is fatal is raised as `ProtocolError`: close the connection with its `close_code`, the session is closed then.
What a buggy but harmless client may do (one malformed message, a pose under a wrong number, too many messages) comes
back as `Answer` for the shell to send; who keeps doing it is closed with 4029.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import msgspec

from showroom.errors import ProtocolError
from showroom.protocol.budget import TokenBucket, Window
from showroom.protocol.closing import CloseCode
from showroom.protocol.codec import (
    MAX_SERVER_BYTES,
    check_pose_bytes,
    check_pose_frame,
    decode_client,
    decode_server,
    encode_control,
    is_pose_of,
)
from showroom.protocol.messages import VERSION, ClientMessage, Hello, Refused, ServerMessage, Welcome

if TYPE_CHECKING:
    from showroom.protocol.base import Message

Side = Literal["client", "server"]
State = Literal["awaiting-hello", "awaiting-welcome", "open", "closed"]


@dataclass(frozen=True)
class Limits:
    """What the server allows one connection."""

    poses_per_s: float = 30.0
    poses_burst: float = 40.0
    controls_per_s: float = 10.0
    controls_burst: float = 20.0
    violations: int = 20
    """Malformed messages within `window_s`."""
    excesses: int = 50
    """Well-formed control messages over the rate within `window_s`."""
    floods: int = 2000
    """Poses over the rate within `window_s`."""
    window_s: float = 10.0


@dataclass(frozen=True, slots=True)
class Greeted:
    """Server: the client's first message; check the ticket, then `send` a `Welcome`."""

    hello: Hello


@dataclass(frozen=True, slots=True)
class Requested:
    """Server: a control message to act on."""

    message: ClientMessage


@dataclass(frozen=True, slots=True)
class Moved:
    """Server: a checked pose of this visitor, the whole 15-byte frame."""

    frame: bytes


@dataclass(frozen=True, slots=True)
class Answer:
    """Server: send this back and carry on."""

    message: Refused


@dataclass(frozen=True, slots=True)
class Welcomed:
    """Client: the room as it stands; replaces everything that was known."""

    welcome: Welcome


@dataclass(frozen=True, slots=True)
class Told:
    """Client: news or an answer."""

    message: ServerMessage


@dataclass(frozen=True, slots=True)
class PosesCame:
    """Client: a frame for `codec.iter_poses`."""

    frame: bytes


Event = Greeted | Requested | Moved | Answer | Welcomed | Told | PosesCame


class _AnyHello(msgspec.Struct, tag_field="t", tag="hello"):
    """A greeting of whatever version: versions to come may have other fields, but this one."""

    version: int


class Session:
    """One side of one connection.

    Args:
        side: whose side this is.
        limits: what a server's session allows its client.
    """

    __slots__ = (
        "_controls",
        "_poses",
        "_recent_excesses",
        "_recent_floods",
        "_recent_violations",
        "controls_refused",
        "number",
        "poses_dropped",
        "side",
        "state",
        "violations",
    )

    def __init__(self, side: Side, limits: Limits | None = None) -> None:
        limits = limits or Limits()
        self.side: Side = side
        self.state: State = "awaiting-hello"
        self.number: int | None = None
        self.violations = 0
        self.poses_dropped = 0
        self.controls_refused = 0
        self._poses = TokenBucket(limits.poses_per_s, limits.poses_burst)
        self._controls = TokenBucket(limits.controls_per_s, limits.controls_burst)
        self._recent_violations = Window(limits.violations, limits.window_s)
        self._recent_excesses = Window(limits.excesses, limits.window_s)
        self._recent_floods = Window(limits.floods, limits.window_s)

    def send(self, message: Message) -> str:
        """Return the text of a message; `Hello` and `Welcome` move the session on.

        A broadcast that is encoded once for many may go past this.
        """
        if isinstance(message, Hello) and self.side == "client":
            self.state = "awaiting-welcome"
        elif isinstance(message, Welcome) and self.side == "server":
            self.state = "open"
            self.number = message.you
        return encode_control(message)

    def close(self) -> None:
        """The connection is gone: whatever still arrives is ignored."""
        self.state = "closed"

    def receive_text(self, data: str | bytes, now_s: float) -> tuple[Event, ...]:
        """Take a text frame at `now_s`, seconds of any clock that does not go back.

        Raises:
            ProtocolError: close the connection with its code.
        """
        if self.state == "closed":
            return ()
        try:
            return self._text_from_client(data, now_s) if self.side == "server" else self._text_from_server(data)
        except ProtocolError:
            self.state = "closed"
            raise

    def receive_binary(self, data: bytes, now_s: float) -> tuple[Event, ...]:
        """Take a binary frame at `now_s`.

        Raises:
            ProtocolError: close the connection with its code.
        """
        if self.state == "closed":
            return ()
        try:
            return self._binary_from_client(data, now_s) if self.side == "server" else self._binary_from_server(data)
        except ProtocolError:
            self.state = "closed"
            raise

    def admits(self, data: bytes, now_s: float) -> bool:
        """Server: whether a binary frame is a pose that may be taken: what `receive_binary` returns as `Moved`.

        Where it is not, nothing has happened, and `receive_binary` says why.
        """
        return (
            self.state == "open"
            and self.number is not None
            and is_pose_of(data, self.number)
            and self._poses.take(now_s)
        )

    def _require_open(self) -> None:
        if self.state != "open":
            raise ProtocolError("too-early", "got a frame before the welcome; wait for it")

    # ---- server side -----------------------------------------------------------------------------------------------

    def _text_from_client(self, data: str | bytes, now_s: float) -> tuple[Event, ...]:
        if self.state == "awaiting-hello":
            return (Greeted(self._hello(data)),)
        try:
            message = decode_client(data)
        except ProtocolError as error:
            if error.code == "too-large" or self.state != "open":
                raise
            return self._violation(error.code, error.message, now_s)
        if isinstance(message, Hello):
            raise ProtocolError("second-join", "got a second hello; open a new connection to enter again")
        self._require_open()
        if self._controls.take(now_s):
            return (Requested(message),)
        return self._excess(getattr(message, "ref", None), now_s)

    def _hello(self, data: str | bytes) -> Hello:
        try:
            message = decode_client(data)
        except ProtocolError as error:
            if error.code != "too-large":
                _check_foreign_version(data)
            raise
        if not isinstance(message, Hello):
            raise ProtocolError("no-hello", "got another message first; a connection begins with hello")
        _check_version(message.version, "server")
        self.state = "awaiting-welcome"
        return message

    def _binary_from_client(self, data: bytes, now_s: float) -> tuple[Event, ...]:
        self._require_open()
        if not self._poses.take(now_s):
            self.poses_dropped += 1
            if not self._recent_floods.add(now_s):
                raise ProtocolError(
                    "rate-limited", "far too many poses; 30 a second are allowed", CloseCode.TOO_MANY_ERRORS
                )
            return ()
        try:
            number = check_pose_bytes(data)
        except ProtocolError as error:
            return self._violation(error.code, error.message, now_s)
        if number != self.number:
            return self._violation("not-your-number", f"got a pose of number {number}, yours is {self.number}", now_s)
        return (Moved(data),)

    def _violation(self, code: str, message: str, now_s: float) -> tuple[Event, ...]:
        self.violations += 1
        if not self._recent_violations.add(now_s):
            raise ProtocolError(
                "too-many-errors", f"too many malformed messages, the last one: {message}", CloseCode.TOO_MANY_ERRORS
            )
        return (Answer(Refused(None, code, message[:500])),)

    def _excess(self, ref: int | None, now_s: float) -> tuple[Event, ...]:
        self.controls_refused += 1
        if not self._recent_excesses.add(now_s):
            raise ProtocolError("rate-limited", "far too many requests", CloseCode.TOO_MANY_ERRORS)
        return (Answer(Refused(ref, "rate-limited", "too many requests", hint="wait a second and send it again")),)

    # ---- client side -----------------------------------------------------------------------------------------------

    def _text_from_server(self, data: str | bytes) -> tuple[Event, ...]:
        message = decode_server(data)
        if not isinstance(message, Welcome):
            if self.state == "open" or isinstance(message, Refused):
                return (Told(message),)
            raise ProtocolError("no-welcome", "got news before the welcome; a server begins with welcome")
        if self.state != "awaiting-welcome":
            raise ProtocolError("unasked-welcome", "got a welcome that no hello asked for")
        _check_version(message.version, "client")
        self.state = "open"
        self.number = message.you
        return (Welcomed(message),)

    def _binary_from_server(self, data: bytes) -> tuple[Event, ...]:
        self._require_open()
        if len(data) > MAX_SERVER_BYTES:
            raise ProtocolError("too-large", f"got a frame of {len(data)} bytes", CloseCode.TOO_LARGE)
        check_pose_frame(data)
        return (PosesCame(data),)


def _check_version(version: int, side: Side) -> None:
    """Refuse another version and say which program is to be updated; `side` is whoever finds out."""
    if version == VERSION:
        return
    other: Side = "client" if side == "server" else "server"
    older = other if version < VERSION else side
    raise ProtocolError(
        "wrong-version",
        f"the {other} speaks protocol version {version}, this {side} version {VERSION}: update the {older}",
        CloseCode.WRONG_VERSION,
    )


def _check_foreign_version(data: str | bytes) -> None:
    """A greeting that cannot be read may come from another version: that is the better thing to say."""
    try:
        version = msgspec.json.decode(data, type=_AnyHello).version
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        return
    _check_version(version, "server")
