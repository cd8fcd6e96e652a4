"""Copy and paste: the system's clipboard where there is one, else one of our own."""

from __future__ import annotations

import shutil
import subprocess
from typing import Any, Final

from imgui_bundle import imgui

_TIMEOUT_S: Final = 1.0
# Copying program and its words, pasting program and its words.
_WAYS: Final = (
    (("wl-copy",), ("wl-paste", "--no-newline")),
    (("xclip", "-selection", "clipboard"), ("xclip", "-selection", "clipboard", "-o")),
    (("xsel", "--clipboard", "--input"), ("xsel", "--clipboard", "--output")),
    (("pbcopy",), ("pbpaste",)),
)


class Clipboard:
    """Text that goes to and comes from other programs."""

    def __init__(self) -> None:
        self._own = ""
        self._way = next((way for way in _WAYS if shutil.which(way[0][0]) and shutil.which(way[1][0])), None)

    def copy(self, text: str) -> None:
        """Put text on the clipboard; what the system does not take stays ours."""
        self._own = text
        if self._way is not None:
            self._run(self._way[0], text)

    def paste(self) -> str:
        """The text on the clipboard."""
        if self._way is None:
            return self._own
        found = self._run(self._way[1], None)
        return self._own if found is None else found

    def connect(self) -> None:
        """Let ImGui's text fields use it."""
        platform: Any = imgui.get_platform_io()
        platform.platform_set_clipboard_text_fn = lambda _context, text: self.copy(text)
        platform.platform_get_clipboard_text_fn = lambda _context: self.paste()

    @staticmethod
    def _run(command: tuple[str, ...], text: str | None) -> str | None:
        """Run a clipboard program; None where it fails. A copying one stays behind as the selection's owner."""
        try:
            if text is not None:
                subprocess.run(  # noqa: S603 - a fixed program without a shell
                    command, input=text.encode(), timeout=_TIMEOUT_S, check=True, stdout=subprocess.DEVNULL
                )
                return text
            done = subprocess.run(  # noqa: S603 - a fixed program without a shell
                command, capture_output=True, timeout=_TIMEOUT_S, check=True
            )
        except (OSError, subprocess.SubprocessError):
            return None
        return done.stdout.decode(errors="replace")
