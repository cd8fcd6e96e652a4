"""The operator reads who decided what, of the log that a real server wrote."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from showroom.cli.main import run
from showroom.protocol.messages import Done, Say
from showroom.protocol.order import Block, Report
from tests.client.shop import make_shop
from tests.server.live import ServerProcess, Visit

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_decisions_are_listed_with_who_whom_and_why(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make_shop(tmp_path)
    with ServerProcess(tmp_path, "--port", "0") as server:
        with Visit(server.addresses, "Mia") as mia, Visit(server.addresses, "Ben") as ben:
            ben.send(Say(1, "buy gold"))
            ben.until(Done)
            mia.send(Report(2, ben.welcome.visitor, "spam"))
            mia.until(Done)
            mia.send(Block(3, ben.welcome.visitor))
            mia.until(Done)
        capsys.readouterr()
        assert run(["audit", "--data", str(tmp_path)]) == 0
        reported, blocked = capsys.readouterr().out.splitlines()
        assert "Visitor Reported" in reported
        assert "reason spam" in reported
        assert mia.welcome.visitor in reported
        assert "Visitor Blocked" in blocked
        assert run(["audit", "--data", str(tmp_path), "--json", "--person", ben.welcome.visitor]) == 0
        assert [json.loads(line)["subject"] for line in capsys.readouterr().out.splitlines()] == [
            ben.welcome.visitor
        ] * 2
        assert run(["audit", "--data", str(tmp_path), "--since", "2999-01-01"]) == 0
        assert capsys.readouterr().out == "nothing has been decided\n"
    assert run(["audit", "--data", str(tmp_path), "--since", "yesterday"]) == 1
    assert "bad-date" in capsys.readouterr().err
