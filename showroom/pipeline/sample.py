"""Publish the project's own products, rooms and avatars, which come inside the package."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

from showroom.pipeline.catalogue import put_avatar, put_room
from showroom.pipeline.importer import Imported, import_model
from showroom.pipeline.source import ModelSource

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from importlib.resources.abc import Traversable

    from showroom.ports import DataFolder, Renderer


def publish_sample(
    folder: DataFolder,
    *,
    now_s: float,
    open_renderer: Callable[[], Renderer] | None = None,
    root: Traversable | None = None,
    on_product: Callable[[int, int, str], None] | None = None,
) -> list[Imported]:
    """Publish everything under ``assets/built``; what is there already is left alone.

    Args:
        folder: where to publish.
        now_s: seconds since 1970.
        open_renderer: starts what draws posters; None publishes without them.
        root: another folder of the same shape, for tests.
        on_product: hears of each product before its turn: its number from 1, how many there are, its name.

    Returns:
        What was done about each product.
    """
    root = root or files("assets") / "built"
    for entry in _folders(root / "rooms"):
        picture = entry / "poster.webp"
        poster = picture.read_bytes() if picture.is_file() else None
        put_room(folder, (entry / "room.toml").read_text("utf-8"), f"{entry.name}/room.toml", _glb(entry), poster)
    for entry in _sorted(root / "avatars"):
        if entry.name.endswith(".glb"):
            put_avatar(folder, entry.name.removesuffix(".glb"), ModelSource(entry.name, entry.read_bytes()))
    imported = []
    products = list(_folders(root / "products"))
    for number, entry in enumerate(products, 1):
        if on_product is not None:
            on_product(number, len(products), entry.name)
        text, model = (entry / "product.toml").read_text("utf-8"), (entry / "model.glb").read_bytes()
        source = ModelSource(f"{entry.name}/model.glb", model)
        name = f"{entry.name}/product.toml"
        imported.append(import_model(source, text, name, folder, now_s=now_s, open_renderer=open_renderer))
    return imported


def _glb(entry: Traversable) -> ModelSource | None:
    model = entry / "model.glb"
    return ModelSource(f"{entry.name}/model.glb", model.read_bytes()) if model.is_file() else None


def _folders(root: Traversable) -> Iterator[Traversable]:
    yield from (entry for entry in _sorted(root) if entry.is_dir() and not entry.name.startswith(("_", ".")))


def _sorted(root: Traversable) -> list[Traversable]:
    return sorted(root.iterdir(), key=lambda entry: entry.name) if root.is_dir() else []
