"""Our face tracker beside the `mediapipe` package on the same frames: time, memory, and how far landmarks differ.

    python -m tools.compare_trackers --peer OTHER_ENVIRONMENT/bin/python --film FOLDER… --stills PICTURE…

The other environment holds `mediapipe` 0.10.21 (`pip install mediapipe==0.10.21`, about 1 GB) and is no part of this
project. Both read the same PNG files; reading them is not timed. Each side runs in a process of its own, one after the
other; processor time counts all threads of a process.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

from client.ar.face_tracker import FaceTracker
from client.ar.models import models_path
from client.ar.pictures import read_picture
from showroom.tryon.face import LEFT_EYE_OUTER, POINTS, RIGHT_EYE_OUTER

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

PEER = Path(__file__).with_name("compare_trackers_peer.py")
WARM = 5
"""So many frames of a film are left out of its times: whatever is loaded late is loaded then."""
RIGHT_IRIS, LEFT_IRIS = 468, 473
"""The middles of both irises among the refined landmarks of the other side."""


@dataclass(frozen=True)
class Run:
    """What one side did with one list of frames.

    Args:
        name: of the side.
        found: share of the frames with a face.
        wall_ms: median of a frame.
        cpu_ms: the same in processor time.
        loading_s: from the start of its process until the tracker stood.
        memory_mb: the most that the process held.
        points: of each frame, (468 or 478, 2) pixels; None where there was no face.
    """

    name: str
    found: float
    wall_ms: float
    cpu_ms: float
    loading_s: float
    memory_mb: float
    points: tuple[NDArray[np.float64] | None, ...]


def run_ours(paths: Sequence[Path], started: float, *, still: bool) -> Run:
    """In this process, which `started` then; it is a fresh one for every list (`--ours`)."""
    tracker = FaceTracker.from_folder(models_path(), most_faces=1)
    loading_s = time.time() - started
    frames = []
    for path in paths:
        picture = read_picture(path)
        if still:
            tracker.forget()
        wall, cpu = time.perf_counter(), time.process_time()
        faces = tracker.still(picture) if still else tracker.follow(picture)
        times = (time.perf_counter() - wall) * 1000.0, (time.process_time() - cpu) * 1000.0
        points = None
        if faces:
            irises = np.full((2, 2), np.nan) if faces[0].irises is None else faces[0].irises[:, 0]
            points = np.vstack([faces[0].points[:, :2], irises]).tolist()
        frames.append({"wall_ms": times[0], "cpu_ms": times[1], "points": points})
    memory_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024.0
    return _run("ours", {"loading_s": loading_s, "memory_mb": memory_mb, "frames": frames}, warm=0 if still else WARM)


def _run(name: str, said: dict[str, Any], *, warm: int) -> Run:
    frames = said["frames"]
    timed = frames[warm:] or frames
    return Run(
        name,
        found=sum(frame["points"] is not None for frame in frames) / max(len(frames), 1),
        wall_ms=float(np.median([frame["wall_ms"] for frame in timed])),
        cpu_ms=float(np.median([frame["cpu_ms"] for frame in timed])),
        loading_s=said["loading_s"],
        memory_mb=said["memory_mb"],
        points=tuple(None if frame["points"] is None else np.array(frame["points"]) for frame in frames),
    )


def run_peer(python: Path, paths: Sequence[Path], *, still: bool, refined: bool) -> Run:
    """In the other environment's process."""
    command = [str(python), str(PEER), "stills" if still else "film", "refined" if refined else "plain"]
    command.append(str(time.time()))
    done = subprocess.run(  # noqa: S603 - what the person named
        command, input="\n".join(map(str, paths)), text=True, check=True, stdout=subprocess.PIPE
    )
    name = "mediapipe, refined" if refined else "mediapipe"
    return _run(name, json.loads(done.stdout), warm=0 if still else WARM)


