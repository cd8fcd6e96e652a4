"""Skin, eyes, hair, light and surroundings for the heads of head_shape.py."""

import math
import os

import bpy
import numpy as np
from mathutils import Matrix, Vector
from PIL import Image, ImageFilter

TONES = [(0.78, 0.56, 0.46), (0.68, 0.44, 0.33), (0.56, 0.35, 0.24), (0.40, 0.23, 0.145), (0.24, 0.125, 0.075), (0.13, 0.066, 0.042)]
HAIRS = [(0.012, 0.009, 0.007), (0.035, 0.02, 0.012), (0.10, 0.05, 0.022), (0.25, 0.15, 0.06), (0.35, 0.34, 0.33)]
IRISES = [(0.05, 0.022, 0.01), (0.12, 0.06, 0.022), (0.10, 0.16, 0.22), (0.14, 0.17, 0.09), (0.22, 0.26, 0.29)]
CARD_M = (0.0856, 0.05398)
STRIP_M = (0.130, 0.040)


class Look:
    """Colours and hair of one person."""

    def __init__(self, rng, drawn):
        light = 0.7 * drawn["peoples"][2] + 0.6 * drawn["peoples"][1]
        place = float(np.clip((1.0 - light) * 5.0 + rng.normal(0.0, 0.6), 0.0, 5.0))
        low = min(int(place), 4)
        self.tone = tuple(float(a + (b - a) * (place - low)) for a, b in zip(TONES[low], TONES[low + 1]))
        self.hair = HAIRS[int(rng.integers(0, 3 if place > 2.0 else 5))]
        self.iris = IRISES[int(rng.integers(0, 2 if place > 2.0 else 5))]
        self.beard = bool(drawn["female"] < 0.4 and rng.random() < 0.5)
        self.long = bool(drawn["female"] > 0.5)
        self.bald = bool(drawn["female"] < 0.5 and rng.random() < 0.25)


def mask_at(folder, name, uv):
    """A mask picture's values, 0..1, at texture places (n, 2)."""
    picture = np.asarray(Image.open(os.path.join(folder, "textures", name)).convert("L"), dtype=np.float32) / 255.0
    rows = np.clip(((1.0 - uv[:, 1]) * picture.shape[0]).astype(int), 0, picture.shape[0] - 1)
    return picture[rows, np.clip((uv[:, 0] * picture.shape[1]).astype(int), 0, picture.shape[1] - 1)]


def gauss(points, middle, reach):
    return np.exp(-0.5 * (((points - np.array(middle)) / np.array(reach)) ** 2).sum(axis=1))


def bust(vertices, faces, places):
    """Head, neck and shoulders as a mesh, subdivided."""
    kept = [face for face in faces if min(vertices[corner[0]][1] for corner in face) > -0.36]
    used = sorted({corner[0] for face in kept for corner in face})
    number = {vertex: index for index, vertex in enumerate(used)}
    mesh = bpy.data.meshes.new("bust")
    mesh.from_pydata(vertices[used].tolist(), [], [[number[corner[0]] for corner in face] for face in kept])
    layer = mesh.uv_layers.new()
    flat = [places[corner[1]] for face in kept for corner in face]
    layer.data.foreach_set("uv", np.array(flat, dtype=np.float32).ravel())
    thing = bpy.data.objects.new("bust", mesh)
    bpy.context.scene.collection.objects.link(thing)
    bpy.context.view_layer.objects.active = thing
    smooth = thing.modifiers.new("smooth", "SUBSURF")
    smooth.levels = smooth.render_levels = 2
    bpy.ops.object.modifier_apply(modifier="smooth")
    mesh.polygons.foreach_set("use_smooth", np.ones(len(mesh.polygons), dtype=bool))
    return thing


