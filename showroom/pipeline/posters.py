"""Pictures of rooms: what somebody sees for as long as the room itself is on its way."""

from __future__ import annotations

import io
from typing import Final

from PIL import Image as Pillow

from showroom.errors import Rejected

MAX_PX: Final = 1280
QUALITY: Final = 72
FORMATS: Final = ("WEBP", "PNG", "JPEG")


def room_poster(picture: bytes) -> bytes:
    """A picture as a WebP of at most 1280 pixels; one that is so already stays byte by byte.

    Raises:
        Rejected: ``bad-picture``.
    """
    try:
        with Pillow.open(io.BytesIO(picture), formats=FORMATS) as found:
            if found.format == "WEBP" and max(found.size) <= MAX_PX:
                found.load()
                return picture
            small = found.convert("RGB")
    except (OSError, ValueError, SyntaxError, Pillow.DecompressionBombError) as error:
        raise Rejected("bad-picture", f"this picture cannot be read: {error}", allowed="WebP, PNG or JPEG") from None
    small.thumbnail((MAX_PX, MAX_PX))
    out = io.BytesIO()
    small.save(out, "WEBP", quality=QUALITY, method=6)
    return out.getvalue()
