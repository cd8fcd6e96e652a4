"""What comes over a websocket: control messages, poses, whole conversations, and frames cut anywhere."""

from __future__ import annotations

import asyncio
import collections
import contextlib
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Final

from showroom.errors import ProtocolError
from showroom.protocol.codec import (
    check_pose_bytes,
    decode_client,
    decode_server,
    encode_control,
    is_pose_of,
    iter_poses,
)
from showroom.protocol.messages import Hello, Welcome
from showroom.protocol.session import Session
from tests.fuzz.mutation import mutated_bytes
from tests.fuzz.target import Target
from tests.server.realtime.streams import HotLogged, StockLogged, masked, run

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

GOLDEN: Final = Path(__file__).parents[2] / "golden" / "v1"
TEXT, BINARY = 1, 2
_PIECE_BYTES: Final = 21


def _lines(name: str) -> list[str]:
    return (GOLDEN / name).read_text("utf-8").splitlines()


def _poses() -> list[bytes]:
    return [bytes.fromhex(line.split(maxsplit=1)[0]) for line in _lines("poses.hex")]


# ---- one message ---------------------------------------------------------------------------------------------------


def _control_seeds() -> Iterator[bytes]:
    for name in ("client.jsonl", "server.jsonl"):
        yield from (line.encode() for line in _lines(name))


def _read_control(data: bytes) -> None:
    """What can be read is written as something that reads as the same."""
    for decode in (decode_client, decode_server):
        try:
            message = decode(data)
        except ProtocolError:
            continue
        if decode(encode_control(message)) != message:
            raise AssertionError(f"{message} is another message once written and read")


def _read_poses(data: bytes) -> None:
    """The short way and the long one agree; what a client may send, a server's reader understands."""
    try:
        number = check_pose_bytes(data)
    except ProtocolError:
        if any(is_pose_of(data, number) for number in (0, 1, 65535)):
            raise AssertionError("the short way lets a pose pass that the long one refuses") from None
    else:
        if not is_pose_of(data, number):
            raise AssertionError("the short way refuses a pose that the long one lets pass")
    with contextlib.suppress(ProtocolError):
        collections.deque(iter_poses(data), 0)


# ---- a conversation ------------------------------------------------------------------------------------------------


def _talk_seeds() -> Iterator[bytes]:
    """Frames behind each other: two bytes of length, one that says whether it is text, then the frame."""
    welcome = next(line for line in _lines("server.jsonl") if '"t":"welcome"' in line)
    clients = [(TEXT, line.encode()) for line in _lines("client.jsonl")] + [(BINARY, pose) for pose in _poses()]
    servers = [(TEXT, line.encode()) for line in (welcome, *_lines("server.jsonl"))] + [(BINARY, _poses()[0])]
    for frames in (clients, servers):
        yield b"".join(len(data).to_bytes(2, "little") + bytes((kind,)) + data for kind, data in frames)


def _frames(data: bytes) -> Iterator[tuple[bool, bytes]]:
    at = 0
    while at + 3 <= len(data):
        size = int.from_bytes(data[at : at + 2], "little")
        yield data[at + 2] == BINARY, data[at + 3 : at + 3 + size]
        at += 3 + size


def _converse(data: bytes) -> None:
    """Both sides take whatever comes, and nothing at all once they are closed."""
    welcome = next(message for message in map(decode_server, _lines("server.jsonl")) if isinstance(message, Welcome))
    for side in ("server", "client"):
        session, now_s = Session(side), 0.0
        if side == "client":
            session.send(Hello(version=1, ticket="t"))
        for is_binary, frame in _frames(data):
            was = session.state
            now_s += 0.01
            try:
                events = (session.receive_binary if is_binary else session.receive_text)(frame, now_s)
            except ProtocolError:
                if session.state != "closed":
                    raise AssertionError("broken and still open") from None
                continue
            if was == "closed" and events:
                raise AssertionError("a closed session said something")
            if side == "server" and session.state == "awaiting-welcome":
                session.send(welcome)


# ---- websocket frames ----------------------------------------------------------------------------------------------


def _stream_seeds() -> Iterator[bytes]:
    pose = masked(BINARY, b"fifteen bytes!!")
    yield pose * 3 + masked(TEXT, b"hello") + pose
    yield masked(TEXT, b"Gr", fin=False) + masked(0, b"uss") + masked(9, b"") + pose
    yield masked(8, b"\x03\xe8bye") + pose


def _same_frames(data: bytes) -> None:
    """Our short way sees what the stock parser sees, wherever the stream is cut."""
    asyncio.run(_compare(data))


async def _compare(data: bytes) -> None:
    dice = Random(len(data))
    cut, at = [], 0
    while at < len(data):
        size = dice.choice((1, 2, 6, _PIECE_BYTES, 2 * _PIECE_BYTES, len(data)))
        cut.append(data[at : at + size])
        at += size
    if run(StockLogged, cut) != run(HotLogged, cut):
        raise AssertionError("the short way saw something else")


def _target(name: str, seeds: Callable[[], Iterable[bytes]], read: Callable[[bytes], None]) -> Target:
    return Target(name, seeds, read, mutated_bytes)


CONTROL = _target("control", _control_seeds, _read_control)
POSES = _target("poses", _poses, _read_poses)
TALK = _target("conversation", _talk_seeds, _converse)
FRAMES = _target("frames", _stream_seeds, _same_frames)
