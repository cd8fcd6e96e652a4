"""Meshopt: what the reference encoder wrote is read bit by bit, damage is named, and nothing else is ever raised."""

from __future__ import annotations

import base64
import zlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from showroom.errors import ModelError
from showroom.gltf.faults import FAULTS
from showroom.gltf.meshopt import FILTER_STRIDES, MODE_STRIDES, Layout, decode
from tests.showroom.gltf.compressed import pack_sequence, pack_triangles, pack_vertices
from tests.showroom.gltf.meshopt_streams import STREAMS

COMPONENTS = {"OCTAHEDRAL 4": np.int8, "EXPONENTIAL 12": np.float32, "COLOR 4": np.uint8}


def stream(name: str) -> tuple[bytes, Layout]:
    text, count, stride, mode, kind, _ = STREAMS[name]
    return base64.b64decode(text), Layout(count, stride, mode, kind)


@pytest.mark.parametrize("name", [name for name, entry in STREAMS.items() if isinstance(entry[-1], int)])
def test_a_stream_of_the_reference_encoder_is_read_bit_by_bit(name: str) -> None:
    assert zlib.crc32(decode(*stream(name)).tobytes()) == STREAMS[name][-1]


@pytest.mark.parametrize("name", [name for name, entry in STREAMS.items() if isinstance(entry[-1], str)])
def test_filters_are_undone_to_the_last_step(name: str) -> None:
    data, layout = stream(name)
    component = COMPONENTS.get(f"{layout.filter} {layout.stride}", np.int16)
    expected = np.frombuffer(base64.b64decode(str(STREAMS[name][-1])), component).astype(np.float64)
    got = decode(data, layout).view(component).astype(np.float64)
    step = 1e-6 * np.abs(expected).max() if component is np.float32 else 1
    assert np.abs(got - expected).max() <= step


@given(st.integers(1, 300), st.sampled_from([4, 8, 12, 64, 252]), st.integers(0, 2**32))
def test_vertices_survive(count: int, stride: int, seed: int) -> None:
    rows = np.random.default_rng(seed).integers(0, 256, (count, stride), np.uint8)
    layout = Layout(count, stride, "ATTRIBUTES")
    assert decode(pack_vertices(rows), layout).tobytes() == rows.tobytes()


@given(st.lists(st.integers(0, 65_535), min_size=1, max_size=60), st.sampled_from([2, 4]))
def test_indices_survive(values: list[int], stride: int) -> None:
    indices = np.array(values * 3, f"<u{stride}")
    assert decode(pack_triangles(indices), Layout(len(indices), stride, "TRIANGLES")).tobytes() == indices.tobytes()
    assert decode(pack_sequence(indices), Layout(len(indices), stride, "INDICES")).tobytes() == indices.tobytes()


def test_a_million_zeros_are_read_from_a_few_thousand_bytes() -> None:
    blocks = 1_000_000 // 256 + 1
    data = b"\xa1" + b"\xaa" * blocks + bytes(24 - 5) + b"\1\2\3\4" + b"\0"
    assert decode(data, Layout(1_000_000, 4, "ATTRIBUTES")).view(np.uint32).tolist()[::999_999] == [0x04030201] * 2


ROWS = pack_vertices(np.arange(80, dtype=np.uint8).reshape(20, 4))
TRIANGLES = pack_triangles(np.array([0, 1, 2, 2, 1, 3]))
SEQUENCE = pack_sequence(np.array([5, 6, 7]))


