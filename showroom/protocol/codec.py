"""Bytes and values: control messages as JSON text, poses as 14-byte records.

A pose record is ``<HHhhhI``: visitor number, sequence (wraps at 65536), x, y, z in centimetres, and the rotation as
"smallest three" in 32 bits: the index of the largest component in the two highest bits, then the other three in order
(x, y, z, w), 10 bits each, as ``round(component * 511 * √2) + 511``. Zero is exact, so an upright avatar stays upright.

A binary frame is one kind byte and then records. Clients send exactly one record; the server sends many.
"""

from __future__ import annotations

import math
import re
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from showroom.errors import ProtocolError
from showroom.protocol.closing import CloseCode
from showroom.protocol.messages import MAX_CONTROL_BYTES, ClientMessage, ServerMessage

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from showroom.protocol.base import Message
    from showroom.protocol.messages import Quaternion, Vector3

MAX_SERVER_BYTES = 4 * 1024 * 1024
"""A `Welcome` of a full room with a hundred long lines of chat in it stays far below this."""
MAX_DEPTH = 6
"""Objects and arrays within each other; the deepest message of version 1 has four."""

KIND_POSES = 1
KIND_GESTURES = 2
"""Reserved for gaze, pointing hand and sitting; version 1 refuses it."""
POSE_BYTES = 14
POSE_FRAME_BYTES = 1 + POSE_BYTES
MAX_POSITION_M = 327.67
MAX_ROTATION_ERROR_RAD = 0.005
"""No unpacked rotation is further than this (0.29°) from the packed one.

Half a step is 0.5 / (511 √2) in each of three components, at most √3 of it together; the fourth, at least 1/2, adds
√3 times as much, and an angle is twice the distance of quaternions: 4 √3 · 0.000692 = 0.0048 rad.
"""

_LEVELS = 511
_SCALE = _LEVELS * math.sqrt(2.0)
_FIELD = 0x3FF
_MAX_CM = 32767
_POSE = struct.Struct("<HHhhhI")
_POSE_FRAME = struct.Struct("<BHHhhhI")
_KIND_POSES_BYTE = bytes((KIND_POSES,))
_STRING = re.compile(r'"(?:[^"\\]|\\.)*+"?', re.DOTALL)
_BRACKET = re.compile(r"[\[\]{}]")

_encoder = msgspec.json.Encoder()
_client_decoder: msgspec.json.Decoder[ClientMessage] = msgspec.json.Decoder(ClientMessage)
_server_decoder: msgspec.json.Decoder[ServerMessage] = msgspec.json.Decoder(ServerMessage)


# ---- control messages ----------------------------------------------------------------------------------------------


def encode_control(message: Message) -> str:
    """Return the JSON text of a message."""
    return _encoder.encode(message).decode()


def decode_client(data: str | bytes) -> ClientMessage:
    """Read what a client sent.

    Raises:
        ProtocolError: ``too-large``, ``bad-json``, ``too-deep``, ``unknown-message`` or ``schema-violation``.
    """
    text = _checked_text(data, MAX_CONTROL_BYTES)
    try:
        return _client_decoder.decode(text)
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise _explained(error) from None


def decode_server(data: str | bytes) -> ServerMessage:
    """Read what a server sent.

    Raises:
        ProtocolError: ``too-large``, ``bad-json``, ``too-deep``, ``unknown-message`` or ``schema-violation``.
    """
    text = _checked_text(data, MAX_SERVER_BYTES)
    try:
        return _server_decoder.decode(text)
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise _explained(error) from None


