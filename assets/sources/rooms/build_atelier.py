"""Builds the atelier: ``python build_atelier.py [OUT_DIR]`` with Blender's module. Writes model.glb and room.toml."""

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
import furniture as f  # noqa: E402
import lounge  # noqa: E402
import materials_of_rooms  # noqa: E402
import painting  # noqa: E402
import shoe_corner  # noqa: E402
import stage as st  # noqa: E402
import workshop  # noqa: E402

SOURCE = HERE / "atelier" / "room.toml"
BUILT = HERE.parents[1] / "built" / "rooms" / "atelier"
SKY = (1.3, 1.38, 1.48)


def build(out: Path) -> None:
    """Model, light and write the room."""
    plan = tomllib.loads(SOURCE.read_text(encoding="utf-8"))
    at = {plinth["id"]: tuple(plinth["at"]) for plinth in plan["plinths"]}
    st.clear()
    with tempfile.TemporaryDirectory() as folder:
        stage = st.Stage(materials_of_rooms.looks(painting.paint_all(Path(folder))))
        workshop.shell(stage)
        workshop.bench(stage)
        workshop.acetate(stage, -3.85, -2.2)
        workshop.table(stage, -0.3, 0.25, [at["table-left"], at["table-right"]])
        workshop.chart(stage, 1.2, 3.12)
        x, top, z = at["column"]
        shoe_corner.pedestals(stage, ((x, top, z),))
        lounge.bookcase(stage, -1.35, workshop.HALF_Z - 0.01, 2.3, math.pi, 2.2)
        shoe_corner.standing_mirror(stage, -3.85, 1.0, 1.35)
        f.armchair(stage, -2.9, 2.2, 1.3)
        f.plant(stage, 3.7, -2.7, 1.5, 20, "#c8704f")
        f.plant(stage, -3.8, 2.95, 1.1, 15)
        f.pendant(stage, -1.6, -2.4, 1.95, workshop.HEIGHT)
        f.pendant(stage, 0.4, -2.4, 1.95, workshop.HEIGHT)
        stage.finish(SKY, int(os.environ.get("SHOWROOM_RAYS", "160")))
        st.export(out / "model.glb", compressed=True)
    shutil.copyfile(SOURCE, out / "room.toml")


if __name__ == "__main__":
    build(Path(sys.argv[1]) if len(sys.argv) > 1 else BUILT)