@pytest.mark.parametrize(
    ("data", "layout", "code"),
    [
        (b"", Layout(20, 4, "ATTRIBUTES"), "compressed-truncated"),
        (b"\xa0", Layout(20, 4, "ATTRIBUTES"), "compressed-truncated"),
        (ROWS[:-30], Layout(20, 4, "ATTRIBUTES"), "compressed-truncated"),
        (ROWS + b"\0", Layout(20, 4, "ATTRIBUTES"), "compressed-trailing"),
        (b"\xa2" + ROWS[1:], Layout(20, 4, "ATTRIBUTES"), "compressed-header"),
        (TRIANGLES, Layout(20, 4, "ATTRIBUTES"), "compressed-header"),
        (b"\xa1" + bytes(24) + b"\3", Layout(1, 4, "ATTRIBUTES"), "compressed-truncated"),
        (b"\xa1\xaa" + bytes(23) + b"\3", Layout(1, 4, "ATTRIBUTES"), "compressed-code"),
        (ROWS, Layout(20, 6, "ATTRIBUTES"), "compressed-layout"),
        (ROWS, Layout(20, 4, "ATTRIBUTES", "QUATERNION"), "compressed-layout"),
        (TRIANGLES, Layout(6, 4, "TRIANGLES", "COLOR"), "compressed-layout"),
        (TRIANGLES, Layout(5, 4, "TRIANGLES"), "compressed-layout"),
        (TRIANGLES, Layout(6, 8, "TRIANGLES"), "compressed-layout"),
        (b"\xe0" + TRIANGLES[1:], Layout(6, 4, "TRIANGLES"), "compressed-header"),
        (TRIANGLES[:20], Layout(6, 4, "TRIANGLES"), "compressed-truncated"),
        (TRIANGLES[:-17] + TRIANGLES[-16:], Layout(6, 4, "TRIANGLES"), "compressed-truncated"),
        (TRIANGLES[:-16] + b"\0" + TRIANGLES[-16:], Layout(6, 4, "TRIANGLES"), "compressed-trailing"),
        (b"\xe1\x00" + bytes(16), Layout(3, 4, "TRIANGLES"), "compressed-index"),
        (pack_triangles(np.array([70_000, 0, 1])), Layout(3, 2, "TRIANGLES"), "compressed-index"),
        (b"\xe1\xff\xff" + b"\xff" * 20 + bytes(16), Layout(3, 4, "TRIANGLES"), "compressed-code"),
        (b"\xd0" + SEQUENCE[1:], Layout(3, 4, "INDICES"), "compressed-header"),
        (SEQUENCE[:5], Layout(3, 4, "INDICES"), "compressed-truncated"),
        (SEQUENCE[:1] + b"\x80\x80\x80" + bytes(4), Layout(3, 4, "INDICES"), "compressed-truncated"),
        (SEQUENCE[:4] + b"\0" + bytes(4), Layout(3, 4, "INDICES"), "compressed-trailing"),
        (b"\xd1" + b"\x80" * 6 + b"\0\0\0" + bytes(4), Layout(3, 4, "INDICES"), "compressed-code"),
        (pack_sequence(np.array([70_000])), Layout(1, 2, "INDICES"), "compressed-index"),
        (pack_vertices(np.zeros((1, 4), np.uint8)), Layout(1, 4, "ATTRIBUTES", "OCTAHEDRAL"), "compressed-non-finite"),
        (pack_vertices(np.zeros((1, 4), np.uint8)), Layout(1, 4, "ATTRIBUTES", "COLOR"), "compressed-non-finite"),
        (
            pack_vertices(np.array([[255, 255, 127, 127]], np.uint8)), Layout(1, 4, "ATTRIBUTES", "EXPONENTIAL"),
            "compressed-non-finite",
        ),
    ],
)  # fmt: skip
def test_damage_is_named(data: bytes, layout: Layout, code: str) -> None:
    with pytest.raises(ModelError) as caught:
        decode(data, layout)
    assert caught.value.code == code
    assert caught.value.got
    assert caught.value.allowed


@given(
    st.sampled_from(sorted(STREAMS)), st.lists(st.tuples(st.integers(0), st.integers(0, 255)), max_size=4), st.data()
)
def test_any_damage_is_a_model_error_or_another_model(
    name: str, changes: list[tuple[int, int]], data: st.DataObject
) -> None:
    whole, layout = stream(name)
    damaged = bytearray(whole)
    for position, value in changes:
        damaged[position % len(damaged)] = value
    _decode_or_refuse(bytes(damaged[: data.draw(st.integers(0, len(damaged)))]), layout)
    _decode_or_refuse(bytes(damaged), layout)


@given(
    st.binary(max_size=120),
    st.integers(1, 600),
    st.integers(1, 256),
    st.sampled_from([(mode, kind) for mode in MODE_STRIDES for kind in FILTER_STRIDES]),
)
def test_noise_is_a_model_error_or_a_model(data: bytes, count: int, stride: int, kind: tuple[str, str]) -> None:
    for header in (b"", b"\xa0", b"\xa1", b"\xe1", b"\xd1"):
        _decode_or_refuse(header + data, Layout(count, stride, *kind))


def _decode_or_refuse(data: bytes, layout: Layout) -> None:
    """Any other exception than ModelError fails the test."""
    try:
        decoded = decode(data, layout)
    except ModelError as error:
        assert error.code in FAULTS  # noqa: PT017 - both outcomes are right
    else:
        assert decoded.nbytes == layout.size_bytes
