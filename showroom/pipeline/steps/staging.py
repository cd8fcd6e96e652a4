"""Cameras and lights of an author: kept in a file that is mended, left out of what is published."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from showroom.gltf.model import ArrayNotes
from showroom.pipeline.steps.swapping import swap_materials, with_textures

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from showroom.gltf.model import Camera, Document, Light, Node
    from showroom.pipeline.checks.finding import Severity

LENGTHS = ("znear", "zfar", "xmag", "ymag")


def with_larger_stage(document: Document, factor: float) -> Document:
    """The document with what cameras and lights say in metres for a scene that is `factor` times as large."""
    cameras = {id(one): _larger_camera(one, factor) for one in document.cameras}
    lights = {id(one): _larger_light(one, factor) for one in document.lights}
    moved = _with_held(
        document,
        lambda one: cameras[id(one)] if one is not None else None,
        lambda one: lights[id(one)] if one is not None else None,
    )
    return replace(moved, cameras=list(cameras.values()), lights=list(lights.values()))


def without_stage(document: Document) -> Document:
    """The document as a product wants it.

    The showroom has lights and eyes of its own; notes on arrays would speak of numbers that are made anew, and nobody
    reads the names of textures and samplers.
    """
    bare = _with_held(document, lambda _: None, lambda _: None)
    textures = {id(use.texture): use.texture for one in document.materials for use in one.texture_uses().values()}
    nameless = {key: replace(one, name="", sampler=replace(one.sampler, name="")) for key, one in textures.items()}
    bare = swap_materials(bare, {id(one): with_textures(one, nameless) for one in document.materials})
    return replace(bare, cameras=[], lights=[], arrays=ArrayNotes(), scene=replace(document.scene, name=""))


def left_out(document: Document) -> Iterator[tuple[str, Severity, str]]:
    """What `without_stage` leaves out that somebody may miss, how much that matters, and why."""
    if document.cameras:
        yield (
            _counted(len(document.cameras), "camera"),
            "info",
            "views of a product are made here, for whoever looks",
        )
    if document.lights:
        yield _counted(len(document.lights), "light"), "warning", "lights belong to the showroom, not to a product"
    if document.arrays.noted:
        what = _counted(document.arrays.noted, "note") + " on accessors"
        yield what, "info", "their numbers are made anew, and what is noted on them would not hold"


def _counted(count: int, word: str) -> str:
    return f"{count} {word}" if count == 1 else f"{count} {word}s"


def _larger_camera(camera: Camera, factor: float) -> Camera:
    numbers = {key: value * factor if key in LENGTHS else value for key, value in camera.projection.numbers.items()}
    return replace(camera, projection=replace(camera.projection, numbers=numbers))


def _larger_light(light: Light, factor: float) -> Light:
    """What is twice as far away wants four times the candela; lux stay."""
    brighter = 1.0 if light.kind == "directional" else factor * factor
    range_m = None if light.range_m is None else light.range_m * factor
    return replace(light, intensity=light.intensity * brighter, range_m=range_m)


def _with_held(
    document: Document,
    camera: Callable[[Camera | None], Camera | None],
    light: Callable[[Light | None], Light | None],
) -> Document:
    if not document.cameras and not document.lights:
        return document

    def changed(node: Node) -> Node:
        children = [changed(child) for child in node.children]
        return replace(node, camera=camera(node.camera), light=light(node.light), children=children)

    return replace(document, roots=[changed(root) for root in document.roots])