def read_mesh(mesh):
    points = np.empty(len(mesh.vertices) * 3, dtype=np.float32)
    mesh.vertices.foreach_get("co", points)
    normals = np.empty(len(mesh.vertices) * 3, dtype=np.float32)
    mesh.vertices.foreach_get("normal", normals)
    uv = np.empty(len(mesh.loops) * 2, dtype=np.float32)
    mesh.uv_layers[0].data.foreach_get("uv", uv)
    owner = np.empty(len(mesh.loops), dtype=np.int32)
    mesh.loops.foreach_get("vertex_index", owner)
    places = np.zeros((len(mesh.vertices), 2), dtype=np.float32)
    places[owner] = uv.reshape(-1, 2)
    return points.reshape(-1, 3).astype(float), normals.reshape(-1, 3).astype(float), places


def skin(root, vertices, faces, places, folder, eyes, radius, look, rng):
    """The painted bust with hair, brows and stubble."""
    thing = bust(vertices, faces, places)
    thing.parent = root
    points, normals, uv = read_mesh(thing.data)
    lips = mask_at(folder, "mpfb_lips.jpg", uv) * (points[:, 2] > -0.02)
    ears = mask_at(folder, "mpfb_ears.jpg", uv)
    top = float(points[:, 1].max())
    brow = brows(points, eyes)
    scalp = scalp_of(points, top) * (1.0 - ears)
    jaw = np.clip((-0.048 - points[:, 1]) / 0.02, 0.0, 1.0) * np.clip((points[:, 2] + 0.075) / 0.03, 0.0, 1.0) * (points[:, 1] > -0.135) * (1.0 - lips)
    tone = np.array(look.tone)
    colour = np.tile(tone, (len(points), 1))
    red = sum(gauss(points, (side * 0.038, -0.032, 0.0), (0.016, 0.014, 0.05)) for side in (-1, 1)) + 0.8 * gauss(points, (0.0, -0.030, 0.045), (0.011, 0.010, 0.02)) + 0.7 * ears
    colour *= 1.0 - np.minimum(red, 1.0)[:, None] * np.array([0.03, 0.17, 0.16])
    under = sum(gauss(points, (eye[0], -0.014, 0.0), (0.014, 0.006, 0.05)) for eye in eyes)
    lids = np.clip(1.0 - (np.min([np.linalg.norm(points - eye, axis=1) for eye in eyes], axis=0) / radius - 1.0) / 0.16, 0.0, 1.0)
    colour *= 1.0 - 0.22 * np.minimum(under, 1.0)[:, None] - 0.45 * lids[:, None] ** 2
    lip = tone * np.array([0.86, 0.52, 0.52])
    colour += lips[:, None] * (lip - colour)
    colour += (0.5 * brow + (0.45 * jaw if look.beard else 0.0))[:, None] * (np.array(look.hair) * 1.3 - colour) * 0.75
    if not look.bald:
        colour += 0.9 * scalp[:, None] * (np.array(look.hair) - colour)
    shirt = points[:, 1] < -0.185 - 0.1 * np.maximum(0.07 - np.abs(points[:, 0]), 0.0)
    colour[shirt] = rng.choice([(0.5, 0.5, 0.52), (0.05, 0.07, 0.16), (0.35, 0.06, 0.06), (0.02, 0.02, 0.02)])
    layer = thing.data.color_attributes.new("tint", "FLOAT_COLOR", "POINT")
    layer.data.foreach_set("color", np.column_stack([np.clip(colour, 0.0, 1.0), np.ones(len(points))]).astype(np.float32).ravel())
    thing.data.materials.append(skin_material())
    hairs(root, points, normals, brow, 1100, (0.004, 0.008), "brow", look, rng)
    if look.beard:
        hairs(root, points, normals, jaw, 3000, (0.002, 0.008), "beard", look, rng)
    if not look.bald:
        reach = (0.05, 0.12) if look.long else (0.012, 0.035)
        hairs(root, points, normals, scalp, 4000, reach, "long" if look.long else "short", look, rng)
    return thing


