"""Control messages and poses keep their bytes, and nothing but a ProtocolError comes out of bad ones."""

from __future__ import annotations

import math
from pathlib import Path
from typing import get_args

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from showroom.errors import ProtocolError
from showroom.protocol.codec import (
    MAX_POSITION_M,
    MAX_ROTATION_ERROR_RAD,
    MAX_SERVER_BYTES,
    POSE_BYTES,
    POSE_FRAME_BYTES,
    Pose,
    check_pose_bytes,
    decode_client,
    decode_server,
    encode_control,
    is_newer,
    iter_poses,
    pack_pose,
    pack_pose_frame,
    pack_rotation,
    unpack_pose,
    unpack_rotation,
)
from showroom.protocol.messages import MAX_CONTROL_BYTES, ClientMessage, Refused, Say, ServerMessage

GOLDEN = Path(__file__).parents[2] / "golden" / "v1"
CLIENT_LINES = (GOLDEN / "client.jsonl").read_text(encoding="utf-8").splitlines()
SERVER_LINES = (GOLDEN / "server.jsonl").read_text(encoding="utf-8").splitlines()
POSE_LINES = (GOLDEN / "poses.hex").read_text(encoding="utf-8").splitlines()

coordinates = st.floats(-MAX_POSITION_M, MAX_POSITION_M)
parts = st.floats(-1, 1)
rotations = st.tuples(parts, parts, parts, parts).filter(lambda rotation: math.hypot(*rotation) > 0.01)
numbers = st.integers(0, 65535)
poses = st.builds(Pose, numbers, numbers, st.tuples(coordinates, coordinates, coordinates), rotations)


@pytest.mark.parametrize("line", CLIENT_LINES)
def test_a_golden_client_message_reads_and_writes_identically(line: str) -> None:
    assert encode_control(decode_client(line)) == line
    assert encode_control(decode_client(line.encode())) == line


@pytest.mark.parametrize("line", SERVER_LINES)
def test_a_golden_server_message_reads_and_writes_identically(line: str) -> None:
    assert encode_control(decode_server(line)) == line


def test_every_client_message_has_a_golden_line() -> None:
    assert {type(decode_client(line)) for line in CLIENT_LINES} == set(get_args(ClientMessage))


def test_every_server_message_has_a_golden_line() -> None:
    assert {type(decode_server(line)) for line in SERVER_LINES} == set(get_args(ServerMessage))


@pytest.mark.parametrize("line", POSE_LINES)
def test_a_golden_pose_reads_and_writes_identically(line: str) -> None:
    written, number, sequence, *position = line.split()
    frame = bytes.fromhex(written)
    (pose,) = iter_poses(frame)
    assert (pose.number, pose.sequence, pose.position) == (int(number), int(sequence), tuple(map(float, position)))
    assert pack_pose_frame([pose]) == frame
    assert check_pose_bytes(frame) == pose.number


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ("", "bad-json"),
        ("{", "bad-json"),
        ('{"t":"say","ref":1,"text":"\\ud800"}', "bad-json"),
        ("\ud800", "bad-json"),
        (b"\xff\xfe", "bad-json"),
        ('{"t":"dance"}', "unknown-message"),
        ('{"t":"welcome"}', "unknown-message"),
        ('{"ref":1}', "unknown-message"),
        ("[]", "schema-violation"),
        ('{"t":"say","ref":1}', "schema-violation"),
        ('{"t":"say","ref":-1,"text":"x"}', "schema-violation"),
        ('{"t":"say","ref":1,"text":""}', "schema-violation"),
        ('{"t":"say","ref":1,"text":"x","sender":"somebody-else"}', "schema-violation"),
        ('{"t":"emote","emotion":"faint"}', "schema-violation"),
        (f'{{"t":"say","ref":1{"0" * 400},"text":"x"}}', "schema-violation"),
        (f'{{"t":"say","ref":1,"text":"{"x" * 1001}"}}', "schema-violation"),
        ("[" * 5000, "too-deep"),
        ('{"a":' * 2000, "too-deep"),
        (f'{{"t":"say","ref":1,"text":"{"x" * MAX_CONTROL_BYTES}"}}', "too-large"),
        (f'{{"t":"say","ref":1,"text":"{"ü" * (MAX_CONTROL_BYTES // 2)}"}}', "too-large"),
    ],
)
def test_a_bad_client_message_is_refused_with_its_code(data: str | bytes, code: str) -> None:
    with pytest.raises(ProtocolError) as caught:
        decode_client(data)
    assert caught.value.code == code


def test_a_server_may_say_more_than_a_client_but_not_everything() -> None:
    long = "x" * MAX_CONTROL_BYTES
    assert decode_server(f'{{"t":"refused","ref":1,"code":"x","message":"{long}"}}') == Refused(1, "x", long)
    with pytest.raises(ProtocolError, match="at most"):
        decode_server(" " * (MAX_SERVER_BYTES + 1))


def test_brackets_in_words_are_no_depth() -> None:
    assert decode_client('{"t":"say","ref":1,"text":"[[[[[[[[[[{{{{{{{ \\" [[[["}') == Say(
        1, '[[[[[[[[[[{{{{{{{ " [[[['
    )