def _checked_text(data: str | bytes, limit_bytes: int) -> str:
    """Return the text where it is UTF-8, short and flat enough to be decoded."""
    # A character has at most four bytes, so short texts need no encoding to be measured.
    if len(data) * 4 > limit_bytes:
        size_bytes = len(data) if isinstance(data, bytes) else len(data.encode(errors="replace"))
        if size_bytes > limit_bytes:
            raise ProtocolError(
                "too-large",
                f"got a control message of {size_bytes} bytes, at most {limit_bytes} are allowed",
                CloseCode.TOO_LARGE,
            )
    try:
        text = data if isinstance(data, str) else data.decode()
    except UnicodeDecodeError as error:
        raise ProtocolError("bad-json", f"got bytes that are no UTF-8 at {error.start}") from None
    if text.count("{") + text.count("[") > MAX_DEPTH and _depth(text) > MAX_DEPTH:
        raise ProtocolError("too-deep", f"got JSON nested deeper than the {MAX_DEPTH} levels that are allowed")
    return text


def _depth(text: str) -> int:
    """How deeply objects and arrays are nested outside of strings."""
    depth = deepest = 0
    for bracket in _BRACKET.findall(_STRING.sub("", text)):
        depth += 1 if bracket in "[{" else -1
        deepest = max(deepest, depth)
    return deepest


def _explained(error: Exception) -> ProtocolError:
    """Turn a decoder's complaint into ours."""
    if isinstance(error, msgspec.ValidationError):
        if str(error).endswith("`$.t`") or "required field `t`" in str(error):
            return ProtocolError("unknown-message", f"got a message that version 1 does not know: {error}")
        return ProtocolError("schema-violation", f"got a message of a wrong shape: {error}")
    return ProtocolError("bad-json", f"got text that is no JSON: {error}")


# ---- poses ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Pose:
    """Where an avatar stands and how it is turned: metres and a unit quaternion (x, y, z, w), glTF frame."""

    number: int
    sequence: int
    position: Vector3
    rotation: Quaternion


def pack_pose(pose: Pose) -> bytes:
    """Return the 14-byte record of a pose.

    Raises:
        ValueError: a value is not finite, out of range, or the rotation is no rotation.
    """
    x, y, z = (_centimetres(metres) for metres in pose.position)
    try:
        return _POSE.pack(pose.number, pose.sequence, x, y, z, pack_rotation(pose.rotation))
    except struct.error as error:
        raise ValueError(
            f"got number {pose.number} and sequence {pose.sequence}; allowed: 0..65535 ({error})"
        ) from None


def unpack_pose(record: bytes) -> Pose:
    """Read a 14-byte record.

    Raises:
        ProtocolError: ``bad-pose``.
    """
    if len(record) != POSE_BYTES:
        raise ProtocolError("bad-pose", f"got a pose of {len(record)} bytes, {POSE_BYTES} are allowed")
    return _pose(*_POSE.unpack(record))


def pack_pose_frame(poses: Iterable[Pose]) -> bytes:
    """Return a binary frame of poses."""
    return _KIND_POSES_BYTE + b"".join(map(pack_pose, poses))


def iter_poses(frame: bytes) -> Iterator[Pose]:
    """Read a server's frame of poses.

    Raises:
        ProtocolError: ``unknown-kind`` or ``bad-pose``.
    """
    check_pose_frame(frame)
    for fields in _POSE.iter_unpack(memoryview(frame)[1:]):
        yield _pose(*fields)


def check_pose_frame(frame: bytes) -> None:
    """Refuse a frame that is not poses or holds no whole number of them.

    Raises:
        ProtocolError: ``unknown-kind`` or ``bad-pose``.
    """
    _check_kind(frame)
    if len(frame) % POSE_BYTES != 1:
        raise ProtocolError("bad-pose", f"got a frame of {len(frame)} bytes, 1 + n · {POSE_BYTES} are allowed")


