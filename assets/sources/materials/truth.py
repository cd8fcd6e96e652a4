"""Cycles' pictures of the material scenes: what the renderer is held against.

    bpy/bin/python assets/sources/materials/truth.py            # all of them
    bpy/bin/python assets/sources/materials/truth.py sheen      # one

The parameters come from tools/materials/scenes.toml; how a surface answers light is Cycles' own. Each picture is
linear light through one display transform (Khronos PBR Neutral, sRGB), with the shapes' coverage as alpha.
"""

import math
import sys
import tempfile
from pathlib import Path

import bpy
import numpy as np
from mathutils import Matrix, Vector
from PIL import Image

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT))

from tools.materials import description, patterns, shapes  # noqa: E402

OUT = ROOT / "tests" / "visual" / "references" / "materials"
SCRATCH = Path(tempfile.gettempdir()) / "material-truth"
SAMPLES = 256
# glTF's +Y up, +Z front in Blender's +Z up, -Y front.
BLENDER_FROM_GLTF = Matrix(((1, 0, 0, 0), (0, 0, -1, 0), (0, 1, 0, 0), (0, 0, 0, 1)))


def main(names):
    setting, scenes = description.load()
    OUT.mkdir(parents=True, exist_ok=True)
    SCRATCH.mkdir(exist_ok=True)
    for scene in scenes:
        if names and scene.name not in names:
            continue
        linear = picture(setting, scene)
        coverage = render(setting, scene, mask=True)[..., 3]
        rgba = np.concatenate([encode(linear), np.round(coverage * 255.0)[..., None].astype(np.uint8)], axis=-1)
        Image.fromarray(rgba).save(OUT / f"{scene.name}.png", optimize=True)
        print(scene.name, "mean", linear[coverage > 0.5].mean(axis=0), flush=True)


def picture(setting, scene):
    """Linear RGB. With dispersion, one picture per channel: Cycles refracts all light alike."""
    if not any("KHR_materials_dispersion" in material.get("extensions", {}) for material in scene.materials):
        return render(setting, scene)[..., :3]
    return np.stack([render(setting, scene, channel=channel)[..., channel] for channel in range(3)], axis=-1)


def render(setting, scene, *, mask=False, channel=None):
    bpy.ops.wm.read_factory_settings(use_empty=True)
    stage = bpy.context.scene
    place_camera(stage, setting)
    place_light(stage, setting, scene)
    if scene.backdrop and not mask:
        wall = add_mesh("wall", shapes.backdrop(), glowing(scene.backdrop))
        # It hides the sky from what is seen through glass, and lights nothing in front of it.
        wall.visible_diffuse = wall.visible_glossy = False
    for index, shape in enumerate(scene.shapes):
        material = scene.materials[shape.material] if shape.material is not None else None
        if mask:
            if material is None:
                add_mesh(f"{index}", shape.truth, hidden())
            else:
                add_mesh(f"{index}", shape.seen, glowing(None))
            continue
        made = black() if material is None else Surface(material, shape.truth.colours is not None, channel).made
        alone(add_mesh(f"{index}", shape.truth, made), scene, material)
    configure(stage, setting, mask)
    stage.render.filepath = str(SCRATCH / "picture.exr")
    bpy.ops.render.render(write_still=True)
    image = bpy.data.images.load(stage.render.filepath)
    image.colorspace_settings.name = "Non-Color"
    width, height = setting.size_px
    pixels = np.empty(width * height * 4, dtype=np.float32)
    image.pixels.foreach_get(pixels)
    return pixels.reshape(height, width, 4)[::-1]


def alone(made, scene, material):
    """Take a shape out of the others' light: what they throw at each other is not the material's doing."""
    if scene.together:
        return
    glass = "KHR_materials_transmission" in (material or {}).get("extensions", {})
    made.visible_diffuse = made.visible_shadow = False
    # Light inside glass must meet its other faces.
    made.visible_glossy = made.visible_transmission = glass


