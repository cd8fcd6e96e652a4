"""What everything over the room costs where much of it is open, with many people there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

if TYPE_CHECKING:
    from client.bench_render.probe import MeasuredApp, Task

SETTLING_FRAMES: Final = 45
"""So long, what has just been opened is drawn in every frame."""
CARDS: Final = ("chat", "map", "people")


def measure_cards(app: MeasuredApp, task: Task) -> dict[str, Any]:
    """Mean milliseconds a frame of all that lies over the room (gathering it, drawing it), by what is open.

    The mean, for panels that nobody touches are not drawn in every frame.
    """
    app.until(lambda: app.all_is_there and app.others >= task.others)
    found = {"nothing": _mean(app, task.frames)}
    for card in CARDS:
        app.do(card)
        found[card] = _mean(app, task.frames)
        app.put_away(card)
    product = next((one.product.id for one in app.offers() if one.product.hotspots), None)
    if product is not None:
        app.look_at(product, -1)
        found["product with marks"] = _mean(app, task.frames)
        app.do("next-hotspot")
        found["product, a mark explained"] = _mean(app, task.frames)
    return {"others": app.others, "cards_ms": found}


def _mean(app: MeasuredApp, frames: int) -> float:
    for _ in range(SETTLING_FRAMES):
        app.frame()
    costs = []
    for _ in range(frames):
        app.frame()
        costs.append(app.over_room_s[0] * 1e3)
    return round(float(np.mean(costs)), 3)
