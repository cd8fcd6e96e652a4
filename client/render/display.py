"""What an X display says of our window: that somebody has destroyed it, or that the display itself is gone.

Panda3D notices neither: it would draw into a window that is no more, and die within whatever it was doing when the
connection breaks. Elsewhere than on X11 there is nothing to watch.

Source: Xlib - C Language X Interface, section 11.8.2 (error handlers); X.h (error codes).
"""

from __future__ import annotations

import ctypes
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from panda3d.core import GraphicsWindow

_BAD_WINDOW: Final = 3
_BAD_DRAWABLE: Final = 9


class _ErrorEvent(ctypes.Structure):
    _fields_ = (
        ("type", ctypes.c_int),
        ("display", ctypes.c_void_p),
        ("resource", ctypes.c_ulong),
        ("serial", ctypes.c_ulong),
        ("error_code", ctypes.c_ubyte),
        ("request_code", ctypes.c_ubyte),
        ("minor_code", ctypes.c_ubyte),
    )


_HANDLER: Final = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.POINTER(_ErrorEvent))
_LOST_HANDLER: Final = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p)
_in_use: list[Any] = []
"""Xlib keeps pointers to what it calls for as long as the process lives."""


class DisplayWatch:
    """Hears Xlib's errors in Panda3D's place.

    Args:
        window: ours, which is open.
        lost: is called when the connection to the display has broken, amidst a frame; it must end the process, for
            Xlib would, and nothing that draws can be used any more.

    Attributes:
        destroyed: whether somebody has destroyed the window.
    """

    def __init__(self, window: GraphicsWindow, lost: Callable[[], None]) -> None:
        self.destroyed = False
        handle = window.get_window_handle()
        self._number = handle.get_int_handle() if handle is not None else 0
        self._lost = lost
        if sys.platform == "linux" and self._number:
            with suppress(OSError):  # a window without Xlib is a window of another kind
                self._watch(ctypes.CDLL("libX11.so.6"))

    def _watch(self, xlib: ctypes.CDLL) -> None:
        xlib.XSetErrorHandler.restype = ctypes.c_void_p
        xlib.XSetIOErrorHandler.restype = ctypes.c_void_p
        error, lost = _HANDLER(self._take), _LOST_HANDLER(self._end)
        _in_use.extend((error, lost))
        before = xlib.XSetErrorHandler(error)
        self._others = _HANDLER(before) if before else None
        xlib.XSetIOErrorHandler(lost)

    def _take(self, display: int, event: Any) -> int:  # noqa: ANN401 - a pointer of ctypes
        said = event.contents
        if said.error_code in {_BAD_WINDOW, _BAD_DRAWABLE} and said.resource == self._number:
            self.destroyed = True
            return 0
        return self._others(display, event) if self._others is not None else 0

    def _end(self, _display: int) -> int:
        self._lost()
        return 0