def brows(points, eyes):
    """Where eyebrows grow, 0..1."""
    found = np.zeros(len(points))
    for eye in eyes:
        along = (points[:, 0] - eye[0]) * np.sign(eye[0])
        middle = 0.0195 + 0.004 * np.cos((along - 0.006) / 0.016) - 0.00008 / np.maximum(0.032 - along, 0.004)
        thick = 0.0042 * np.clip((0.030 - along) / 0.03, 0.25, 1.0)
        found += np.exp(-0.5 * ((points[:, 1] - middle) / thick) ** 2) * (along > -0.021) * (along < 0.027) * (points[:, 2] > -0.02)
    return np.minimum(found, 1.0)


def scalp_of(points, top):
    """Where hair of the head grows, 0..1: above a line over the forehead, down before and behind the ears."""
    z = points[:, 2]
    line = np.interp(z, [-0.16, -0.125, -0.10, -0.085, -0.07, -0.045, 0.0, 0.03], [-0.085, -0.06, 0.0, -0.012, 0.01, 0.045, 0.5 * top + 0.008, 0.62 * top])
    return np.clip((points[:, 1] - line) / 0.006, 0.0, 1.0)


def skin_material():
    material = bpy.data.materials.new("skin")
    material.use_nodes = True
    nodes, links = material.node_tree.nodes, material.node_tree.links
    shader = nodes["Principled BSDF"]
    tint = nodes.new("ShaderNodeVertexColor")
    tint.layer_name = "tint"
    where = nodes.new("ShaderNodeTexCoord")
    last = tint.outputs["Color"]
    for scale, detail, low, high in ((70.0, 3.0, 0.84, 1.14), (900.0, 1.0, 0.90, 1.08)):
        noise = nodes.new("ShaderNodeTexNoise")
        noise.inputs["Scale"].default_value, noise.inputs["Detail"].default_value = scale, detail
        reach = nodes.new("ShaderNodeMapRange")
        reach.inputs["From Min"].default_value, reach.inputs["From Max"].default_value = 0.3, 0.7
        reach.inputs["To Min"].default_value, reach.inputs["To Max"].default_value = low, high
        mix = nodes.new("ShaderNodeVectorMath")
        mix.operation = "SCALE"
        links.new(where.outputs["Object"], noise.inputs["Vector"])
        links.new(noise.outputs["Fac"], reach.inputs["Value"])
        links.new(last, mix.inputs[0])
        links.new(reach.outputs["Result"], mix.inputs["Scale"])
        last = mix.outputs["Vector"]
        if scale > 100.0:
            bump = nodes.new("ShaderNodeBump")
            bump.inputs["Strength"].default_value, bump.inputs["Distance"].default_value = 0.25, 0.0006
            links.new(noise.outputs["Fac"], bump.inputs["Height"])
            links.new(bump.outputs["Normal"], shader.inputs["Normal"])
    links.new(last, shader.inputs["Base Color"])
    shader.inputs["Roughness"].default_value = 0.48
    shader.inputs["Specular IOR Level"].default_value = 0.35
    return material