def difference(ours: Run, other: Run) -> tuple[float, float, float] | None:
    """How far landmarks of the same frames are apart, each the median over frames; None where no frame has both.

    Returns:
        The mean distance of the 468 landmarks in pixels, its share of the distance of the eyes' outer corners, and the
        distance of the middles of the irises in pixels, not a number where one side has none.
    """
    rows = []
    for mine, theirs in zip(ours.points, other.points, strict=True):
        if mine is None or theirs is None:
            continue
        apart = float(np.linalg.norm(mine[LEFT_EYE_OUTER] - mine[RIGHT_EYE_OUTER]))
        off = float(np.linalg.norm(mine[:POINTS] - theirs[:POINTS], axis=1).mean())
        iris = np.nan
        if len(theirs) > LEFT_IRIS:
            iris = float(np.linalg.norm(mine[POINTS:] - theirs[[RIGHT_IRIS, LEFT_IRIS]], axis=1).mean())
        rows.append((off, off / apart, iris))
    if not rows:
        return None
    off_px, share = np.median([row[:2] for row in rows], axis=0).tolist()
    irises = [row[2] for row in rows if np.isfinite(row[2])]
    return off_px, share, float(np.median(irises)) if irises else float("nan")


def table(title: str, runs: Sequence[Run]) -> str:
    """One list of frames as a table in Markdown."""
    lines = [
        f"| {title} | found | ms a frame | processor ms | loading s | memory MB | landmarks differ | irises differ |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for run in runs:
        off = None if run is runs[0] else difference(runs[0], run)
        apart = "" if off is None else f"{off[0]:.1f} px, {off[1]:.1%}"
        irises = "" if off is None or not np.isfinite(off[2]) else f"{off[2]:.1f} px"
        times = f"{run.wall_ms:.1f} | {run.cpu_ms:.1f} | {run.loading_s:.1f} | {run.memory_mb:.0f}"
        lines.append(f"| {run.name} | {run.found:.0%} | {times} | {apart} | {irises} |")
    return "\n".join(lines)


def _ours_apart(paths: Sequence[Path], *, still: bool) -> Run:
    """Our side in a process of its own, so that its memory and its loading count like the other's."""
    command = [
        sys.executable,
        "-m",
        "tools.compare_trackers",
        "--ours",
        "stills" if still else "film",
        "--started",
        str(time.time()),
    ]
    done = subprocess.run(  # noqa: S603 - this very script
        command, input="\n".join(map(str, paths)), text=True, check=True, stdout=subprocess.PIPE
    )
    said = json.loads(done.stdout)
    points = tuple(None if one is None else np.array(one, dtype=np.float64) for one in said.pop("points"))
    return Run(points=points, **said)


def _say_ours(kind: str, started: float) -> None:
    paths = [Path(line) for line in sys.stdin.read().split("\n") if line]
    run = run_ours(paths, started, still=kind == "stills")
    said = {name: getattr(run, name) for name in ("name", "found", "wall_ms", "cpu_ms", "memory_mb")}
    points = [None if one is None else one.tolist() for one in run.points]
    json.dump({**said, "loading_s": run.loading_s, "points": points}, sys.stdout)


def _as_png(paths: Sequence[Path], folder: Path) -> list[Path]:
    """The same pixels for both sides, whatever decodes JPEG there."""
    made = []
    for number, path in enumerate(paths):
        made.append(folder / f"{number:05d}.png")
        cv2.imwrite(str(made[-1]), read_picture(path)[:, :, ::-1])
    return made


def main() -> None:
    """Compare and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ours", choices=("film", "stills"), help="one side alone; for this script's own use")
    parser.add_argument("--started", type=float, default=0.0, help="when that began, for this script's own use")
    parser.add_argument("--peer", type=Path, help="the Python of an environment with mediapipe 0.10.21")
    parser.add_argument("--film", type=Path, nargs="*", default=[], help="folders of frames, each followed as a film")
    parser.add_argument("--stills", type=Path, nargs="*", default=[], help="pictures, each taken for itself")
    options = parser.parse_args()
    if options.ours:
        _say_ours(options.ours, options.started)
        return
    if options.peer is None:
        parser.error("--peer is missing")
    lists = [(f"film {folder.name}", sorted(folder.iterdir()), False) for folder in options.film]
    if options.stills:
        lists.append((f"{len(options.stills)} stills", options.stills, True))
    for title, paths, still in lists:
        with tempfile.TemporaryDirectory() as scratch:
            frames = _as_png(paths, Path(scratch))
            peers = [run_peer(options.peer, frames, still=still, refined=refined) for refined in (False, True)]
            print(table(title, [_ours_apart(frames, still=still), *peers]), flush=True)


if __name__ == "__main__":
    main()
