"""Changing inputs: any bytes, and models whose container has to stay whole for their insides to be read."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Any

import msgspec

from tests.showroom.gltf.models import glb

if TYPE_CHECKING:
    from random import Random

TELLING = (0, 1, 2, 3, 4, 5, 8, 16, 127, 128, 252, 255, 256, 1023, 65535, 65536, 2**31 - 1, 2**31, 2**32 - 1, 2**53)
ODD: tuple[Any, ...] = (-1, 0.5, -0.0, 1e308, -1e308, 1e-320, True, None, "", "é\0", [], {}, [0], [[]], 2**70)
KINDS = ("SCALAR", "VEC2", "VEC3", "VEC4", "MAT4", "BLEND", "MASK", "TRIANGLES", "ATTRIBUTES", "INDICES", "OCTAHEDRAL")
CODES = (5120, 5121, 5122, 5123, 5125, 5126)
MOST_EDITS = 4
LARGEST = 1 << 20


def mutated_bytes(data: bytes, random: Random) -> bytes:
    """Some bytes changed, taken out, doubled or cut off."""
    out = bytearray(data or b"\0")
    for _ in range(random.randint(1, MOST_EDITS)):
        at = random.randrange(len(out))
        match random.randrange(5):
            case 0:
                out[at] ^= 1 << random.randrange(8)
            case 1:
                out[at] = random.randrange(256)
            case 2:
                number = struct.pack(random.choice(("<I", ">I")), random.choice(TELLING) & 0xFFFFFFFF)
                out[at : at + 4] = number
            case 3:
                end = min(len(out), at + random.randint(1, 64))
                out[at:at] = out[at:end]
            case _:
                del out[at : at + random.randint(1, 64)]
        out = out or bytearray(b"\0")
    return bytes(out[:LARGEST])


def mutated_model(data: bytes, random: Random) -> bytes:
    """A GLB with something else in its JSON or in its binary chunk, and lengths that are right again."""
    parts = taken_apart(data)
    if parts is None or random.random() < 0.1:
        return mutated_bytes(data, random)
    root, binary = parts
    if binary and random.random() < 0.4:
        return glb(root, mutated_bytes(binary, random))
    for _ in range(random.randint(1, MOST_EDITS)):
        _edit(root, random)
    try:
        return glb(root, binary)
    except (msgspec.MsgspecError, RecursionError, ValueError, OverflowError):
        return data


def taken_apart(data: bytes) -> tuple[Any, bytes] | None:
    if data[:4] != b"glTF" or len(data) < 20:
        return None
    size = struct.unpack_from("<I", data, 12)[0]
    try:
        root = msgspec.json.decode(data[20 : 20 + size])
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None
    return (root, data[28 + size :]) if isinstance(root, dict) else None


def _edit(root: Any, random: Random) -> None:  # noqa: ANN401 - JSON
    places = list(_places(root))
    if not places:
        return
    owner, key = random.choice(places)
    match random.randrange(6):
        case 0:
            owner[key] = random.choice(TELLING)
        case 1:
            owner[key] = random.choice(ODD)
        case 2:
            del owner[key]
        case 3:
            other_owner, other_key = random.choice(places)
            owner[key] = msgspec.json.decode(msgspec.json.encode(other_owner[other_key]))
        case 4:
            value = owner[key]
            nudged = isinstance(value, int) and not isinstance(value, bool)
            owner[key] = value + random.choice((-1, 1, 2)) if nudged else random.choice(KINDS)
        case _:
            owner[key] = random.choice(CODES)


def _places(value: Any) -> Any:  # noqa: ANN401 - JSON
    """Every (owner, key) of a JSON tree."""
    waiting = [value]
    while waiting:
        owner = waiting.pop()
        keys = list(owner) if isinstance(owner, dict) else range(len(owner))
        for key in keys:
            yield owner, key
            if isinstance(owner[key], dict | list):
                waiting.append(owner[key])
