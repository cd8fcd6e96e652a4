"""A data folder with two products, one of them sold in Switzerland too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from server.store.folder import open_in_memory
from showroom.catalogue import Choice, Market, Surcharge, Tax
from tests.server.samples import product, publication, text

if TYPE_CHECKING:
    from server.store.folder import StoreFolder

CH = Market("CH", "CHF", 14900, Tax(text("VAT"), 810, included=True), (Surcharge(Choice("upper", "blue"), 1500),))


def shop() -> StoreFolder:
    folder = open_in_memory()
    model = folder.files.put(b"model", "model/gltf-binary")
    swiss = replace(product("runner"), market="DE", markets=(CH,))
    for tag, sold in enumerate((swiss, product("walker"))):
        made = publication(model, sold.id)
        folder.catalogue.publish(replace(made, product=sold, codebook=replace(made.codebook, tag=tag)))
    return folder
