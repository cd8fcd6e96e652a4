"""``showroom assets watch`` beside a running server: what is saved is seen by those inside."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path
from typing import IO, Any

from server.settings import Settings
from server.store.folder import open_data_folder
from showroom.gltf.writer import write
from showroom.protocol.messages import CatalogueChanged
from tests.server.live import Visit, ask, live
from tests.server.samples import room_plan
from tests.showroom.gltf.models import shoe
from tests.showroom.pipeline.products import PRODUCT

ROOT = Path(__file__).resolve().parents[2]


def told(stream: IO[str] | None) -> Any:  # noqa: ANN401 - JSON
    assert stream is not None
    return json.loads(stream.readline())


def test_a_save_is_published_and_seen_and_a_broken_one_leaves_what_stood(tmp_path: Path) -> None:
    data, models = tmp_path / "data", tmp_path / "models"
    models.mkdir()
    (models / "runner.glb").write_bytes(write(shoe()))
    (models / "runner.toml").write_text(PRODUCT, "utf-8")
    folder = open_data_folder(data)
    folder.catalogue.put_room(room_plan(shown=None))
    folder.close()
    command = [sys.executable, "-m", "showroom.cli", "assets", "watch", str(models), "--data", str(data), "--json"]
    with (
        live(Settings(data, port=0)) as addresses,
        Visit(addresses) as visit,
        subprocess.Popen([*command, "--no-proof", "--no-poster"], stdout=subprocess.PIPE, text=True, cwd=ROOT) as watch,
    ):
        try:
            assert (told(watch.stdout)["done"], visit.until(CatalogueChanged).revision) == ("live", 2)
            (models / "runner.toml").write_text("this is no product file", "utf-8")
            assert told(watch.stdout)["failure"]["code"] == "toml-syntax"
            (models / "runner.toml").write_text(PRODUCT.replace("12900", "9900"), "utf-8")
            assert (told(watch.stdout)["revision"], visit.until(CatalogueChanged).revision) == (2, 3)
            assert ask(addresses, "/api/v1/products/runner").json()["product"]["price"] == 9900
        finally:
            watch.send_signal(signal.SIGINT)
        assert watch.wait(30) == 0
