"""From the configuration to the order: the shop's checkout in the browser, and the quote as a file of one's own."""

from __future__ import annotations

import os
import re
import time
import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING, Final

from platformdirs import user_documents_path

from client.presenter import known_choices, published
from showroom.errors import Rejected, Unavailable
from showroom.ui.texts import say
from showroom.ui.views import code_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from client.loading import Loaded, Loader
    from client.net.front import Front
    from client.visit import Visit
    from showroom.protocol.handover import Checkout

FOLDER: Final = "Showroom"
JOBS: Final = ("quote", "checkout")
_URGENCY: Final = 3
_PAGE: Final = re.compile(r"https?://([^/?#@\s]+)[/?#]")


class Buying:
    """Asks for quotes and for the way to the checkout, beside the frames.

    Args:
        visit: what one looks at.
        front: the shop.
        loader: does what would hold up a frame.
        environment: where ``SHOWROOM_DOCUMENTS_DIR`` may name another folder.
        browse: opens an address in the browser; returns whether there is one.
    """

    def __init__(
        self,
        visit: Visit,
        front: Front,
        loader: Loader,
        environment: Mapping[str, str] | None = None,
        browse: Callable[[str], bool] = webbrowser.open,
    ) -> None:
        self._visit = visit
        self._front = front
        self._loader = loader
        self._folder = documents_folder(os.environ if environment is None else environment)
        self._browse = browse
        self.verbs: dict[str, Callable[[], None]] = {"quote": self._quote, "checkout": self._checkout}

    def take(self, loaded: Loaded) -> None:
        """What was asked for has come, or has not."""
        kind = loaded.name.partition(" ")[0]
        if loaded.error is not None:
            self._refused(loaded)
        elif kind == "quote":
            self._visit.journal.write("quote", path=str(loaded.result))
            self._tell("buying.quote", path=str(loaded.result))
        else:
            self._go(loaded.result)

    def _quote(self) -> None:
        code = self._code()
        if code:
            front, language, folder = self._front, self._visit.language, self._folder
            self._loader.ask(f"quote {code}", lambda: keep_quote(front, code, language, folder), _URGENCY)

    def _checkout(self) -> None:
        code = self._code()
        if code:
            front, language = self._front, self._visit.language
            self._loader.ask(f"checkout {code}", lambda: front.checkout(code, language), _URGENCY)

    def _code(self) -> str:
        publication = published(self._visit.catalogue, self._visit.inspected)
        return code_of(publication, known_choices(publication, self._visit.model)) if publication else ""

    def _go(self, checkout: Checkout) -> None:
        """To the shop's page; where there is no browser, its address lies on the clipboard."""
        page = _PAGE.match(checkout.address)
        shop = page[1] if page else ""
        self._visit.journal.write("checkout", address=checkout.address)
        if page and self._browse(checkout.address):
            self._tell("buying.checkout", shop=shop)
        else:
            self._visit.clipboard.copy(checkout.address)
            self._tell("buying.copied", shop=shop)

    def _refused(self, loaded: Loaded) -> None:
        error = loaded.error
        if isinstance(error, Rejected) and error.code == "no-checkout":
            self._tell("buying.no-checkout")
        else:
            reason = error.message if isinstance(error, Rejected | Unavailable) else str(error)
            self._tell("buying.failed", reason=reason)

    def _tell(self, key: str, **fields: str) -> None:
        self._visit.notify(say(key, self._visit.language, **fields))


def documents_folder(environment: Mapping[str, str]) -> Path:
    """Where quotes are kept."""
    return Path(environment.get("SHOWROOM_DOCUMENTS_DIR") or user_documents_path() / FOLDER)


def keep_quote(front: Front, code: str, language: str, folder: Path) -> Path:
    """Fetch the quote for a code and keep it; one for each configuration and day.

    Raises:
        Rejected: the server refuses.
        Unavailable: ``server-unreachable`` or ``unwritable``.
    """
    data = front.quote(code, language)
    path = folder / f"{re.sub('[^A-Za-z0-9-]', '', code)}-{time.strftime('%Y%m%d')}.pdf"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    except OSError as error:
        raise Unavailable("unwritable", f"{path} cannot be written: {error.strerror}") from None
    return path
