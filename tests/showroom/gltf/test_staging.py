"""Cameras, lights, and what is noted on scenes, samplers and accessors: read, written back, scaled, left out."""

from __future__ import annotations

import json
import struct
from typing import Any

import numpy as np
import pytest

from showroom.errors import ModelError
from showroom.gltf import walk
from showroom.gltf.reader import read
from showroom.gltf.writer import write
from showroom.pipeline.checks.shapes import left_out_of
from showroom.pipeline.fixing.fix import every_name
from showroom.pipeline.mending import lightened, placed
from showroom.pipeline.source import ModelSource
from showroom.pipeline.steps.scale import ScaleOptions
from showroom.pipeline.steps.staging import without_stage
from tests.showroom.gltf.models import glb, shoe, triangle

NOTE = {"extras": {"by": "Ann"}, "extensions": {"ACME_note": {"text": "mine"}}}
CAMERAS = [
    {"type": "perspective", "name": "eye", "perspective": {"yfov": 0.7, "znear": 0.1, **NOTE}, **NOTE},
    {"type": "perspective", "perspective": {"yfov": 0.7, "aspectRatio": 1.5, "znear": 0.1, "zfar": 9.5}},
    {"type": "orthographic", "orthographic": {"xmag": 2.5, "ymag": 1.5, "znear": 0.0, "zfar": 4.0}},
]
LIGHTS = [
    {"type": "directional", "name": "sun", "intensity": 3.5, "color": [1.0, 0.9, 0.5], **NOTE},
    {"type": "point", "range": 4.0, "intensity": 40.0},
    {"type": "spot", "spot": {"innerConeAngle": 0.1, "outerConeAngle": 0.4}},
    {"type": "point"},
]


def staged() -> tuple[dict[str, Any], bytes]:
    """A triangle between three cameras and four lights; the last camera and the last light are in nobody's hands."""
    root, binary = triangle()
    held = [
        {"camera": 0, "name": "stand", "translation": [0, 1, 2], **NOTE},
        {"camera": 1, "extensions": {"KHR_lights_punctual": {"light": 0}}},
        {"extensions": {"KHR_lights_punctual": {"light": 1}}, "children": [4]},
        {"extensions": {"KHR_lights_punctual": {"light": 2}}},
    ]
    root["nodes"] += held
    root["scenes"] = [{"nodes": [0, 1, 2, 3], "name": "stage", **NOTE}]
    root["scene"] = 0
    root["cameras"] = CAMERAS
    root["extensions"] = {"KHR_lights_punctual": {"lights": LIGHTS}}
    root["extensionsUsed"] = ["KHR_lights_punctual", "ACME_note"]
    return root, binary


def json_of(data: bytes) -> dict[str, Any]:
    (size,) = struct.unpack_from("<I", data, 12)
    found: dict[str, Any] = json.loads(data[20 : 20 + size])
    return found


def test_cameras_and_lights_stand_at_their_nodes_and_are_written_back_as_they_were() -> None:
    document = read(glb(*staged()))
    nodes = [node for node, _ in walk.nodes(document)]
    assert [node.camera.name if node.camera else None for node in nodes][1:3] == ["eye", ""]
    assert [node.light.kind if node.light else None for node in nodes] == [None, None, "directional", "point", "spot"]
    written = write(document)
    back = json_of(written)
    assert back["cameras"] == CAMERAS
    assert back["extensions"]["KHR_lights_punctual"]["lights"] == LIGHTS
    assert back["nodes"][1]["camera"] == 0
    assert back["nodes"][2]["camera"] == 1
    assert [node.get("extensions", {}).get("KHR_lights_punctual") for node in back["nodes"][2:]] == [
        {"light": 0},
        {"light": 1},
        {"light": 2},
    ]
    assert {"KHR_lights_punctual", "ACME_note"} <= set(back["extensionsUsed"])
    assert document.skipped == ()
    assert write(read(written)) == written


