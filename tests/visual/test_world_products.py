"""Products come into the room once, however often it is arranged meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import numpy as np
from msgspec.structs import replace

from client.loading import Loaded, Loader
from client.render.quality import LOW
from client.render.view import View
from client.scene.world import World
from showroom.catalogue import Catalogue, FileRef, Place
from showroom.gltf.model import Document, Material, Mesh, Node
from tests.client.test_app_parts import catalogue
from tests.visual.stage import Shapes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

import pytest


class Asked:
    """A loader that only notes what it is asked for."""

    busy = False

    def __init__(self) -> None:
        self.names: list[str] = []

    def ask(self, name: str, job: Callable[[], object], urgency: int = 10) -> None:
        assert callable(job)
        assert urgency
        self.names.append(name)


@pytest.fixture
def asked() -> Asked:
    return Asked()


@pytest.fixture
def world(asked: Asked) -> Iterator[World]:
    view = View.offscreen((64, 36), LOW)
    made = World(view, cast("Loader", asked), lambda _: b"")
    yield made
    made.close()
    view.close()


def arranged(x: float) -> Catalogue:
    """The shop with its plinth somewhere else."""
    shop = catalogue()
    plan = shop.rooms[0]
    plinth = replace(plan.plinths[0], place=Place((x, 0.9, 0.0)))
    return replace(shop, rooms=(replace(plan, plinths=(plinth, *plan.plinths[1:])),))


def test_a_room_that_is_shown_again_while_it_is_read_is_read_once(world: World, asked: Asked) -> None:
    shop = catalogue()
    plan = replace(shop.rooms[0], model=FileRef("1" * 64, 1, "model/gltf-binary"))
    for _ in range(2):
        world.show(shop, plan)
    assert asked.names.count(f"room {'1' * 64}") == 1


def test_a_product_that_is_moved_while_it_is_read_is_read_and_stands_once(world: World, asked: Asked) -> None:
    for x in (0.0, 1.0, 2.0):
        shop = arranged(x)
        world.show(shop, shop.rooms[0])
    assert asked.names.count("product block 1") == 1

    block = Node("block", np.eye(4), Mesh("block", [Shapes.panel(Material("lid"))]))
    world.take(Loaded("product block 1", Document([block], [], [])))
    assert world.exhibits["block"].node is not None

    shop = arranged(3.0)
    world.show(shop, shop.rooms[0])
    assert asked.names.count("product block 1") == 2
