"""A refusal as the message that tells it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from showroom.errors import ConfigurationRefused, Rejected
from showroom.protocol.messages import OfferedFix, Refused
from showroom.rules import explain

if TYPE_CHECKING:
    from showroom.catalogue import Language, Product

MAX_NAMED = 200


def refused(ref: int | None, error: Rejected, product: Product | None = None, language: Language = "en") -> Refused:
    """Tell why a request is refused; a refused choice is explained in the language of whoever asked."""
    if isinstance(error, ConfigurationRefused) and product is not None:
        return Refused(
            ref,
            error.code,
            explain(product, error, language),
            rules=tuple(rule.id for rule in error.reason.rules),
            choices=tuple(map(str, error.reason.choices)),
            fixes=tuple(
                OfferedFix({choice.group: choice.value for choice in (*error.wish, *fix.changes)}, fix.price_change)
                for fix in error.fixes
            ),
        )
    return Refused(
        ref, error.code, error.message, got=error.got[:MAX_NAMED], allowed=error.allowed[:MAX_NAMED], hint=error.hint
    )