def configure(stage, setting, mask):
    stage.render.engine = "CYCLES"
    cycles = stage.cycles
    cycles.device = "CPU"
    cycles.samples = 16 if mask else SAMPLES
    cycles.use_adaptive_sampling = False
    cycles.use_denoising = not mask
    cycles.max_bounces = cycles.glossy_bounces = cycles.transmission_bounces = 16
    cycles.transparent_max_bounces = 16
    cycles.diffuse_bounces = 6
    cycles.sample_clamp_direct = cycles.sample_clamp_indirect = 0.0
    cycles.blur_glossy = 0.0
    cycles.caustics_reflective = cycles.caustics_refractive = True
    cycles.pixel_filter_type = "BOX"
    cycles.filter_width = 1.0
    stage.render.resolution_x, stage.render.resolution_y = setting.size_px
    stage.render.film_transparent = True
    stage.view_settings.view_transform = "Raw"
    stage.render.image_settings.file_format = "OPEN_EXR"
    stage.render.image_settings.color_depth = "32"
    stage.render.image_settings.color_mode = "RGBA"
    stage.render.threads_mode = "FIXED"
    stage.render.threads = 2


def place_camera(stage, setting):
    data = bpy.data.cameras.new("camera")
    data.sensor_fit = "VERTICAL"
    data.angle = math.radians(setting.fov_deg)
    camera = bpy.data.objects.new("camera", data)
    camera.matrix_world = BLENDER_FROM_GLTF @ Matrix.Translation(setting.camera_position)
    stage.collection.objects.link(camera)
    stage.camera = camera


def place_light(stage, setting, scene):
    light = description.environment()
    height, width = light.shape[:2]
    image = bpy.data.images.new("sky", width, height, float_buffer=True, is_data=True)
    rgba = np.concatenate([light, np.ones((height, width, 1), dtype=np.float32)], axis=-1)
    image.pixels.foreach_set(rgba[::-1].ravel())
    world = bpy.data.worlds.new("world")
    world.use_nodes = True
    nodes, links = world.node_tree.nodes, world.node_tree.links
    texture = nodes.new("ShaderNodeTexEnvironment")
    texture.image = image
    links.new(texture.outputs["Color"], nodes["Background"].inputs["Color"])
    stage.world = world
    if not scene.lamp:
        return
    sun = bpy.data.lights.new("lamp", "SUN")
    # A white surface that faces the lamp shines with its radiance: π of it must arrive.
    sun.energy = math.pi
    sun.color = setting.lamp_radiance
    sun.angle = 0.02
    lamp = bpy.data.objects.new("lamp", sun)
    towards = BLENDER_FROM_GLTF.to_3x3() @ Vector(setting.lamp_towards)
    lamp.rotation_euler = towards.to_track_quat("Z", "Y").to_euler()
    stage.collection.objects.link(lamp)


def add_mesh(name, mesh, material):
    data = bpy.data.meshes.new(name)
    positions = mesh.positions @ np.array(BLENDER_FROM_GLTF.to_3x3()).T
    data.from_pydata(positions.tolist(), [], mesh.triangles.tolist())
    corners = mesh.triangles.ravel()
    for layer, uv in (("TEXCOORD_0", mesh.uv0), ("TEXCOORD_1", mesh.uv1)):
        flipped = np.stack([uv[:, 0], 1.0 - uv[:, 1]], axis=-1)[corners]
        data.uv_layers.new(name=layer).data.foreach_set("uv", flipped.ravel())
    if mesh.colours is not None:
        data.color_attributes.new("COLOR_0", "FLOAT_COLOR", "POINT").data.foreach_set("color", mesh.colours.ravel())
    data.update()
    normals = mesh.normals @ np.array(BLENDER_FROM_GLTF.to_3x3()).T
    data.shade_smooth()
    data.normals_split_custom_set_from_vertices(normals.tolist())
    data.materials.append(material)
    made = bpy.data.objects.new(name, data)
    bpy.context.scene.collection.objects.link(made)
    return made


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


