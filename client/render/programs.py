"""Shader programs: one per set of features, compiled once per process and never in the frame of a click."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from panda3d.core import ColorBlendAttrib, Shader

from client.render import axes, maps

FEATURES = frozenset(
    {
        "ALPHA_MASK",
        "ALPHA_BLEND",
        "UNLIT",
        "CLEARCOAT",
        "SHEEN",
        "TRANSMISSION",
        "IRIDESCENCE",
        "ANISOTROPY",
        "DIFFUSE_TRANSMISSION",
        "DISPERSION",
        "MIRROR",
        "PALETTE",
        "MORPH",
        "SKIN",
        "SKIN8",
        "CROWD",
        "WARDROBE",
    }
) | {uniform.upper() for uniform, _ in maps.MAPS}

VEIL = "VEIL"
"""What lets a part of the light through, to shadow maps."""
MOVING = frozenset({"MORPH", "SKIN", "SKIN8", "CROWD", "WARDROBE", "PALETTE"})
"""What moves vertices or leaves them out, and so concerns every pass."""
POSES = tuple(
    frozenset(names.split())
    for names in (
        VEIL,
        "MORPH",
        "SKIN",
        "SKIN MORPH",
        "SKIN SKIN8",
        "SKIN SKIN8 MORPH",
        "SKIN CROWD",
        "SKIN CROWD WARDROBE",
        "SKIN SKIN8 CROWD",
        "PALETTE",
    )
)
"""What shadow maps tell apart: glass, and the ways in which vertices move together."""
MOVED_BY_POSE = frozenset({"surface.vert", "depth.vert"})
POSE_TAG = "pose"
"""Nodes whose vertices move carry this tag, so that passes with programs of their own choose theirs by it."""

# Parts of the surface program that only some materials need, each in a file of its own.
PARTS = ("anisotropy", "iridescence", "palette", "sheen", "transmission")


EXTRAS = frozenset(
    {
        "ANISOTROPY",
        "CLEARCOAT",
        "DIFFUSE_TRANSMISSION",
        "DISPERSION",
        "IRIDESCENCE",
        "MIRROR",
        "SHEEN",
        "TRANSMISSION",
    }
)
"""What a driver may fail at and a material can do without."""
_given_up: set[frozenset[str]] = set()


def surface(features: frozenset[str] = frozenset()) -> Shader:
    """The program of materials that may use `features`; a plainer one where this driver could not compile it."""
    return _surface(features - EXTRAS if features in _given_up else features)


def blending(features: frozenset[str]) -> ColorBlendAttrib:
    """How what the program of `features` draws joins what is behind it."""
    # Glass says for each channel how much of that stays; everything else, how much of it is covered.
    glass = "TRANSMISSION" in features and features not in _given_up
    stays = ColorBlendAttrib.O_incoming1_color if glass else ColorBlendAttrib.O_one_minus_incoming_alpha
    return ColorBlendAttrib.make(ColorBlendAttrib.M_add, ColorBlendAttrib.O_one, stays)


def broken_surfaces() -> dict[Shader, frozenset[str]]:
    """The programs of materials that did not compile, of those drawn so far, with their features."""
    return {program: features for features, program in _made.items() if program.get_error_flag()}


def give_up(features: frozenset[frozenset[str]]) -> None:
    """Make plainer programs for these sets of features from now on."""
    _given_up.update(features)
    for each in features:
        del _made[each]


_made: dict[frozenset[str], Shader] = {}


def _surface(features: frozenset[str]) -> Shader:
    if features not in _made:
        _made[features] = _make_surface(features)
    return _made[features]


def _make_surface(features: frozenset[str]) -> Shader:
    parts = "".join(_read(f"{name}.glsl") for name in PARTS if name.upper() in features)
    return _make("surface.vert", "surface.frag", features, shared=maps.glsl() + _read("light.glsl") + parts)


def pose_tag(features: frozenset[str]) -> str:
    """The value of `POSE_TAG` for a surface of `features`; empty where its vertices stay and it holds all light."""
    return " ".join(sorted(features & MOVING)) or (VEIL if features & {"TRANSMISSION", VEIL} else "")


def all_for(features: frozenset[str]) -> tuple[Shader, ...]:
    """The programs that draw a surface of `features`: in the picture, in shadow maps and in the tint of those."""
    pose = frozenset(pose_tag(features).split())
    return (surface(features), depth(pose), *([tint(pose)] if "TRANSMISSION" in features else []))


@cache
def depth(features: frozenset[str] = frozenset()) -> Shader:
    """The program that only writes depth, for shadow maps; `features` are one of `POSES`."""
    return _make("depth.vert", "depth.frag", features)


@cache
def tint(features: frozenset[str] = frozenset()) -> Shader:
    """The program that writes what glass leaves of the lamp's light; `features` are one of `POSES`."""
    return _make("depth.vert", "tint.frag", features)


@cache
def screen(name: str) -> Shader:
    """The program of a pass over the whole picture, by the name of its fragment shader (``tone``)."""
    return _make("quad.vert", f"{name}.frag", frozenset())


@cache
def photo() -> Shader:
    """The program of things that show a photo exactly where it stands in the picture, darkened by shadows."""
    return _make("photo.vert", "photo.frag", frozenset())


def _make(vertex: str, fragment: str, features: frozenset[str], shared: str = "") -> Shader:
    head = "#version 330\n" + "".join(f"#define {feature}\n" for feature in sorted(features)) + axes.GLSL
    moved = _read("pose.glsl") if vertex in MOVED_BY_POSE else ""
    return Shader.make(Shader.SL_GLSL, vertex=head + moved + _read(vertex), fragment=head + shared + _read(fragment))


def _read(name: str) -> str:
    return (files("client.render") / "shaders" / name).read_text(encoding="utf-8")


def count() -> int:
    """How many programs of materials there are."""
    return len(_made) + len(_given_up)
