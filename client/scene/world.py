"""The room with its products in the scene: what is loaded appears, what is chosen is shown."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from msgspec.structs import replace
from panda3d.core import LQuaternionf, LVecBase4f

from client.render.shadow import Area
from client.scene.detail import fitting_level, is_small, pixels_per_radian
from client.scene.mirrors import load_room
from client.scene.product import ProductNode
from client.scene.reading import read_model
from client.scene.shell import shell_document, tells_lamps
from client.scene.sightlines import sightlines_of
from showroom.arranging.model import PLACE_PREFIX
from showroom.layout import assign

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from client.loading import Loaded, Loader
    from client.player import Camera
    from client.render.light import Mood
    from client.render.view import View
    from client.scene.loader import LoadedModel
    from client.scene.sightlines import Sightlines
    from showroom.catalogue import Catalogue, Plinth, Publication, RoomPlan, Vector3
    from showroom.gltf.model import Document

# What is seen where a room has no wall.
BACKGROUND = (0.62, 0.60, 0.56)
# Small things can be hit beside them, too.
_LEAST_HALF_M = 0.07
_FLAT = 1e-9


@dataclass
class Exhibit:
    """A product on its plinth; `node` is None until it is loaded, `failed` where it cannot be."""

    publication: Publication
    plinth: Plinth
    node: ProductNode | None = None
    failed: bool = False

    @property
    def centre(self) -> Vector3:
        """The middle of the product in metres."""
        x, y, z = self.plinth.place.position
        return (x, y + self.publication.size_mm[1] / 2000, z)

    def in_room(self, point: Vector3) -> Vector3:
        """Where a place of the model is in the room."""
        x, y, z = self.plinth.place.position
        along, up, across = self.turned(point)
        return (x + along, y + up, z + across)

    def turned(self, direction: Vector3) -> Vector3:
        """A direction of the model as the product stands."""
        sine, cosine = math.sin(self.plinth.place.heading), math.cos(self.plinth.place.heading)
        x, y, z = direction
        return (x * cosine + z * sine, y, z * cosine - x * sine)

    @property
    def radius_m(self) -> float:
        """The sphere around the product."""
        return max(0.05, math.hypot(*self.publication.size_mm) / 2000)


class World:
    """What stands in the room.

    Args:
        view: where it is drawn.
        loader: reads models in the background.
        fetch: returns the bytes of a published file; called in the loader's thread.
    """

    def __init__(self, view: View, loader: Loader, fetch: Callable[[str], bytes]) -> None:
        self._view = view
        self._loader = loader
        self._fetch = fetch
        self._shell: LoadedModel | None = None
        self._shell_sha = ""
        self._lamps_apart = False
        self._background = BACKGROUND
        view.set_background(BACKGROUND)
        self.plan: RoomPlan | None = None
        self.exhibits: dict[str, Exhibit] = {}
        self._sightlines: Sightlines | None = None
        self._wished: dict[str, dict[str, str]] = {}
        self._configured = False
        self._asked: set[str] = set()

    @property
    def is_complete(self) -> bool:
        """Whether there is a room, in its own model where it has one."""
        if self.plan is None:
            return False
        return self.plan.model is None or self.plan.model.sha256 == self._shell_sha

    def show(self, catalogue: Catalogue, plan: RoomPlan) -> None:
        """Show a room with the products of a catalogue; what stands already and has not changed stays."""
        plan = assign(plan, catalogue.products, self.plan if self.plan and self.plan.id == plan.id else None)
        bare = _bare(plan)
        if self.plan is None or bare != _bare(self.plan):
            self._shell_sha, self._sightlines = "", None
            self._put_shell(shell_document(bare))
            self._view.set_shadow_area((0.0, 0.8, 0.0), max(plan.half_size_m) * 1.1, 0.03)
        self.plan = plan
        if plan.model is not None and plan.model.sha256 != self._shell_sha:
            sha256 = plan.model.sha256
            self._ask(f"room {sha256}", lambda: read_model(self._fetch(sha256), name="room"), urgency=1)
        self._stand(catalogue, plan)

    def _stand(self, catalogue: Catalogue, plan: RoomPlan) -> None:
        publications = {entry.product.id: entry for entry in catalogue.products}
        wanted = {plinth.product: plinth for plinth in plan.plinths if plinth.product in publications}
        for product in list(self.exhibits):
            known = self.exhibits[product]
            if not _stands_alike(known, wanted.get(product), publications.get(product)):
                self._take_away(product)
        for product, plinth in wanted.items():
            if product not in self.exhibits:
                exhibit = self.exhibits[product] = Exhibit(publications[product], plinth)
                self._ask_for(exhibit)

    def _ask_for(self, exhibit: Exhibit) -> None:
        publication = exhibit.publication

        def job() -> Document:
            return read_model(self._fetch(publication.model.sha256), name=publication.product.id)

        self._ask(f"product {publication.product.id} {publication.revision}", job)

    def _ask(self, name: str, job: Callable[[], Document], urgency: int = 10) -> None:
        """Read a file; what is arranged anew while it is read is read once."""
        if name not in self._asked:
            self._asked.add(name)
            self._loader.ask(name, job, urgency=urgency)

    def _take_away(self, product: str) -> None:
        exhibit = self.exhibits.pop(product)
        if exhibit.node is not None:
            exhibit.node.release()

    def take(self, loaded: Loaded) -> str | None:
        """Put a loaded model into the scene; returns the product's id where it is one."""
        self._asked.discard(loaded.name)
        kind, _, rest = loaded.name.partition(" ")
        if kind == "sightlines":
            self._sightlines = loaded.result
            return None
        if kind == "room":
            if loaded.result is not None and self.plan and self.plan.model and self.plan.model.sha256 == rest:
                self._shell_sha = rest
                document: Document = loaded.result
                self._put_shell(document)
                # Names over heads can wait for it; a tenth of a second of every frame could not.
                self._loader.ask(f"sightlines {rest}", lambda: sightlines_of(document), urgency=5)
            return None
        product, _, revision = rest.partition(" ")
        exhibit = self.exhibits.get(product)
        if exhibit is None or str(exhibit.publication.revision) != revision:
            return None
        if kind == "ground":
            if exhibit.node is not None:
                exhibit.node.lay_ground(loaded.result)
            return None
        if loaded.result is None:
            exhibit.failed = True
            return product
        # Fetching and reading took its time in the loader's thread; only this tenth of a second is ours, for
        # Panda3D's nodes are made safely in the thread that draws them alone.
        self._unveil(exhibit, ProductNode(loaded.result, exhibit.publication.product))
        return product

    def _unveil(self, exhibit: Exhibit, node: ProductNode) -> None:
        exhibit.node = node
        place = exhibit.plinth.place
        node.root.reparent_to(self._view.scene)
        node.root.set_pos(*place.position)
        node.root.set_quat(_upright(place.heading))
        self.configure(exhibit.publication.product.id, self._wished.get(exhibit.publication.product.id, {}))
        self._view.refresh_shadows()

    def configure(self, product: str, choices: Mapping[str, str]) -> bool:
        """Show a configuration; one that comes before the model is kept. Returns whether it is in the scene now."""
        self._wished[product] = dict(choices)
        exhibit = self.exhibits.get(product)
        if exhibit is None or exhibit.node is None:
            return False
        self._configured = True
        self._view.refresh_mirrors()
        known = {group.id for group in exhibit.publication.product.groups}
        if exhibit.node.apply({group: value for group, value in choices.items() if group in known}):
            self._shade(exhibit, exhibit.node)
        return True

    def pose(self, product: str, amounts: Mapping[str, float]) -> bool:
        """Show a product's states, as `ProductNode.pose` takes them. Returns whether it is in the scene now."""
        exhibit = self.exhibits.get(product)
        if exhibit is None or exhibit.node is None:
            return False
        self._configured = True
        self._view.refresh_mirrors()
        if exhibit.node.pose(amounts):
            self._view.refresh_shadows()
            if all(amount in (0.0, 1.0) for amount in amounts.values()):
                self._shade(exhibit, exhibit.node)
        return True

    def _shade(self, exhibit: Exhibit, node: ProductNode) -> None:
        self._view.refresh_shadows()
        # The ground follows a moment later: computing it would hold up the frame of the click.
        name = f"ground {exhibit.publication.product.id} {exhibit.publication.revision}"
        self._loader.ask(name, node.ground_job(), urgency=5)

    def take_configured(self) -> bool:
        """Whether a configuration has been shown since this was last asked."""
        configured, self._configured = self._configured, False
        return configured

    def hit(self, origin: Vector3, direction: Vector3) -> str | None:
        """The product that a ray meets before the floor, by the boxes around them."""
        best = -origin[1] / direction[1] if direction[1] < 0.0 else math.inf
        found = None
        for product, exhibit in self.exhibits.items():
            distance = _ray_box(np.asarray(origin), np.asarray(direction), exhibit)
            if distance < best:
                best, found = distance, product
        return found

    def seen(self, eye: Vector3, points: Sequence[Vector3]) -> list[bool]:
        """For each point, whether no wall and no furniture of the room hides it; all of them until that is known."""
        return self._sightlines.seen(eye, points) if self._sightlines is not None else [True] * len(points)

    def light(self, mood: Mood) -> None:
        """Put the room into another light, with everything that is painted on its walls."""
        self._view.set_mood(mood)
        background = np.multiply(self._background, mood.painted)
        self._view.set_background((float(background[0]), float(background[1]), float(background[2])))
        self._paint()
        self._view.refresh_shadows()

    def _paint(self) -> None:
        if self._shell is not None:
            mood, root = self._view.mood, self._shell.root
            even = (*mood.painted, 1.0)
            sky, lamps = mood.apart if mood.apart is not None and self._lamps_apart else (even, even)
            root.set_shader_input("painted_light", LVecBase4f(*sky))
            root.set_shader_input("lamp_light", LVecBase4f(*lamps))

    def focus(self, product: str | None) -> None:
        """Draw the shadows of the product that somebody looks at, or stands before, more finely."""
        exhibit = self.exhibits.get(product or "")
        if exhibit is None:
            self._view.set_shadow_focus(None)
            return
        size_m = exhibit.radius_m
        self._view.set_shadow_focus(Area(exhibit.centre, 2.2 * size_m + 0.15, 0.02 * size_m + 0.004))

    def fit_levels(self, camera: Camera, height_px: int) -> None:
        """Draw each product as coarsely as nobody can tell at its size on the screen."""
        per_radian = pixels_per_radian(camera.fov_deg, height_px)
        changed = False
        for exhibit in self.exhibits.values():
            node = exhibit.node
            if node is None:
                continue
            distance_m = math.dist(camera.position, exhibit.centre)
            small = is_small(exhibit.radius_m, distance_m, per_radian, shown=node.is_distant)
            if small != node.is_distant:
                node.show_distant(distant=small)
                changed = True
            level = fitting_level(node.errors_m, distance_m - exhibit.radius_m, per_radian, node.level)
            if level != node.level:
                node.show_level(level)
                changed = True
        if changed:
            # A surface must not stand in the shadow of its coarser self.
            self._view.refresh_shadows()

    def nearest(self, position: tuple[float, float], heading: float, reach_m: float = 2.4) -> str | None:
        """The product that somebody stands before: near, and not behind them."""
        best, found = reach_m, None
        for product, exhibit in self.exhibits.items():
            x, z = exhibit.centre[0] - position[0], exhibit.centre[2] - position[1]
            distance = math.hypot(x, z) - exhibit.radius_m
            facing = (x * math.sin(heading) + z * math.cos(heading)) / max(math.hypot(x, z), 1e-6)
            if facing > 0.5 and distance < best:  # noqa: PLR2004 - within 60 degrees
                best, found = distance, product
        return found

    def close(self) -> None:
        """Take everything away."""
        for product in list(self.exhibits):
            self._take_away(product)
        if self._shell is not None:
            self._shell.release()

    def _put_shell(self, document: Document) -> None:
        model, glasses = load_room(document)
        if self._shell is not None:
            self._shell.release()
        self._shell = model
        self._lamps_apart = tells_lamps(document)
        self._view.set_mirrors(glasses)
        model.root.reparent_to(self._view.scene)
        self._paint()
        self._view.refresh_shadows()


