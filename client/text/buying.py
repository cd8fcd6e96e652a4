"""Quotes and the shop's checkout, by typing and reading."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Final

from client.buying import documents_folder, keep_quote
from client.text.here import Until
from showroom.errors import NotFound, Rejected
from showroom.ui.views import code_of

if TYPE_CHECKING:
    from client.net.front import Front
    from client.text.here import Here, Steps

_PATIENCE_S: Final = 30.0


class Buying:
    """Carries out the words about buying; the shop is asked beside the visit, which goes on meanwhile.

    Args:
        here: what is known.
        front: the shop.
    """

    def __init__(self, here: Here, front: Front) -> None:
        self._here = here
        self._front = front

    def quote(self, _: str) -> Steps:
        """Keep a quote for what one looks at."""
        here, code = self._here, self._code()
        folder = documents_folder(os.environ)
        with ThreadPoolExecutor(1) as pool:
            kept = pool.submit(keep_quote, self._front, code, here.language, folder)
            yield Until(kept.done, _PATIENCE_S)
            here.tell("buying.quote", path=str(kept.result()))

    def order(self, _: str) -> Steps:
        """Say where the shop takes an order of what one looks at."""
        here, code = self._here, self._code()
        with ThreadPoolExecutor(1) as pool:
            asked = pool.submit(self._front.checkout, code, here.language)
            yield Until(asked.done, _PATIENCE_S)
            try:
                address = asked.result().address
            except NotFound as error:
                if error.code != "no-checkout":
                    raise
                raise Rejected(error.code, here.words("buying.no-checkout")) from None
            here.tell("buying.address", address=address)

    def _code(self) -> str:
        publication = self._here.focused()
        return code_of(publication, self._here.choices(publication))
