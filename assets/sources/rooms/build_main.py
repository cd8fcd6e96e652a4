"""Builds the sample showroom: ``python build_main.py [OUT_DIR]`` with Blender's module.

Writes model.glb and room.toml. `SHOWROOM_RAYS` lowers the quality of the baked light for a quick look.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import tomllib
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import bpy  # noqa: E402, F401 - brings bmesh and mathutils
import furniture as f  # noqa: E402
import painting  # noqa: E402
import shell  # noqa: E402
import stage as st  # noqa: E402

SOURCE = HERE / "main" / "room.toml"
BUILT = HERE.parents[1] / "built" / "rooms" / "main"
SKY = (1.45, 1.55, 1.70)


def looks(pictures: dict[str, Path]) -> dict[str, st.Look]:
    """The room's materials; colours that differ within one come from vertex colours."""
    return {
        "floor": st.Look(
            texture=pictures["floor"],
            rough_texture=pictures["floor_rough"],
            repeat_m=shell.FLOOR_TILE_M,
            mean=(0.62, 0.48, 0.33),
            exposure=0.26,
            glow_of_texture=0.16,
        ),
        # Walls and ceiling carry their light with them: matt plaster under many lamps is what a bake does best.
        "wall": st.Look(unlit=True, mean=(1, 1, 1), exposure=0.46),
        "paint": st.Look(roughness=0.85, mean=(1, 1, 1), exposure=0.26),
        "oak": st.Look(
            roughness=0.55,
            texture=pictures["oak"],
            repeat_m=0.9,
            mean=(0.62, 0.46, 0.31),
            exposure=0.24,
            glow_of_texture=0.10,
        ),
        "fabric": st.Look(
            roughness=0.95, texture=pictures["weave"], repeat_m=0.16, mean=(0.75, 0.75, 0.75), exposure=0.22
        ),
        "stone": st.Look(color=st.srgb("#fbf8f2"), roughness=0.3, mean=(1, 1, 1), exposure=0.2),
        "metal": st.Look(roughness=0.3, metallic=1.0, mean=(0.8, 0.8, 0.8)),
        "mirror": st.Look(color=(0.92, 0.93, 0.93), roughness=0.03, metallic=1.0),
        "leaf": st.Look(roughness=0.6, double_sided=True, mean=(1, 1, 1), smooth_deg=80),
        "lawn": st.Look(color=st.srgb("#9dbb72"), unlit=True, baked=False),
        "glow": st.Look(emission=(1.0, 0.90, 0.76), strength=4.0, baked=False),
        "frost": st.Look(emission=(0.86, 0.93, 1.0), strength=0.9, roughness=0.4, baked=False),
        "view": st.Look(texture=pictures["view"], unlit=True, baked=False),
    }


def furnish(stage: st.Stage, plan: dict) -> None:
    """Set everything where the plan has it."""
    places = {plinth["id"]: plinth["at"] for plinth in plan["plinths"]}
    f.shoe_table(stage, *places["shoe-table"])
    f.counter(stage, *places["eyewear-stand"])
    f.wall_mirror(stage, -8.93, 1.75, -0.6, 0.62)
    for z in (-2.75, 1.55):
        for y in (1.15, 1.62, 2.09):
            f.wall_shelf(stage, -8.93, y, z, 2.0)
    f.turntable(stage, *places["turntable"])
    f.pedestal_round(stage, *places["pedestal-round"])
    f.pedestal_square(stage, *places["pedestal-oak"])
    f.rug(stage, 5.9, 4.0, 3.6, 3.9)
    f.sofa(stage, 7.5, 3.9, -1.5707963)
    f.armchair(stage, 5.3, 5.75, 3.05)
    f.low_tables(stage, 5.65, 3.8)
    f.floor_lamp(stage, 8.15, 5.75)
    f.bench(stage, -4.4, 6.6)
    f.plant(stage, 7.9, 1.5, 1.5, 21)
    f.plant(stage, 8.2, 6.45, 1.15, 15, "#c8704f")
    f.plant(stage, -2.5, 6.4, 1.3, 18, "#2f6b62")
    f.plant(stage, -7.9, -5.9, 1.9, 24)


def build(out: Path) -> None:
    """Model, light and write the room."""
    plan = tomllib.loads(SOURCE.read_text(encoding="utf-8"))
    st.clear()
    with tempfile.TemporaryDirectory() as folder:
        stage = st.Stage(looks(painting.paint_all(Path(folder))))
        shell.floor(stage, footprints(plan))
        shell.walls(stage)
        shell.ceiling(stage)
        shell.windows(stage)
        shell.outside(stage)
        shell.trees(stage)
        shell.entrance(stage)
        shell.arches(stage)
        shell.slats(stage, -5.2, 4.2)
        shell.flutes(stage, 1.5, 8.86)
        shell.pictures(stage)
        x, _, z = next(p["at"] for p in plan["plinths"] if p["id"] == "turntable")
        shell.light_ring(stage, x, z)
        furnish(stage, plan)
        stage.finish(SKY, int(os.environ.get("SHOWROOM_RAYS", "160")))
        st.export(out / "model.glb")
    shutil.copyfile(SOURCE, out / "room.toml")


def footprints(plan: dict) -> list[tuple[float, float, float, float, float]]:
    """Where furniture meets the floor: x, z, half x, half z, roundness."""
    places = {plinth["id"]: plinth["at"] for plinth in plan["plinths"]}
    table, stand, disc = places["shoe-table"], places["eyewear-stand"], places["turntable"]
    left, right = places["pedestal-round"], places["pedestal-oak"]
    return [
        (table[0], table[2], 0.76, 0.29, 0.28),
        (stand[0] - 0.1, stand[2], 0.3, 1.61, 0.29),
        (disc[0], disc[2], 2.45, 2.45, 2.45),
        (left[0], left[2], 0.24, 0.24, 0.24),
        (right[0], right[2], 0.2, 0.2, 0.02),
        (-4.4, 6.6, 0.9, 0.22, 0.02),
        (7.9, 1.5, 0.2, 0.2, 0.2),
        (-2.5, 6.4, 0.2, 0.2, 0.2),
        (-7.9, -5.9, 0.22, 0.22, 0.22),
        (8.2, 6.45, 0.2, 0.2, 0.2),
        (5.9, 4.0, 1.8, 1.95, 0.16),
        (-8.93, -0.5, 0.06, 4.7, 0.0),
    ]


if __name__ == "__main__":
    build(Path(sys.argv[1]) if len(sys.argv) > 1 else BUILT)
