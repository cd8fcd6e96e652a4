"""Which pass draws what: bits of Panda3D's draw masks."""

from __future__ import annotations

from panda3d.core import BitMask32

OPAQUE = BitMask32.bit(0)
BLENDED = BitMask32.bit(1)
SHADOW = BitMask32.bit(2)
MIRROR = BitMask32.bit(3)
"""The picture in a polished floor; the floor itself is hidden from it."""