class Surface:
    """Cycles' nodes for one material in glTF's words."""

    def __init__(self, material, coloured, channel):
        self.surface = material.get("pbrMetallicRoughness", {})
        self.material = material
        self.extensions = material.get("extensions", {})
        self.coloured = coloured
        self.channel = channel
        self.made = empty_material("surface")
        self.nodes, self.links = self.made.node_tree.nodes, self.made.node_tree.links
        output = self.nodes.new("ShaderNodeOutputMaterial")
        self.colour, self.alpha = self.base_colour()
        shader = self.unlit() if "KHR_materials_unlit" in self.extensions else self.lit()
        self.links.new(self.covering(shader), output.inputs["Surface"])
        volume = self.volume()
        if volume is not None:
            self.links.new(volume, output.inputs["Volume"])

    # Small tools.

    def node(self, kind, **inputs):
        made = self.nodes.new(kind)
        for name, value in inputs.items():
            self.feed(made, name.replace("_", " "), value)
        return made

    def feed(self, node, name, value):
        if hasattr(value, "links"):
            self.links.new(value, node.inputs[name])
        elif isinstance(value, (tuple, list)):
            node.inputs[name].default_value = (*value[:3], 1.0)
        else:
            node.inputs[name].default_value = value

    def math(self, operation, first, second):
        made = self.nodes.new("ShaderNodeMath")
        made.operation = operation
        for index, value in enumerate((first, second)):
            if hasattr(value, "links"):
                self.links.new(value, made.inputs[index])
            else:
                made.inputs[index].default_value = value
        return made.outputs[0]

    def times(self, colour, other):
        made = self.nodes.new("ShaderNodeVectorMath")
        made.operation = "MULTIPLY"
        for index, value in enumerate((colour, other)):
            if hasattr(value, "links"):
                self.links.new(value, made.inputs[index])
            else:
                made.inputs[index].default_value = tuple(value[:3])
        return made.outputs[0]

    def mixed(self, share, first, second):
        made = self.nodes.new("ShaderNodeMixShader")
        self.feed(made, "Fac", share)
        self.links.new(first, made.inputs[1])
        self.links.new(second, made.inputs[2])
        return made.outputs[0]

    def texture(self, use, *, colour):
        """Colour and alpha outputs; a transformed map is the picture that the transformation describes."""
        use = {"pattern": use} if isinstance(use, str) else use
        made = self.nodes.new("ShaderNodeTexImage")
        made.image = blender_image(use.get("truth", use["pattern"]), colour=colour)
        place = self.nodes.new("ShaderNodeUVMap")
        place.uv_map = f"TEXCOORD_{use.get('texCoord', 0)}"
        self.links.new(place.outputs[0], made.inputs["Vector"])
        return made.outputs["Color"], made.outputs["Alpha"]

    def channels(self, use):
        split = self.nodes.new("ShaderNodeSeparateColor")
        self.links.new(self.texture(use, colour=False)[0], split.inputs[0])
        return split.outputs

    def normal(self, use):
        made = self.nodes.new("ShaderNodeNormalMap")
        made.uv_map = "TEXCOORD_0"
        self.links.new(self.texture(use, colour=False)[0], made.inputs["Color"])
        return made.outputs[0]

    # The material.

    def base_colour(self):
        factor = self.surface.get("baseColorFactor", [1.0, 1.0, 1.0, 1.0])
        colour, alpha = factor[:3], factor[3]
        use = self.surface.get("baseColorTexture")
        if use is not None:
            seen, opacity = self.texture(use, colour=True)
            colour, alpha = self.times(seen, colour), self.math("MULTIPLY", opacity, alpha)
        if self.coloured:
            attribute = self.nodes.new("ShaderNodeVertexColor")
            attribute.layer_name = "COLOR_0"
            colour = self.times(attribute.outputs[0], colour)
        return colour, alpha

    def unlit(self):
        return self.node("ShaderNodeEmission", Color=self.colour).outputs[0]

    def lit(self):
        specular = self.extensions.get("KHR_materials_specular", {})
        film = self.extensions.get("KHR_materials_iridescence")
        weight = specular.get("specularFactor", 1.0)
        if "KHR_materials_anisotropy" in self.extensions:
            return self.brushed()
        if film is not None:
            return self.mixed(film["iridescenceFactor"], self.principled(), self.principled(film=film))
        if weight < 1.0:
            return self.mixed(weight, self.principled(level=0.0), self.principled())
        shader = self.principled()
        through = self.extensions.get("KHR_materials_diffuse_transmission")
        if through is None:
            return shader
        # The same surface with nothing but what comes through under the same mirror.
        return self.mixed(through["diffuseTransmissionFactor"], shader, self.translucent(through))

    def principled(self, *, level=0.5, film=None, colour=None):
        roughness, metallic = self.rough_and_metal()
        made = self.node(
            "ShaderNodeBsdfPrincipled",
            Base_Color=self.colour if colour is None else colour,
            Metallic=metallic,
            Roughness=roughness,
            IOR=self.ior(),
            Specular_IOR_Level=level,
            Specular_Tint=self.extensions.get("KHR_materials_specular", {}).get("specularColorFactor", [1.0] * 3),
            Transmission_Weight=self.transmission(),
        )
        if "normalTexture" in self.material:
            self.feed(made, "Normal", self.normal(self.material["normalTexture"]))
        if film is not None:
            self.feed(made, "Thin Film Thickness", film["iridescenceThicknessMaximum"])
            self.feed(made, "Thin Film IOR", film["iridescenceIor"])
        self.coat(made)
        self.sheen(made)
        self.emission(made)
        return made.outputs[0]

    def rough_and_metal(self):
        roughness = self.surface.get("roughnessFactor", 1.0)
        metallic = self.surface.get("metallicFactor", 1.0)
        use = self.surface.get("metallicRoughnessTexture")
        if use is None:
            return roughness, metallic
        _, green, blue = self.channels(use)[:3]
        return self.math("MULTIPLY", green, roughness), self.math("MULTIPLY", blue, metallic)

    def transmission(self):
        """What is opaque of a thin wall is so once, on its front; its back lets all light out."""
        factor = self.extensions.get("KHR_materials_transmission", {}).get("transmissionFactor", 0.0)
        if factor in (0.0, 1.0):
            return factor
        inside = self.nodes.new("ShaderNodeNewGeometry").outputs["Backfacing"]
        return self.math("ADD", factor, self.math("MULTIPLY", inside, 1.0 - factor))

    def ior(self):
        ior = self.extensions.get("KHR_materials_ior", {}).get("ior", 1.5)
        dispersion = self.extensions.get("KHR_materials_dispersion", {}).get("dispersion", 0.0)
        if self.channel is None or dispersion == 0.0:
            return ior
        # Abbe's number is 20 / dispersion; red and blue stand for its two outer lines.
        spread = (ior - 1.0) / (20.0 / dispersion)
        return max(ior + (self.channel - 1) * spread / 2.0, 1.0)

    def coat(self, made):
        coat = self.extensions.get("KHR_materials_clearcoat")
        if coat is None:
            return
        weight, roughness = coat["clearcoatFactor"], coat.get("clearcoatRoughnessFactor", 0.0)
        if "clearcoatTexture" in coat:
            weight = self.math("MULTIPLY", self.channels(coat["clearcoatTexture"])[0], weight)
        if "clearcoatRoughnessTexture" in coat:
            roughness = self.math("MULTIPLY", self.channels(coat["clearcoatRoughnessTexture"])[1], roughness)
        self.feed(made, "Coat Weight", weight)
        self.feed(made, "Coat Roughness", roughness)
        self.feed(made, "Coat IOR", 1.5)
        if "clearcoatNormalTexture" in coat:
            self.feed(made, "Coat Normal", self.normal(coat["clearcoatNormalTexture"]))

    def sheen(self, made):
        sheen = self.extensions.get("KHR_materials_sheen")
        if sheen is not None:
            self.feed(made, "Sheen Weight", 1.0)
            self.feed(made, "Sheen Tint", sheen["sheenColorFactor"])
            self.feed(made, "Sheen Roughness", sheen["sheenRoughnessFactor"])

    def emission(self, made):
        factor = self.material.get("emissiveFactor")
        if factor is None:
            return
        use = self.material.get("emissiveTexture")
        colour = factor if use is None else self.times(self.texture(use, colour=True)[0], factor)
        strength = self.extensions.get("KHR_materials_emissive_strength", {}).get("emissiveStrength", 1.0)
        self.feed(made, "Emission Color", colour)
        self.feed(made, "Emission Strength", strength)

    def brushed(self):
        """Cycles squares its roughness and splits it by (1 - a) and 1 / (1 - a) along and across."""
        given = self.extensions["KHR_materials_anisotropy"]
        across = self.surface["roughnessFactor"] ** 2
        along = across + (1.0 - across) * given["anisotropyStrength"] ** 2
        made = self.node("ShaderNodeBsdfAnisotropic", Color=self.colour, Roughness=(along * across) ** 0.25)
        made.distribution = "MULTI_GGX"
        self.feed(made, "Anisotropy", math.sqrt(across / along) - 1.0)
        self.feed(made, "Rotation", given.get("anisotropyRotation", 0.0) / (2.0 * math.pi))
        tangent = self.nodes.new("ShaderNodeTangent")
        tangent.direction_type = "UV_MAP"
        tangent.uv_map = "TEXCOORD_0"
        self.links.new(tangent.outputs[0], made.inputs["Tangent"])
        return made.outputs[0]

    def translucent(self, through):
        """Nothing comes back but the mirror's share; what it lets in leaves on the other side."""
        mirror = self.principled(colour=[0.0, 0.0, 0.0])
        behind = self.node("ShaderNodeBsdfTranslucent", Color=through["diffuseTransmissionColorFactor"]).outputs[0]
        kept = self.nodes.new("ShaderNodeFresnel")
        kept.inputs["IOR"].default_value = self.ior()
        weakened = self.mixed(kept.outputs[0], behind, self.nothing())
        added = self.nodes.new("ShaderNodeAddShader")
        self.links.new(mirror, added.inputs[0])
        self.links.new(weakened, added.inputs[1])
        return added.outputs[0]

    def nothing(self):
        return self.node("ShaderNodeBsdfDiffuse", Color=[0.0, 0.0, 0.0]).outputs[0]

    def covering(self, shader):
        mode = self.material.get("alphaMode", "OPAQUE")
        clear = self.nodes.new("ShaderNodeBsdfTransparent").outputs[0]
        if mode == "BLEND":
            shader = self.mixed(self.alpha, clear, shader)
        if mode == "MASK":
            kept = self.math("GREATER_THAN", self.alpha, self.material.get("alphaCutoff", 0.5) - 1e-6)
            shader = self.mixed(kept, clear, shader)
        glass = "KHR_materials_transmission" in self.extensions
        if self.material.get("doubleSided") or glass:
            return shader
        geometry = self.nodes.new("ShaderNodeNewGeometry")
        return self.mixed(geometry.outputs["Backfacing"], shader, clear)

    def volume(self):
        given = self.extensions.get("KHR_materials_volume", {})
        if "attenuationColor" not in given:
            return None
        lost = [-math.log(channel) / given["attenuationDistance"] for channel in given["attenuationColor"]]
        # Cycles loses density × (1 - colour) a metre.
        density = max(lost)
        return self.node(
            "ShaderNodeVolumeAbsorption", Color=[1.0 - each / density for each in lost], Density=density
        ).outputs[0]


def encode(linear):
    """Linear light as shown: Khronos PBR Neutral, then sRGB. Source: Khronos 3D Commerce's specification of it."""
    low = linear.min(axis=-1, keepdims=True)
    colour = linear - np.where(low < 0.08, low - 6.25 * low**2, 0.04)
    peak = colour.max(axis=-1, keepdims=True)
    pressed = 1.0 - 0.24**2 / (np.maximum(peak, 0.76) + 0.24 - 0.76)
    grey = 1.0 - 1.0 / (0.15 * (peak - pressed) + 1.0)
    bright = colour * (pressed / np.maximum(peak, 1e-9)) * (1.0 - grey) + pressed * grey
    colour = np.clip(np.where(peak < 0.76, colour, bright), 0.0, 1.0)
    curve = np.where(colour <= 0.0031308, colour * 12.92, 1.055 * np.maximum(colour, 1e-9) ** (1.0 / 2.4) - 0.055)
    return np.round(curve * 255.0).astype(np.uint8)


if __name__ == "__main__":
    main(sys.argv[1:])
