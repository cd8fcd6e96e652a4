"""A material in glTF's words as Cycles' nodes."""

import math

from plain import blender_image, empty_material


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
