"""The settings of the person at a window, changed one by one; what other windows keep meanwhile stays."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from client.settings import load_settings, save_settings

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from client.settings import Settings


class Keeping:
    """Keeps settings.

    Args:
        path: their file; None keeps them for this visit alone.
        settings: what they are.
    """

    def __init__(self, path: Path | None, settings: Settings) -> None:
        self._path = path
        self._turn = threading.Lock()
        self.settings = settings

    def change(self, change: Callable[[Settings], Settings]) -> None:
        """Change the settings.

        Raises:
            Unavailable: ``settings-unwritable``; they are as before.
        """
        # The link forgets a session that is over from a thread of its own.
        with self._turn:
            if self._path is None:
                self.settings = change(self.settings)
                return
            changed = change(load_settings(self._path))
            save_settings(self._path, changed)
            self.settings = changed
