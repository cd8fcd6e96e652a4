"""``showroom layout preview``: a layout as a plan, or as a picture of the room, before anybody else sees it."""

from __future__ import annotations

import math
import time
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from client.render.shot import size
from showroom.cli.command import Command
from showroom.errors import NotFound, Rejected, Unavailable
from showroom.layout import assign
from showroom.pipeline.arguments import add_data, data_folder

if TYPE_CHECKING:
    import argparse

    from client.loading import Loader
    from client.player import Camera
    from client.scene.world import World
    from showroom.arranging.model import Layout
    from showroom.catalogue import Catalogue, RoomPlan
    from showroom.ports import DataFolder

_LOAD_S = 120.0
_REST_S = 0.01


def _configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="a layout file (TOML)")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="OUT", help="plan.svg, or picture.png")
    parser.add_argument("--at", metavar="TIME", help="when: 2026-06-01, or 2026-06-01T09:00 (default: now)")
    parser.add_argument("--room", metavar="ID", help="which room (default: the layout's first)")
    parser.add_argument("--from", dest="place", metavar="PLACE", help="a PNG is seen from here (default: the entrance)")
    parser.add_argument("--product", metavar="ID", help="a PNG shows this product closely")
    parser.add_argument("--size", metavar="WxH", type=size, default=(1280, 720), help="of a PNG (default: 1280x720)")
    parser.add_argument("--language", choices=("en", "de"), default="en", help="of a plan's names (%(default)s)")
    add_data(parser)


def _run(arguments: argparse.Namespace) -> int:
    start = time.perf_counter()
    with data_folder(arguments) as folder:
        _draw(arguments, folder)
    print(f"{arguments.output}: {time.perf_counter() - start:.1f} s")  # noqa: T201 - what a command says
    return 0


COMMAND = Command(
    name="layout preview",
    summary="Draw a layout as a plan (SVG) or a picture of the room (PNG), before it is applied.",
    example="showroom layout preview autumn.toml --at 2026-10-01 -o autumn.svg",
    configure=_configure,
    run=_run,
)


def _draw(arguments: argparse.Namespace, folder: DataFolder) -> None:
    # `--help` and refusals need neither the renderer nor the pipeline.
    from showroom.pipeline.layouts.plan_svg import plan_svg  # noqa: PLC0415
    from showroom.pipeline.layouts.working import check, plan_at  # noqa: PLC0415
    from showroom.pipeline.source import read_text  # noqa: PLC0415

    suffix = arguments.output.suffix.lower()
    if suffix not in (".svg", ".png"):
        raise Rejected("bad-output", "this kind of picture is not drawn", got=suffix, allowed=".svg or .png")
    layout = check(folder, read_text(arguments.file), str(arguments.file))
    moment_s = _moment_s(arguments.at, layout)
    catalogue = folder.catalogue.catalogue()
    plan = assign(plan_at(layout, folder.layouts.rooms(), arguments.room, moment_s), catalogue.products)
    if suffix == ".png":
        _photograph(arguments, folder, catalogue, plan)
        return
    products = {one.product.id: one for one in catalogue.products}
    note = _note(layout, plan.id, moment_s, arguments.language)
    try:
        arguments.output.write_text(plan_svg(plan, products, arguments.language, note), encoding="utf-8")
    except OSError as error:
        raise Unavailable("cannot-write", f"{arguments.output}: {error.strerror}") from error


def _moment_s(word: str | None, layout: Layout) -> float:
    from zoneinfo import ZoneInfo  # noqa: PLC0415 - loads the zones

    if word is None:
        return time.time()
    try:
        moment = datetime.fromisoformat(word)
    except ValueError:
        allowed = "2026-06-01, or 2026-06-01T09:00"
        raise Rejected("bad-time", "this is no date", got=word[:40], allowed=allowed) from None
    return (moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(layout.timezone))).timestamp()


def _note(layout: Layout, room: str, moment_s: float, language: str) -> str:
    from showroom.arranging.times import written  # noqa: PLC0415 - loads the zones

    here = [one for one in layout.campaigns if one.room == room and one.runs(moment_s)]
    names = ", ".join(one.name.in_language(language) or one.id for one in here)
    none = {"de": "keine Kampagne"}.get(language, "no campaign")
    return f"{written(moment_s, layout.timezone)} · {names or none}"


def _photograph(arguments: argparse.Namespace, folder: DataFolder, catalogue: Catalogue, plan: RoomPlan) -> None:
    from client.loading import Loader  # noqa: PLC0415 - as the renderer
    from client.render import png  # noqa: PLC0415 - Panda3D takes a while to import
    from client.render.quality import MEDIUM  # noqa: PLC0415 - the same
    from client.render.view import View  # noqa: PLC0415 - the same
    from client.scene.world import World  # noqa: PLC0415 - the same

    loader = Loader()
    view = View.offscreen(arguments.size, MEDIUM)
    world = World(view, loader, folder.files.read)
    try:
        world.show(catalogue, plan)
        _load(world, loader, plan)
        camera = _camera(arguments, world, plan)
        view.set_camera(camera.position, camera.target, camera.fov_deg)
        view.refresh_shadows()
        view.frame()
        view.frame()
        png.write(view.pixels(), arguments.output)
    finally:
        world.close()
        loader.close()
        view.close()


def _load(world: World, loader: Loader, plan: RoomPlan) -> None:
    """Wait until everything stands, each product in the configuration that the layout gives it."""
    for plinth in plan.plinths:
        if plinth.product and plinth.choices:
            world.configure(plinth.product, {choice.group: choice.value for choice in plinth.choices})
    until_s = time.monotonic() + _LOAD_S
    while loader.busy:
        loaded = loader.poll()
        if loaded is not None and loaded.error is not None:
            raise loaded.error
        if loaded is not None:
            world.take(loaded)
        elif time.monotonic() > until_s:
            raise Unavailable("too-slow", f"the room's models were not read within {_LOAD_S:.0f} seconds")
        else:
            time.sleep(_REST_S)


def _camera(arguments: argparse.Namespace, world: World, plan: RoomPlan) -> Camera:
    """Where the picture is taken from: before a product, or at a place of the room, at eye height."""
    from client.player import Orbit, at_place  # noqa: PLC0415 - not needed for --help

    if arguments.product is not None:
        exhibit = world.exhibits.get(arguments.product)
        if exhibit is None:
            allowed = ", ".join(world.exhibits) or "nothing stands in this room"
            raise NotFound("unknown-product", "it does not stand here then", got=arguments.product, allowed=allowed)
        front = exhibit.plinth.place.heading
        radius_m = exhibit.radius_m
        return Orbit(exhibit.centre, radius_m, front + math.radians(28.0), 0.3, radius_m * 5.5).camera()
    if arguments.place is None:
        return at_place(plan.spawn).own_camera
    places = {place.id: place.place for place in plan.places}
    if arguments.place not in places:
        allowed = ", ".join(places) or "the room has none"
        raise NotFound("unknown-place", "the room has no such place", got=arguments.place, allowed=allowed)
    return at_place(places[arguments.place]).own_camera
