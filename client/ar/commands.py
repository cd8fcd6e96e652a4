"""The subcommands of try-on; heavy modules are imported when a command runs, so that ``--help`` stays quick."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from client.ar.sheets.commands import COMMANDS as SHEET_COMMANDS
from client.ar.sheets.wishes import configure_floor, floor_text, floor_wishes
from showroom.cli.command import Command
from showroom.cli.paths import default_data_dir
from showroom.errors import Rejected

if TYPE_CHECKING:
    from client.tryon import FaceReport, Length, Report

LEAST_FOV_DEG, MOST_FOV_DEG = 10.0, 150.0


def _configure_models(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--data-folder", type=Path, metavar="DIR", help="where to keep them (your data folder)")
    parser.add_argument("--json", action="store_true", help="print what was done as JSON")


def _install_models(arguments: argparse.Namespace) -> int:
    import msgspec

    from client.ar.install import install
    from client.ar.models import FILES, models_path

    folder = arguments.data_folder or models_path()
    brought = install(folder)
    if arguments.json:
        answer = {"folder": str(folder), "installed": [file.name for file in brought], "files": len(FILES)}
        print(msgspec.json.encode(answer).decode())
    elif brought:
        print(f"{folder}: {len(brought)} files installed and checked")
    else:
        print(f"{folder}: everything is there")
    return 0


def _configure_tryon(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "source", type=Path, nargs="?", metavar="IMAGE_OR_VIDEO", help="a picture, a film or a folder of pictures"
    )
    parser.add_argument("--product", metavar="ID", help="which product; the code's or the catalogue's first otherwise")
    parser.add_argument("--config", metavar="CODE", help="a configuration code; the initial configuration otherwise")
    shop = parser.add_mutually_exclusive_group()
    shop.add_argument("--data", metavar="DIR", type=Path, help="a data folder (default: yours)")
    shop.add_argument("--server", metavar="URL", help="a running server instead of a data folder")
    parser.add_argument("--fov", metavar="DEG", type=_fov, help="angle of view of the picture's longer edge, if known")
    parser.add_argument("--models", metavar="DIR", type=Path, help="where the vision models lie")
    parser.add_argument(
        "--ruler", choices=("card", "strip"), help="what is held flat against the forehead: a bank card, the face strip"
    )
    configure_floor(parser)
    parser.add_argument("--language", choices=("en", "de"), default="en", help="of what is said (%(default)s)")
    parser.add_argument("-o", "--output", metavar="OUT", type=Path, help="the picture or film")
    parser.add_argument("--consent", action="store_true", help="I have read what is measured, and agree; kept")
    parser.add_argument("--receipt", action="store_true", help="show what has left this computer, and end")
    parser.add_argument("--forget", action="store_true", help="delete the consent and the receipt, and end")
    parser.add_argument("--json", action="store_true", help="print the measurements as JSON")


def _try_on(arguments: argparse.Namespace) -> int:
    import msgspec

    from client.ar.models import models_path
    from client.consent import keep_consent, require_consent
    from client.tryon import Request, run
    from client.tryon_floor import FloorReport

    if arguments.receipt or arguments.forget:
        return _kept(arguments)
    if arguments.source is None or arguments.output is None:
        raise Rejected("no-source", "nothing to try on with", hint="showroom tryon IMAGE_OR_VIDEO -o OUT")
    to_keep = require_consent(arguments.language, given=arguments.consent)
    report = run(
        Request(
            source=arguments.source,
            output=arguments.output,
            models=arguments.models or models_path(),
            data=arguments.data or default_data_dir(),
            server=arguments.server,
            product=arguments.product,
            code=arguments.config,
            fov_deg=arguments.fov,
            ruler=arguments.ruler,
            floor=floor_wishes(arguments),
        )
    )
    if to_keep:
        keep_consent()
    if arguments.json:
        print(msgspec.json.encode(report).decode())
    elif isinstance(report, FloorReport):
        print(floor_text(report, arguments.language))
    else:
        print(_as_text(report, arguments.language))
    return 0


def _kept(arguments: argparse.Namespace) -> int:
    """Show, or delete, what try-on has kept."""
    import msgspec

    from client.consent import forget, kept_page
    from showroom.ui.receipt import receipt_text

    if arguments.forget:
        consent, sent = forget()
        answer = {"forgotten": [name for name, was in (("consent", consent), ("receipt", sent)) if was]}
        print(msgspec.json.encode(answer).decode() if arguments.json else _forgotten(answer["forgotten"]))
        return 0
    page = kept_page(arguments.language)
    print(msgspec.json.encode(page).decode() if arguments.json else receipt_text(page))
    return 0


def _forgotten(names: list[str]) -> str:
    return f"forgotten: {', '.join(names)}" if names else "nothing was kept"


def _fov(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no number") from None
    if not LEAST_FOV_DEG <= value <= MOST_FOV_DEG:
        raise argparse.ArgumentTypeError(f"{text} is out of range; {LEAST_FOV_DEG:.0f} to {MOST_FOV_DEG:.0f} degrees")
    return value


WORDS = {
    "en": ("pupils", "face", "nose", "turned", "up", "lenses before the eyes"),
    "de": ("Pupillenabstand", "Gesicht", "Nase", "gedreht", "geneigt", "Gläser vor den Augen"),
}


def _as_text(report: Report, language: str) -> str:
    seen = f"{report.frames_with_faces} of {report.frames} with a face"
    lines = [f"{report.output}: {report.product}, {seen}, {report.seconds} s"]
    for number, face in enumerate(report.faces, start=1):
        lines.append(f"  {number}: {_face_line(face, language)}")
        said = face.advice or face.reason
        if said:
            lines.append(f"     {said[language]}")
    return "\n".join(lines)


def _face_line(face: FaceReport, language: str) -> str:
    pupils, width, nose, turned, up, lenses = WORDS[language]
    sizes = [(pupils, face.pupils), (width, face.face_width), (nose, face.nose_width)]
    said = [f"{name} {_reach(length)}" for name, length in sizes if length is not None]
    said.append(f"{turned} {face.yaw_deg:.0f}°, {up} {face.pitch_deg:.0f}°")
    said.append(f"{lenses} {face.lens_distance_mm:.0f} mm")
    return "; ".join(said)


def _reach(length: Length) -> str:
    return f"{length.mm:.1f} ± {(length.high - length.low) / 2.0:.1f} mm"


COMMANDS: tuple[Command, ...] = (
    Command(
        "models install",
        "Fetch the vision models that try-on needs, once, and check every byte.",
        "showroom models install",
        _configure_models,
        _install_models,
    ),
    Command(
        "tryon",
        "Try glasses on people, shoes on feet, or put anything on a floor, at true size; nothing leaves this machine.",
        "showroom tryon portrait.jpg --product acetate -o worn.png",
        _configure_tryon,
        _try_on,
    ),
    *SHEET_COMMANDS,
)