def _stands_alike(known: Exhibit, plinth: Plinth | None, publication: Publication | None) -> bool:
    """Whether what is drawn stays: today's stock, and what a plinth shows a product in at first, change nothing."""
    if plinth is None or publication is None:
        return False
    drawn = replace(known.publication, supply=())
    return plinth.place == known.plinth.place and replace(publication, supply=()) == drawn


def _bare(plan: RoomPlan) -> RoomPlan:
    """The room without its products, and without the places that a layout gives them on the floor."""
    own = (plinth for plinth in plan.plinths if not plinth.id.startswith(PLACE_PREFIX))
    plinths = tuple(replace(plinth, product=None, choices=(), kept_empty=False) for plinth in own)
    return replace(plan, plinths=plinths, fills=True)


def _upright(heading: float) -> LQuaternionf:
    return LQuaternionf(math.cos(heading / 2), 0.0, math.sin(heading / 2), 0.0)


def _ray_box(origin: np.ndarray, direction: np.ndarray, exhibit: Exhibit) -> float:
    """How far along a unit direction a product's box begins; infinite where it is missed."""
    heading = exhibit.plinth.place.heading
    sine, cosine = math.sin(heading), math.cos(heading)
    box_from_world = np.array([[cosine, 0.0, -sine], [0.0, 1.0, 0.0], [sine, 0.0, cosine]])
    half = np.maximum(np.asarray(exhibit.publication.size_mm) / 2000, _LEAST_HALF_M)
    start, way = box_from_world @ (origin - np.asarray(exhibit.centre)), box_from_world @ direction
    way = np.where(np.abs(way) < _FLAT, _FLAT, way)
    first, second = (-half - start) / way, (half - start) / way
    near, far = np.minimum(first, second).max(), np.maximum(first, second).min()
    return float(near) if 0.0 < near <= far else math.inf
