"""People meet by typing and reading, against a real server."""

from __future__ import annotations

import io
import json
import math
import os
import pty
import subprocess
import sys
import time
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from client.text.starting import Options
from client.text.terminal import ScriptLines
from client.text.visit import TextVisit
from showroom.errors import NotPermitted, Unavailable
from showroom.protocol.codec import iter_poses
from showroom.protocol.messages import Joined, Said
from tests.architecture.test_walls import run_without
from tests.client.shop import USER, open_atelier
from tests.client.text.person import Person
from tests.server.live import ServerProcess, Visit

if TYPE_CHECKING:
    from pathlib import Path


def text(folder: Path, *arguments: str, lines: str = "") -> subprocess.CompletedProcess[str]:
    """One text client from its beginning to its end."""
    return subprocess.run(
        [sys.executable, "-m", "showroom.cli", "text", *arguments],
        env={**os.environ, "SHOWROOM_CONFIG_DIR": str(folder / "config"), "PYTHONUTF8": "1"},
        input=lines,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )


def test_two_people_configure_refuse_mend_take_back_and_share(tmp_path: Path, server: ServerProcess) -> None:
    address = server.addresses.http
    with Person(tmp_path, address, "Mia") as mia, Person(tmp_path, address, "Jonas", "--language", "de") as jonas:
        mia.hears("lists what you can do")
        jonas.types("ansehen block", "Das Stück block, 100,00 €", "Hülle: Weiß")
        mia.types("look block", "The block, €100.00", "1. Cover: White", "2. Lid: White", "A golden lid goes")
        mia.types(
            "lid gold", "does not go together. A golden lid goes with a red cover", r"1\. Cover: Red \(\+ €14.00\)"
        )
        mia.types("take 1", "The block now has Cover: Red, Lid: Gold. It costs €114.00")
        jonas.hears("Mia hat Das Stück block geändert: Hülle auf Rot, Deckel auf Gold. Preis jetzt 114,00 €")
        jonas.types("preis", "Deckel: Gold: 9,00 €", "Summe: 114,00 €, inkl. 19 % MwSt.: 18,20 €")
        code = mia.types("code", "^Code of this The block: ")[0].rpartition(" ")[2]
        mia.types("undo", "now has Cover: White, Lid: White. It costs €100.00")
        jonas.hears("Mia hat Das Stück block geändert: Hülle auf Weiß")
        mia.types("say Schöne Größe 👟, open this: " + code, "You: Schöne Größe 👟")
        jonas.hears("Mia: Schöne Größe 👟, open this: " + code)
        jonas.types(f"öffne {code.lower()}", "steht jetzt wie im Code", "Hülle: Rot, Deckel: Gold. Summe: 114,00 €")
        mia.hears("Jonas changed The block: Cover to Red, Lid to Gold. It now costs €114.00")
        mia.types("undo", "There is nothing to take back|has changed it since")
        assert mia.leaves() == 0
        jonas.hears("Mia ist gegangen")


def test_a_shopper_calls_an_adviser_who_accepts_and_answers(
    tmp_path: Path, server: ServerProcess, as_adviser: tuple[str, ...]
) -> None:
    address = server.addresses.http
    with Person(tmp_path, address, "Mia") as mia, Person(tmp_path, address, "Eva", *as_adviser) as eva:
        mia.hears("Nobody is here right now")
        eva.types("online", "You are online. Nobody is waiting")
        mia.hears("Service desk: 1 adviser online")
        mia.types("look disc", "The disc")
        mia.types("cover red", "It costs €105.00")
        mia.types("call which lid?", "You have called. You are next")
        mia.types("position", "You are next")
        eva.hears('A call: Mia, waits 0:0., looks at The disc, speaks English, topic: "which lid')
        eva.types("accept", "You are with Mia, who looks at The disc", "Chosen so far: Cover: Red")
        mia.hears("Eva has come to you")
        mia.types("say Gold or white?", "You, to Eva alone: Gold or white")
        eva.hears("Mia, to you alone: Gold or white")
        eva.types("answer Natürlich Gold ✨", "You, to Mia alone: Natürlich Gold ✨")
        mia.hears("Eva .adviser., to you alone: Natürlich Gold ✨")
        mia.types("lid gold", "It costs €114.00")
        eva.hears("Mia changed the Lid of The disc to Gold; it now costs €114.00")
        mia.types("who", "Eva .adviser., 1 m away")
        eva.types("end", "The conversation has ended")
        mia.hears("The conversation has ended")
        mia.types("call", "You have called")
        mia.types("cancel", "You no longer wait")
        mia.types("cancel", "You do not wait")


