"""The outside of a glTF file: GLB chunks, JSON text and buffers.

Source: glTF 2.0 §4 (GLB), §3.6.1 (buffers).
"""

from __future__ import annotations

import binascii
import re
import struct
from typing import TYPE_CHECKING

import msgspec
import numpy as np

from showroom.errors import ModelError
from showroom.gltf.faults import PACK, fault
from showroom.gltf.fields import Fields

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
REPLACEMENT = "\N{REPLACEMENT CHARACTER}".encode()
MANGLED = 0.01
FEW_LINES = 16
SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
PERCENT = re.compile(rb"%([0-9A-Fa-f]{2})")
EMBEDDED = re.compile(rb'"data:[^"\\]*+"')


def split(data: bytes, name: str, limits: Limits) -> tuple[Fields, bytes | None, bool]:
    """Take a .glb or .gltf apart.

    Returns:
        The JSON root, the binary chunk (None without one), and whether it is a GLB.

    Raises:
        ModelError: ``too-large``, ``truncated``, ``bad-magic``, ``bad-version``, ``bad-length``, ``bad-chunk``,
            ``bad-json``, ``json-too-deep``, ``json-too-large``, ``taken-for-text``, ``too-many-values``.
    """
    if len(data) > limits.file_bytes:
        raise fault("too-large", name, f"{len(data):,} bytes", f"at most {limits.file_bytes:,} bytes")
    if data[:4] == MAGIC:
        try:
            chunks = _chunks(data, name)
        except ModelError as error:
            changed = _taken_for_text(data)
            if changed:
                raise fault("taken-for-text", name, changed, "the bytes that were exported") from error
            raise
        return parse_json(chunks[JSON_CHUNK], name, limits), chunks.get(BINARY_CHUNK), True
    if data[:64].lstrip()[:1] == b"{":
        return parse_json(data, name, limits), None, False
    if len(data) < len(MAGIC):
        raise fault("truncated", name, f"{len(data)} bytes", "a .glb or .gltf file")
    raise fault("bad-magic", name, f"it begins with {data[:4]!r}", "b'glTF' (.glb) or { (.gltf)")


def _taken_for_text(data: bytes) -> str:
    """What a program has done to a file that it took for text; empty where nothing of it shows.

    It is asked only where a file is broken: a sound one may hold any bytes.
    """
    if data.count(REPLACEMENT) > len(data) * MANGLED:
        return "bytes that are no UTF-8 replaced"
    lines = data.count(b"\n")
    if lines > FEW_LINES and data.count(b"\r\n") == lines:
        return "every line end made two bytes"
    return ""


def _chunks(data: bytes, name: str) -> dict[int, bytes]:
    """The chunks of a GLB by type: JSON certainly, the binary one perhaps."""
    _check_header(data, name)
    chunks: dict[int, bytes] = {}
    offset = HEADER.size
    while offset < len(data) and BINARY_CHUNK not in chunks:
        if offset + CHUNK.size > len(data):
            raise fault("bad-chunk", name, f"a chunk header cut off after {len(data) - offset} bytes", "8 bytes")
        size, kind = CHUNK.unpack_from(data, offset)
        offset += CHUNK.size
        if size > len(data) - offset:
            raise fault("bad-chunk", name, f"a chunk of {size:,} bytes", f"at most {len(data) - offset:,} bytes")
        if not chunks and kind != JSON_CHUNK:
            raise fault("bad-chunk", name, f"a first chunk of type 0x{kind:08x}", "JSON, type 0x4e4f534a")
        chunks.setdefault(kind, data[offset : offset + size])
        offset += size
    if not chunks:
        raise fault("bad-chunk", name, "no chunk", "a JSON chunk")
    return chunks


def _check_header(data: bytes, name: str) -> None:
    if len(data) < HEADER.size:
        raise fault("truncated", name, f"{len(data)} bytes", f"at least {HEADER.size} bytes")
    _, version, length = HEADER.unpack_from(data)
    if version != 2:  # noqa: PLR2004 - the only version that this reads
        raise fault("bad-version", name, f"GLB container {version}", "GLB container 2")
    if length > len(data):
        got = f"{len(data):,} bytes ({100 * len(data) // length} %)"
        raise fault("truncated", name, got, f"{length:,} bytes, as its header declares")
    if length < len(data):
        raise fault("bad-length", name, f"{len(data):,} bytes", f"{length:,} bytes, as its header declares")


def parse_json(text: bytes, name: str, limits: Limits) -> Fields:
    """Parse the JSON part after its size, depth and number of values were bounded.

    Raises:
        ModelError: ``bad-json``, ``json-too-deep``, ``json-too-large``, ``too-many-values``.
    """
    bare = EMBEDDED.sub(b"", text)
    if len(bare) > limits.json_bytes:
        raise fault("json-too-large", name, f"{len(bare):,} bytes", f"at most {limits.json_bytes:,} bytes")
    _check_depth(STRING.sub(b"", bare), name, limits)
    try:
        root = msgspec.json.decode(text)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise fault("bad-json", name, str(error), "JSON in UTF-8") from error
    if not isinstance(root, dict):
        raise fault("bad-json", name, root, "an object")
    return Fields(root, "")


def _check_depth(bare: bytes, name: str, limits: Limits) -> None:
    """Refuse JSON bombs before any parser sees them; `bare` is JSON without its strings."""
    characters = np.frombuffer(bare, np.uint8)
    opening = (characters == ord("{")) | (characters == ord("["))
    closing = (characters == ord("}")) | (characters == ord("]"))
    values = int(opening.sum())
    depth = int(np.cumsum(np.where(opening, 1, -1)[opening | closing]).max(initial=0))
    if depth > limits.json_depth:
        raise fault("json-too-deep", name, f"{depth:,} levels", f"at most {limits.json_depth} levels")
    if values > limits.json_values:
        raise fault("too-many-values", name, f"{values:,}", f"at most {limits.json_values:,}")


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
    if packed:
        raise fault("external-uri", owner.at("uri"), uri, "data inside the file")
    if is_remote(uri):
        raise fault("external-uri", owner.at("uri"), uri, "data: URIs and files beside the .gltf")
    path = unquote(uri)
    if path not in resources:
        hint = f"put it next to the .gltf, or {PACK}"
        raise fault(missing, owner.at("uri"), path, "a file beside the .gltf", hint=hint)
    return resources[path]


def is_remote(uri: str) -> bool:
    """Whether a URI leads out of the model's folder (a scheme, a host, an absolute path or ``..``)."""
    path = unquote(uri).replace("\\", "/")
    return bool(SCHEME.match(path)) or path.startswith("/") or ".." in path.split("/") or "\0" in path


def unquote(uri: str) -> str:
    """A URI's percent-encoded characters decoded (RFC 3986 §2.1)."""
    raw = PERCENT.sub(lambda match: bytes([int(match[1], 16)]), uri.encode())
    return raw.decode("utf-8", "replace")


def _decode_data_uri(owner: Fields, uri: str) -> bytes:
    header, comma, payload = uri.partition(",")
    if not comma or not header.endswith(";base64"):
        raise owner.refuse("uri", uri[:60], "data:TYPE;base64,…", "bad-data-uri")
    try:
        return binascii.a2b_base64(payload.encode("ascii"), strict_mode=bool(payload))
    except (binascii.Error, UnicodeEncodeError) as error:
        raise owner.refuse("uri", str(error), "base64", "bad-data-uri") from error
