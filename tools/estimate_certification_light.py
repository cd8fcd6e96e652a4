"""Estimate the light of Khronos' certification kit from its reference pictures, and say what it is worth.

The kit's pictures are taken apart: what each of a few dozen even spots around the product (`environment.Lobes`) adds to
a picture is drawn by our renderer, and the spots' brightness is what adds up to the references best, by non-negative
least squares with a little smoothness. So few numbers without colour cannot hold a picture. To see that they do not, a
light is estimated from each model alone and scored on the others, before one is estimated from all models and written.

Run it with a folder that holds NAME.glb and rr-NAME-VIEW.png:
    python tools/estimate_certification_light.py KIT -o client/certify/neutral.json
"""

from __future__ import annotations

import argparse
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import numpy as np

from client.certify.booth import Booth
from client.certify.certifying import cameras_of, cases_of, certify
from client.certify.commands import read_model
from client.certify.kit import Kit, KitModel, find_kit
from client.certify.neutral import EstimatedLight, mood_of
from client.render.environment import lobe_directions
from showroom.pictures.scoring import Gate
from showroom.tryon.light import linear

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from client.certify.certifying import Case

STRIDE_PX = 4
"""Every so many pixels one is looked at: neighbours say the same."""
BRIGHTEST = 0.985
"""Above it a reference picture cuts light off and says only that there is enough of it."""
DARKEST = 0.02
SEEN_THROUGH = 0.01
ROUNDS = 600
BLACK, WHITE = np.zeros(3, np.uint8), np.full(3, 255, np.uint8)


@dataclass(frozen=True, eq=False)
class Evidence:
    """What one model's pictures say of the light, as normal equations.

    Args:
        products: (lobes, lobes) float64.
        wishes: (lobes,) float64.
    """

    products: NDArray[np.float64]
    wishes: NDArray[np.float64]


def main() -> None:
    """Score lights from each model alone on the others, then write the light from all of them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kit", type=Path, help="the folder with the models and their pictures")
    parser.add_argument("-o", "--output", type=Path, help="where the light from all models is written")
    parser.add_argument("--lobes", type=int, default=64, help="how many spots (%(default)s)")
    parser.add_argument("--sharpness", type=float, default=12.0, help="of every spot (%(default)s)")
    parser.add_argument("--smoothness", type=float, default=0.003, help="weight of neighbours' likeness (%(default)s)")
    arguments = parser.parse_args()
    kit = find_kit(arguments.kit)
    # Sixty lights that are used once are no use in anybody's cache.
    with tempfile.TemporaryDirectory() as cache:
        os.environ["SHOWROOM_CACHE_DIR"] = cache
        _estimate(kit, arguments)


def _estimate(kit: Kit, arguments: argparse.Namespace) -> None:
    single = [_unit(arguments, lobe) for lobe in range(arguments.lobes)]
    with Booth(mood_of(_unit(arguments, None))) as booth:
        evidence = {model.name: _evidence(model, booth, single, arguments) for model in kit.models}
        for name in evidence:
            others = Kit(tuple(model for model in kit.models if model.name != name), ())
            if others.models:
                _tell(others, booth, _light((name,), evidence, arguments))
        light = _light(tuple(evidence), evidence, arguments)
        _tell(kit, booth, light)
    if arguments.output:
        arguments.output.write_bytes(msgspec.json.format(msgspec.json.encode(light), indent=0) + b"\n")


def _unit(arguments: argparse.Namespace, lobe: int | None) -> EstimatedLight:
    """One lobe alone; none without a number."""
    radiance = tuple(float(index == lobe) for index in range(arguments.lobes))
    return EstimatedLight((), arguments.sharpness, radiance)


def _evidence(model: KitModel, booth: Booth, single: list[EstimatedLight], arguments: argparse.Namespace) -> Evidence:
    data, document = read_model(model.path)
    booth.place(document)
    cases = list(cases_of(model, cameras_of(data, model), []))
    booth.light(mood_of(_unit(arguments, None)))
    covered = [_drawn(booth, case, WHITE).max(axis=-1) < SEEN_THROUGH for case in cases]
    parts: list[list[NDArray[np.float32]]] = [[] for _ in cases]
    for lobe in single:
        booth.light(mood_of(lobe))
        for at, case in enumerate(cases):
            parts[at].append(_drawn(booth, case, BLACK)[covered[at]])
    products, wishes = np.zeros((len(single), len(single))), np.zeros(len(single))
    for case, where, part in zip(cases, covered, parts, strict=True):
        target = linear(case.reference[::STRIDE_PX, ::STRIDE_PX])[where].ravel()
        usable = target < BRIGHTEST
        # Equal steps of sRGB weigh the same, roughly.
        weight = np.maximum(target[usable], DARKEST) ** -0.55
        seen = np.stack(part).reshape(len(single), -1)[:, usable] * weight
        products += seen @ seen.T / max(len(weight), 1)
        wishes += seen @ (target[usable] * weight) / max(len(weight), 1)
    print(f"{model.name}: {len(cases)} pictures taken apart into {len(single)} spots", flush=True)
    return Evidence(products, wishes)


def _drawn(booth: Booth, case: Case, background: NDArray[np.uint8]) -> NDArray[np.float32]:
    picture = booth.picture(case.camera, case.size_px, background)
    return linear(picture[::STRIDE_PX, ::STRIDE_PX]).astype(np.float32)


def _light(names: tuple[str, ...], evidence: dict[str, Evidence], arguments: argparse.Namespace) -> EstimatedLight:
    products = np.sum([evidence[name].products for name in names], axis=0)
    wishes = np.sum([evidence[name].wishes for name in names], axis=0)
    scale = float(np.trace(products)) / len(wishes)
    rough = np.eye(len(wishes)) - _neighbours(len(wishes))
    products = products + scale * (arguments.smoothness * rough.T @ rough + 1e-6 * np.eye(len(wishes)))
    radiance = np.full(len(wishes), 0.3)
    for _ in range(ROUNDS):
        for at in range(len(wishes)):
            step = (wishes[at] - products[at] @ radiance) / products[at, at]
            radiance[at] = max(0.0, radiance[at] + step)
    return EstimatedLight(names, arguments.sharpness, tuple(round(float(value), 3) for value in radiance))


def _neighbours(count: int) -> NDArray[np.float64]:
    """Rows that average the spots around each spot."""
    toward = lobe_directions(count).astype(np.float64)
    near = np.exp(14.0 * (toward @ toward.T - 1.0))
    np.fill_diagonal(near, 0.0)
    return np.asarray(near / near.sum(axis=1, keepdims=True), np.float64)


def _tell(kit: Kit, booth: Booth, light: EstimatedLight) -> None:
    booth.light(mood_of(light))
    report = certify(kit, read_model, booth, gate=Gate(), watch=lambda *_: None)
    for view in report.views:
        found = view.scores
        figures = f"{found.ssim:.3f} | {found.psnr_db:.1f} | {found.foreground_ssim:.3f} | {found.silhouette:.3f}"
        colours = f"{found.srgb_deviation:.1%} | {found.hue_deviation:.1%}"
        word = "passed" if view.passed else f"FAILED: {', '.join(view.failures)}"
        source = ", ".join(light.estimated_from)
        print(f"| {source} | {view.model} {view.view} | {figures} | {colours} | {word} |", flush=True)


if __name__ == "__main__":
    main()
