"""The subcommands of this layer; heavy modules are imported when a command runs, so that ``--help`` stays quick."""

from __future__ import annotations

import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from client import layout_preview
from client.ar import commands as ar_commands
from client.certify import commands as certify_commands
from client.render import shot
from showroom.cli.command import Command
from showroom.errors import NotPermitted, Rejected, Unavailable

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Callable

_LEAST = (320, 180)
DEFAULT_SERVER = "http://127.0.0.1:8765"


def _size(text: str) -> tuple[int, int]:
    width, _, height = text.partition("x")
    if not (width.isdigit() and height.isdigit() and int(width) >= _LEAST[0] and int(height) >= _LEAST[1]):
        raise Rejected("bad-size", "this is no size of a window", got=text[:40], allowed="WIDTHxHEIGHT from 320x180")
    return int(width), int(height)


# ---- client --------------------------------------------------------------------------------------------------------


def _configure_client(parser: ArgumentParser) -> None:
    parser.add_argument("invitation", nargs="?", default="", help="a code, a showroom:// link, or an invitation's page")
    parser.add_argument("--server", metavar="URL", help=f"the showroom's address (the last one, else {DEFAULT_SERVER})")
    parser.add_argument("--as", dest="role", choices=("visitor", "agent"), default="visitor", help="who you are")
    parser.add_argument("--user", help="an adviser's user name")
    parser.add_argument("--password-file", type=Path, metavar="FILE", help="an adviser's password, in a file")
    parser.add_argument("--name", help="what the others see; with it you are in at once")
    parser.add_argument("--avatar", default="", metavar="NAME", help="how you look (what was used last)")
    parser.add_argument("--language", choices=("en", "de"), help="of buttons and products")
    parser.add_argument("--size", default="1280x720", metavar="WxH", help="of the picture (%(default)s)")
    parser.add_argument("--camera", metavar="SOURCE", help="try on through camera N, rtsp://… or a recording")
    _add_market(parser)
    _add_quality(parser)
    parser.add_argument("--offscreen", action="store_true", help="draw without a window")
    parser.add_argument("--frames", type=int, default=0, metavar="N", help="end after N frames")
    parser.add_argument("--script", type=Path, metavar="FILE", help="do what a JSON file says, then end")
    parser.add_argument("--shots", type=Path, metavar="DIR", help="where the script's pictures go")
    parser.add_argument("--events", type=Path, metavar="FILE", help="log what was done and drawn as JSON lines")
    parser.add_argument("--forget", action="store_true", help="keep no settings: come as somebody new")


def _add_market(parser: ArgumentParser) -> None:
    parser.add_argument("--market", metavar="CC", help="prices of this country: DE, CH, US, … (what was used last)")


def _where(arguments: Namespace) -> str:
    """The server that is meant: named, of the invitation, the last one, or this machine's.

    Raises:
        Rejected: ``bad-invitation``.
    """
    from client.settings import load_settings, settings_path
    from showroom.ui.invitation import parse_invitation

    invited = parse_invitation(arguments.invitation).server
    return arguments.server or invited or load_settings(settings_path()).server or DEFAULT_SERVER


def _market(arguments: Namespace) -> str | None:
    """The market that was asked for; a server that cannot be asked yet is asked again by the client itself.

    Raises:
        Rejected: ``unknown-market``.
    """
    from client.net.front import Front
    from showroom.markets import require_market

    if arguments.market:
        with suppress(Unavailable):
            require_market(Front(arguments.server).catalogue(), arguments.market)
    return None if arguments.market is None else str(arguments.market)


def _add_quality(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--quality", choices=("low", "medium", "high"), help="of the picture (what the machine can do, by measurement)"
    )


def _client(arguments: Namespace) -> int:
    from client.crashes import reported, reports_folder
    from client.receipts import kept_receipt
    from client.settings import settings_path

    with kept_receipt(remember=not arguments.forget) as keep, reported(reports_folder(settings_path())):
        return _visit(arguments, keep)


def _visit(arguments: Namespace, keep_receipt: Callable[[], None]) -> int:
    from client.app import App
    from client.options import Options
    from client.script import load_script
    from client.settings import load_settings, settings_path

    arguments.server = _where(arguments)
    user, password, token = _credentials(arguments)
    options = Options(
        server=arguments.server,
        name=arguments.name or user or load_settings(settings_path()).name or "Guest",
        avatar=arguments.avatar,
        invitation=arguments.invitation,
        news=_last_fault(arguments.language),
        arrives=not (arguments.name or user or arguments.script or arguments.offscreen),
        language=arguments.language,
        market=_market(arguments),
        size_px=_size(arguments.size),
        quality=arguments.quality,
        offscreen=arguments.offscreen,
        frames=arguments.frames,
        script=load_script(arguments.script) if arguments.script else (),
        shots=arguments.shots,
        events=arguments.events,
        user=user,
        password=password,
        token=token,
        remember=not arguments.forget,
        camera=arguments.camera,
    )
    app = App(options)
    app.ending.last_duty = keep_receipt
    status = app.run()
    if app.failure:
        print(f"error: script-failed: {app.failure}", file=sys.stderr)
    return status


