"""A window's keyboard and mouse, for ImGui and for walking. Without a window there is none of it."""

# ruff: noqa: ANN401 - ImGui and Panda3D hand out objects without types

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from imgui_bundle import imgui
from panda3d.core import (
    ButtonThrower,
    DataGraphTraverser,
    EventQueue,
    MouseAndKeyboard,
    NodePath,
)

if TYPE_CHECKING:
    from panda3d.core import GraphicsWindow

_NAMED: Final = {
    "tab": "tab",
    "arrow_left": "left_arrow",
    "arrow_right": "right_arrow",
    "arrow_up": "up_arrow",
    "arrow_down": "down_arrow",
    "page_up": "page_up",
    "page_down": "page_down",
    "home": "home",
    "end": "end",
    "insert": "insert",
    "delete": "delete",
    "backspace": "backspace",
    "space": "space",
    "enter": "enter",
    "escape": "escape",
}
_PATIENCE_FRAMES: Final = 4
_CONTROLS: Final = frozenset({"control", "lcontrol", "rcontrol"})
_SHIFTS: Final = frozenset({"shift", "lshift", "rshift"})
_LINES: Final = frozenset({"tab", "shift-tab", "enter", "arrow_up", "arrow_down", "arrow_left", "arrow_right"})
"""Keys that step from line to line also while something is written; they are told as ``text-…`` then."""
_MOUSE: Final = {"mouse1": 0, "mouse2": 2, "mouse3": 1}
_WHEEL: Final = {"wheel_up": 1.0, "wheel_down": -1.0}


@dataclass
class Input:
    """What has happened since the last frame, as far as the panels have not taken it.

    Args:
        pressed: keys that went down, as `showroom.ui.verbs` names them.
        held: keys that are down.
        dragged_px: how far the picture was dragged, right and down.
        dragging: whether the picture is being dragged.
        panned_px: how far it was dragged with the other button, right and down.
        wheel: steps towards (positive) or away.
        clicked_px: where the picture was clicked without dragging.
        moved: whether the pointer is somewhere else.
        busy: whether anything else has happened, or goes on happening: letters, a wheel, a button or key that is down.
    """

    pressed: list[str] = field(default_factory=list)
    held: frozenset[str] = frozenset()
    dragged_px: tuple[float, float] = (0.0, 0.0)
    dragging: bool = False
    panned_px: tuple[float, float] = (0.0, 0.0)
    wheel: float = 0.0
    clicked_px: tuple[float, float] | None = None
    moved: bool = False
    busy: bool = False