def hairs(root, points, normals, where, count, reach, kind, look, rng):
    """Strands on the places where `where` is high."""
    share = where**2
    if share.sum() <= 0.0:
        return
    roots = rng.choice(len(points), size=count, p=share / share.sum())
    start = points[roots] + rng.normal(0.0, 0.0007, (count, 3))
    length = rng.uniform(*reach, count)
    normal, side = normals[roots], np.sign(points[roots, 0])[:, None]
    away = {
        "brow": 0.35 * normal + side * np.array([0.9, 0.0, 0.0]) + [0.0, 0.25, 0.0],
        "beard": 0.8 * normal + [0.0, -0.5, 0.0],
        "short": 0.55 * normal + [0.0, -0.1, -0.45],
        "long": 0.30 * normal + side * np.array([0.25, 0.0, 0.0]) + [0.0, 0.0, -0.35],
    }[kind] + rng.normal(0.0, 0.22, (count, 3))
    away /= np.linalg.norm(away, axis=1)[:, None]
    steps = 6
    strand = np.empty((count, steps, 3))
    for step in range(steps):
        along = step / (steps - 1)
        bend = np.array([0.0, -1.0, 0.0]) * (0.9 if kind == "long" else 0.25) * along**2
        strand[:, step] = start + (away * along + bend) * length[:, None]
    if kind in ("long", "short"):
        # Over the skull, never through it.
        off = strand - [0.0, 0.03, -0.085]
        least = np.linalg.norm(start - [0.0, 0.03, -0.085], axis=1) + 0.001
        far = np.maximum(np.linalg.norm(off, axis=2), least[:, None])
        strand = off / np.linalg.norm(off, axis=2)[..., None] * far[..., None] + [0.0, 0.03, -0.085]
    data = bpy.data.hair_curves.new(kind)
    data.add_curves([steps] * count)
    data.position_data.foreach_set("vector", strand.astype(np.float32).ravel())
    thick = data.attributes.new("radius", "FLOAT", "POINT")
    thin = {"brow": 0.00006, "beard": 0.00005, "short": 0.00017, "long": 0.00018}[kind]
    thick.data.foreach_set("value", np.tile(np.linspace(thin, 0.3 * thin, steps), count).astype(np.float32))
    thing = bpy.data.objects.new(kind, data)
    bpy.context.scene.collection.objects.link(thing)
    thing.parent = root
    material = bpy.data.materials.new("hair")
    material.use_nodes = True
    shader = material.node_tree.nodes["Principled BSDF"]
    shader.inputs["Base Color"].default_value = (*look.hair, 1.0)
    shader.inputs["Roughness"].default_value = 0.5
    data.materials.append(material)


def eye(root, middle, radius, iris, look):
    """An eyeball whose iris is `iris` metres wide, looking along its own +Z."""
    bpy.ops.mesh.primitive_uv_sphere_add(segments=48, ring_count=32, radius=1.03 * radius)
    ball = bpy.context.object
    bpy.ops.object.shade_smooth()
    ball.parent = root
    material = bpy.data.materials.new("eye")
    material.use_nodes = True
    nodes, links = material.node_tree.nodes, material.node_tree.links
    where, apart = nodes.new("ShaderNodeTexCoord"), nodes.new("ShaderNodeSeparateXYZ")
    links.new(where.outputs["Object"], apart.inputs[0])
    flat = nodes.new("ShaderNodeCombineXYZ")
    links.new(apart.outputs["X"], flat.inputs["X"])
    links.new(apart.outputs["Y"], flat.inputs["Y"])
    long = nodes.new("ShaderNodeVectorMath")
    long.operation = "LENGTH"
    links.new(flat.outputs[0], long.inputs[0])
    share = nodes.new("ShaderNodeMath")
    share.operation = "DIVIDE"
    share.inputs[1].default_value = iris
    links.new(long.outputs["Value"], share.inputs[0])
    ramp = nodes.new("ShaderNodeValToRGB")
    stops = ramp.color_ramp.elements
    dark = tuple(part * 0.35 for part in look.iris)
    for place, tone in ((0.15, (0.004, 0.004, 0.004)), (0.17, tuple(part * 1.3 for part in look.iris)), (0.40, look.iris), (0.46, dark), (0.49, dark), (0.515, (0.62, 0.58, 0.55))):
        stop = stops.new(place)
        stop.color = (*tone, 1.0)
    stops.remove(stops[0])
    stops[len(stops) - 1].color = (0.60, 0.52, 0.48, 1.0)
    links.new(share.outputs[0], ramp.inputs[0])
    shader = nodes["Principled BSDF"]
    links.new(ramp.outputs[0], shader.inputs["Base Color"])
    shader.inputs["Roughness"].default_value = 0.08
    ball.data.materials.append(material)
    ball.location = middle
    return ball


