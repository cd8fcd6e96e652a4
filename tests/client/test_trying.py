"""The try-on card by its lines: asked once, a camera or a photo, glasses on the face, kept only where asked."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import msgspec
import numpy as np
import pytest

from client.ar.models import missing, models_path
from client.ar.pictures import read_picture, write_picture
from client.cards import Cards
from client.consent import has_consent, keep_consent
from client.intents import Pick
from client.journal import Journal
from client.options import Options
from client.trying import Trying, newest_photos
from client.ui.clipboard import Clipboard
from client.visit import Visit
from showroom.catalogue import Publication
from showroom.codes import assign
from showroom.gltf.writer import write
from showroom.ui.trying import TryOnView
from tests.client.ar.portrait import PATH, placed, similarity
from tests.client.scene.test_tryon import document, product, red
from tests.client.test_app_parts import catalogue
from tests.showroom.tryon.frames import plain_glasses

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray


@pytest.fixture(autouse=True)
def nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOWROOM_CONFIG_DIR", str(tmp_path / "settings"))


class Wearer:
    """Somebody at a window without a picture of it."""

    def __init__(self, folder: Path, source: str | None = None) -> None:
        model = msgspec.structs.replace(catalogue().products[0].model, sha256="0" * 64)
        book = assign(product(), None, 1, {7})
        sold = Publication(product(), 1, model, (140.0, 46.0, 140.0), 500, book, "2026-11-22T12:00:00Z")
        self.visit = Visit(language="en", agent=False, journal=Journal(None), clipboard=Clipboard())
        self.visit.catalogue = msgspec.structs.replace(catalogue(), products=(sold,))
        self.shown: list[NDArray[np.uint8]] = []
        data = write(document(plain_glasses()))
        self.trying = Trying(self.visit, lambda _: data, self.shown.append, Options("", camera=source, shots=folder))
        self.cards = Cards(self.visit, {"try-on": self.trying})

    def view(self) -> TryOnView:
        self.trying.advance()
        view = self.cards.view()
        assert isinstance(view, TryOnView)
        return view

    def press(self, act: str) -> None:
        rows = [row.act for row in self.view().rows]
        self.cards.intend(Pick(rows.index(act), "take"))  # type: ignore[arg-type] # a name of ours

    def wait(self, words: str) -> TryOnView:
        for _ in range(3000):
            view = self.view()
            if any(words in said for said in view.words):
                return view
            threading.Event().wait(0.01)
        raise AssertionError(view.words)


def test_the_page_comes_first_and_a_no_opens_nothing(tmp_path: Path) -> None:
    somebody = Wearer(tmp_path, str(PATH))
    somebody.cards.verbs["try-on"]()
    view = somebody.view()
    assert len(view.sections) == 4
    assert view.words == ("Do you agree?",)
    somebody.press("refuse")
    somebody.trying.advance()
    assert somebody.visit.opened is None
    assert not has_consent()
    assert not somebody.shown


def test_photos_are_offered_newest_first_and_a_bad_one_is_told_and_left(tmp_path: Path) -> None:
    for number, name in enumerate(("old.png", "new.jpg", "notes.txt")):
        (tmp_path / name).write_bytes(b"no picture")
        threading.Event().wait(0.02 * number)
    keep_consent()
    somebody = Wearer(tmp_path)
    assert [path.name for path in newest_photos(tmp_path)] == ["new.jpg", "old.png"]
    somebody.cards.verbs["try-on"]()
    assert any(row.words == "Photo: new.jpg" for row in somebody.view().rows)
    somebody.press("source")
    view = somebody.wait("That did not work")
    assert "no picture that can be read" in view.words[0]
    somebody.press("other")
    assert any("Where do we see you?" in words for words in somebody.view().words)
    somebody.press("close")
    assert somebody.visit.opened is None


def test_glasses_are_worn_mirrored_measured_and_kept_by_request(tmp_path: Path) -> None:
    if missing(models_path()):
        pytest.fail("the vision models are missing: run `showroom models install` (make test does)")
    source = tmp_path / "me" / "me.png"
    write_picture(placed(similarity(1.3, -3.2, (200.0, 240.0))), source)
    somebody = Wearer(tmp_path / "kept", str(source))
    try:
        somebody.cards.verbs["try-on"]()
        somebody.press("agree")
        assert has_consent()
        view = somebody.wait("Pupils")
        assert view.picture_px == (640, 480)
        columns = np.nonzero(red(somebody.shown[-1]))[1]
        # She stands left of the middle, so in a mirror she stands right of it.
        assert columns.mean() > 400.0
        assert not (tmp_path / "kept").exists()
        somebody.press("snapshot")
        kept = read_picture(tmp_path / "kept" / "try-on-1.png")
        assert np.array_equal(kept, somebody.shown[-1])
        somebody.press("close")
        somebody.trying.advance()
        assert somebody.visit.opened is None
    finally:
        somebody.trying.close()
