"""Builds the sample showroom: ``python build_main.py [OUT_DIR]`` with Blender's module.

Writes model.glb and room.toml. `SHOWROOM_RAYS` lowers the quality of the baked light for a quick look.
"""

from __future__ import annotations

import math
import os
import shutil
import sys
import tempfile
import tomllib
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import bpy  # noqa: E402, F401 - brings bmesh and mathutils
import ceilings  # noqa: E402
import furniture as f  # noqa: E402
import green  # noqa: E402
import grounds  # noqa: E402
import hall  # noqa: E402
import lounge  # noqa: E402
import materials_of_rooms  # noqa: E402
import painting  # noqa: E402
import podium  # noqa: E402
import shell  # noqa: E402
import shoe_corner  # noqa: E402
import stage as st  # noqa: E402
from signs import sign, totem, words  # noqa: E402

SOURCE = HERE / "main" / "room.toml"
BUILT = HERE.parents[1] / "built" / "rooms" / "main"
SKY = (1.45, 1.52, 1.62)
INK = st.srgb("#3a332e")
TREE = (0.2, -0.1)


def build(out: Path) -> None:
    """Model, light and write the room."""
    plan = tomllib.loads(SOURCE.read_text(encoding="utf-8"))
    st.clear()
    with tempfile.TemporaryDirectory() as folder:
        stage = st.Stage(materials_of_rooms.looks(painting.paint_all(Path(folder))))
        _shell(stage, footprints(plan))
        at = {plinth["id"]: plinth["at"] for plinth in plan["plinths"]}
        _shoes(stage, at)
        _eyewear(stage, at)
        _cars(stage, at)
        _lounge(stage)
        _middle(stage)
        stage.finish(SKY, int(os.environ.get("SHOWROOM_RAYS", "160")))
        st.export(out / "model.glb", compressed=True)
    shutil.copyfile(SOURCE, out / "room.toml")


def _shell(stage: st.Stage, prints: list) -> None:
    disc, slabs = (*TREE, 2.5), ((2.2, -shell.HALF_Z, shell.HALF_X, 2.3), (-1.35, 2.0, 1.35, shell.HALF_Z))
    covered = [((x0 + x1) / 2, (z0 + z1) / 2, (x1 - x0) / 2, (z1 - z0) / 2, 0.0) for x0, z0, x1, z1 in slabs]
    shell.floor(stage, prints, [*covered, (*TREE, 2.5, 2.5, 2.5)])
    for rect in slabs:
        grounds.slab(stage, rect, prints, disc)
    grounds.round_slab(stage, *disc, 0.76)
    shell.walls(stage)
    ceilings.ceiling(stage)
    shell.windows(stage)
    shell.outside(stage)
    shell.entrance(stage)
    shell.arches(stage)
    shell.slats(stage, -5.4, 2.2)
    shell.flutes(stage, 1.6, 11.86)
    shell.pictures(stage)
    shell.inner_door(stage, shell.ATELIER_X, words("Atelier", 0.2, 0.02))
    ceilings.baffles(stage, -11.5, -2.2, -7.3, 2.7)
    for z in (-5.6, -1.9, 1.9, 5.4):
        green.grasses(stage, shell.HALF_X + 1.5, z, 2.9)


def _shoes(stage: st.Stage, at: dict) -> None:
    left, right = at["shoe-table"], at["shoe-table-right"]
    shoe_corner.table(stage, (left[0] + right[0]) / 2, left[1], left[2], (left[0], right[0]))
    steps = tuple(tuple(at[name]) for name in ("shoe-step-high", "shoe-step-middle", "shoe-step-low"))
    shoe_corner.island(stage, steps)
    shoe_corner.leather_wall(stage, -0.02, -shell.HALF_Z + 0.01)
    shoe_corner.niche(stage, -8.05, -shell.HALF_Z + 0.01, 1.4)
    shoe_corner.try_on(stage, -1.5, -3.9, 0.0)
    aims = [(left[0], left[1], left[2]), (right[0], right[1], right[2]), (-4.4, 1.6, -8.0)]
    ceilings.track(stage, (-6.6, -2.6), (-2.2, -2.6), aims)
    ceilings.track(stage, (-1.9, -4.2), (1.0, -4.2), [(x, y, z) for x, y, z in steps] + [(-0.6, 1.7, -8.0), (0.6, 1.7, -8.0)])
    sign(stage, "Shoes", "SCHUHE", (-0.02, 2.88, -shell.HALF_Z + 0.01), 0.0, INK)


def _eyewear(stage: st.Stage, at: dict) -> None:
    spots = [at[name] for name in ("eyewear-bar-far", "eyewear-stand", "eyewear-bar-end")]
    f.counter(stage, spots[1][0], spots[1][1], spots[1][2], tuple(spot[2] for spot in spots))
    wall = -shell.HALF_X + 0.07
    f.wall_mirror(stage, wall, 1.75, spots[1][2], 0.66)
    for z in (-4.1, 0.9):
        for y in (1.15, 1.62, 2.09):
            f.wall_shelf(stage, wall, y, z, 2.1)
    shoe_corner.standing_mirror(stage, -11.3, 3.0, 1.25)
    places = tuple(tuple(at[name]) for name in ("pedestal-round", "pedestal-oak", "pedestal-clay", "pedestal-ash"))
    shoe_corner.pedestals(stage, places)
    ceilings.track(stage, (-8.9, -4.6), (-8.9, 1.4), [(x, y, z) for x, y, z in spots] + [(-12.0, 1.6, -4.1), (-12.0, 1.6, 0.9)])
    ceilings.track(stage, (-8.2, 2.35), (-4.2, 2.35), [(x, y, z) for x, y, z in places])
    sign(stage, "Eyewear", "BRILLEN", (-shell.HALF_X + 0.01, 3.78, -1.6), math.pi / 2, INK)