def test_many_open_quotes_are_measured_in_no_time() -> None:
    with pytest.raises(ProtocolError):
        decode_client('\\"' * 2000 + "[" * 3000)


@given(st.binary(max_size=400) | st.text(max_size=400))
def test_random_data_raises_nothing_but_a_protocol_error(data: bytes | str) -> None:
    for decode in (decode_client, decode_server):
        with pytest.raises(ProtocolError):
            decode(data)
    if isinstance(data, bytes):
        for read in (check_pose_bytes, unpack_pose, lambda frame: list(iter_poses(frame))):
            _refuses_or_reads(read, data)


def _refuses_or_reads(read: object, data: bytes) -> None:
    assert callable(read)
    try:
        read(data)
    except ProtocolError as error:
        assert error.code in {"bad-pose", "unknown-kind"}  # noqa: PT017 - reading well is as good


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=12,
)


@given(
    st.sampled_from([*CLIENT_LINES, *SERVER_LINES]),
    st.dictionaries(st.text(max_size=10), json_values, max_size=3),
    st.data(),
)
def test_a_mutated_message_raises_nothing_but_a_protocol_error(
    line: str, extra: dict[str, object], data: st.DataObject
) -> None:
    fields = msgspec.json.decode(line)
    key = data.draw(st.sampled_from(sorted(fields)))
    mutated = msgspec.json.encode({**fields, key: data.draw(json_values), **extra})
    for decode in (decode_client, decode_server):
        try:
            decode(mutated)
        except ProtocolError as error:
            assert error.code in {"unknown-message", "schema-violation", "too-deep"}  # noqa: PT017 - may also be right


@given(poses)
def test_a_pose_survives_within_its_stated_precision(pose: Pose) -> None:
    record = pack_pose(pose)
    again = unpack_pose(record)
    assert len(record) == POSE_BYTES
    assert (again.number, again.sequence) == (pose.number, pose.sequence)
    assert all(abs(a - b) <= 0.005 + 1e-9 for a, b in zip(again.position, pose.position, strict=True))
    assert _angle(pose.rotation, again.rotation) <= MAX_ROTATION_ERROR_RAD
    assert math.isclose(math.hypot(*again.rotation), 1.0)


def _angle(left: tuple[float, ...], right: tuple[float, ...]) -> float:
    """The angle between two rotations, exact also where it is small."""
    left = tuple(part / math.hypot(*left) for part in left)
    apart = min(math.dist(left, right), math.dist(left, tuple(-part for part in right)))
    return 4 * math.asin(min(1.0, apart / 2))


@given(st.lists(poses, max_size=5))
def test_a_frame_holds_its_poses_in_order(many: list[Pose]) -> None:
    frame = pack_pose_frame(many)
    assert len(frame) == 1 + POSE_BYTES * len(many)
    assert [pose.number for pose in iter_poses(frame)] == [pose.number for pose in many]


@given(poses)
def test_what_is_packed_passes_the_servers_check(pose: Pose) -> None:
    assert check_pose_bytes(pack_pose_frame([pose])) == pose.number


@given(st.integers(0, 359))
def test_an_upright_avatar_stays_exactly_upright(degrees: int) -> None:
    half = math.radians(degrees) / 2
    x, _, z, _ = unpack_rotation(pack_rotation((0.0, math.sin(half), 0.0, math.cos(half))))
    assert (x, z) == (0.0, 0.0)


@pytest.mark.parametrize(
    "pose",
    [
        Pose(0, 0, (math.nan, 0, 0), (0, 0, 0, 1)),
        Pose(0, 0, (0, math.inf, 0), (0, 0, 0, 1)),
        Pose(0, 0, (0, 0, 327.68), (0, 0, 0, 1)),
        Pose(0, 0, (0, 0, 0), (0, 0, 0, 0)),
        Pose(0, 0, (0, 0, 0), (0, math.nan, 0, 1)),
        Pose(65536, 0, (0, 0, 0), (0, 0, 0, 1)),
        Pose(0, -1, (0, 0, 0), (0, 0, 0, 1)),
    ],
)
def test_a_pose_that_is_none_is_not_packed(pose: Pose) -> None:
    with pytest.raises(ValueError, match="allowed"):
        pack_pose(pose)


@pytest.mark.parametrize(
    ("frame", "code"),
    [
        (b"", "unknown-kind"),
        (b"\x02" + bytes(14), "unknown-kind"),
        (b"\x01", "bad-pose"),
        (b"\x01" + bytes(13), "bad-pose"),
        (b"\x01" + bytes(28), "bad-pose"),
        (b"\x01" + bytes(4) + b"\x00\x80" + bytes(8), "bad-pose"),
        (b"\x01" + bytes(10) + b"\xff\x03\x00\x00", "bad-pose"),
    ],
)
def test_a_clients_frame_must_be_one_pose(frame: bytes, code: str) -> None:
    with pytest.raises(ProtocolError) as caught:
        check_pose_bytes(frame)
    assert caught.value.code == code
    assert POSE_FRAME_BYTES == 15


@given(numbers, st.integers(1, 32767))
def test_a_sequence_number_is_newer_across_the_wrap(sequence: int, steps: int) -> None:
    later = (sequence + steps) % 65536
    assert is_newer(later, than=sequence)
    assert not is_newer(sequence, than=later)
    assert not is_newer(sequence, than=sequence)
