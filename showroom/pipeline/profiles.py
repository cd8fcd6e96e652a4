"""Limits that a model is held against, by where it will be shown.

Source: Khronos 3D Commerce, Asset Creation Guidelines (publishing targets) and the defaults of its asset auditor.
"""

from __future__ import annotations

from dataclasses import dataclass

from showroom.errors import Rejected

KIB = 1024
MIB = 1024 * KIB


@dataclass(frozen=True)
class Limit:
    """More than `preferred` is a warning, more than `most` an error."""

    preferred: float
    most: float


@dataclass(frozen=True)
class Profile:
    """What a model may cost.

    Args:
        name: as ``--profile`` takes it.
        about: where such models are shown.
        size_bytes: of the file.
        triangles: that the scene draws.
        draw_calls: primitives that the scene draws.
        texture_px: the longer side of a texture.
        materials: how many; None does not care.
        power_of_two: whether textures must have sides that are powers of two.
        base_color: darkest and brightest sRGB value (0..255) of a base colour that lights well; None does not care.
        variant_bytes: what a graphics card holds to draw any one variant; None does not care.
    """

    name: str
    about: str
    size_bytes: Limit
    triangles: Limit
    draw_calls: Limit
    texture_px: Limit
    materials: Limit | None = None
    power_of_two: bool = False
    base_color: tuple[int, int] | None = None
    variant_bytes: Limit | None = None


def _exactly(most: float) -> Limit:
    return Limit(most, most)


PROFILES = {
    profile.name: profile
    for profile in (
        Profile(
            "showroom", "this showroom, in a window of its own (default)",
            Limit(8 * MIB, 32 * MIB), Limit(150_000, 600_000), Limit(60, 400), Limit(2048, 4096),
            variant_bytes=Limit(256 * MIB, 1024 * MIB),
        ),
        Profile(
            "mobile", "Khronos: augmented reality and the web on a phone",
            _exactly(3 * MIB), _exactly(150_000), Limit(20, 500), _exactly(2048),
        ),
        Profile(
            "banner", "Khronos: an advertisement",
            _exactly(500 * KIB), _exactly(30_000), Limit(5, 100), _exactly(512),
        ),
        Profile(
            "planner", "Khronos: one item among many in a room planner",
            _exactly(1 * MIB), _exactly(40_000), Limit(5, 50), _exactly(1024),
        ),
        Profile(
            "desktop", "Khronos: a web page on a desktop computer",
            _exactly(3 * MIB), _exactly(250_000), Limit(100, 800), _exactly(2048),
        ),
        Profile(
            "auditor", "the defaults of Khronos' asset auditor",
            _exactly(5120 * KIB), _exactly(100_000), Limit(100, 800), _exactly(2048),
            materials=_exactly(5), power_of_two=True, base_color=(30, 243),
        ),
    )
}  # fmt: skip


def find_profile(name: str) -> Profile:
    """The profile of that name.

    Raises:
        Rejected: ``unknown-profile``.
    """
    if name not in PROFILES:
        raise Rejected("unknown-profile", "there is no such profile", got=name[:80], allowed=", ".join(PROFILES))
    return PROFILES[name]
