"""The other side of compare_trackers.py, run by the Python of an environment that holds `mediapipe` 0.10.21.

Reads PNG files named on standard input, one a line, and prints one JSON object: what came out and how long it took.
"""

import json
import resource
import sys
import time

import cv2
import mediapipe as mp  # type: ignore[import-not-found]


def main() -> None:
    """Follow the film, or take every picture for itself (`stills`); with the attention mesh where `refined` is said."""
    still, refined = sys.argv[1] == "stills", sys.argv[2] == "refined"
    mesh = mp.solutions.face_mesh.FaceMesh(static_image_mode=still, max_num_faces=1, refine_landmarks=refined)
    loading_s = time.time() - float(sys.argv[3])
    frames = []
    for path in sys.stdin.read().split("\n"):
        picture = cv2.imread(path)
        if picture is None:
            continue
        seen = picture[:, :, ::-1].copy()
        wall, cpu = time.perf_counter(), time.process_time()
        found = mesh.process(seen).multi_face_landmarks
        times = [(time.perf_counter() - wall) * 1000.0, (time.process_time() - cpu) * 1000.0]
        height, width = seen.shape[:2]
        points = [[mark.x * width, mark.y * height] for mark in found[0].landmark] if found else None
        frames.append({"wall_ms": times[0], "cpu_ms": times[1], "points": points})
    memory_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024.0
    json.dump({"loading_s": loading_s, "memory_mb": memory_mb, "frames": frames}, sys.stdout)


main()
