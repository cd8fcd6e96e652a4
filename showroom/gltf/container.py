"""The outside of a glTF file: GLB chunks, JSON text and buffers.

Source: glTF 2.0 §4 (GLB), §3.6.1 (buffers).
"""

from __future__ import annotations

import binascii
import re
import struct
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import msgspec
import numpy as np

from showroom.errors import ModelError
from showroom.gltf.fields import Fields, short

if TYPE_CHECKING:
    from collections.abc import Mapping

    from showroom.gltf.limits import Limits

MAGIC = b"glTF"
HEADER = struct.Struct("<4sII")
CHUNK = struct.Struct("<II")
JSON_CHUNK = 0x4E4F534A
BINARY_CHUNK = 0x004E4942
STRING = re.compile(rb'"(?:[^"\\]++|\\.)*+"?', re.DOTALL)
"""A JSON string, also an unclosed one, so that scanning hostile text stays linear."""
EMBEDDED = re.compile(rb'"data:[^"\\]*+"')
PACK = "pack everything into one .glb file (Blender: Export glTF, format glTF Binary)"


def split(data: bytes, name: str, limits: Limits) -> tuple[Fields, bytes | None, bool]:
    """Take a .glb or .gltf apart.

    Returns:
        The JSON root, the binary chunk (None without one), and whether it is a GLB.

    Raises:
        ModelError: ``too-large``, ``truncated``, ``bad-magic``, ``bad-version``, ``bad-length``, ``bad-chunk``,
            ``bad-json``, ``json-too-deep``, ``too-many-values``.
    """
    if len(data) > limits.file_bytes:
        raise ModelError(
            "too-large",
            "the file is larger than a model may be",
            got=f"{len(data):,} bytes",
            allowed=f"at most {limits.file_bytes:,} bytes",
            hint="reduce textures and triangles in your 3D program",
            place=name,
        )
    if data[:4] == MAGIC:
        text, binary = _chunks(data, name)
        return parse_json(text, name, limits), binary, True
    if data[:64].lstrip()[:1] == b"{":
        return parse_json(data, name, limits), None, False
    raise _no_model(data, name)


def _no_model(data: bytes, name: str) -> ModelError:
    if len(data) < len(MAGIC):
        return ModelError(
            "truncated", "the file ends before its header", got=f"{len(data)} bytes", allowed="a .glb or .gltf file",
            hint="the file did not arrive whole: fetch or export it again", place=name,
        )  # fmt: skip
    return ModelError(
        "bad-magic", "the file is no glTF model", got=f"it begins with {data[:4]!r}",
        allowed="b'glTF' (.glb) or { (.gltf)", hint="export as glTF 2.0, format glTF Binary (.glb)", place=name,
    )  # fmt: skip


def _chunks(data: bytes, name: str) -> tuple[bytes, bytes | None]:
    """The JSON and the binary chunk of a GLB."""
    if len(data) < HEADER.size:
        raise _truncated(len(data), HEADER.size, name)
    _, version, length = HEADER.unpack_from(data)
    if version != 2:  # noqa: PLR2004 - the only version that this reads
        raise ModelError(
            "bad-version", "the GLB container has another version", got=str(version), allowed="2",
            hint="export again as glTF 2.0", place=name,
        )  # fmt: skip
    if length > len(data):
        raise _truncated(len(data), length, name)
    if length < len(data):
        raise ModelError(
            "bad-length", "the file goes on after its declared end", got=f"{len(data):,} bytes",
            allowed=f"{length:,} bytes, as its header says", hint="export the model again", place=name,
        )  # fmt: skip
    chunks: dict[int, bytes] = {}
    offset = HEADER.size
    while offset < length:
        if offset + CHUNK.size > length:
            raise _bad_chunk("a chunk header is cut off", f"{length - offset} bytes", "8 bytes", name)
        size, kind = CHUNK.unpack_from(data, offset)
        offset += CHUNK.size
        if size > length - offset:
            raise _bad_chunk("a chunk is longer than the file", f"{size:,}", f"at most {length - offset:,} bytes", name)
        if not chunks and kind != JSON_CHUNK:
            raise _bad_chunk("the first chunk is not JSON", f"type 0x{kind:08x}", "type 0x4e4f534a", name)
        chunks.setdefault(kind, data[offset : offset + size])
        offset += size
        if BINARY_CHUNK in chunks:
            break
    if JSON_CHUNK not in chunks:
        raise _bad_chunk("there is no JSON chunk", "nothing", "a JSON chunk", name)
    return chunks[JSON_CHUNK], chunks.get(BINARY_CHUNK)


