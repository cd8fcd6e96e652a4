"""The sample rooms and avatars: what was built keeps its limits and stands where the plan says."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from client.player import at_place
from client.scene.mirrors import apart
from server.store.folder import open_in_memory
from showroom.avatars import CLIPS, has_wardrobe
from showroom.gltf import walk
from showroom.gltf.posing import Poses, posed_positions
from showroom.layout import parse_room
from showroom.looks import SHAPES, SLOTS, AvatarLook, look_of, shapes
from showroom.pipeline.catalogue import put_avatar
from showroom.pipeline.source import ModelSource
from showroom.product_file import parse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from client.player import Camera
    from showroom.catalogue import Plinth, RoomPlan
    from showroom.gltf.model import Document, Node, Primitive

BUILT = Path(__file__).resolve().parents[2] / "assets" / "built"
ROOMS = sorted(path.parent for path in (BUILT / "rooms").glob("*/room.toml"))
AVATARS = sorted((BUILT / "avatars").glob("*.glb"))
VISITOR_RADIUS_M = 0.3
EYE_M = 1.6
NEAR_M = 7.0
PERSON_M = 1.9
Placed = tuple["Node", "Primitive", "NDArray[np.float64]"]


def load(path: Path) -> Document:
    return ModelSource(path.name, path.read_bytes()).read()


def placed(document: Document) -> Iterator[Placed]:
    """Every primitive with its positions in the scene."""
    waiting = [(node, np.eye(4)) for node in document.roots]
    while waiting:
        node, parent = waiting.pop()
        matrix = parent @ node.matrix
        waiting.extend((child, matrix) for child in node.children)
        for primitive in node.mesh.primitives if node.mesh else []:
            points = primitive.attributes["POSITION"].astype(np.float64)
            yield node, primitive, points @ matrix[:3, :3].T + matrix[:3, 3]


def triangles(document: Document) -> NDArray[np.float64]:
    """All triangles, (n, 3 corners, 3)."""
    return np.concatenate([points[primitive.indices.reshape(-1, 3)] for _, primitive, points in placed(document)])


def heights_below(mesh: NDArray[np.float64], x: float, y: float, z: float) -> list[float]:
    """Heights of all surfaces under a point, the highest first."""
    a, b, c = (mesh[:, k, :][:, [0, 2]] for k in range(3))
    area = _cross(b - a, c - a)
    flat = np.abs(area) > 1e-12
    a, b, c, area, corners = a[flat], b[flat], c[flat], area[flat], mesh[flat]
    point = np.array([x, z])
    weight_b = _cross(point - a, c - a) / area
    weight_c = _cross(b - a, point - a) / area
    weight_a = 1.0 - weight_b - weight_c
    inside = (weight_a >= -1e-6) & (weight_b >= -1e-6) & (weight_c >= -1e-6)
    weights = np.stack([weight_a, weight_b, weight_c], axis=1)[inside]
    found = (weights * corners[inside][:, :, 1]).sum(axis=1)
    return sorted((float(height) for height in found if height <= y), reverse=True)


def _cross(first: NDArray[np.float64], second: NDArray[np.float64]) -> NDArray[np.float64]:
    crossed: NDArray[np.float64] = first[..., 0] * second[..., 1] - first[..., 1] * second[..., 0]
    return crossed


def blocked(plan: RoomPlan, x: float, z: float) -> bool:
    """Whether a visitor cannot stand there."""
    return any(
        abs(x - obstacle.centre[0]) < obstacle.half[0] + VISITOR_RADIUS_M
        and abs(z - obstacle.centre[1]) < obstacle.half[1] + VISITOR_RADIUS_M
        for obstacle in plan.obstacles
    )


@pytest.fixture(scope="module", params=ROOMS, ids=lambda path: str(path.name))
def room(request: pytest.FixtureRequest) -> tuple[Path, RoomPlan, Document]:
    folder: Path = request.param
    plan = parse_room((folder / "room.toml").read_text(encoding="utf-8"), "room.toml")
    return folder, plan, load(folder / "model.glb")


@pytest.fixture(scope="module", params=AVATARS, ids=lambda path: str(path.stem))
def avatar(request: pytest.FixtureRequest) -> tuple[Path, Document]:
    path: Path = request.param
    return path, load(path)


def test_there_is_a_room_and_one_model_that_everybody_wears() -> None:
    assert "main" in [folder.name for folder in ROOMS]
    assert [path.stem for path in AVATARS] == ["person"]


def test_a_room_is_cheap_to_draw_and_to_fetch(room: tuple[Path, RoomPlan, Document]) -> None:
    folder, _, document = room
    assert (folder / "model.glb").stat().st_size <= 2_000_000
    assert len(triangles(document)) <= 125_000
    assert len(document.materials) <= 19
    assert len(list(placed(document))) <= 20


def test_a_room_has_the_size_that_its_plan_says(room: tuple[Path, RoomPlan, Document]) -> None:
    _, plan, document = room
    floor = np.concatenate([points for node, _, points in placed(document) if node.name == "floor"])
    half_x, half_z = plan.half_size_m
    assert np.abs(floor[:, 1]).max() < 0.001
    assert half_x <= floor[:, 0].max() <= half_x + 0.5
    assert half_z <= floor[:, 2].max() <= half_z + 0.5


def test_a_rooms_light_is_baked_into_its_vertices(room: tuple[Path, RoomPlan, Document]) -> None:
    _, _, document = room
    for node, primitive, points in placed(document):
        if node.name == "floor":
            light = primitive.attributes["COLOR_0"][:, :3].mean(axis=1)
            open_floor = light[np.abs(points[:, 0]) < 1.0]
            assert np.median(open_floor) > 0.5
            assert light.min() < 0.6 * np.median(open_floor)


def test_in_the_evening_lamps_stay_and_the_sky_goes(room: tuple[Path, RoomPlan, Document]) -> None:
    _, _, document = room
    shares = {node.name: primitive.attributes["COLOR_0"][:, 3] for node, primitive, _ in placed(document)}
    assert np.quantile(shares["floor"], 0.05) < 0.4
    assert np.quantile(shares["floor"], 0.9) > 0.8
    assert shares["view"].max() == 0.0
    assert shares["glow"].min() == 1.0


def test_every_product_stands_on_a_surface(room: tuple[Path, RoomPlan, Document]) -> None:
    _, plan, document = room
    mesh = triangles(document)
    for plinth in plan.plinths:
        x, y, z = plinth.place.position
        assert heights_below(mesh, x, y + 0.2, z)[0] == pytest.approx(y, abs=0.01), plinth.id


def test_a_footprint_lies_on_its_surface(room: tuple[Path, RoomPlan, Document]) -> None:
    _, plan, document = room
    mesh = triangles(document)
    for plinth in plan.plinths:
        x, y, z = plinth.place.position
        sine, cosine = np.sin(plinth.place.heading), np.cos(plinth.place.heading)
        for side, ahead in ((-0.45, 0.0), (0.45, 0.0), (0.0, -0.45), (0.0, 0.45)):
            right, front = side * plinth.footprint_m[0], ahead * plinth.footprint_m[1]
            corner_x, corner_z = x + right * cosine + front * sine, z - right * sine + front * cosine
            below = heights_below(mesh, corner_x, y + 0.2, corner_z)
            assert below[0] == pytest.approx(y, abs=0.01), plinth.id


def test_products_are_out_of_peoples_way(room: tuple[Path, RoomPlan, Document]) -> None:
    _, plan, _ = room
    for plinth in plan.plinths:
        assert blocked(plan, plinth.place.position[0], plinth.place.position[2]), plinth.id


def test_the_sample_products_and_two_free_plinths_have_a_place() -> None:
    plan = parse_room((BUILT / "rooms" / "main" / "room.toml").read_text(encoding="utf-8"), "room.toml")
    assert {"runner", "acetate", "coupe", "aviator", "sprint"} <= {plinth.product for plinth in plan.plinths}
    free = [plinth for plinth in plan.plinths if plinth.product is None]
    assert len(free) >= 6
    assert {"shoe", "glasses", "other"} <= {kind for plinth in free for kind in plinth.accepts}


def test_people_can_stand_at_every_named_place(room: tuple[Path, RoomPlan, Document]) -> None:
    _, plan, document = room
    mesh = triangles(document)
    for place in (plan.spawn, *(named.place for named in plan.places)):
        x, y, z = place.position
        assert not blocked(plan, x, z)
        assert max(abs(x) - plan.half_size_m[0], abs(z) - plan.half_size_m[1]) <= 0
        assert heights_below(mesh, x, EYE_M + 0.2, z)[0] == pytest.approx(y, abs=0.02)


def test_every_car_is_whole_in_view_from_a_named_place() -> None:
    plan = parse_room((BUILT / "rooms" / "main" / "room.toml").read_text(encoding="utf-8"), "room.toml")
    cars = [plinth for plinth in plan.plinths if plinth.product in {"coupe", "city"}]
    assert len(cars) == 2
    for plinth in cars:
        path = BUILT / "products" / str(plinth.product) / "product.toml"
        size_mm = np.array(parse(path.read_text(encoding="utf-8"), path.name).model.size_mm, np.float64)
        seen = [one.id for one in plan.places if whole_in_view(plinth, size_mm, at_place(one.place).own_camera)]
        assert seen, plinth.id


def whole_in_view(plinth: Plinth, size_mm: NDArray[np.float64], camera: Camera) -> bool:
    """Whether the box around a car is before a camera whose picture is 16:9, with a margin, and not far."""
    x, y, z = plinth.place.position
    half_x, tall, half_z = size_mm[0] / 2000, size_mm[1] / 1000, size_mm[2] / 2000
    sine, cosine = np.sin(plinth.place.heading), np.cos(plinth.place.heading)
    offsets = [(a * half_x, b, c * half_z) for a in (-1, 1) for b in (0.0, tall) for c in (-1, 1)]
    corners = np.array([(x + a * cosine + c * sine, y + b, z - a * sine + c * cosine) for a, b, c in offsets])
    eye, ahead = np.array(camera.position), np.subtract(camera.target, camera.position)
    right = np.cross(ahead, [0.0, 1.0, 0.0])
    right /= np.linalg.norm(right)
    away = (corners - eye) @ ahead
    up = np.tan(np.radians(camera.fov_deg / 2))
    across, above = (np.abs((corners - eye) @ axis) / away for axis in (right, np.cross(right, ahead)))
    near = float(np.linalg.norm(corners.mean(axis=0) - eye)) < NEAR_M
    return bool(near and away.min() > 0 and across.max() < 0.95 * up * 16 / 9 and above.max() < 0.95 * up)


def test_a_table_mirror_shows_the_room_to_who_stands_before_it(room: tuple[Path, RoomPlan, Document]) -> None:
    _, plan, document = room
    mesh = triangles(document)
    _, flats = apart(document)
    small = [flat for flat in flats if not flat.floor and 0.03 < flat.area_m2 < 0.3 and flat.corners[:, 1].min() > 0.8]
    looked_into = 0
    for flat in small:
        centre = flat.corners.mean(axis=0)
        before = [np.array([named.place.position[0], EYE_M, named.place.position[2]]) for named in plan.places]
        facing = [eye for eye in before if (eye - centre) @ flat.normal > 0.5 * np.linalg.norm(eye - centre)]
        if not facing:  # the back of one
            continue
        looked_into += 1
        eye = min(facing, key=lambda eye: float(np.linalg.norm(eye - centre)))
        way = (centre - eye) / np.linalg.norm(centre - eye)
        way -= 2 * (way @ flat.normal) * flat.normal
        height = first_hit(mesh, centre + 0.01 * flat.normal, way)[1]
        assert 0.0 < height < PERSON_M, flat.node.name
    assert looked_into


def first_hit(mesh: NDArray[np.float64], origin: NDArray[np.float64], way: NDArray[np.float64]) -> NDArray[np.float64]:
    """Where a ray meets the first triangle (Möller and Trumbore)."""
    corner, one, two = mesh[:, 0], mesh[:, 1] - mesh[:, 0], mesh[:, 2] - mesh[:, 0]
    across = np.cross(way, two)
    scale = (one * across).sum(axis=1)
    scale = np.where(np.abs(scale) < 1e-12, np.inf, scale)
    u = ((origin - corner) * across).sum(axis=1) / scale
    turned = np.cross(origin - corner, one)
    v, far = (turned @ way) / scale, (turned * two).sum(axis=1) / scale
    met = (u >= 0) & (v >= 0) & (u + v <= 1) & (far > 1e-6)
    hit: NDArray[np.float64] = origin + way * far[met].min()
    return hit


def test_doors_lead_to_rooms_that_lead_back() -> None:
    plans = {folder.name: parse_room((folder / "room.toml").read_text(encoding="utf-8"), "r") for folder in ROOMS}
    assert len(plans) >= 2
    ways = {(name, door.to) for name, plan in plans.items() for door in plan.doors}
    assert ways
    for here, there in ways:
        assert (there, here) in ways
    for plan in plans.values():
        for door in plan.doors:
            assert not blocked(plan, door.place.position[0], door.place.position[2])


def test_every_named_place_can_be_walked_to_from_the_entrance(room: tuple[Path, RoomPlan, Document]) -> None:
    _, plan, _ = room
    step = 0.25
    seen = {(round(plan.spawn.position[0] / step), round(plan.spawn.position[2] / step))}
    waiting = list(seen)
    while waiting:
        x, z = waiting.pop()
        for cell in ((x + 1, z), (x - 1, z), (x, z + 1), (x, z - 1)):
            outside = abs(cell[0] * step) > plan.half_size_m[0] or abs(cell[1] * step) > plan.half_size_m[1]
            if cell not in seen and not outside and not blocked(plan, cell[0] * step, cell[1] * step):
                seen.add(cell)
                waiting.append(cell)
    for named in plan.places:
        assert (round(named.place.position[0] / step), round(named.place.position[2] / step)) in seen, named.id


def test_nobody_walks_into_furniture_at_knee_height(room: tuple[Path, RoomPlan, Document]) -> None:
    _, plan, document = room
    corners = triangles(document).reshape(-1, 3)
    half_x, half_z = plan.half_size_m
    knee = corners[(corners[:, 1] > 0.15) & (corners[:, 1] < 1.0)]
    knee = knee[(np.abs(knee[:, 0]) < half_x - 0.25) & (np.abs(knee[:, 2]) < half_z - 0.25)]
    for x, _, z in knee:
        assert blocked(plan, float(x), float(z)), (x, z)


JOINTS = ("hips", "spine", "chest", "neck", "head")
LIMBS = ("upper_arm", "lower_arm", "hand", "upper_leg", "lower_leg", "foot")


def worn(primitive: Primitive, look: AvatarLook, *, adviser: bool = False) -> NDArray[np.bool_]:
    """Which vertices show on somebody who looks so."""
    shown = {0, *(SHAPES.index(shape) + 1 for shape in shapes(look, adviser=adviser))}
    return np.isin(np.rint(primitive.attributes["TEXCOORD_1"][:, 1]).astype(int), list(shown))


def level(document: Document, name: str) -> Primitive:
    mesh = next(node.mesh for node, _ in walk.nodes(document) if node.name == name)
    assert mesh is not None
    return mesh.primitives[0]


def test_an_avatar_is_cheap_and_cheaper_from_afar(avatar: tuple[Path, Document]) -> None:
    path, document = avatar
    assert path.stat().st_size <= 2_000_000
    assert len(document.materials) == 1
    most = {"lod0": 9_500, "lod1": 5_000, "lod2": 2_600}
    for name, triangles_most in most.items():
        primitive = level(document, name)
        for number in range(60):
            shown = worn(primitive, look_of(f"v-{number}"))
            assert shown[primitive.indices.reshape(-1, 3)].all(axis=1).sum() <= triangles_most, (name, number)


def test_every_shape_and_slot_of_a_look_is_in_the_model(avatar: tuple[Path, Document]) -> None:
    _, document = avatar
    assert has_wardrobe(document)
    told = np.rint(level(document, "lod0").attributes["TEXCOORD_1"]).astype(int)
    assert set(told[:, 0].tolist()) == set(range(len(SLOTS)))
    assert set(told[:, 1].tolist()) == set(range(len(SHAPES) + 1))
    far = np.rint(level(document, "lod2").attributes["TEXCOORD_1"]).astype(int)
    small = {"glasses-acetate", "glasses-aviator", "glasses-sprint", "lanyard"}
    missing = set(range(1, len(SHAPES) + 1)) - set(far[:, 1].tolist())
    assert {SHAPES[number - 1] for number in missing} <= small


def test_an_avatar_has_the_joints_and_clips_that_the_client_plays(avatar: tuple[Path, Document]) -> None:
    _, document = avatar
    poses = Poses(document)
    worlds = poses.worlds()
    places = {node.name: worlds[row][:3, 3] for row, node in enumerate(poses.nodes)}
    assert set(places) >= {*JOINTS, *(f"{limb}_{side}" for limb in LIMBS for side in ("left", "right"))}
    assert 1.35 < places["neck"][1] < places["head"][1] < 1.6
    assert places["upper_arm_left"][0] > 0.12 > -0.12 > places["upper_arm_right"][0]
    assert {clip.name for clip in document.animations} == set(CLIPS)
    assert 1.0 < document.roots[0].extras["walk_m"] < 2.0


def test_walking_feet_stay_on_the_floor_and_hardly_slide(avatar: tuple[Path, Document]) -> None:
    _, document = avatar
    poses = Poses(document)
    clip = next(one for one in document.animations if one.name == "walk")
    mesh = next(node for node in poses.nodes if node.name == "lod0")
    assert mesh.mesh is not None
    assert mesh.skin is not None
    primitive = mesh.mesh.primitives[0]
    ball = np.flatnonzero(
        (primitive.attributes["POSITION"][:, 1] < 0.02)
        & (primitive.attributes["POSITION"][:, 0] > 0.02)
        & (primitive.attributes["POSITION"][:, 2] > 0.05)
        & worn(primitive, AvatarLook())
    )
    walk_m, places = document.roots[0].extras["walk_m"], []
    for share in np.linspace(0.0, 0.96, 25):
        palette = poses.palette(mesh.skin, poses.worlds(clip, share * clip.duration_s))
        points = posed_positions(primitive, palette)
        assert abs(points[worn(primitive, AvatarLook()), 1].min()) < 0.03
        places.append([share, *points[ball].mean(axis=0)[1:]])
    standing = np.array([row for row in places if 0.36 <= row[0] <= 0.66])
    slide = standing[:, 2] + walk_m * standing[:, 0]
    assert slide.max() - slide.min() < 0.08


def test_an_avatar_stands_on_the_floor_between_its_feet_and_faces_forward(avatar: tuple[Path, Document]) -> None:
    _, document = avatar
    points = np.concatenate([part[worn(primitive, AvatarLook())] for _, primitive, part in placed(document)])
    assert points[:, 1].min() == pytest.approx(0.0, abs=0.005)
    assert 1.65 < points[:, 1].max() < 1.85
    feet = points[points[:, 1] < 0.05]
    assert feet[:, 0].min() + feet[:, 0].max() == pytest.approx(0.0, abs=0.01)
    assert feet[:, 2].max() > 2 * abs(feet[:, 2].min())


def test_a_wheelchair_stands_on_the_floor_and_its_wheels_turn(avatar: tuple[Path, Document]) -> None:
    _, document = avatar
    poses = Poses(document)
    clip = next(one for one in document.animations if one.name == "roll")
    mesh = next(node for node in poses.nodes if node.name == "lod0")
    assert mesh.mesh is not None
    assert mesh.skin is not None
    primitive = mesh.mesh.primitives[0]
    chair = np.rint(primitive.attributes["TEXCOORD_1"][:, 1]).astype(int) == SHAPES.index("wheelchair") + 1
    moments = [
        posed_positions(primitive, poses.palette(mesh.skin, poses.worlds(clip, share * clip.duration_s)))
        for share in (0.0, 0.25)
    ]
    shown = worn(primitive, AvatarLook(mobility="wheelchair"))
    for points in moments:
        assert abs(points[shown, 1].min()) < 0.02
        assert 1.15 < points[shown, 1].max() < 1.45
    assert np.linalg.norm(moments[1][chair] - moments[0][chair], axis=1).max() > 0.3
    assert 1.6 < document.roots[0].extras["roll_m"] < 2.1


def test_what_each_vertex_belongs_to_survives_publishing(avatar: tuple[Path, Document]) -> None:
    path, document = avatar
    folder = open_in_memory()
    try:
        file, _ = put_avatar(folder, "person", ModelSource(path.name, path.read_bytes()))
        published = ModelSource("person.glb", folder.files.read(file.sha256)).read()
    finally:
        folder.close()
    assert has_wardrobe(published)
    for name in ("lod0", "lod1", "lod2"):
        made, told = (
            np.unique(np.rint(level(one, name).attributes["TEXCOORD_1"]), axis=0) for one in (document, published)
        )
        assert np.array_equal(made, told)