def check_pose_bytes(data: bytes) -> int:
    """Check a client's frame of one pose in its quantised form and return the visitor's number.

    Raises:
        ProtocolError: ``unknown-kind`` or ``bad-pose``.
    """
    if len(data) != POSE_FRAME_BYTES:
        _check_kind(data)
        raise ProtocolError("bad-pose", f"got a pose frame of {len(data)} bytes, {POSE_FRAME_BYTES} are allowed")
    kind, number, _, x, y, z, rotation = _POSE_FRAME.unpack(data)
    if kind != KIND_POSES:
        _check_kind(data)
    # -32768 cm and the field 1023 are left over by the symmetric quantisation: no correct client packs them.
    if x < -_MAX_CM or y < -_MAX_CM or z < -_MAX_CM:
        raise ProtocolError("bad-pose", f"got a position beyond ±{MAX_POSITION_M} m")
    if rotation & _FIELD == _FIELD or rotation >> 10 & _FIELD == _FIELD or rotation >> 20 & _FIELD == _FIELD:
        raise ProtocolError("bad-pose", f"got a rotation beyond ±{_LEVELS} steps")
    return int(number)


def is_pose_of(data: bytes, number: int) -> bool:
    """Whether `check_pose_bytes` lets a client's frame pass and it is of that visitor: the short way of every pose."""
    if len(data) != POSE_FRAME_BYTES:
        return False
    kind, owner, _, x, y, z, rotation = _POSE_FRAME.unpack(data)
    return bool(
        kind == KIND_POSES
        and owner == number
        and x >= -_MAX_CM
        and y >= -_MAX_CM
        and z >= -_MAX_CM
        and rotation & _FIELD != _FIELD
        and rotation & _FIELD << 10 != _FIELD << 10
        and rotation & _FIELD << 20 != _FIELD << 20
    )


def is_newer(sequence: int, than: int) -> bool:
    """Tell whether a wrapping 16-bit sequence number lies ahead of another one (RFC 1982, serial number arithmetic)."""
    return 0 < (sequence - than) & 0xFFFF < 0x8000  # noqa: PLR2004 - half of the 16-bit circle


def pack_rotation(rotation: Quaternion) -> int:
    """Return a rotation as smallest three in 32 bits; it is normalised first.

    Raises:
        ValueError: the quaternion is zero or not finite.
    """
    length = math.sqrt(sum(part * part for part in rotation))
    if not math.isfinite(length) or length < 1e-6:  # noqa: PLR2004 - shorter than this no direction is left
        raise ValueError(f"got the rotation {rotation}, a finite quaternion other than zero is allowed")
    largest = max(range(4), key=lambda index: abs(rotation[index]))
    # A quaternion and its negative are one rotation: make the dropped component positive.
    scale = math.copysign(_SCALE, rotation[largest]) / length
    packed = largest
    for index, part in enumerate(rotation):
        if index != largest:
            packed = packed << 10 | min(_LEVELS, max(-_LEVELS, round(part * scale))) + _LEVELS
    return packed


def unpack_rotation(packed: int) -> Quaternion:
    """Return the unit quaternion (x, y, z, w) behind 32 bits of smallest three."""
    largest = packed >> 30
    parts = [((packed >> shift & _FIELD) - _LEVELS) / _SCALE for shift in (20, 10, 0)]
    rest = math.sqrt(max(0.0, 1.0 - sum(part * part for part in parts)))
    parts.insert(largest, rest)
    length = math.sqrt(sum(part * part for part in parts))
    x, y, z, w = (part / length for part in parts)
    return (x, y, z, w)


def _pose(number: int, sequence: int, x: int, y: int, z: int, rotation: int) -> Pose:
    return Pose(number, sequence, (x / 100, y / 100, z / 100), unpack_rotation(rotation))


def _centimetres(metres: float) -> int:
    if not math.isfinite(metres) or abs(metres) > MAX_POSITION_M:
        raise ValueError(f"got a coordinate of {metres} m, ±{MAX_POSITION_M} are allowed")
    return round(metres * 100)


def _check_kind(frame: bytes) -> None:
    if frame[:1] != _KIND_POSES_BYTE:
        got = frame[0] if frame else "an empty frame"
        raise ProtocolError(
            "unknown-kind", f"got kind {got}, {KIND_POSES} (poses) is allowed", CloseCode.UNSUPPORTED_DATA
        )