def _last_fault(language: str | None) -> str:
    """Where the report of a fault lies that nobody was told of yet; empty where there is none."""
    from client.crashes import reports_folder, unread_report
    from client.settings import load_settings, settings_path
    from showroom.ui.texts import say

    report = unread_report(reports_folder(settings_path()))
    return say("arrival.crashed", language or load_settings(settings_path()).language, path=report) if report else ""


def _credentials(arguments: Namespace) -> tuple[str | None, str, str]:
    """An adviser's user name with a password, or with the session of ``showroom login``."""
    if arguments.role != "agent":
        return None, "", ""
    if arguments.user and arguments.password_file:
        return arguments.user, _password(arguments.password_file), ""
    if not arguments.user and not arguments.password_file:
        from showroom.pipeline.remote.front import address
        from showroom.pipeline.remote.logins import default_path, kept

        with suppress(NotPermitted):
            login = kept(default_path(), address(arguments.server), time.time())
            return login.user, "", login.token
    raise Rejected(
        "no-credentials",
        "an adviser needs a user and a password, or a login",
        hint=f"--user NAME --password-file FILE, or first: showroom login --server {arguments.server} --oidc",
    )


def _password(path: Path | None) -> str:
    if path is None:
        raise Rejected("no-credentials", "an adviser needs a password", hint="--password-file FILE")
    try:
        return path.read_text().strip()
    except OSError as error:
        raise Rejected("no-credentials", f"the password file cannot be read: {error.strerror}") from None


# ---- text ----------------------------------------------------------------------------------------------------------


def _configure_text(parser: ArgumentParser) -> None:
    parser.add_argument("invitation", nargs="?", default="", help="a code, a showroom:// link, or an invitation's page")
    parser.add_argument("--server", metavar="URL", help=f"the showroom's address (the last one, else {DEFAULT_SERVER})")
    parser.add_argument("--as", dest="role", choices=("visitor", "agent"), default="visitor", help="who you are")
    parser.add_argument("--user", help="an adviser's user name")
    parser.add_argument("--password-file", type=Path, metavar="FILE", help="an adviser's password, in a file")
    parser.add_argument("--name", help="what the others see")
    parser.add_argument("--language", choices=("en", "de"), help="of sentences and products")
    _add_market(parser)
    parser.add_argument("--script", type=Path, metavar="FILE", help="carry out the lines of a file, then end")
    parser.add_argument("--strict", action="store_true", help="end with 1 at the first line that fails")
    parser.add_argument("--forget", action="store_true", help="keep no settings: come as somebody new")


def _text(arguments: Namespace) -> int:
    from client.receipts import kept_receipt
    from client.text.starting import Options, run

    arguments.server = _where(arguments)
    user, password, token = _credentials(arguments)
    with kept_receipt(remember=not arguments.forget):
        return run(
            Options(
                server=arguments.server,
                name=arguments.name,
                language=arguments.language,
                market=_market(arguments),
                user=user,
                password=password,
                token=token,
                script=_lines(arguments.script) if arguments.script else None,
                strict=arguments.strict,
                invitation=arguments.invitation,
                remember=not arguments.forget,
            )
        )


