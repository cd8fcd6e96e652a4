"""How a configured product looks, as a short hash: what looks the same need not be drawn twice."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from showroom import appearance

if TYPE_CHECKING:
    from collections.abc import Mapping

    from showroom.catalogue import Product, Publication

TURN_PX, TURN_STEPS = (360, 240), 24


def looks_of(product: Product, choices: Mapping[str, str], salt: str) -> str:
    """Equal for pictures that look the same.

    Args:
        product: what is drawn.
        choices: how it is configured.
        salt: what else makes a picture another one, such as the hash of the model.
    """
    shown = appearance.resolve(product, choices)
    parts = [(one.id, one.materials, one.nodes) for one in product.parts]
    described = (shown.variants, shown.surfaces, sorted(shown.hidden_parts), parts, product.kind)
    return sha256(f"{salt} {described}".encode()).hexdigest()[:12]


def turn_looks(publication: Publication, choices: Mapping[str, str]) -> str:
    """How a turn around a configured product looks."""
    return looks_of(publication.product, choices, f"{publication.model.sha256} turn {TURN_STEPS} {TURN_PX}")
