"""What a file holds beyond glTF and the extensions understood here: kept as it is, unless it points into the file.

Writing numbers everything anew, so a number in an extension that nobody here understands would mean something else
afterwards. Such an extension is left out as a whole, for half of it would be a lie, and it is told. Whether a number
points is seen by its key (``"material": 3``, ``"colorTexture": {"index": 0}``), by an object of attributes around it,
and in texts by the form of a JSON pointer (``"/nodes/3/translation"``). Textures of a material's extension are
understood: they are `TextureUse` and never point wrong. What stands in ``extras`` belongs to its author and is kept
whatever it says.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from showroom.gltf.draco import DRACO
from showroom.gltf.ktx2 import BASISU
from showroom.gltf.levels import LEVELS
from showroom.gltf.material_table import UNDERSTOOD, XMP

if TYPE_CHECKING:
    from collections.abc import Iterator

    from showroom.gltf.fields import Fields

LIGHTS = "KHR_lights_punctual"
KNOWN = (UNDERSTOOD - {XMP}) | {DRACO, BASISU, LEVELS, LIGHTS}
"""What is read, or left out for a reason of its own. The packets of metadata are numbered by the file's own list, which
goes along whole, so that parts may go on naming them."""
PLAIN = ("bufferViews", "buffers")
"""Lists that are written anew; nothing is kept of what stands there."""
POINTING = re.compile(
    r"^ids$|(accessor|animation|buffer|view|camera|image|index|indices|joint|material|mesh|meshe|node|primitive|sampler|scene"
    r"|skin|skeleton|source|texture|input|output)s?$",
    re.IGNORECASE,
)
POINTER = re.compile(r"^#?/[A-Za-z]+/\d+(/|$)")
ATTRIBUTES = "attributes"


class Foreign:
    """The extensions of a file that nobody here understands.

    Args:
        root: the JSON root.
    """

    def __init__(self, root: Fields) -> None:
        self.pointing = frozenset(_pointing(root.values))

    def of(self, item: Fields) -> dict[str, Any]:
        """Those of an object that are kept."""
        values = item.object("extensions").values
        return {name: value for name, value in values.items() if name not in KNOWN and name not in self.pointing}

    @property
    def skipped(self) -> list[str]:
        """What is left out, for people."""
        return [f"{name} (points into the file in a way that is not understood)" for name in sorted(self.pointing)]


def is_texture(key: str, value: object) -> bool:
    """Whether a field of a material's extension is a texture, as all extensions of Khronos write it."""
    return key.endswith("Texture") and isinstance(value, dict) and "index" in value


def _pointing(root: dict[str, Any]) -> Iterator[str]:
    """The names of extensions that point into the file from anywhere in it."""
    waiting: list[tuple[Any, bool]] = [(value, key == "materials") for key, value in root.items() if key not in PLAIN]
    while waiting:
        value, in_material = waiting.pop()
        if isinstance(value, list):
            waiting.extend((item, in_material) for item in value)
            continue
        if not isinstance(value, dict):
            continue
        waiting.extend((item, in_material) for key, item in value.items() if key not in ("extensions", "extras"))
        extensions = value.get("extensions")
        for name, content in extensions.items() if isinstance(extensions, dict) else ():
            yield from [name] if name not in KNOWN and _points(content, in_material=in_material) else []
    extensions = root.get("extensions")
    for name, content in extensions.items() if isinstance(extensions, dict) else ():
        yield from [name] if name not in KNOWN and _points(content, in_material=False) else []


def _points(content: object, *, in_material: bool) -> bool:
    """Whether a number or a text in an extension may name something of the file."""
    if in_material and isinstance(content, dict):
        content = {key: value for key, value in content.items() if not is_texture(key, value)}
    waiting: list[tuple[str, object]] = [("", content)]
    while waiting:
        key, value = waiting.pop()
        if isinstance(value, dict):
            waiting.extend((ATTRIBUTES + "/index" if key == ATTRIBUTES else name, one) for name, one in value.items())
        elif isinstance(value, list):
            waiting.extend((key, one) for one in value)
        elif isinstance(value, str):
            if POINTER.match(value):
                return True
        elif isinstance(value, int) and not isinstance(value, bool) and value >= 0 and POINTING.search(key):
            return True
    return False