def test_a_caller_whose_line_is_lost_keeps_the_place_and_nobody_behind_waits_for_it(
    tmp_path: Path, server: ServerProcess, as_adviser: tuple[str, ...]
) -> None:
    address = server.addresses.http
    with (
        Person(tmp_path, address, "Eva", *as_adviser) as eva,
        Person(tmp_path, address, "Mia") as mia,
        Person(tmp_path, address, "Ida") as ida,
    ):
        eva.types("online", "You are online. Nobody is waiting")
        mia.types("call", "You have called. You are next")
        ida.types("call", "You have called. You are number 2")
        assert mia.leaves() == 0
        eva.hears("Mia has left")
        eva.types("queue", "Mia, line lost, waits", "Ida, waits")
        eva.types("accept", "You are with Ida")
        ida.hears("Eva has come to you")
        eva.types("end", "The conversation has ended")
        eva.types("accept", "Nobody is waiting")


def test_a_server_that_is_killed_and_comes_back_is_gone_on_with(tmp_path: Path, shop: Path) -> None:
    with ServerProcess(shop, "--port", "0") as first:
        address, port = first.addresses.http, first.addresses.http_port
        with Person(tmp_path, address, "Mia") as mia, Person(tmp_path, address, "Jonas") as jonas:
            mia.types("look block", "The block, €100.00")
            mia.types("cover red", "It costs €105.00")
            jonas.types("look block", "The block, €105.00")
            first.process.kill()
            first.process.wait()
            mia.hears("The connection is lost")
            jonas.hears("The connection is lost")
            mia.types("price", "Total: €105.00")
            with ServerProcess(shop, "--port", str(port)):
                mia.hears("You are connected again")
                jonas.hears("You are connected again")
                mia.types("lid gold", "The block now has Lid: Gold. It costs €114.00")
                jonas.hears("Mia changed the Lid of The block to Gold")
                mia.types("undo", "now has Lid: White. It costs €105.00")
                jonas.types("say noch da", "You: noch da")
                mia.hears("Jonas: noch da")


def test_others_see_somebody_walk_and_not_jump(tmp_path: Path, server: ServerProcess) -> None:
    with Visit(server.addresses, "Watcher") as watcher, Person(tmp_path, server.addresses.http, "Mia") as mia:
        mia.hears("lists what you can do")
        mia.types("go block", "Walking to The block, about . s", "You are there: The block")
        mia.types("where", "You stand before The block")
        track: list[tuple[float, float]] = []
        own = watcher.welcome.you
        deadline_s = time.monotonic() + 10.0
        goal = (-1.2, 0.0)
        while not track or math.dist(track[-1], goal) > 0.4:
            assert time.monotonic() < deadline_s, track[-3:]
            frame = watcher.next_poses()
            track += [(pose.position[0], pose.position[2]) for pose in iter_poses(frame) if pose.number != own]
        steps = [math.dist(before, after) for before, after in pairwise(track)]
        assert len(track) > 15
        assert max(steps) < 0.5
        assert not any(abs(x + 1.2) < 0.2 and abs(z + 1.5) < 0.2 for x, z in track)


def test_a_line_that_fails_ends_a_strict_script_with_1(tmp_path: Path, server: ServerProcess) -> None:
    lines = "# a comment\n\nlook block\nlid gold\nsay never said\n"
    address = ("--server", server.addresses.http, "--forget", "--language", "en")
    strict = text(tmp_path, *address, "--strict", lines=lines)
    assert strict.returncode == 1
    assert "A golden lid goes with a red cover." in strict.stdout
    assert "never said" not in strict.stdout
    script = tmp_path / "script.txt"
    script.write_text(lines)
    lenient = text(tmp_path, *address, "--script", str(script))
    assert lenient.returncode == 0
    assert "You: never said" in lenient.stdout
    assert "comment" in lenient.stdout


