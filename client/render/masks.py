"""Which pass draws what: bits of Panda3D's draw masks."""

from __future__ import annotations

from panda3d.core import BitMask32

OPAQUE = BitMask32.bit(0)
BLENDED = BitMask32.bit(1)
SHADOW = BitMask32.bit(2)
MIRROR = BitMask32.bit(3)
"""What a mirror or a polished floor shows now."""
PHOTOGRAPH = BitMask32.bit(4)
"""What a mirror shows that is not drawn anew: nobody who walks on would leave it."""
VEIL = BitMask32.bit(5)
"""Glass, as the lamp sees it: it lets a part of the light through."""