def lamps(rng):
    """Other light than in the picture before."""
    scene = bpy.context.scene
    for thing in [thing for thing in scene.objects if thing.type == "LIGHT"]:
        bpy.data.objects.remove(thing)
    world = scene.world or bpy.data.worlds.new("world")
    world.use_nodes = True
    scene.world = world
    tint = [(1.0, 0.93, 0.82), (0.9, 0.95, 1.0), (1.0, 1.0, 1.0)][int(rng.integers(0, 3))]
    world.node_tree.nodes["Background"].inputs[0].default_value = (*tint, 1.0)
    world.node_tree.nodes["Background"].inputs[1].default_value = rng.uniform(0.2, 0.55)
    for _ in range(int(rng.integers(1, 3))):
        data = bpy.data.lights.new("lamp", "AREA")
        data.energy, data.size = rng.uniform(14.0, 36.0), rng.uniform(0.2, 0.7)
        data.color = [(1.0, 0.88, 0.72), (1.0, 1.0, 1.0), (0.85, 0.92, 1.0)][int(rng.integers(0, 3))]
        thing = bpy.data.objects.new("lamp", data)
        angle = rng.uniform(-1.3, 1.3)
        thing.location = (1.5 * math.sin(angle), rng.uniform(0.0, 1.3), -0.5 + 1.5 * math.cos(angle))
        thing.rotation_euler = (Vector((0.0, 0.0, -0.6)) - thing.location).to_track_quat("-Z", "Y").to_euler()
        scene.collection.objects.link(thing)


def wall(rng, size):
    """A wall with something on it, out of focus; (height, width, 3) in 0..1."""
    picture = np.empty((size[1], size[0], 3), dtype=np.float32)
    picture[:] = rng.uniform(0.35, 0.9) * (1.0 + rng.normal(0.0, 0.06, 3))
    picture *= np.linspace(1.0, rng.uniform(0.7, 1.0), size[0])[None, :, None]
    for _ in range(int(rng.integers(2, 6))):
        left, top = int(rng.integers(-200, size[0])), int(rng.integers(-200, size[1]))
        picture[max(top, 0) : top + int(rng.integers(80, 500)), max(left, 0) : left + int(rng.integers(60, 420))] = rng.uniform(0.05, 0.95, 3)
    image = Image.fromarray((np.clip(picture, 0.0, 1.0) * 255.0).astype(np.uint8)).filter(ImageFilter.GaussianBlur(float(rng.uniform(1.0, 7.0))))
    return np.asarray(image, dtype=np.float32) / 255.0