def _cars(stage: st.Stage, at: dict) -> None:
    x, top, z = at["turntable"]
    f.turntable(stage, x, top, z)
    shell.light_ring(stage, x, z)
    x, top, z = at["car-stage"]
    hall.platform(stage, x, top, z)
    ceilings.light_frame(stage, x, z, 2.2, 4.8)
    hall.paint_wall(stage, 9.9, 1.05, -shell.HALF_Z + 0.07, 0.0)
    hall.wheel_wall(stage, 2.95, 1.55, -shell.HALF_Z + 0.07, 0.0)
    hall.charger(stage, 11.55, 2.85, -math.pi / 2)
    sign(stage, "Cars", "AUTOS", (6.3, 3.5, -shell.HALF_Z + 0.01), 0.0, INK)


def _lounge(stage: st.Stage) -> None:
    f.rug(stage, 8.5, 5.2, 5.0, 3.9)
    f.sofa(stage, 10.8, 5.2, -math.pi / 2)
    lounge.two_seater(stage, 8.6, 3.5, 0.0)
    f.armchair(stage, 6.35, 4.5, 1.25)
    f.armchair(stage, 6.45, 6.2, 1.9)
    f.low_tables(stage, 8.5, 5.3)
    f.floor_lamp(stage, 11.3, 7.25)
    lounge.bookcase(stage, 7.95, shell.HALF_Z - 0.01, 6.6, math.pi)
    lounge.advice(stage, 4.1, 4.6)
    lounge.reception(stage, 3.0, 6.65, -math.pi / 2)
    ceilings.globes(stage, 8.5, 5.2, ((0, 0, 2.7), (0.42, 0.25, 3.0), (-0.35, 0.3, 3.25), (0.1, -0.42, 3.4)))
    ceilings.downlights(stage, [(x, z) for x in (5.4, 7.4, 10.2) for z in (3.3, 6.9)] + [(3.4, 5.4), (-2.4, 6.0), (-2.0, 4.5), (0.0, 4.6), (0.0, 6.6)])
    ceilings.downlights(stage, [(-11.0, -5.9), (-11.0, -7.1)])
    sign(stage, "Lounge", "BERATUNG", (7.95, 3.3, shell.HALF_Z - 0.01), math.pi, INK)


def _middle(stage: st.Stage) -> None:
    green.tree(stage, *TREE)
    green.skylight(stage, *TREE, shell.HEIGHT)
    podium.podium(stage)
    wall = shell.HALF_Z - 0.05
    ceilings.track(stage, (-7.2, 5.3), (-2.6, 5.3), [(-6.85, 2.6, wall), (-5.3, 1.9, wall), (-3.4, 1.9, wall)])
    sign(stage, "Stage", "BÜHNE", (-6.85, 2.9, shell.HALF_Z - 0.01), math.pi, INK)
    stage.add(words("Showroom", 0.3, 0.03), "paint", at=(0, 3.2, shell.HALF_Z - 0.01), turn=math.pi, tint=INK)
    lines = (
        ("Shoes · Schuhe", "115"),
        ("Eyewear · Brillen", "170"),
        ("Cars · Autos", "50"),
        ("Lounge · Beratung", "0"),
        ("Stage · Bühne", "205"),
        ("Atelier", "128"),
    )
    totem(stage, -2.65, 3.3, 0.62, lines, (st.srgb("#f7f1e6"), INK))
    f.bench(stage, -4.4, 7.45)
    f.plant(stage, -2.35, 7.4, 1.4, 20, "#2f6b62")
    f.plant(stage, -11.3, -7.2, 1.9, 26)
    f.plant(stage, 1.0, -7.35, 1.6, 22, "#c8704f")
    f.plant(stage, 4.25, 7.45, 1.2, 17, "#efe6d8")
    f.plant(stage, 5.55, 3.0, 1.5, 22, "#2f6b62")


def footprints(plan: dict) -> list[tuple[float, float, float, float, float]]:
    """Where things meet the floor: x, z, half x, half z, roundness."""
    prints = [(box["at"][0], box["at"][1], box["size_m"][0] / 2, box["size_m"][1] / 2, 0.05) for box in plan["obstacles"]]
    at = {plinth["id"]: plinth["at"] for plinth in plan["plinths"]}
    x, _, z = at["turntable"]
    return [*prints, (x, z, 2.45, 2.45, 2.45), (*TREE, 0.78, 0.78, 0.78), (-1.5, -3.9, 1.45, 1.45, 1.45)]


if __name__ == "__main__":
    build(Path(sys.argv[1]) if len(sys.argv) > 1 else BUILT)
