"""Looking at and changing the catalogue of a data folder, apart from importing products."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace as with_fields

from showroom.avatars import check_avatar
from showroom.codes import encode
from showroom.configuration import initial
from showroom.errors import NotFound, Rejected
from showroom.events import Fact
from showroom.layout import parse_room
from showroom.markets import in_market
from showroom.pipeline.mending import packable
from showroom.pipeline.posters import room_poster
from showroom.pipeline.source import GLB
from showroom.pipeline.steps.compress import compress
from showroom.pipeline.steps.dedup import dedup
from showroom.pipeline.steps.unscale import unscale
from showroom.pricing import quote
from showroom.rules import change
from showroom.supply import availability

if TYPE_CHECKING:
    from collections.abc import Sequence

    from showroom.catalogue import FileRef, Publication, RoomPlan
    from showroom.pipeline.source import ModelSource
    from showroom.ports import DataFolder
    from showroom.releases import Release


def standing(folder: DataFolder, product_id: str) -> Publication:
    """The publication of a product that is in the catalogue now.

    Raises:
        NotFound: ``unknown-product``.
    """
    products = folder.catalogue.catalogue().products
    for publication in products:
        if publication.product.id == product_id:
            return publication
    known = ", ".join(publication.product.id for publication in products) or "nothing is published"
    waits = next((one for one in folder.catalogue.waiting() if one.publication.product.id == product_id), None)
    hint = f"revision {waits.publication.revision} of it is {_waits(waits)}: --revision shows it" if waits else ""
    raise NotFound("unknown-product", "no such product is published", got=product_id[:80], allowed=known, hint=hint)


def _waits(release: Release) -> str:
    return "a draft" if release.state == "draft" else "scheduled"


def in_market_of(publication: Publication, market: str) -> Publication:
    """A publication with the prices of a country; raises Rejected (``unknown-market``)."""
    return with_fields(publication, product=in_market(publication.product, market)) if market else publication


class Configured(Struct, frozen=True):
    """A configuration of a published product with its code and its price in minor units, tax as shown."""

    code: str
    choices: dict[str, str]
    total: int
    stock: int | None = None
    delivery_days: tuple[int, int] | None = None
    sku: str = ""


def configured(publication: Publication, words: Sequence[str]) -> Configured:
    """What choosing ``group=value`` words from the first configuration on leads to.

    Raises:
        Rejected: ``bad-choice``, ``unknown-group`` or ``unknown-value``.
        ConfigurationRefused: the choice breaks rules.
    """
    product, wishes = publication.product, {}
    for word in words:
        group, equals, value = word.partition("=")
        if not equals:
            raise Rejected("bad-choice", "this is no choice", got=word[:80], allowed="group=value")
        wishes[group] = value
    configuration = change(product, initial(product), wishes).configuration
    code = encode(publication.codebook, configuration)
    choices = configuration.as_dict()
    found = availability(publication.supply, choices)
    total = quote(product, configuration).total
    return Configured(code, choices, total, found.stock, found.delivery_days, found.sku)


def remove(folder: DataFolder, product_id: str, now_s: float) -> int:
    """Take a product off the catalogue and return the revision that it had.

    Raises:
        NotFound: ``unknown-product``.
    """
    revision = standing(folder, product_id).revision
    fact = Fact("Product Removed", now_s, "", product_id, {"revision": revision})
    folder.catalogue.remove(product_id, [fact])
    return revision


def put_room(
    folder: DataFolder, text: str, name: str, model: ModelSource | None, poster: bytes | None = None
) -> tuple[RoomPlan, bool]:
    """Add or replace a room; nothing happens where it stands already.

    Args:
        folder: where to publish.
        text: the room file.
        name: how errors call it.
        model: what is seen of it.
        poster: a picture of it, for as long as the model is on its way.

    Returns:
        The room, and whether anything changed.

    Raises:
        RoomFileError: the room file is wrong.
        ModelError: its model cannot be read.
    """
    plan = parse_room(text, name)
    if model is not None:
        plan = with_fields(plan, model=_put_model(folder, model))
    if poster is not None:
        plan = with_fields(plan, poster=folder.files.put(room_poster(poster), "image/webp"))
    changed = plan not in folder.layouts.rooms()
    if changed:
        folder.catalogue.put_room(plan)
    return plan, changed


def put_avatar(folder: DataFolder, name: str, model: ModelSource) -> tuple[FileRef, bool]:
    """Add or replace an avatar; nothing happens where its model stands already.

    Returns:
        Its file, and whether anything changed.

    Raises:
        ModelError: its model cannot be read, or nobody can wear it (``no-skin``).
    """
    check_avatar(model.read())
    file = _put_model(folder, model)
    changed = file not in folder.catalogue.catalogue().avatars
    if changed:
        folder.catalogue.put_avatar(name, file)
    return file, changed


def _put_model(folder: DataFolder, model: ModelSource) -> FileRef:
    return folder.files.put(compress(packable(dedup(unscale(model.read())))), GLB)