def _truncated(size: int, declared: int, name: str) -> ModelError:
    share = f" ({100 * size // declared} %)" if declared else ""
    return ModelError(
        "truncated", "the file did not arrive whole",
        got=f"{size:,} bytes{share}", allowed=f"{declared:,} bytes, as its header declares",
        hint="fetch the file again from where it came, or ask its supplier to send it again", place=name,
    )  # fmt: skip


def _bad_chunk(message: str, got: str, allowed: str, name: str) -> ModelError:
    return ModelError("bad-chunk", message, got=got, allowed=allowed, hint="export the model again", place=name)


def parse_json(text: bytes, name: str, limits: Limits) -> Fields:
    """Parse the JSON part after its size, depth and number of values were bounded.

    Raises:
        ModelError: ``bad-json``, ``json-too-deep``, ``json-too-large``, ``too-many-values``.
    """
    bare = EMBEDDED.sub(b"", text)
    if len(bare) > limits.json_bytes:
        raise ModelError(
            "json-too-large", "the JSON part is too large", got=f"{len(bare):,} bytes",
            allowed=f"at most {limits.json_bytes:,} bytes", hint="join meshes and nodes in your 3D program", place=name,
        )  # fmt: skip
    _check_depth(STRING.sub(b"", bare), name, limits)
    try:
        root = msgspec.json.decode(text)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise ModelError(
            "bad-json", "the JSON part cannot be read", got=short(error, 160), allowed="JSON in UTF-8",
            hint="export the model again", place=name,
        ) from error  # fmt: skip
    if not isinstance(root, dict):
        raise ModelError("bad-json", "the JSON part is no object", got=short(root), allowed="an object", place=name)
    return Fields(root, "")


def _check_depth(bare: bytes, name: str, limits: Limits) -> None:
    """Refuse JSON bombs before any parser sees them; `bare` is JSON without its strings."""
    characters = np.frombuffer(bare, np.uint8)
    opening = (characters == ord("{")) | (characters == ord("["))
    closing = (characters == ord("}")) | (characters == ord("]"))
    brackets = opening | closing
    depth = int(np.cumsum(np.where(opening[brackets], 1, -1), dtype=np.int64).max(initial=0))
    if depth > limits.json_depth:
        raise ModelError(
            "json-too-deep", "the JSON part is nested too deeply", got=f"{depth:,} levels",
            allowed=f"at most {limits.json_depth}", hint="no exporter writes this: do not trust the file", place=name,
        )  # fmt: skip
    values = int(opening.sum())
    if values > limits.json_values:
        raise ModelError(
            "too-many-values", "the JSON part holds too many objects and lists", got=f"{values:,}",
            allowed=f"at most {limits.json_values:,}", hint="join meshes and nodes in your 3D program", place=name,
        )  # fmt: skip


def resolve(owner: Fields, resources: Mapping[str, bytes], missing: str, *, packed: bool) -> bytes:
    """The bytes behind the ``uri`` of a buffer or image.

    Args:
        owner: the buffer or image; it has a ``uri``.
        resources: what lies beside a .gltf, by relative path.
        missing: the error code when the resource is not there.
        packed: whether the model is a GLB, where files outside are refused.
    """
    uri = owner.text("uri")
    if uri.startswith("data:"):
        return _decode_data_uri(owner, uri)
    if packed or is_remote(uri):
        raise ModelError(
            "external-uri", "the model needs a file from elsewhere", got=short(uri), hint=PACK, place=owner.at("uri"),
            allowed="data inside the file" if packed else "data: URIs and files beside the .gltf",
        )  # fmt: skip
    path = unquote(uri)
    if path not in resources:
        raise ModelError(
            missing, "a file that the model needs is not there", got=short(path), allowed="a file beside the .gltf",
            hint=f"put it next to the .gltf, or {PACK}", place=owner.at("uri"),
        )  # fmt: skip
    return resources[path]


def is_remote(uri: str) -> bool:
    """Whether a URI leads out of the model's folder (a scheme, a host, an absolute path or ``..``)."""
    try:
        parts = urlsplit(uri)
    except ValueError:  # such as an unclosed IPv6 address
        return True
    path = unquote(parts.path).replace("\\", "/")
    return bool(parts.scheme or parts.netloc) or path.startswith("/") or ".." in path.split("/") or "\0" in path


def _decode_data_uri(owner: Fields, uri: str) -> bytes:
    header, comma, payload = uri.partition(",")
    if not comma or not header.endswith(";base64"):
        raise owner.refuse("uri", uri[:60], "data:TYPE;base64,…", "bad-data-uri")
    try:
        return binascii.a2b_base64(payload.encode("ascii"), strict_mode=bool(payload))
    except (binascii.Error, UnicodeEncodeError) as error:
        raise owner.refuse("uri", str(error), "base64", "bad-data-uri") from error
