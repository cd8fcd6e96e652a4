"""Photo mode: nothing but the picture, another light if one likes, and a file in one's own folder."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

from platformdirs import user_pictures_path

from client.presenter import known_choices, published
from client.render import png
from showroom.ui.texts import say
from showroom.ui.views import code_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from client.render.view import View
    from client.visit import Visit

FOLDER: Final = "Showroom"
_OPENING_M: Final = 0.02


class Photo:
    """Takes pictures.

    Args:
        visit: what is to be seen.
        view: the picture.
        environment: where ``SHOWROOM_PICTURES_DIR`` may name another folder.
    """

    def __init__(self, visit: Visit, view: View, environment: Mapping[str, str]) -> None:
        self._visit = visit
        self._view = view
        self._folder = Path(environment.get("SHOWROOM_PICTURES_DIR") or user_pictures_path() / FOLDER)
        self._wanted = self._bare = False
        self.verbs: dict[str, Callable[[], None]] = {"photo": self._toggle, "take-photo": self._take}

    def _toggle(self) -> None:
        visit = self._visit
        visit.photo = not visit.photo
        visit.opened = None
        self._focus()
        visit.journal.write("photo-mode", on=visit.photo)

    def _focus(self) -> None:
        """Blur what lies behind the product, as a photographer would."""
        orbit = self._visit.player.orbit
        if self._visit.photo and orbit is not None:
            self._view.set_focus(orbit.distance_m, _OPENING_M * orbit.radius_m)
        else:
            self._view.set_focus(1.0, 0.0)

    def _take(self) -> None:
        if not self._visit.photo:
            self._toggle()
        self._wanted = True

    def hides(self) -> bool:
        """Whether the frame that begins is the picture itself, without even the bar of photo mode."""
        self._bare = self._wanted
        return self._bare

    def frame_done(self) -> None:
        """A frame is complete: keep it where it was asked for."""
        if not self._bare:
            return
        self._wanted = self._bare = False
        visit = self._visit
        publication = published(visit.catalogue, visit.inspected)
        code = code_of(publication, known_choices(publication, visit.model)) if publication else ""
        path = self._folder / f"{_name(publication.product.id if publication else 'room', code)}.png"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            path.write_bytes(png.encode(self._view.pixels()))
        except OSError as error:
            self._tell("photo.unwritable", path=str(path), reason=error.strerror or "")
            return
        if code:
            visit.clipboard.copy(code)
        visit.sounds.append("shutter")
        visit.journal.write("photo", path=str(path), code=code)
        self._tell("photo.kept-with-code" if code else "photo.kept", path=str(path))

    def _tell(self, key: str, **fields: str) -> None:
        self._visit.notify(say(key, self._visit.language, **fields))


def _name(product: str, code: str) -> str:
    """A file name that says what is on it, and that no other picture has."""
    moment = time.strftime("%Y%m%d-%H%M%S")
    return "-".join(part for part in (re.sub(r"[^a-z0-9-]", "", product), code, moment) if part)
