"""The passes of one frame over the whole picture: opaque, glass, bloom, tone and edges, each feeding the next.

Everything here is rebuilt when size or quality change, and released whole.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from panda3d.core import (
    BitMask32,
    Camera,
    DepthTestAttrib,
    DisplayRegion,
    GraphicsOutput,
    LVecBase4f,
    NodePath,
    OrthographicLens,
    Texture,
)

from client.render import device, masks, programs, uniforms
from client.render.device import Target

if TYPE_CHECKING:
    from panda3d.core import Shader

    from client.render.quality import Quality

ORDER_SHADOW, ORDER_MIRROR, ORDER_OPAQUE, ORDER_OCCLUSION = -80, -70, -60, -50
ORDER_GLASS, ORDER_FOCUS, ORDER_BRIGHT, ORDER_TONE, ORDER_FINAL = -40, -35, -30, -20, -10

# The least step in brightness, 0..1, that the filter over the finished picture takes for an edge.
PLAIN_EDGE, MULTISAMPLED_EDGE = 0.04, 0.1


@dataclass
class Chain:
    """The passes as built for one size and quality.

    Args:
        buffers: every buffer made, to be removed with `release`.
        cameras: the cameras that draw the scene, of the opaque and the glass pass.
        opaque_picture: what glass looks through.
        opaque_depth: its depth.
        quads: the full-screen passes by name, for their settings.
        regions: display regions made on the final output.
    """

    buffers: list[GraphicsOutput]
    cameras: list[NodePath]
    opaque_picture: Texture
    opaque_depth: Texture
    quads: dict[str, NodePath]
    regions: list[DisplayRegion]
    size_px: tuple[int, int]

    def release(self, final: GraphicsOutput) -> None:
        """Give everything back to the driver."""
        for region in self.regions:
            final.remove_display_region(region)
        for buffer in self.buffers:
            device.engine().remove_window(buffer)
        for path in (*self.cameras, *self.quads.values()):
            path.remove_node()


def build(
    final: GraphicsOutput, size_px: tuple[int, int], quality: Quality, lens_owner: NodePath, *, focused: bool = False
) -> Chain:
    """Build the passes between the scene and `final`; cameras hang under `lens_owner` and share its lens.

    With `focused`, what is out of focus is blurred, by the settings of the pass ``focus``.
    """
    width, height = (edge * quality.supersampling for edge in size_px)
    opaque = device.picture_texture("opaque", mipmaps=quality.refraction)
    chain = Chain([], [], opaque, _depth_texture(), {}, [], (width, height))
    _scene_pass(chain, final, quality, lens_owner)
    picture, depth = chain.opaque_picture, chain.opaque_depth
    if quality.refraction:
        picture, depth = _glass_pass(chain, final, quality, lens_owner, focused=focused)
    if focused:
        picture = _focus_pass(chain, final, picture, depth)
    bloom = _bloom_passes(chain, final, picture) if quality.bloom else uniforms.plain_texture((0, 0, 0, 255))
    _finish(chain, final, picture, bloom, quality)
    # Where multisampling has smoothed outlines, the filter leaves the grain of surfaces alone.
    edge = PLAIN_EDGE if quality.multisamples == 1 else MULTISAMPLED_EDGE
    for quad in chain.quads.values():
        quad.set_shader_input("screen", LVecBase4f(1.0 / width, 1.0 / height, quality.supersampling, edge))
    return chain


def _depth_texture() -> Texture:
    depth = Texture("depth")
    depth.set_format(Texture.F_depth_component24)
    depth.set_minfilter(Texture.FT_nearest)
    depth.set_magfilter(Texture.FT_nearest)
    depth.set_wrap_u(Texture.WM_clamp)
    depth.set_wrap_v(Texture.WM_clamp)
    return depth


def _scene_pass(chain: Chain, final: GraphicsOutput, quality: Quality, lens_owner: NodePath) -> None:
    target = Target("opaque", chain.size_px, ORDER_OPAQUE, multisamples=quality.multisamples)
    buffer = device.make_buffer(final, target)
    buffer.add_render_texture(chain.opaque_picture, GraphicsOutput.RTM_bind_or_copy, GraphicsOutput.RTP_color)
    buffer.add_render_texture(chain.opaque_depth, GraphicsOutput.RTM_bind_or_copy, GraphicsOutput.RTP_depth)
    mask = masks.OPAQUE if quality.refraction else masks.OPAQUE | masks.BLENDED
    _scene_camera(chain, buffer, lens_owner, mask)
    chain.buffers.append(buffer)


def _occlusion_pass(chain: Chain, final: GraphicsOutput, quality: Quality, depth: Texture) -> Texture:
    if not quality.occlusion_taps:
        return uniforms.plain_texture()
    size_px = _occlusion_size(chain)
    buffer = device.make_buffer(final, Target("occlusion", size_px, ORDER_OCCLUSION, color=8, depth=False))
    picture = device.picture_texture("occlusion", 8)
    buffer.add_render_texture(picture, GraphicsOutput.RTM_bind_or_copy, GraphicsOutput.RTP_color)
    quad = _quad(chain, buffer, "occlusion")
    quad.set_shader_input("opaque_depth", depth)
    chain.buffers.append(buffer)
    return picture


def _occlusion_size(chain: Chain) -> tuple[int, int]:
    return max(chain.size_px[0] // 2, 1), max(chain.size_px[1] // 2, 1)


def _glass_pass(
    chain: Chain, final: GraphicsOutput, quality: Quality, lens_owner: NodePath, *, focused: bool
) -> tuple[Texture, Texture]:
    picture = device.picture_texture("glass")
    target = Target("glass", chain.size_px, ORDER_GLASS, multisamples=quality.multisamples)
    buffer = device.make_buffer(final, target)
    buffer.add_render_texture(picture, GraphicsOutput.RTM_bind_or_copy, GraphicsOutput.RTP_color)
    depth = _depth_texture() if focused else chain.opaque_depth
    if focused:
        # A lens is as sharp as the frame that holds it, with what is seen through it.
        buffer.add_render_texture(depth, GraphicsOutput.RTM_bind_or_copy, GraphicsOutput.RTP_depth)
    quad = _quad(chain, buffer, "copy", sort=0)
    quad.set_depth_write(True)
    quad.set_attrib(DepthTestAttrib.make(DepthTestAttrib.M_always))
    quad.set_shader_input("opaque_picture", chain.opaque_picture)
    quad.set_shader_input("opaque_depth", chain.opaque_depth)
    quad.set_shader_input("openness_picture", _occlusion_pass(chain, final, quality, chain.opaque_depth))
    width, height = _occlusion_size(chain)
    quad.set_shader_input("occlusion_texel", LVecBase4f(1.0 / width, 1.0 / height, 0.0, 0.0))
    region = _scene_camera(chain, buffer, lens_owner, masks.BLENDED)
    region.set_sort(10)
    chain.buffers.append(buffer)
    return picture, depth


def _focus_pass(chain: Chain, final: GraphicsOutput, picture: Texture, depth: Texture) -> Texture:
    buffer = device.make_buffer(final, Target("focus", chain.size_px, ORDER_FOCUS, depth=False))
    texture = device.picture_texture("focus")
    buffer.add_render_texture(texture, GraphicsOutput.RTM_bind_or_copy, GraphicsOutput.RTP_color)
    quad = _quad(chain, buffer, "focus")
    quad.set_shader_input("picture", picture)
    quad.set_shader_input("depth_picture", depth)
    chain.buffers.append(buffer)
    return texture


def _bloom_passes(chain: Chain, final: GraphicsOutput, picture: Texture) -> Texture:
    width, height = (max(edge // 4, 1) for edge in chain.size_px)
    source = picture
    steps = (
        ("bright", "bright", LVecBase4f(0.0)),
        ("across", "blur", LVecBase4f(1.5 / width, 0.0, 0.0, 0.0)),
        ("along", "blur", LVecBase4f(0.0, 1.5 / height, 0.0, 0.0)),
    )
    for index, (name, program, direction) in enumerate(steps):
        target = Target(name, (width, height), ORDER_BRIGHT + index, depth=False)
        buffer = device.make_buffer(final, target)
        texture = device.picture_texture(name)
        buffer.add_render_texture(texture, GraphicsOutput.RTM_bind_or_copy, GraphicsOutput.RTP_color)
        quad = _quad(chain, buffer, name, program=programs.screen(program))
        quad.set_shader_input("picture", source)
        quad.set_shader_input("direction", direction)
        chain.buffers.append(buffer)
        source = texture
    return source


def _finish(chain: Chain, final: GraphicsOutput, picture: Texture, bloom: Texture, quality: Quality) -> None:
    last = "edges" if quality.smooth_edges else "resolve"
    output = final
    if quality.smooth_edges or quality.supersampling > 1:
        output = device.make_buffer(final, Target("tone", chain.size_px, ORDER_TONE, color=8, depth=False))
        toned = device.picture_texture("tone", 8)
        output.add_render_texture(toned, GraphicsOutput.RTM_bind_or_copy, GraphicsOutput.RTP_color)
        chain.buffers.append(output)
        quad = _quad(chain, final, last, keep_region=True)
        quad.set_shader_input("picture", toned)
    quad = _quad(chain, output, "tone", keep_region=output is final)
    quad.set_shader_input("picture", picture)
    quad.set_shader_input("bloom_picture", bloom)


def _scene_camera(chain: Chain, buffer: GraphicsOutput, lens_owner: NodePath, mask: BitMask32) -> DisplayRegion:
    camera = Camera("scene", lens_owner.node().get_lens())
    camera.set_camera_mask(mask)
    path = lens_owner.attach_new_node(camera)
    region = buffer.make_display_region()
    region.set_camera(path)
    chain.cameras.append(path)
    return region


def _quad(
    chain: Chain,
    output: GraphicsOutput,
    name: str,
    *,
    program: Shader | None = None,
    sort: int = 0,
    keep_region: bool = False,
) -> NodePath:
    quad = device.full_screen(name)
    quad.set_shader(program or programs.screen(name))
    quad.set_depth_test(False)
    quad.set_depth_write(False)
    quad.set_two_sided(True)
    lens = OrthographicLens()
    lens.set_film_size(2, 2)
    lens.set_near_far(-1, 1)
    camera = quad.attach_new_node(Camera(name, lens))
    region = output.make_display_region()
    region.set_camera(camera)
    region.set_sort(sort)
    chain.quads[name] = quad
    if keep_region:
        chain.regions.append(region)
    return quad
