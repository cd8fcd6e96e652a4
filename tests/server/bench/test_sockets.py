"""The load generator's own websocket."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from websockets.frames import Frame as Theirs
from websockets.frames import Opcode

from server.bench.sockets import BINARY, PING, TEXT, Frame, Incoming, Skipped, masked

FRAMES = st.lists(st.tuples(st.sampled_from((TEXT, BINARY, PING)), st.integers(0, 300) | st.just(65_536)), max_size=6)


def sent(kinds: list[tuple[int, int]]) -> tuple[list[Frame], bytes]:
    """Frames, and their bytes as `websockets` writes them."""
    frames = [
        Frame(opcode, bytes([number]) * (min(size, 125) if opcode == PING else size))
        for number, (opcode, size) in enumerate(kinds)
    ]
    return frames, b"".join(Theirs(Opcode(one.opcode), one.payload).serialize(mask=False) for one in frames)


def cut(data: bytes, places: list[int]) -> list[bytes]:
    ends = sorted({0, len(data), *(place % (len(data) + 1) for place in places)})
    return [data[start:end] for start, end in pairwise(ends)]


@given(FRAMES, st.lists(st.integers(0, 70_000), max_size=6))
def test_frames_come_whole_however_the_network_cuts_them(kinds: list[tuple[int, int]], places: list[int]) -> None:
    frames, data = sent(kinds)
    incoming = Incoming()
    assert [frame for piece in cut(data, places) for frame in incoming.frames(piece)] == frames


@given(FRAMES, st.lists(st.integers(0, 70_000), max_size=6))
def test_whoever_only_counts_still_hears_every_ping(kinds: list[tuple[int, int]], places: list[int]) -> None:
    frames, data = sent(kinds)
    skipped = Skipped()
    heard = [payload for piece in cut(data, places) for payload in skipped.pings(memoryview(piece))]
    assert heard == [frame.payload for frame in frames if frame.opcode == PING]


@given(st.binary(max_size=300) | st.just(bytes(65_536)))
def test_what_is_sent_is_what_the_field_calls_a_masked_frame(payload: bytes) -> None:
    frame = masked(payload, TEXT)
    ours = Theirs(Opcode.TEXT, payload).serialize(mask=True)
    head = len(ours) - len(payload)
    assert (frame[: head - 4], frame[head - 4 : head], frame[head:]) == (ours[: head - 4], bytes(4), payload)
