"""The asset commands as people and scripts call them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import msgspec
import pytest

from showroom.cli import paths
from showroom.cli.main import run
from showroom.gltf.writer import write
from showroom.pipeline.remote.logins import default_path
from tests.showroom.gltf.models import shoe
from tests.showroom.gltf.moving import arm
from tests.showroom.pipeline.products import PRODUCT
from tests.showroom.pipeline.test_sample import ROOM


class Shell:
    """Runs commands in a folder of its own and keeps what they print."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self._capsys = capsys
        (folder / "shoe.glb").write_bytes(write(shoe()))
        (folder / "cut.glb").write_bytes(write(shoe())[:200])
        (folder / "runner.toml").write_text(PRODUCT, "utf-8")
        (folder / "main.toml").write_text(ROOM, "utf-8")

    def __call__(self, line: str) -> tuple[int, str]:
        """Exit status and standard output; words with a suffix are files of the folder, DATA is the data folder."""
        words = [
            str(self.folder / word) if "." in word else word.replace("DATA", f"{self.folder}/data")
            for word in line.split()
        ]
        status = run(words)
        return status, self._capsys.readouterr().out

    def json(self, line: str) -> Any:  # noqa: ANN401 - JSON
        """What a command prints for machines."""
        status, text = self(line + " --json")
        assert status in {0, 1}
        return msgspec.json.decode(text)


