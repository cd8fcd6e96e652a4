"""Draw the poster of a sample room as its entrance is seen: ``python -m tools.make_room_poster SHOP ROOM OUT.webp``."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from client.loading import Loader
from client.lobby import lobby_at
from client.render import png
from client.render.quality import MEDIUM
from client.render.view import View
from client.scene.world import World
from server.store.folder import open_data_folder
from showroom.pipeline.posters import room_poster

SIZE_PX = (960, 540)


def main() -> int:
    """Draw one."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shop", type=Path)
    parser.add_argument("room")
    parser.add_argument("output", type=Path)
    arguments = parser.parse_args()
    folder = open_data_folder(arguments.shop)
    loader, view = Loader(), View.offscreen(SIZE_PX, MEDIUM)
    world = World(view, loader, folder.files.read)
    try:
        catalogue = folder.catalogue.catalogue()
        plan = next(room for room in catalogue.rooms if room.id == arguments.room)
        world.show(catalogue, plan)
        while loader.busy:
            loaded = loader.poll()
            if loaded is None:
                time.sleep(0.01)
            else:
                world.take(loaded)
        camera = lobby_at(plan.spawn).camera
        view.set_camera(camera.position, camera.target, camera.fov_deg)
        view.refresh_shadows()
        view.frame()
        view.frame()
        with tempfile.TemporaryDirectory() as place:
            picture = Path(place) / "room.png"
            png.write(view.pixels(), picture)
            arguments.output.write_bytes(room_poster(picture.read_bytes()))
    finally:
        world.close()
        loader.close()
        view.close()
        folder.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