def test_notes_on_scenes_samplers_textures_and_accessors_are_written_back() -> None:
    root = json_of(write(shoe()))
    data = write(shoe())
    start = 20 + struct.unpack_from("<I", data, 12)[0] + 8
    root["scenes"][0] |= {"name": "shop", **NOTE}
    root["samplers"] = [{"magFilter": 9729}, {"wrapS": 33071}]
    for number, texture in enumerate(root["textures"]):
        texture["sampler"] = number % 2
    root["samplers"] = root["samplers"][: len(root["textures"])]
    for kind in ("accessors", "samplers", "textures"):
        for number, entry in enumerate(root[kind]):
            entry |= {"name": f"{kind} {number}", **NOTE}
    root["extensionsUsed"] = [*root.get("extensionsUsed", []), "ACME_note"]
    back = json_of(write(read(glb(root, data[start:]))))
    for kind in ("accessors", "samplers", "textures"):
        assert root[kind]
        assert sorted((one["name"], str(one["extras"]), str(one["extensions"])) for one in back[kind]) == sorted(
            (one["name"], str(one["extras"]), str(one["extensions"])) for one in root[kind]
        )
    assert (back["scenes"][0]["name"], back["scenes"][0]["extras"]) == ("shop", {"by": "Ann"})


def test_a_mended_file_keeps_them_and_they_see_and_shine_as_before() -> None:
    document = read(glb(*staged()))
    larger = lightened(placed(document, ScaleOptions(scale=2.0)), every_name(document))
    back = json_of(write(larger))
    assert [camera["type"] for camera in back["cameras"]] == ["perspective", "perspective", "orthographic"]
    assert back["cameras"][1]["perspective"] == {"yfov": 0.7, "aspectRatio": 1.5, "znear": 0.2, "zfar": 19.0}
    assert back["cameras"][2]["orthographic"] == {"xmag": 5.0, "ymag": 3.0, "znear": 0.0, "zfar": 8.0}
    sun, lamp, *_ = back["extensions"]["KHR_lights_punctual"]["lights"]
    assert (sun["intensity"], lamp["intensity"], lamp["range"]) == (3.5, 160.0, 8.0)
    places = {node.camera.name: place[:3, 3] for node, place in walk.nodes(larger) if node.camera}
    before = {node.camera.name: place[:3, 3] for node, place in walk.nodes(document) if node.camera}
    assert np.allclose(places["eye"] - places[""], 2.0 * (before["eye"] - before[""]))


def test_what_is_published_has_none_and_says_so() -> None:
    root, binary = staged()
    root["accessors"][0] |= NOTE
    document = read(glb(root, binary))
    told = [(one.severity, one.place) for one in left_out_of(document)]
    assert told == [("info", "3 cameras"), ("warning", "4 lights"), ("info", "1 note on accessors")]
    bare = json_of(write(without_stage(document)))
    assert "cameras" not in bare
    assert "KHR_lights_punctual" not in bare.get("extensions", {})
    assert all("camera" not in node and "name" not in node.get("extensions", {}) for node in bare["nodes"])
    assert all("extras" not in accessor for accessor in bare["accessors"])
    assert bare["scenes"][0]["extras"] == {"by": "Ann"}
    assert list(left_out_of(without_stage(document))) == []


@pytest.mark.parametrize(
    ("cameras", "lights", "place"),
    [
        ([{}], [], "camera 0/type"),
        ([{"type": "perspective", "perspective": {"znear": 0.1}}], [], "camera 0/perspective/yfov"),
        ([], [{"type": "laser"}], "light 0/type"),
        ([], [{"type": "point", "intensity": -1}], "light 0/intensity"),
    ],
)
def test_a_camera_or_a_light_that_cannot_be_is_left_out_and_told(
    cameras: list[dict[str, Any]], lights: list[dict[str, Any]], place: str
) -> None:
    root, binary = triangle()
    root["cameras"] = cameras
    root["extensions"] = {"KHR_lights_punctual": {"lights": lights}}
    root["nodes"][0] |= {"camera": 0} if cameras else {"extensions": {"KHR_lights_punctual": {"light": 0}}}
    document = ModelSource("m.glb", glb(root, binary)).read()
    assert (document.cameras, document.lights) == ([], [])
    assert [one.split(" (")[0] for one in document.skipped] == [place]
    write(document)


def test_a_node_that_holds_a_camera_that_is_not_there_is_refused() -> None:
    root, binary = triangle()
    root["nodes"][0]["camera"] = 2
    with pytest.raises(ModelError, match="bad-reference"):
        read(glb(root, binary))
