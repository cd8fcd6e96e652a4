"""Asking a window to close, as the cross in its frame does: an X client message, for no window manager is there.

Source: ICCCM 2.0, section 4.2.8.1 (WM_DELETE_WINDOW); Xlib's XClientMessageEvent.
"""

from __future__ import annotations

import ctypes
from typing import Final

_CLIENT_MESSAGE: Final = 33
_EVENT_LONGS: Final = 24
"""An XEvent is a union that is padded to so many longs."""


class _ClientMessage(ctypes.Structure):
    _fields_ = (
        ("type", ctypes.c_int),
        ("serial", ctypes.c_ulong),
        ("send_event", ctypes.c_int),
        ("display", ctypes.c_void_p),
        ("window", ctypes.c_ulong),
        ("message_type", ctypes.c_ulong),
        ("format", ctypes.c_int),
        ("data", ctypes.c_long * 5),
    )


class _Event(ctypes.Union):
    _fields_ = (("message", _ClientMessage), ("padding", ctypes.c_long * _EVENT_LONGS))


def ask_to_close(display: str, window: int) -> None:
    """Send WM_DELETE_WINDOW to a window.

    Raises:
        OSError: there is no such display, or no Xlib.
    """
    xlib = ctypes.CDLL("libX11.so.6")
    xlib.XOpenDisplay.restype = ctypes.c_void_p
    xlib.XInternAtom.restype = ctypes.c_ulong
    connection = ctypes.c_void_p(xlib.XOpenDisplay(display.encode()))
    if not connection.value:
        raise OSError(f"no display {display}")
    try:
        protocols, delete = (xlib.XInternAtom(connection, name, 0) for name in (b"WM_PROTOCOLS", b"WM_DELETE_WINDOW"))
        event = _Event()
        event.message.type, event.message.window = _CLIENT_MESSAGE, window
        event.message.message_type, event.message.format = protocols, 32
        event.message.data[0] = delete
        xlib.XSendEvent(connection, ctypes.c_ulong(window), 0, ctypes.c_long(0), ctypes.byref(event))
    finally:
        xlib.XCloseDisplay(connection)  # sends what waits