def _lines(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Rejected("bad-script", f"{path} cannot be read: {error}") from None


# ---- bots ----------------------------------------------------------------------------------------------------------


def _configure_bots(parser: ArgumentParser) -> None:
    parser.add_argument("--server", default=DEFAULT_SERVER, metavar="URL", help="the showroom's address (%(default)s)")
    parser.add_argument("--visitors", type=int, default=10, metavar="N", help="how many (%(default)s)")
    parser.add_argument("--seconds", type=float, default=30.0, metavar="S", help="how long (%(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="the same seed does the same (%(default)s)")
    parser.add_argument("--adviser", metavar="USER", help="send this adviser as well, who takes calls and answers")
    parser.add_argument("--password-file", type=Path, metavar="FILE", help="the adviser's password, in a file")
    parser.add_argument("--hands-off", action="store_true", help="they leave the products as they are")
    parser.add_argument("--quiet-bots", action="store_true", help="they only walk")
    parser.add_argument("--json", action="store_true", help="print the summary as JSON")


def _bots(arguments: Namespace) -> int:
    from client.bots import Plan, run_bots

    plan = Plan(
        server=arguments.server,
        visitors=arguments.visitors,
        seconds=arguments.seconds,
        seed=arguments.seed,
        only_walk=arguments.quiet_bots,
        configure=not arguments.hands_off,
        adviser=arguments.adviser,
        password=_password(arguments.password_file) if arguments.adviser else "",
    )
    summary = run_bots(plan)
    print(summary.as_json() if arguments.json else summary.as_text())
    return 0 if summary.connected == arguments.visitors else 1


# ---- demo ----------------------------------------------------------------------------------------------------------


def _configure_demo(parser: ArgumentParser) -> None:
    parser.add_argument("--seconds", type=float, default=0.0, metavar="S", help="end after S seconds")
    parser.add_argument("--shots", type=Path, metavar="DIR", help="draw the tour into DIR instead of a window")
    parser.add_argument("--data", type=Path, metavar="DIR", help="the demo's data folder")
    parser.add_argument("--language", choices=("en", "de"), default="en", help="of the tour (%(default)s)")
    parser.add_argument("--size", default="1280x720", metavar="WxH", help="of the picture (%(default)s)")
    _add_quality(parser)


def _demo(arguments: Namespace) -> int:
    from client.demo import DemoOptions, run_demo

    return run_demo(
        DemoOptions(
            seconds=arguments.seconds,
            shots=arguments.shots,
            data=arguments.data,
            language=arguments.language,
            size_px=_size(arguments.size),
            quality=arguments.quality,
        )
    )


# ---- benchmark -----------------------------------------------------------------------------------------------------


def _configure_bench(parser: ArgumentParser) -> None:
    parser.add_argument("--recolours", type=int, default=100, metavar="N", help="how many (%(default)s)")
    parser.add_argument("--bots", type=int, default=10, metavar="N", help="how many walk about (%(default)s)")
    parser.add_argument("--quick", action="store_true", help="20 recolours, 3 bots")
    parser.add_argument("--json", action="store_true", help="print the result as JSON")


def _bench(arguments: Namespace) -> int:
    from client.bench_together import run_benchmark

    recolours, bots = (20, 3) if arguments.quick else (arguments.recolours, arguments.bots)
    result = run_benchmark(recolours, bots)
    print(result.as_json() if arguments.json else result.as_text())
    return 0 if result.passed else 1


def _configure_bench_render(parser: ArgumentParser) -> None:
    parser.add_argument("--frames", type=int, default=300, metavar="N", help="for each crowd (%(default)s)")
    parser.add_argument("--changes", type=int, default=500, metavar="N", help="of configurations (%(default)s)")
    parser.add_argument("--rooms", type=int, default=50, metavar="N", help="changes of the room (%(default)s)")
    parser.add_argument("--quick", action="store_true", help="60 frames, 40 configurations, 4 rooms")
    parser.add_argument("--json", action="store_true", help="print the result as JSON")


def _bench_render(arguments: Namespace) -> int:
    from client.bench_render.running import Plan, run_benchmark

    plan = Plan(frames=arguments.frames, changes=arguments.changes, rooms=arguments.rooms)
    if arguments.quick:
        plan = Plan(frames=60, changes=40, rooms=4)
    result = run_benchmark(plan)
    print(result.as_json() if arguments.json else result.as_text())
    return 0 if result.passed else 1


COMMANDS: tuple[Command, ...] = (
    Command(
        "client",
        "Open the showroom in a window, as a shopper or as an adviser.",
        "showroom client --server http://127.0.0.1:8765 --name Mia",
        _configure_client,
        _client,
    ),
    Command(
        "text",
        "Visit the showroom by typing and reading, as a shopper or as an adviser; also from a script.",
        "showroom text --server http://127.0.0.1:8765 --name Mia",
        _configure_text,
        _text,
    ),
    Command(
        "bots",
        "Send simulated visitors through a room.",
        "showroom bots --server http://127.0.0.1:8765 --visitors 10 --seconds 30",
        _configure_bots,
        _bots,
    ),
    Command(
        "demo",
        "Show the running showroom: a server, sample products, visitors, an adviser and the client's window.",
        "showroom demo --seconds 60",
        _configure_demo,
        _demo,
    ),
    Command(
        "bench together",
        "Measure how soon a recolour in one client is drawn in another.",
        "showroom bench together --quick --json",
        _configure_bench,
        _bench,
    ),
    Command(
        "bench render",
        "Measure what frames, configurations and the start cost the main thread, apart from the graphics card.",
        "showroom bench render --quick --json",
        _configure_bench_render,
        _bench_render,
    ),
    shot.COMMAND,
    *certify_commands.COMMANDS,
    layout_preview.COMMAND,
    *ar_commands.COMMANDS,
)
