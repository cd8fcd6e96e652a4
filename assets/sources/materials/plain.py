"""Plain Cycles materials of the truth's scenes: what glows, what hides, what is black; and pictures for them."""

import tempfile
from pathlib import Path

import bpy
import numpy as np
from PIL import Image

from tools.materials import patterns

SCRATCH = Path(tempfile.gettempdir()) / "material-truth"


def empty_material(name):
    made = bpy.data.materials.new(name)
    made.use_nodes = True
    made.node_tree.nodes.clear()
    return made


def glowing(pattern):
    made = empty_material("glowing")
    nodes, links = made.node_tree.nodes, made.node_tree.links
    emission, output = nodes.new("ShaderNodeEmission"), nodes.new("ShaderNodeOutputMaterial")
    links.new(emission.outputs[0], output.inputs["Surface"])
    if pattern:
        texture = nodes.new("ShaderNodeTexImage")
        texture.image = blender_image(pattern, colour=True)
        links.new(texture.outputs["Color"], emission.inputs["Color"])
    return made


def hidden():
    made = empty_material("hidden")
    nodes, links = made.node_tree.nodes, made.node_tree.links
    holdout, output = nodes.new("ShaderNodeHoldout"), nodes.new("ShaderNodeOutputMaterial")
    links.new(holdout.outputs[0], output.inputs["Surface"])
    return made


def black():
    made = empty_material("black")
    nodes, links = made.node_tree.nodes, made.node_tree.links
    diffuse, output = nodes.new("ShaderNodeBsdfDiffuse"), nodes.new("ShaderNodeOutputMaterial")
    diffuse.inputs["Color"].default_value = (0.0, 0.0, 0.0, 1.0)
    links.new(diffuse.outputs[0], output.inputs["Surface"])
    return made


def blender_image(pattern, *, colour):
    key = f"{pattern}-{colour}"
    if key not in bpy.data.images:
        pixels = patterns.paint(pattern)
        if pixels.shape[2] == 3:
            pixels = np.concatenate([pixels, np.full((*pixels.shape[:2], 1), 255, dtype=np.uint8)], axis=-1)
        path = SCRATCH / f"{pattern}.png"
        Image.fromarray(np.ascontiguousarray(pixels)).save(path)
        image = bpy.data.images.load(str(path))
        image.name = key
        image.alpha_mode = "CHANNEL_PACKED"
        image.colorspace_settings.name = "sRGB" if colour else "Non-Color"
    return bpy.data.images[key]
