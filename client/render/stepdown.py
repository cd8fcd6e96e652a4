"""What a driver turns out to lack, and what is drawn instead: never a black picture.

Drivers say what they cannot do only when they are asked to do it, so everything here is looked at after a frame.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from panda3d.core import ColorBlendAttrib

from client.render import programs
from client.render.quality import LEVELS, LOW
from showroom.errors import Unavailable

if TYPE_CHECKING:
    from panda3d.core import NodePath

    from client.render.passes import Chain
    from client.render.quality import Quality


def missing_from(chain: Chain, quality: Quality) -> tuple[str, ...]:
    """What of `quality` the driver did not do in the last frame: passes by name, ``multisamples``, ``float-targets``.

    Raises:
        Unavailable: ``no-shaders``, where not even the finished picture can be drawn.
    """
    if programs.screen("tone").get_error_flag() or programs.surface().get_error_flag():
        raise Unavailable(
            "no-shaders", "the graphics driver does not run OpenGL 3.3 programs: update it, or use `showroom text`"
        )
    found = [name for name, quad in chain.quads.items() if quad.get_shader().get_error_flag()]
    granted = chain.buffers[0].get_fb_properties()
    if quality.multisamples > 1 and granted.get_multisamples() < 2:  # noqa: PLR2004 - one sample is none
        found.append("multisamples")
    if not granted.get_float_color() and quality.level != LOW.level:
        found.append("float-targets")
    return tuple(found)


def lower(quality: Quality, missing: tuple[str, ...]) -> Quality:
    """The best that does without what is missing."""
    if missing == ("multisamples",):
        return replace(quality, multisamples=1, smooth_edges=True)
    if quality.level == LOW.level:
        # The lowest level has one pass that can be left out.
        return replace(quality, smooth_edges=False, multisamples=1)
    names = list(LEVELS)
    below = LEVELS[names[names.index(quality.level) - 1]]
    return below if "multisamples" not in missing else replace(below, multisamples=1)


def mend_surfaces(scene: NodePath) -> tuple[str, ...]:
    """Give everything whose program does not compile a plainer one; returns which features were given up."""
    broken = programs.broken_surfaces()
    if not broken:
        return ()
    programs.give_up(frozenset(broken.values()))
    for path in [scene, *scene.find_all_matches("**/+GeomNode")]:
        shader = path.get_shader()
        if shader in broken:
            path.set_shader(programs.surface(broken[shader]))
            if path.has_attrib(ColorBlendAttrib):
                path.set_attrib(programs.blending(broken[shader]))
    return tuple(sorted({name.lower() for features in broken.values() for name in features & programs.EXTRAS}))
