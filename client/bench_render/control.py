"""The control of the measurement: ``python -m client.bench_render.control`` prints a line of JSON.

The cost on the main thread must follow what it does (draws) and not what the graphics card does (triangles).
"""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Final

import msgspec
import numpy as np

from client.render import device
from client.render.quality import LOW
from client.render.view import View
from client.scene.loader import load_model
from showroom.gltf.model import Document, Material, Mesh, Node, Primitive

if TYPE_CHECKING:
    from client.scene.loader import LoadedModel

DRAWS: Final = 200
ROWS: Final = 12
FRAMES: Final = 8
ROUNDS: Final = 25
QUIET: Final = 25
"""The percentile that counts: other processes only ever add, by taking the caches."""


def main() -> dict[str, object]:
    """CPU milliseconds a frame of three scenes: plain, with twice the triangles, with twice the draws."""
    view = View.offscreen((64, 36), LOW)
    view.set_camera((0.0, 0.0, 30.0), (0.0, 0.0, 0.0), 60.0)
    scenes = {
        "plain": _sheets(DRAWS, ROWS),
        "twice the triangles": _sheets(DRAWS, ROWS * 2),
        "twice the draws": _sheets(DRAWS * 2, ROWS),
    }
    costs = _costs(view, scenes)
    for model in scenes.values():
        model.release()
    view.close()
    plain = costs["plain"]
    ratios = {name: round(cost / plain, 2) for name, cost in costs.items()}
    return {
        "driver": device.driver(),
        "draws": DRAWS,
        "triangles_each": ROWS * ROWS * 2,
        "frame_ms": {name: round(cost, 3) for name, cost in costs.items()},
        "ratios": ratios,
    }


def _costs(view: View, scenes: dict[str, LoadedModel]) -> dict[str, float]:
    """What a frame of each costs; they take turns, so that what else the machine does burdens all alike."""
    spent: dict[str, list[float]] = {name: [] for name in scenes}
    for _ in range(ROUNDS):
        for name, model in scenes.items():
            model.root.reparent_to(view.scene)
            view.frame()
            for _ in range(FRAMES):
                before = time.thread_time()
                view.frame()
                spent[name].append((time.thread_time() - before) * 1e3)
            model.root.detach_node()
    return {name: float(np.percentile(values, QUIET)) for name, values in spent.items()}


def _sheets(draws: int, rows: int) -> LoadedModel:
    """Sheets of `rows` squares (then twice as many a side would be four times), each a draw of its own."""
    columns = ROWS
    x, y = np.meshgrid(np.linspace(0, 1, columns + 1), np.linspace(0, 1, rows + 1))
    points = np.stack([x.ravel(), y.ravel(), np.zeros(x.size)], axis=1).astype(np.float32)
    corner = (np.arange(rows)[:, None] * (columns + 1) + np.arange(columns)).ravel()
    quads = corner[:, None] + np.array([0, 1, columns + 2, 0, columns + 2, columns + 1])
    normals = np.tile(np.array([0, 0, 1], np.float32), (len(points), 1))
    nodes, materials = [], []
    for index in range(draws):
        matrix = np.eye(4)
        matrix[:3, 3] = (index % 20 - 10.0, index // 20 - 10.0, 0.0)
        material = Material(f"m{index}", base_color=(index / draws, 0.5, 0.5, 1.0))
        part = Primitive({"POSITION": points, "NORMAL": normals}, quads.ravel().astype(np.uint32), material)
        materials.append(material)
        nodes.append(Node(f"n{index}", matrix, Mesh(f"n{index}", [part])))
    return load_model(Document(nodes, materials, []))


if __name__ == "__main__":
    sys.stdout.write(msgspec.json.encode(main()).decode() + "\n")
