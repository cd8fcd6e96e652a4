"""Invitations with a picture of exactly what was configured: drawn once, kept, and never in the shop's way."""

from __future__ import annotations

import asyncio
import functools
import io
import sys
from typing import TYPE_CHECKING

import msgspec
import numpy as np
import pytest
from PIL import Image

from server.drawing import FOLDER, MAX_WAITING, Easel
from server.settings import Settings
from server.store.folder import open_data_folder
from showroom.codes import encode
from showroom.configuration import Configuration, complete, initial
from tests.client.shop import make_shop
from tests.server.live import ask, live

if TYPE_CHECKING:
    from pathlib import Path

    from showroom.catalogue import Publication

DRAWS = """
import pathlib, sys
words = dict(zip(sys.argv[1::2], sys.argv[2::2]))
with (pathlib.Path(words["--data"]) / "calls").open("a") as calls:
    calls.write(words["--config"] + "\\n")
pathlib.Path(words["-o"]).write_bytes(words["--config"].encode())
"""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    make_shop(tmp_path / "shop")
    return tmp_path / "shop"


@pytest.fixture
def block(data: Path) -> Publication:
    folder = open_data_folder(data)
    try:
        return next(one for one in folder.catalogue.catalogue().products if one.product.id == "block")
    finally:
        folder.close()


def every_configuration(block: Publication) -> list[Configuration]:
    return [
        complete(block.product, {"cover": cover, "lid": lid}) for cover in ("white", "red") for lid in ("white", "gold")
    ]


def test_what_several_ask_for_at_once_is_drawn_once_and_kept(data: Path, block: Publication, tmp_path: Path) -> None:
    script = tmp_path / "draw.py"
    script.write_text(DRAWS)

    async def ask_for_it() -> list[bytes | None]:
        easel = Easel(data, (sys.executable, str(script)))
        red = complete(block.product, {"cover": "red"})
        both = await asyncio.gather(easel.picture(block, red), easel.picture(block, red))
        again = await easel.picture(block, red)
        other = await easel.picture(block, initial(block.product))
        return [*both, again, other]

    code, first = (
        encode(block.codebook, one).encode()
        for one in (complete(block.product, {"cover": "red"}), initial(block.product))
    )
    assert asyncio.run(ask_for_it()) == [code, code, code, first]
    assert (data / "calls").read_text().split() == [code.decode(), first.decode()]
    assert len(list((data / FOLDER).iterdir())) == 2


def test_what_cannot_be_drawn_leaves_nothing_behind(data: Path, block: Publication) -> None:
    async def ask_for_it() -> bytes | None:
        return await Easel(data, (sys.executable, "-c", "raise SystemExit(1)")).picture(block, initial(block.product))

    assert asyncio.run(ask_for_it()) is None
    assert list((data / FOLDER).iterdir()) == []


def test_beyond_what_is_waited_for_nobody_waits_and_the_end_waits_for_nothing(data: Path, block: Publication) -> None:
    async def ask_for_them() -> bytes | None:
        easel = Easel(data, (sys.executable, "-c", "import time; time.sleep(600)"))
        revisions = [replaced(block, revision) for revision in range(1, MAX_WAITING + 2)]
        first = [asyncio.create_task(easel.picture(one, initial(block.product))) for one in revisions[:-1]]
        while easel.waiting < MAX_WAITING:  # noqa: ASYNC110 - it tells nobody
            await asyncio.sleep(0.005)
        late = await easel.picture(revisions[-1], initial(block.product))
        await easel.close()
        await asyncio.gather(*first, return_exceptions=True)
        return late

    assert asyncio.run(ask_for_them()) is None


def replaced(block: Publication, revision: int) -> Publication:
    return msgspec.structs.replace(block, revision=revision)


def test_an_invitation_shows_exactly_what_was_configured(
    data: Path, block: Publication, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.server.live.PATIENCE_S", 100.0)  # software draws it
    monkeypatch.setattr("server.app.Easel", functools.partial(Easel, size_px=(96, 72)))
    white, _, red, _ = (encode(block.codebook, one) for one in every_configuration(block))
    with live(Settings(data=data, port=0, draws=True)) as addresses:
        page = ask(addresses, f"/i/{red}").body.decode()
        assert f'<img src="/i/{red}/picture"' in page
        drawn = {code: ask(addresses, f"/i/{code}/picture").body for code in (white, red)}
    pixels = {code: np.asarray(Image.open(io.BytesIO(png)).convert("RGB"), float) for code, png in drawn.items()}
    redness = {code: (picture[..., 0] - picture[..., 1]).max() for code, picture in pixels.items()}
    assert redness[red] > 60.0 > redness[white] + 20.0


def test_without_drawing_the_poster_stands_in(data: Path, block: Publication) -> None:
    with live(Settings(data=data, port=0)) as addresses:
        code = encode(block.codebook, initial(block.product))
        assert "/picture" not in ask(addresses, f"/i/{code}").body.decode()
        answer = ask(addresses, f"/i/{code}/picture")
        assert (answer.status, answer.json()["code"]) == (404, "no-picture")
