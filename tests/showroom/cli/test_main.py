"""The command line's frame: how commands are found and how errors are told."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from showroom.cli import main as cli
from showroom.cli.command import Command
from showroom.errors import ProductFileError, Rejected, ShowroomError, Unavailable

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace


def command_that(error: ShowroomError | type[KeyboardInterrupt]) -> Command:
    def configure(parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true")

    def run(_arguments: Namespace) -> int:
        raise error

    return Command("assets fail", "Fails.", "showroom assets fail", configure, run)


def run(monkeypatch: pytest.MonkeyPatch, command: Command, *arguments: str) -> int:
    monkeypatch.setattr(cli, "find_commands", lambda: [command])
    return cli.run([*command.name.split(), *arguments])


REJECTION = Rejected("bad-id", "ids are lower case", got="A B", allowed="a-z", hint="rename it", place="p.toml:3")


def test_a_refusal_exits_1_and_says_place_code_got_allowed_and_hint(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, command_that(REJECTION)) == 1
    assert capsys.readouterr().err == (
        "error: p.toml:3: bad-id: ids are lower case (got A B; allowed: a-z) → rename it\n"
    )


def test_a_refusal_is_json_where_json_was_asked_for(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, command_that(REJECTION), "--json") == 1
    error = json.loads(capsys.readouterr().out)["error"]
    assert (error["code"], error["got"], error["place"]) == ("bad-id", "A B", "p.toml:3")


def test_json_names_every_mistake_of_a_file(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    error = ProductFileError("bad-id", "no id", place="p.toml:1")
    error.others = (ProductFileError("bad-color", "no colour", place="p.toml:2"),)
    assert run(monkeypatch, command_that(error), "--json") == 1
    told = json.loads(capsys.readouterr().out)
    assert [told["error"]["code"], *(other["code"] for other in told["others"])] == ["bad-id", "bad-color"]


def test_something_missing_outside_exits_1(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(monkeypatch, command_that(Unavailable("disk-full", "no space left in /data"))) == 1
    assert "disk-full" in capsys.readouterr().err


def test_an_interrupt_exits_130_without_a_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(monkeypatch, command_that(KeyboardInterrupt)) == 130


def test_wrong_usage_exits_2(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SystemExit) as exit_:
        run(monkeypatch, command_that(REJECTION), "--nonsense")
    assert exit_.value.code == 2


@pytest.mark.parametrize("command", cli.find_commands(), ids=lambda command: command.name)
def test_every_command_has_help_with_an_example(command: Command, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as exit_:
        cli.run([*command.name.split(), "--help"])
    assert exit_.value.code == 0
    assert f"example:\n  {command.example}" in capsys.readouterr().out
    assert command.example.startswith(f"showroom {command.name}")