class Keyboard:
    """Reads a window's events, tells ImGui first, and passes on what ImGui does not want.

    Args:
        window: where the events come from.
    """

    _CLICK_PX: Final = 5.0

    def __init__(self, window: GraphicsWindow) -> None:
        self._window = window
        self._graph = NodePath("input")
        devices = self._graph.attach_new_node(MouseAndKeyboard(window, 0, "devices"))
        thrower = ButtonThrower("buttons")
        thrower.set_button_down_event("key-down")
        thrower.set_button_up_event("key-up")
        thrower.set_button_repeat_event("key-repeat")
        thrower.set_keystroke_event("key-text")
        devices.attach_new_node(thrower)
        self._traverser = DataGraphTraverser()
        self._events = EventQueue.get_global_event_queue()
        self._held: set[str] = set()
        self._told: set[str] = set()
        self._drag_from: tuple[float, float] | None = None
        self._pan_from: tuple[float, float] | None = None
        self._drag_last = (0.0, 0.0)
        self._drag_length = 0.0
        self._focused = True
        self._patience = 0
        self._pointer = (-1.0, -1.0)
        self._kept: Any = None

    def expect_text(self) -> None:
        """A line is about to listen: what is typed until it does waits for it, for some frames."""
        self._patience = _PATIENCE_FRAMES

    def read(self) -> Input:
        """Take everything that has happened; call once a frame, before the panels are drawn."""
        io = imgui.get_io()
        found = Input()
        self._traverser.traverse(self._graph.node())
        position = self._move(io)
        found.moved = position != self._pointer
        self._pointer = position
        self._patience = 0 if io.want_text_input else max(0, self._patience - 1)
        while not self._patience and (self._kept or not self._events.is_queue_empty()):
            kept, self._kept = self._kept, None
            event = kept or self._events.dequeue_event()
            if found.moved and kept is None and _presses_mouse(event):
                # ImGui learns with this frame what lies under the pointer: only then is it known who was clicked.
                self._kept = event
                break
            if event.get_num_parameters() and event.get_name().startswith("key-"):
                found.busy = True
                self._take(event, io, found, position)
        self._drag(found, position)
        found.busy |= bool(self._told or self._kept or self._patience or io.mouse_down[0])
        found.held = frozenset() if io.want_text_input else frozenset(self._held)
        self._watch_focus(io)
        return found

    def _move(self, io: Any) -> tuple[float, float]:
        pointer = self._window.get_pointer(0)
        position = (pointer.get_x(), pointer.get_y())
        io.add_mouse_pos_event(*position)
        return position

    def _watch_focus(self, io: Any) -> None:
        """Keys that were let go in another window are not held for ever."""
        focused = self._window.get_properties().get_foreground()
        if focused != self._focused:
            self._focused = focused
            io.add_focus_event(focused)
            if not focused:
                self._held.clear()
                self._drag_from = None

    def _take(self, event: Any, io: Any, found: Input, position: tuple[float, float]) -> None:
        parameter = event.get_parameter(0)
        name = event.get_name()
        if name == "key-text":
            text = parameter.get_wstring_value()
            if text.isprintable():
                io.add_input_characters_utf8(text)
            return
        key, down = parameter.get_string_value(), name != "key-up"
        if key in _WHEEL:
            self._turn_wheel(io, found, _WHEEL[key], down=down)
        elif key in _MOUSE:
            self._press_mouse(io, found, key, position, down=down)
        else:
            self._press(io, found, key, down=down, repeated=name == "key-repeat")

    @staticmethod
    def _turn_wheel(io: Any, found: Input, step: float, *, down: bool) -> None:
        if down and io.want_capture_mouse:
            io.add_mouse_wheel_event(0.0, step)
        elif down:
            found.wheel += step

    def _press_mouse(self, io: Any, found: Input, key: str, position: tuple[float, float], *, down: bool) -> None:
        io.add_mouse_button_event(_MOUSE[key], down)
        if key != "mouse1":
            self._pan_from = position if down and not io.want_capture_mouse else None
            return
        if down and not io.want_capture_mouse:
            self._drag_from, self._drag_last, self._drag_length = position, position, 0.0
        elif not down and self._drag_from is not None:
            if self._drag_length < self._CLICK_PX:
                found.clicked_px = position
            self._drag_from = None

    def _press(self, io: Any, found: Input, key: str, *, down: bool, repeated: bool) -> None:
        self._tell_imgui(io, key, down=down)
        if not down:
            self._held.discard(key)
        elif not repeated:
            self._held.add(key)
            control = bool(self._held & _CONTROLS)
            if key == "tab" and self._held & _SHIFTS:
                key = "shift-tab"
            if not io.want_text_input:
                found.pressed.append(f"control-{key}" if control else key)
                # What is typed right after the key that opens the chat belongs into the chat, which listens a frame or
                # two later: until then the keys wait.
                self._patience = _PATIENCE_FRAMES if key == "enter" else 0
            elif key == "escape":
                found.pressed.append("leave-text")
            elif key in _LINES:
                found.pressed.append(f"text-{key}")

    def _tell_imgui(self, io: Any, key: str, *, down: bool) -> None:
        """Pass a key to a line of text that listens.

        Letters come as text: as keys, and with every Shift, they would make ImGui wait a frame for each of them. And
        without a line that listens keys are for walking and verbs alone: the Enter that opens the chat must not end it
        in the same breath.
        """
        target = _imgui_key(key)
        if target is None or key == "tab":
            return
        if down and io.want_text_input and (len(key) > 1 or self._held & _CONTROLS):
            for modifier, held in (("mod_ctrl", _CONTROLS), ("mod_shift", _SHIFTS)):
                io.add_key_event(getattr(imgui.Key, modifier), bool(self._held & held))
            io.add_key_event(target, down)
            self._told.add(key)
        elif not down and key in self._told:
            self._told.discard(key)
            io.add_key_event(target, down)

    def _drag(self, found: Input, position: tuple[float, float]) -> None:
        if self._pan_from is not None:
            found.panned_px = (position[0] - self._pan_from[0], position[1] - self._pan_from[1])
            self._pan_from = position
        if self._drag_from is None:
            return
        right, down = position[0] - self._drag_last[0], position[1] - self._drag_last[1]
        self._drag_last = position
        self._drag_length += abs(right) + abs(down)
        if self._drag_length >= self._CLICK_PX:
            found.dragged_px = (right, down)
            found.dragging = True

    def close(self) -> None:
        """Forget the window."""
        self._graph.remove_node()


def _presses_mouse(event: Any) -> bool:
    is_press = event.get_name() == "key-down" and event.get_num_parameters()
    return bool(is_press) and event.get_parameter(0).get_string_value() in _MOUSE


def _imgui_key(key: str) -> Any:
    if key in _NAMED:
        return getattr(imgui.Key, _NAMED[key])
    if len(key) == 1 and key.isascii() and key.isalpha():
        return getattr(imgui.Key, key)
    return None