def ruler(root, vertices, kind, strip, rng, tone):
    """A bank card or the printed strip, held flat against the forehead by two fingers."""
    size = CARD_M if kind == "card" else STRIP_M
    front = vertices[(np.abs(vertices[:, 0]) < 0.012) & (vertices[:, 2] > -0.03)]
    lower = np.array([front[np.argmin(np.abs(front[:, 1] - high)), 2] for high in (0.030, 0.062)])
    lean = math.atan2(lower[1] - lower[0], 0.032)
    middle = np.array([rng.uniform(-0.006, 0.006), 0.031 + size[1] / 2.0, 0.0])
    # Flat on the most prominent point of the forehead behind it.
    behind = vertices[(np.abs(vertices[:, 0]) < size[0] / 2.0) & (np.abs(vertices[:, 1] - middle[1]) < size[1] / 2.0 + 0.004) & (vertices[:, 2] > -0.05)]
    turn = Matrix.Rotation(lean + rng.normal(0.0, 0.03), 3, "X") @ Matrix.Rotation(rng.normal(0.0, 0.03), 3, "Y") @ Matrix.Rotation(rng.normal(0.0, 0.05), 3, "Z")
    normal = np.array(turn)[:, 2]
    middle[2] = float(((behind - middle * [1.0, 1.0, 0.0]) @ normal).max()) / normal[2] + 0.0012
    corners = [(-size[0] / 2.0, -size[1] / 2.0), (size[0] / 2.0, -size[1] / 2.0), (size[0] / 2.0, size[1] / 2.0), (-size[0] / 2.0, size[1] / 2.0)]
    outline = rounded(corners, 0.00318) if kind == "card" else corners
    mesh = bpy.data.meshes.new("ruler")
    mesh.from_pydata([(x, y, 0.0) for x, y in outline], [], [tuple(range(len(outline)))])
    layer = mesh.uv_layers.new()
    for loop in mesh.loops:
        x, y = outline[loop.vertex_index]
        layer.data[loop.index].uv = (x / size[0] + 0.5, y / size[1] + 0.5)
    thing = bpy.data.objects.new("ruler", mesh)
    bpy.context.scene.collection.objects.link(thing)
    thing.parent = root
    thing.matrix_local = Matrix.Translation(middle) @ turn.to_4x4()
    material = bpy.data.materials.new("ruler")
    material.use_nodes = True
    shader = material.node_tree.nodes["Principled BSDF"]
    texture = material.node_tree.nodes.new("ShaderNodeTexImage")
    texture.image = printed_card(rng) if kind == "card" else bpy.data.images.load(os.path.abspath(strip))
    material.node_tree.links.new(texture.outputs["Color"], shader.inputs["Base Color"])
    shader.inputs["Roughness"].default_value = 0.35 if kind == "card" else 0.8
    mesh.materials.append(material)
    return [thing, *fingers(root, thing, size, rng, tone)]


def rounded(corners, radius):
    points = []
    for number, (x, y) in enumerate(corners):
        inward = (-math.copysign(radius, x), -math.copysign(radius, y))
        for step in range(7):
            angle = math.pi + number * math.pi / 2.0 + step * math.pi / 12.0
            points.append((x + inward[0] + radius * math.cos(angle), y + inward[1] + radius * math.sin(angle)))
    return points


def printed_card(rng):
    """A card of no bank: a coloured ground with a wave, a chip and a line of blocks."""
    width, height = 428, 270
    u, v = np.meshgrid(np.linspace(0, 1, width), np.linspace(0, 1, height))
    ground, second = rng.uniform(0.02, 0.85, 3), rng.uniform(0.02, 0.85, 3)
    wave = (v > 0.5 + 0.2 * np.sin(u * rng.uniform(2.0, 6.0) + rng.uniform(0.0, 6.0)))[..., None]
    pixels = np.where(wave, ground, 0.6 * ground + 0.4 * second)
    pixels[(np.abs(u - 0.17) < 0.06) & (np.abs(v - 0.55) < 0.08)] = (0.75, 0.62, 0.30)
    digits = (np.abs(v - 0.36) < 0.03) & (np.abs(u - 0.5) < 0.4) & (np.sin(u * 150.0) > -0.2)
    pixels[digits] = 0.85 if ground.mean() < 0.45 else 0.08
    image = bpy.data.images.new("card", width, height)
    image.pixels[:] = np.dstack([pixels, np.ones((height, width))]).astype(np.float32).ravel()
    return image


def fingers(root, held, size, rng, tone):
    """Two finger tips at one side of the ruler."""
    made = []
    side = float(rng.choice([-1.0, 1.0]))
    for up in (-0.010, 0.009):
        bpy.ops.mesh.primitive_uv_sphere_add(segments=24, ring_count=16, radius=1.0)
        tip = bpy.context.object
        bpy.ops.object.shade_smooth()
        tip.parent = root
        tip.matrix_local = held.matrix_local @ Matrix.Translation((side * (size[0] / 2.0 + 0.016), up, 0.003)) @ Matrix.Diagonal((0.024, 0.0078, 0.0075, 1.0))
        material = bpy.data.materials.new("finger")
        material.use_nodes = True
        material.node_tree.nodes["Principled BSDF"].inputs["Base Color"].default_value = (*tone, 1.0)
        tip.data.materials.append(material)
        made.append(tip)
    return made
