"""``showroom certify``: score our pictures of Khronos' certification models against the reference pictures."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from showroom.cli.command import Command
from showroom.errors import Unavailable

if TYPE_CHECKING:
    import argparse

    import numpy as np
    from numpy.typing import NDArray

    from client.certify.booth import Booth
    from client.certify.certifying import Case, Report, ViewResult
    from client.certify.controls import ControlResult
    from showroom.gltf.model import Document
    from showroom.pictures.scoring import Gate, Scores


def _configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", metavar="DIR", type=Path, help="holds NAME.glb and rr-NAME-VIEW.png")
    parser.add_argument("--controls", action="store_true", help="also draw wrong pictures; each must fail")
    parser.add_argument(
        "--pictures", metavar="OUT", type=Path, help="write reference, ours and difference side by side"
    )
    parser.add_argument("--json", action="store_true", help="print the scores as JSON")


def read_model(path: Path) -> tuple[bytes, Document]:
    """A model's bytes and its scene, with every compression and picture format that an import reads.

    Raises:
        NotFound: ``no-such-file``.
        ModelError: whatever is wrong with it.
        Unavailable: ``unreadable-file``, ``no-pipeline`` where the extra that reads models is missing.
    """
    try:
        from showroom.pipeline.source import open_model
    except ImportError as error:
        hint = "pip install 'virtual-showroom[client,assets]'"
        raise Unavailable("no-pipeline", f"reading models of every kind needs the extra assets: {hint}") from error
    source = open_model(path)
    return source.data, source.read()


def _controls(cases: list[Case], booth: Booth, gate: Gate, *, loud: bool) -> tuple[ControlResult, ...]:
    from client.certify.controls import run_controls

    found: list[ControlResult] = []
    for case in cases:
        results = run_controls(case, read_model(case.model.path)[1], booth, gate)
        found.extend(results)
        if loud:
            for result in results:
                print(_control_line(result), flush=True)
    return tuple(found)


def _write(case: Case, drawn: NDArray[np.uint8], folder: Path) -> None:
    import numpy as np

    from client.render import png

    difference = np.clip(128 + drawn.astype(np.int16) - case.reference, 0, 255).astype(np.uint8)
    sheet = np.concatenate([case.reference, drawn, difference], axis=1)
    png.write(sheet, folder / f"{case.picture.path.stem.removeprefix('rr-')}.png")


def _line(result: ViewResult) -> str:
    word = "passed" if result.passed else f"FAILED ({', '.join(result.failures)})"
    return f"{result.picture} ({result.camera}): {word}; {_figures(result.scores)}"


def _control_line(result: ControlResult) -> str:
    word = f"fails ({', '.join(result.failures)})" if result.failures else "PASSES, so the gate is too wide"
    return f"control {result.model} {result.view}, {result.control}: {word}; {_figures(result.scores)}"


def _figures(scores: Scores) -> str:
    return (
        f"SSIM {scores.ssim:.3f}, PSNR {scores.psnr_db:.1f} dB, foreground SSIM {scores.foreground_ssim:.3f}, "
        f"silhouette {scores.silhouette:.3f}, sRGB off by {scores.srgb_deviation:.1%} (hue {scores.hue_deviation:.1%})"
    )


def _tell(report: Report, controls: tuple[ControlResult, ...]) -> None:
    for skipped in report.skipped:
        print(f"not compared: {skipped}")
    for refused in report.refused:
        print(f"error: {refused.picture or refused.model}: {refused.code}: {refused.message}")
    gate = report.gate
    print(
        f"{sum(view.passed for view in report.views)} of {len(report.views)} views pass: SSIM over {gate.ssim:.2f}, "
        f"PSNR over {gate.psnr_db:g} dB, foreground SSIM over {gate.foreground_ssim:.2f}, silhouette over "
        f"{gate.silhouette:.2f}, hue off by less than {gate.hue_deviation:.1%}"
    )
    if controls:
        print(f"{sum(bool(control.failures) for control in controls)} of {len(controls)} controls fail, as all must")


def _run(arguments: argparse.Namespace) -> int:
    # Panda3D takes a while to import; `--help` and refusals need not wait for it.
    from client.certify.certifying import certify
    from client.certify.kit import find_kit
    from showroom.pictures.scoring import Gate

    kit = find_kit(arguments.folder)
    gate = Gate()
    from client.certify.booth import Booth
    from client.certify.neutral import neutral_mood

    cases: list[Case] = []
    with Booth(neutral_mood()) as booth:

        def watch(result: ViewResult, case: Case, drawn: NDArray[np.uint8]) -> None:
            cases.append(case)
            if not arguments.json:
                print(_line(result), flush=True)
            if arguments.pictures:
                _write(case, drawn, arguments.pictures)

        report = certify(kit, read_model, booth, gate=gate, watch=watch)
        controls = _controls(cases, booth, gate, loud=not arguments.json) if arguments.controls else ()
    if arguments.json:
        print(msgspec.json.encode({**msgspec.to_builtins(report), "controls": controls}).decode())
    else:
        _tell(report, controls)
    return 0 if report.passed and all(control.failures for control in controls) else 1


COMMANDS = (
    Command(
        name="certify",
        summary="Score our pictures of Khronos' certification models against the reference pictures.",
        example="showroom certify 3DC-Certification/models --controls",
        configure=_configure,
        run=_run,
    ),
)
