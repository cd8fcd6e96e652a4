"""Every reason to refuse a model file: the code that scripts rely on, the sentence, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass

from showroom.errors import ModelError

AGAIN = "export the model again"
DAMAGED = "the file is damaged or badly exported: fetch it again, or export it again"
COMPRESSED = "the file is damaged: fetch it again, or export it again without compressing the mesh"
RECODE = "the file is damaged or badly exported: fetch it again, or export it again with PNG or JPEG textures"
PACK = "pack everything into one .glb file (Blender: Export glTF, format glTF Binary)"


@dataclass(frozen=True)
class Fault:
    """Why a file is refused, and the way out; the docs list every one."""

    message: str
    hint: str


FAULTS = {
    "accessor-out-of-bounds": Fault("an accessor reaches beyond its buffer view", DAMAGED),
    "bad-accessor": Fault("an accessor is not what glTF allows here", AGAIN),
    "bad-chunk": Fault("the GLB container is not built right", AGAIN),
    "bad-data-uri": Fault("embedded data cannot be decoded", AGAIN),
    "bad-image": Fault(
        "a picture is damaged or of an unknown kind",
        "open it in an image program, save it as PNG or JPEG and export again",
    ),
    "bad-json": Fault("the JSON part cannot be read", AGAIN),
    "bad-length": Fault("the file goes on after its declared end", AGAIN),
    "bad-levels": Fault("the coarser levels of the model do not fit it", "import the supplier's own file again"),
    "bad-magic": Fault("the file is no glTF model", "export as glTF 2.0, format glTF Binary (.glb)"),
    "bad-reference": Fault("an index points at nothing", AGAIN),
    "bad-value": Fault("a field is not what glTF allows here", AGAIN),
    "bad-version": Fault("the model is of another glTF version", "export again as glTF 2.0"),
    "buffer-too-short": Fault("a buffer holds less than it declares", DAMAGED),
    "compressed-attribute": Fault("compressed data lacks a part of the mesh", AGAIN),
    "compressed-code": Fault("compressed data holds a code that does not exist", COMPRESSED),
    "compressed-count": Fault("compressed data holds another number of elements than the model says", COMPRESSED),
    "compressed-damaged": Fault("compressed data cannot be decoded", COMPRESSED),
    "compressed-header": Fault("compressed data does not begin as it must", COMPRESSED),
    "compressed-index": Fault("compressed triangles use a vertex that is not there", COMPRESSED),
    "compressed-layout": Fault("elements like these cannot be compressed this way", AGAIN),
    "compressed-non-finite": Fault("compressed data decodes to numbers that are none", COMPRESSED),
    "compressed-trailing": Fault("compressed data goes on after its last element", COMPRESSED),
    "compressed-truncated": Fault("compressed data ends before its last element", COMPRESSED),
    "empty-model": Fault(
        "the default scene draws nothing", "check that the export includes the meshes and the right scene"
    ),
    "external-uri": Fault("the model needs a file from elsewhere", PACK),
    "index-out-of-range": Fault("a triangle uses a vertex that is not there", DAMAGED),
    "json-too-deep": Fault("the JSON part is nested too deeply", "no exporter writes this: do not trust the file"),
    "json-too-large": Fault("the JSON part is too large", "join meshes and nodes in your 3D program"),
    "ktx2-damaged": Fault("a compressed picture cannot be decoded", RECODE),
    "ktx2-kind": Fault("a compressed picture is of a kind that glTF does not allow", RECODE),
    "ktx2-orientation": Fault("a compressed picture is stored upside down or with its channels mixed", RECODE),
    "ktx2-size": Fault("a compressed picture holds another number of pixels than it says", RECODE),
    "ktx2-truncated": Fault("a compressed picture ends too early", RECODE),
    "missing-buffer": Fault("the numbers of the model are not there", PACK),
    "missing-image": Fault("a picture of the model is not there", PACK),
    "node-cycle": Fault("the nodes are no tree", "clean the hierarchy in your 3D program and export again"),
    "nodes-too-deep": Fault("the nodes are nested too deeply", "flatten the hierarchy in your 3D program"),
    "non-finite": Fault(
        "there are numbers that are none",
        "clean the mesh in your 3D program (Blender: Mesh > Clean Up) and export again",
    ),
    "taken-for-text": Fault(
        "a program took the file for text and changed it on its way",
        "have it sent again in a .zip; in git, a line *.glb binary in .gitattributes prevents it",
    ),
    "texture-too-large": Fault(
        "a picture is larger than graphics cards take", "scale the texture down (2048 px is plenty) and export again"
    ),
    "too-large": Fault("the file is larger than a model may be", "reduce textures and triangles in your 3D program"),
    "too-many-entries": Fault("a list is too long", "join what belongs together in your 3D program"),
    "too-many-image-bytes": Fault("the pictures take too much space", "save the textures smaller"),
    "too-many-nodes": Fault("the model has too many nodes", "join what belongs together in your 3D program"),
    "too-many-pixels": Fault("the pictures hold too many pixels together", "scale the textures down"),
    "too-many-triangles": Fault(
        "the model has too many triangles", "reduce the mesh in your 3D program (Blender: Decimate)"
    ),
    "too-many-values": Fault("the JSON part holds too many objects and lists", "join meshes in your 3D program"),
    "too-many-vertices": Fault("the decoded model would take too much memory", "reduce the mesh in your 3D program"),
    "truncated": Fault(
        "the file did not arrive whole", "fetch it again from where it came, or ask its supplier to send it again"
    ),
    "unsupported-extension": Fault(
        "the model cannot be read without an extension that is not supported", "export again without it"
    ),
    "view-out-of-bounds": Fault("a buffer view reaches beyond its buffer", DAMAGED),
}


def fault(code: str, place: str, got: object, allowed: str, *, message: str = "", hint: str = "") -> ModelError:
    """The error for a fault; `message` and `hint` stand in for those of the table where more is known."""
    known = FAULTS[code]
    return ModelError(
        code, message or known.message, got=short(got), allowed=allowed, hint=hint or known.hint, place=place
    )


def short(value: object, length: int = 160) -> str:
    """A value in few printable characters."""
    if isinstance(value, (dict, list)):
        return f"{'an object' if isinstance(value, dict) else 'a list'} with {len(value)} entries"
    if isinstance(value, int) and value.bit_length() > 64:  # noqa: PLR2004 - printing a huge integer takes for ever
        return "an integer of more than 64 bits"
    text = str(value)[:length]
    return "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in text)