@pytest.fixture
def shell(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Shell:
    return Shell(tmp_path, capsys)


IMPORT = "assets import shoe.glb --product runner.toml --data DATA --no-poster --no-proof"


def test_inspect_shows_a_table_and_json(shell: Shell) -> None:
    status, text = shell("assets inspect shoe.glb")
    assert status == 0
    assert "36 triangles, 72 vertices, 3 draw calls" in text
    assert "clearcoat" in text
    assert shell.json("assets inspect shoe.glb")["draw_calls"] == 3


def test_inspecting_a_bad_file_exits_1_with_its_code(shell: Shell) -> None:
    assert shell("assets inspect cut.glb")[0] == 1
    assert shell.json("assets inspect cut.glb")["error"]["code"] == "truncated"


def test_check_marks_each_file_and_exits_1_when_one_fails(shell: Shell) -> None:
    assert shell("assets check shoe.glb")[0] == 0
    status, text = shell("assets check shoe.glb cut.glb")
    assert status == 1
    assert "✓" in text
    assert "✗ truncated" in text
    result = shell.json("assets check cut.glb --profile mobile")
    assert (result["ok"], result["files"][0]["findings"][0]["code"]) == (False, "truncated")


def test_check_takes_limits_of_ones_own_and_writes_junit(shell: Shell) -> None:
    (shell.folder / "own.toml").write_text("triangles = 5", "utf-8")
    assert shell("assets check shoe.glb --profile own.toml --junit report.xml")[0] == 1
    assert '<failure type="too-many-triangles"' in (shell.folder / "report.xml").read_text("utf-8")
    assert shell("assets check shoe.glb --junit none/report.xml")[0] == 1


def test_import_list_show_and_remove_work_on_one_folder(shell: Shell) -> None:
    assert "published as revision 1" in shell(IMPORT)[1]
    assert "unchanged" in shell(IMPORT)[1]
    assert "runner" in shell("assets list --data DATA")[1]
    shown = shell("assets show runner --data DATA")[1]
    assert "Nacht" in shown
    assert "+ €9.00" in shown
    assert shell.json("assets show runner --data DATA")["publication"]["revision"] == 1
    assert "removed" in shell("assets remove runner --data DATA")[1]
    assert "nothing is published" in shell("assets list --data DATA")[1]
    assert shell.json("assets show runner --data DATA")["error"]["code"] == "unknown-product"


def test_show_gives_the_code_and_price_of_a_choice(shell: Shell) -> None:
    shell(IMPORT)
    first = shell.json("assets show runner --data DATA")["configuration"]
    chosen = shell.json("assets show runner --data DATA --choose night=on sole=black")["configuration"]
    again = shell.json("assets show runner --data DATA --choose night=on --choose sole=black")["configuration"]
    assert again == chosen
    assert (first["total"], chosen["total"]) == (12900, 13800)
    assert chosen["choices"] == {"night": "on", "sole": "black"}
    assert chosen["code"] != first["code"]
    assert shell.json("assets show runner --data DATA --choose night")["error"]["code"] == "bad-choice"
    assert shell.json("assets show runner --data DATA --choose sole=red")["error"]["code"] == "unknown-value"


def test_import_for_machines_holds_the_publication(shell: Shell) -> None:
    result = shell.json(IMPORT)
    assert result["unchanged"] is False
    assert result["publication"]["product"]["id"] == "runner"


def test_rooms_and_avatars_are_published(shell: Shell) -> None:
    assert "published" in shell("assets room main.toml --model shoe.glb --data DATA")[1]
    assert "unchanged" in shell("assets room main.toml --model shoe.glb --data DATA")[1]
    (shell.folder / "guest.glb").write_bytes(write(arm()))
    assert "published" in shell("assets avatar guest guest.glb --data DATA")[1]
    listed = shell.json("assets list --data DATA")
    assert (len(listed["rooms"]), len(listed["avatars"])) == (1, 1)


def test_what_nobody_can_wear_is_no_avatar(shell: Shell) -> None:
    refusal = shell.json("assets avatar guest shoe.glb --data DATA")["error"]
    assert refusal["code"] == "no-skin"
    assert "armature" in refusal["hint"]
    assert not shell.json("assets list --data DATA")["avatars"]


def test_a_dry_run_tells_before_and_after_and_publishes_nothing(shell: Shell) -> None:
    status, text = shell(IMPORT + " --dry-run")
    assert status == 0
    assert "would be published as revision 1" in text
    assert "draw calls" in text
    assert "pictures were not compared" in text
    assert "nothing is published" in shell("assets list --data DATA")[1]
    result = shell.json(IMPORT + " --dry-run")
    assert result["before"]["triangles"] == result["report"]["triangles"] == 36


@pytest.mark.parametrize(
    "words", ["--accept Ann", "--accept :why", "--texture-px 0", "--simplify -1", "--simplify nan"]
)
def test_arguments_that_mean_nothing_are_wrong_usage(shell: Shell, words: str) -> None:
    with pytest.raises(SystemExit) as caught:
        shell(f"{IMPORT} {words}")
    assert caught.value.code == 2


def test_history_diff_rollback_and_export_work_on_one_folder(shell: Shell, tmp_path: Path) -> None:
    shell(IMPORT)
    (tmp_path / "runner.toml").write_text(PRODUCT.replace("12900", "9900"), "utf-8")
    shell(IMPORT)
    assert "€129.00" in shell("assets history runner --data DATA")[1]
    assert shell.json("assets history runner --data DATA")["standing"] == 2
    assert "the price: €129.00 → €99.00" in shell("assets diff runner --data DATA")[1]
    assert "nothing changed" in shell("assets diff runner 1 1 --data DATA")[1]
    assert shell.json("assets diff runner 2 1 --data DATA")["changes"][0]["after"] == 12900
    assert "revision 3 is revision 1 again" in shell("assets rollback runner 1 --data DATA")[1]
    assert shell.json("assets rollback runner 2 --data DATA")["revision"] == 4
    assert "product.toml" in shell("assets export runner --revision 1 -o DATA/out --data DATA")[1]
    assert shell.json("assets export runner -o DATA/out --data DATA")["revision"] == 4
    assert (tmp_path / "data" / "out" / "model.glb").is_file()
    shell("assets remove runner --data DATA")
    assert "removed from the catalogue" in shell("assets history runner --data DATA")[1]


def test_fix_writes_a_mended_file(shell: Shell, tmp_path: Path) -> None:
    status, text = shell("assets fix shoe.glb -o fixed.glb --scale 2 --rotate 0 90 0 --product runner.toml")
    assert status == 0
    assert "draw calls" in text
    assert (tmp_path / "fixed.glb").is_file()
    assert shell.json("assets fix shoe.glb -o fixed.glb")["after"]["triangles"] == 36
    with pytest.raises(SystemExit):
        shell("assets fix shoe.glb -o fixed.glb --scale 0")


@pytest.mark.parametrize("command", ["inspect none.glb", "check shoe.glb --profile phone", "show none --data DATA"])
def test_refusals_exit_1(shell: Shell, command: str) -> None:
    assert shell(f"assets {command}")[0] == 1


def test_the_data_folder_follows_xdg(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", "/var/lib/mine")
    assert paths.default_data_dir() == Path("/var/lib/mine/showroom")
    monkeypatch.setenv("XDG_DATA_HOME", "relative")
    monkeypatch.setenv("HOME", "/home/ann")
    assert paths.default_data_dir() == Path("/home/ann/.local/share/showroom")


def test_a_draft_is_listed_and_approved_for_now_or_for_a_date(shell: Shell) -> None:
    assert "drafted as revision 1" in shell(f"{IMPORT} --draft")[1]
    assert "unchanged, revision 1 stays, draft" in shell(f"{IMPORT} --draft")[1]
    listed = shell("assets list --data DATA")[1]
    assert "nothing is published" in listed
    assert "runner: revision 1 is a draft: showroom assets approve runner" in listed
    assert shell("assets approve runner --at 2020-01-01T00:00Z --data DATA")[0] == 1
    assert "goes live on 2126-01-01" in shell("assets approve runner --at 2126-01-01T12:00Z --data DATA")[1]
    assert "goes live on 2126-01-01" in shell("assets history runner --data DATA")[1]
    assert "revision 1 is live" in shell("assets approve runner --data DATA")[1]
    listed = shell.json("assets list --data DATA")
    assert (len(listed["products"]), listed["waiting"]) == (1, [])
    assert shell.json("assets approve runner --data DATA")["error"]["code"] == "nothing-waits"


def test_a_draft_can_be_looked_at_before_it_is_approved(shell: Shell) -> None:
    shell(f"{IMPORT} --draft")
    refused = shell.json("assets show runner --data DATA")["error"]
    assert (refused["code"], "revision 1 of it is a draft" in refused["hint"]) == ("unknown-product", True)
    assert "€" in shell("assets show runner --revision 1 --data DATA")[1]
    assert shell.json("assets preview runner --product runner.toml -o o.png --data DATA")["error"]["code"] == "no-model"
    assert shell.json("assets preview shoe.glb -o o.png --data DATA")["error"]["code"] == "no-product-file"
    assert shell.json("assets preview runner --revision 2 -o o.png --data DATA")["error"]["code"] == "unknown-revision"
    listed = shell("assets list --data DATA")[1]
    assert "assets approve runner --data" in listed


def test_where_a_second_person_approves_imports_become_drafts(shell: Shell) -> None:
    assert shell.json("assets approval --data DATA")["error"]["code"] == "no-database"
    shell("assets approval second-person --data DATA")
    assert "drafted as revision 1" in shell(IMPORT)[1]
    assert "approve" in shell("assets approval --data DATA")[1]
    shell("assets approve runner --data DATA")
    assert shell.json("assets rollback runner 1 --data DATA")["state"] == "draft"


def test_importing_the_same_files_again_reads_no_model(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    shell(IMPORT)
    monkeypatch.setattr("showroom.pipeline.importer.prepare", None)
    for _ in range(10):
        assert "unchanged, revision 1 stays" in shell(IMPORT)[1]


@pytest.mark.parametrize(
    "command",
    [
        "assets list --data DATA",
        "assets history runner --data DATA",
        "assets data-export --data DATA -o out.csv",
        "layout check autumn.toml --data DATA",
    ],
)
def test_what_only_looks_makes_no_shop_where_there_is_none(shell: Shell, command: str) -> None:
    (shell.folder / "autumn.toml").write_text("", "utf-8")
    assert shell.json(command)["error"]["code"] == "no-database"
    assert not (shell.folder / "data").exists()


PLINTH = """
[[plinths]]
id = "table"
at = [0, 0.9, 0]
accepts = ["shoe"]
footprint_m = [0.4, 0.4]
"""


def test_an_import_says_where_the_product_stands_or_that_it_stands_nowhere(shell: Shell) -> None:
    assert "stands" not in shell(IMPORT)[1]
    shell("assets room main.toml --model shoe.glb --data DATA")
    assert "it stands nowhere: no free plinth of Showroom takes it" in shell(IMPORT)[1]
    (shell.folder / "main.toml").write_text(ROOM + PLINTH, "utf-8")
    shell("assets room main.toml --model shoe.glb --data DATA")
    assert "it stands on table in Showroom" in shell(IMPORT)[1]


def test_output_that_nobody_reads_on_ends_quietly(shell: Shell) -> None:
    nobody, output = os.pipe()
    os.close(nobody)
    command = [sys.executable, "-m", "showroom.cli", "assets", "inspect", "shoe.glb"]
    done = subprocess.run(command, cwd=shell.folder, stdout=output, stderr=subprocess.PIPE, check=False)
    os.close(output)
    assert (done.returncode, done.stderr) == (128 + signal.SIGPIPE, b"")


def test_logins_lie_where_the_settings_lie(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("SHOWROOM_CONFIG_DIR", raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "xdg"))
    assert default_path() == tmp_path / "xdg" / "showroom" / "logins.json"
    monkeypatch.setenv("SHOWROOM_CONFIG_DIR", str(tmp_path / "own"))
    assert default_path() == tmp_path / "own" / "logins.json"