def test_the_wish_list_is_kept_until_the_next_visit(tmp_path: Path, server: ServerProcess) -> None:
    address = ("--server", server.addresses.http, "--language", "en", "--strict")
    first = text(tmp_path, *address, lines="look block\ncover red\nwish add\ncover white\nwish add\nwish add disc\n")
    assert "The block is on your wish list, €105.00." in first.stdout, first.stdout
    again = text(tmp_path, *address, lines="wish\n1\nwish remove 2\nwish remove disc\nwish\n")
    assert again.returncode == 0, again.stdout + again.stderr
    assert "1. The block, €105.00. Cover: Red. Code" in again.stdout
    assert "Total: €305.00" in again.stdout
    assert "Cover: Red. Total: €105.00" in again.stdout
    assert "Total: €105.00" in again.stdout.splitlines()[-1]
    kept = json.loads((tmp_path / "config" / "client.json").read_text())
    assert [wish["product"] for wish in kept["wishes"]] == ["block"]


def test_a_visit_needs_neither_panda3d_nor_imgui(tmp_path: Path, server: ServerProcess) -> None:
    script = tmp_path / "script.txt"
    script.write_text("go disc\nlook disc\ncover red\nsay hello\n")
    arguments = ["text", "--server", server.addresses.http, "--forget", "--strict", "--script", str(script)]
    code = f"from showroom.cli.main import run\nsys.exit(run({arguments!r}))"
    result = run_without({"panda3d", "direct", "imgui_bundle", "cv2", "trimesh", "PIL"}, code)
    assert result.returncode == 0, result.stdout + result.stderr
    assert "hello" in result.stdout


def test_whoever_types_at_a_terminal_gets_it_back_as_it_was(tmp_path: Path, server: ServerProcess) -> None:
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "showroom.cli", "text", "--server", server.addresses.http, "--forget"],
        env={**os.environ, "SHOWROOM_CONFIG_DIR": str(tmp_path), "TERM": "dumb"},
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
    )
    os.close(theirs)
    seen = b""
    typed = False
    while True:
        try:
            data = os.read(ours, 4096)
        except OSError:  # Linux says that nobody is at the other end with EIO
            break
        seen += data
        if b"what you can do" in seen and not typed:
            typed = True
            os.write(ours, b"look blo\nquit\n")
        if not data:
            break
    os.close(ours)
    assert process.wait(20) == 0
    assert b"The block" in seen
    assert b"Goodbye." in seen
    assert b"\x1b" not in seen


def visit(server: str, lines: str, **options: str) -> TextVisit:
    settings = Options(server, user=options.get("user"), password=options.get("password", ""), remember=False)
    return TextVisit(settings, ScriptLines(lines), io.StringIO())


def test_a_script_gives_up_where_no_showroom_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("client.text.reading.ONLINE_S", 0.3)
    with pytest.raises(Unavailable, match="does not answer"):
        visit("http://127.0.0.1:9", "where").run()


def test_a_wrong_password_is_said_at_once(server: ServerProcess) -> None:
    with pytest.raises(NotPermitted):
        visit(server.addresses.http, "where", user=USER, password="wrong").run()  # noqa: S106 - meant to be wrong


def test_one_walks_through_a_door_into_another_room_and_back(tmp_path: Path, shop: Path) -> None:
    open_atelier(shop)
    with ServerProcess(shop, "--port", "0") as server, Person(tmp_path, server.addresses.http, "Mia") as mia:
        mia.hears("Welcome: Test room|Welcome to Test room")
        with Visit(server.addresses, "Ben", room="atelier") as ben:
            mia.types(
                "go atelier", "Walking to Atelier", "Through the door: Atelier", "Welcome to Atelier", "Also here: Ben"
            )
            assert ben.until(Joined).visitor.name == "Mia"
            mia.types("say Hello there")
            assert ben.until(Said).line.text == "Hello there"
        mia.types("go test", "Welcome to Test room", "Nobody else is here")
