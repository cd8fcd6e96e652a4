"""The pictures that a material may carry, and where their placement stands among the material's numbers."""

from __future__ import annotations

FACTOR_ROWS = 11
MAPS: tuple[tuple[str, str], ...] = tuple(
    (name.removesuffix("_texture") + "_map", name)
    for name in (
        "base_color_texture",
        "metallic_roughness_texture",
        "normal_texture",
        "occlusion_texture",
        "emissive_texture",
        "clearcoat_texture",
        "clearcoat_roughness_texture",
        "clearcoat_normal_texture",
        "transmission_texture",
        "thickness_texture",
        "sheen_color_texture",
        "sheen_roughness_texture",
        "specular_texture",
        "specular_color_texture",
        "iridescence_texture",
        "iridescence_thickness_texture",
        "anisotropy_texture",
        "diffuse_transmission_texture",
        "diffuse_transmission_color_texture",
    )
)
"""Uniform name and field of the material; the order is that of the rows."""

COLOUR_MAPS = frozenset(
    {"base_color_map", "emissive_map", "sheen_color_map", "specular_color_map", "diffuse_transmission_color_map"}
)
NORMAL_MAPS = frozenset({"normal_map", "clearcoat_normal_map"})
ROWS = FACTOR_ROWS + 2 * len(MAPS)


def glsl() -> str:
    """What the surface program needs to read every map; one that a material lacks is white."""
    lines = [
        "#ifdef PALETTE",
        f"vec4 material[{FACTOR_ROWS}];",
        "#else",
        f"uniform vec4 material[{ROWS}];",
        "#endif",
        "in vec2 uv[2];",
        "#ifndef PALETTE",
        "vec2 map_uv(int slot) {",
        f"    vec4 turn = material[{FACTOR_ROWS} + slot], place = material[{FACTOR_ROWS + len(MAPS)} + slot];",
        "    vec2 source = place.z > 0.5 ? uv[1] : uv[0];",
        "    vec2 moved = vec2(dot(turn.xy, source), dot(turn.zw, source)) + place.xy;",
        "    return vec2(moved.x, 1.0 - moved.y); // glTF's origin is the upper left corner",
        "}",
        f"float map_scale(int slot) {{ return material[{FACTOR_ROWS + len(MAPS)} + slot].w; }}",
        "#endif",
    ]
    for slot, (uniform, _) in enumerate(MAPS):
        lines.append(f"#define {uniform.upper()}_SLOT {slot}")
        lines.append(f"#ifdef {uniform.upper()}")
        lines.append(f"uniform sampler2D {uniform};")
        lines.append(f"vec4 read_{uniform}() {{ return texture({uniform}, map_uv({slot})); }}")
        lines.append("#else")
        lines.append(f"vec4 read_{uniform}() {{ return vec4(1.0); }}")
        lines.append("#endif")
    return "\n".join(lines) + "\n"
