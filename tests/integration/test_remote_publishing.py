"""The assets commands on a running server in another process, from the login to the logout."""

from __future__ import annotations

import json
import stat
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from server.store.folder import open_data_folder
from showroom.gltf.writer import write
from showroom.protocol.messages import CatalogueChanged
from tests.server.live import ServerProcess, Visit, ask
from tests.server.samples import quick_staff, room_plan
from tests.showroom.gltf.models import shoe
from tests.showroom.pipeline.products import PRODUCT

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = str(Path(__file__).resolve().parents[2])
PASSWORD = "correct horse"  # noqa: S105 - a test's
IMPORT = ("assets", "import", "shoe.glb", "--product", "runner.toml", "--no-proof", "--no-poster")


class Desk:
    """One person's machine: a config folder of their own, and commands that work on the server."""

    def __init__(self, home: Path, server: str) -> None:
        self.home = home
        self.server = server
        home.mkdir()
        (home / "shoe.glb").write_bytes(write(shoe()))
        (home / "runner.toml").write_text(PRODUCT, "utf-8")

    def __call__(self, *words: str, typed: str = "") -> tuple[int, str]:
        """Exit status, and everything that was printed."""
        done = subprocess.run(
            [sys.executable, "-m", "showroom.cli", *words, "--server", self.server],
            cwd=self.home,
            env={"HOME": str(self.home), "XDG_CONFIG_HOME": str(self.home / "config"), "PYTHONPATH": ROOT},
            input=typed,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        return done.returncode, done.stdout + done.stderr

    def json(self, *words: str) -> Any:  # noqa: ANN401 - JSON
        return json.loads(self(*words, "--json")[1])

    def log_in(self, user: str) -> str:
        status, said = self("login", "--user", user, "--password-stdin", typed=PASSWORD + "\n")
        assert status == 0, said
        return said


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ServerProcess]:
    folder = open_data_folder(tmp_path / "data")
    quick_staff(folder).add("mara@shop.example", PASSWORD, "merchandiser")
    quick_staff(folder).add("otto@shop.example", PASSWORD, "approver")
    folder.catalogue.set_approval("second-person")
    folder.catalogue.put_room(room_plan(shown=None))
    folder.close()
    with ServerProcess(tmp_path / "data", "--port", "0") as process:
        yield process


def on_plinth(server: ServerProcess) -> str | None:
    (room,) = ask(server.addresses, "/api/v1/catalogue").json()["rooms"]
    product: str | None = room["plinths"][0]["product"]
    return product


def test_two_people_publish_a_product_that_shoppers_see_at_once(server: ServerProcess, tmp_path: Path) -> None:
    address = server.addresses.http
    mara, otto = Desk(tmp_path / "mara", address), Desk(tmp_path / "otto", address)
    status, said = mara(*IMPORT)
    assert (status, "not-logged-in" in said, "showroom login" in said) == (1, True, True)
    assert "mara@shop.example (merchandiser)" in mara.log_in("mara@shop.example")
    kept = mara.home / "config" / "showroom" / "logins.json"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert "drafted as revision 1" in mara(*IMPORT)[1]
    assert "unchanged, revision 1 stays, draft" in mara(*IMPORT)[1]
    assert "wrong-role" in mara("assets", "approve", "runner")[1]
    otto.log_in("otto@shop.example")
    assert "revision 1 is a draft, by mara@shop.example" in otto("assets", "list")[1]
    with Visit(server.addresses) as visit:
        assert "revision 1 is live" in otto("assets", "approve", "runner")[1]
        assert visit.until(CatalogueChanged).revision > visit.welcome.catalogue_revision
    assert "€129.00" in mara("assets", "show", "runner")[1]
    assert "wrong-role" in otto("assets", "remove", "runner")[1]
    assert "logged out" in mara("logout")[1]
    assert "not-logged-in" in mara("assets", "list")[1]


def test_history_going_back_taking_out_and_removing_work_from_afar(server: ServerProcess, tmp_path: Path) -> None:
    mara = Desk(tmp_path / "mara", server.addresses.http)
    mara.log_in("mara@shop.example")
    folder = open_data_folder(tmp_path / "data")
    folder.catalogue.set_approval("none")
    folder.close()
    assert mara.json(*IMPORT)["state"] == "live"
    (mara.home / "runner.toml").write_text(PRODUCT.replace("12900", "9900"), "utf-8")
    assert mara.json(*IMPORT)["publication"]["revision"] == 2
    assert "the price: €129.00 → €99.00" in mara("assets", "diff", "runner")[1]
    assert mara.json("assets", "rollback", "runner", "1")["revision"] == 3
    assert [one["revision"] for one in mara.json("assets", "history", "runner")["revisions"]] == [3, 2, 1]
    assert mara("assets", "export", "runner", "-o", "out")[0] == 0
    again = (*IMPORT[:2], "out/model.glb", "--product", "out/product.toml", *IMPORT[5:])
    assert mara.json(*again)["unchanged"] is True
    assert "removed" in mara("assets", "remove", "runner")[1]
    assert mara.json("assets", "list")["products"] == []


def test_a_wrong_password_and_a_wrong_address_say_so(server: ServerProcess, tmp_path: Path) -> None:
    mara = Desk(tmp_path / "mara", server.addresses.http)
    status, said = mara("login", "--user", "mara@shop.example", "--password-stdin", typed="guess\n")
    assert (status, "wrong-password" in said) == (1, True)
    mara.server = "ftp://shop.example"
    assert "bad-address" in mara("assets", "list")[1]
    mara.server = "http://127.0.0.1:9"
    assert "server-unreachable" in mara("login", "--user", "mara", "--password-stdin", typed="guess\n")[1]


def test_a_layout_is_applied_from_afar(server: ServerProcess, tmp_path: Path) -> None:
    mara = Desk(tmp_path / "mara", server.addresses.http)
    mara.log_in("mara@shop.example")
    folder = open_data_folder(tmp_path / "data")
    folder.catalogue.set_approval("none")
    folder.close()
    assert mara(*IMPORT)[0] == 0
    stands = 'stands = [{ product = "runner", plinth = "first" }]'
    (mara.home / "layout.toml").write_text(f'timezone = "UTC"\n[[rooms]]\nroom = "main"\n{stands}\n', "utf-8")
    with Visit(server.addresses) as visit:
        status, said = mara("layout", "apply", "layout.toml")
        assert status == 0, said
        while on_plinth(server) != "runner":  # the import's own news may still be on its way
            visit.until(CatalogueChanged)
    (mara.home / "layout.toml").write_text('timezone = "UTC"\n[[rooms]]\nroom = "cellar"\n', "utf-8")
    assert mara("layout", "apply", "layout.toml")[0] == 1
    assert "mara@shop.example" in mara("layout", "history", "--json")[1]
