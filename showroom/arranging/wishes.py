"""How a layout wants a product configured: a code or choices, brought to a whole configuration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from showroom import codes
from showroom.catalogue import Choice
from showroom.configuration import initial
from showroom.errors import Rejected
from showroom.rules import change

if TYPE_CHECKING:
    from showroom.arranging.file import Wish
    from showroom.catalogue import Publication
    from showroom.toml_source import Path, Source


def choices_of(source: Source, path: Path, publication: Publication, wish: Wish) -> tuple[Choice, ...]:
    """Every choice of the wished configuration; none where nothing is wished, or what is breaks a rule.

    What cannot be is noted as ``bad-configuration``.
    """
    product = publication.product
    try:
        if wish.code:
            configuration = codes.decode(product, publication.codebook, wish.code)
        elif wish.choices:
            wishes = {choice.group: choice.value for choice in wish.choices}
            configuration = change(product, initial(product), wishes).configuration
        else:
            return ()
    except Rejected as error:
        key = "code" if wish.code else "choose"
        got = wish.code or ", ".join(map(str, wish.choices))
        message = f'"{product.id}" cannot be shown like this: {error.message}'
        hint = error.hint or f"showroom assets show {product.id} lists its values"
        source.refuse("bad-configuration", (*path, key), message, got=got, allowed=error.allowed, hint=hint)
        return ()
    return tuple(Choice(group, value) for group, value in configuration.choices)
