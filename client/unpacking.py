"""What has come from the shop's shelves: the catalogue, avatars, products, one of them in a frame."""

from __future__ import annotations

import gc
import time
from typing import TYPE_CHECKING

from client.scene.reading import read_model

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from client.doorway import Doorway
    from client.listening import Listening
    from client.loading import Loaded, Loader
    from client.net.front import Front
    from client.picture import Picture
    from client.scene.avatars import Crowd
    from client.scene.world import World
    from client.visit import Visit
    from showroom.catalogue import Catalogue
    from showroom.gltf.model import Document


class Unpacking:
    """Asks for what is missing, and takes what has come.

    Args:
        visit: what is known.
        world: where products stand.
        crowd: who wears the avatars.
        loader: reads beside the frames.
        front: the shop.
        fetch: the bytes of a file by its SHA-256.
    """

    def __init__(
        self,
        visit: Visit,
        world: World,
        crowd: Crowd,
        loader: Loader,
        front: Front,
        fetch: Callable[[str], bytes],
    ) -> None:
        self._visit = visit
        self._world = world
        self._crowd = crowd
        self._loader = loader
        self._front = front
        self._fetch = fetch
        self._stands = False
        self._takers: dict[str, Callable[[Loaded], None]] = {}

    def learn(self, jobs: Iterable[str], take: Callable[[Loaded], None]) -> None:
        """Have somebody else take what comes of jobs whose names begin with one of these words."""
        self._takers |= dict.fromkeys(jobs, take)

    def ask_for_catalogue(self) -> None:
        """Ask for what the shop shows, before all else."""
        self._loader.ask("catalogue", self._front.catalogue, urgency=0)

    def step(self, picture: Picture, listening: Listening, doorway: Doorway) -> None:
        """Take one thing that has come."""
        ready = self._world.is_complete and not self._loader.busy
        if ready and not self._stands:
            self._stands = True
            # A full collection would walk through all of it, which takes a tenth of a second: what stays is left out.
            gc.freeze()
        picture.settle(ready=ready)
        loaded = self._loader.poll(hold=self._world.take_configured())
        if loaded is None:
            return
        taker = self._takers.get(loaded.name.partition(" ")[0])
        if taker is not None:
            taker(loaded)
        elif loaded.name == "catalogue":
            listening.catalogue_came(loaded)
            doorway.catalogue_came(time.monotonic(), failed=loaded.error is not None)
            if loaded.error is None:
                self._ask_for_avatars()
        elif loaded.name == "avatars":
            if loaded.result:
                self._crowd.use_models(loaded.result)
        else:
            self._take_product(loaded)

    def _take_product(self, loaded: Loaded) -> None:
        product = self._world.take(loaded)
        if product is not None:
            self._visit.journal.after_next_frame("loaded", product=product, failed=loaded.error is not None)

    def _ask_for_avatars(self) -> None:
        catalogue = self._visit.catalogue
        if catalogue is None or not catalogue.avatars or self._visit.avatars == catalogue.avatars:
            return
        self._visit.avatars = catalogue.avatars
        self._loader.ask("avatars", _reading(self._fetch, catalogue), urgency=2)


def _reading(fetch: Callable[[str], bytes], catalogue: Catalogue) -> Callable[[], dict[str, Document]]:
    """A job that reads the avatars."""
    names = dict(enumerate(catalogue.avatar_names))

    def job() -> dict[str, Document]:
        return {
            names.get(index, str(index)): read_model(fetch(file.sha256), name="avatar")
            for index, file in enumerate(catalogue.avatars)
        }

    return job
