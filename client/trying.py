"""The try-on card: asks once, finds a camera or a photo, and shows the glasses that one looks at on one's own face.

Capture and tracking run on threads of their own (`client.ar.live`); here, on the thread that draws, the newest frame is
taken and the glasses are drawn on it. Where drawing is slow, every second moment is left to the room.
"""

from __future__ import annotations

import time
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, Final, Literal

import numpy as np
from platformdirs import user_pictures_path

from client.consent import has_consent, keep_consent
from client.presenter import known_choices, published
from client.render import png
from client.scene.reading import read_model
from client.scene.tryon import TryOn
from showroom.anchors import known_places
from showroom.configuration import complete
from showroom.errors import Rejected, Unavailable
from showroom.tryon.advice import advise
from showroom.tryon.fit import FaceMeasures
from showroom.ui.consent import consent_page
from showroom.ui.texts import say
from showroom.ui.trying import TryOnRow, TryOnView

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from numpy.typing import NDArray

    from client.ar.live import Live, Seen
    from client.options import Options
    from client.visit import Visit
    from showroom.catalogue import Publication
    from showroom.gltf.model import Document
    from showroom.ui.trying import Act

NAME: Final = "try-on"
PICTURES: Final = frozenset({".png", ".jpg", ".jpeg", ".webp", ".bmp"})
MOST_PHOTOS: Final = 5
MOST_COMPARED: Final = 4
Stage = Literal["closed", "ask", "choose", "look", "failed"]


class Trying:
    """The card.

    Args:
        visit: what one looks at.
        fetch: a product's file by its hash.
        show: takes the picture that is to be seen, (height, width, 3) uint8 sRGB.
        options: names a camera or none; where pictures go.
    """

    def __init__(
        self,
        visit: Visit,
        fetch: Callable[[str], bytes],
        show: Callable[[NDArray[np.uint8]], None],
        options: Options,
    ) -> None:
        self._visit = visit
        self._fetch = fetch
        self._show = show
        self._source = options.camera
        self._pictures = options.shots or user_pictures_path()
        self._reader = ThreadPoolExecutor(1, thread_name_prefix="try-on-model")
        self._documents: dict[str, Future[Document]] = {}
        self._stages: dict[tuple[str, tuple[tuple[str, str], ...]], TryOn] = {}
        self._live: Live | None = None
        self._stage: Stage = "closed"
        self._sources: tuple[tuple[str, str], ...] = ()
        self._failure = ""
        self._mirrored = True
        self._compares = False
        self._shown: NDArray[np.uint8] | None = None
        self._seen: Seen | None = None
        self._key: object = None
        self._resting_until_s = 0.0

    # ---- as a card -------------------------------------------------------------------------------------------------

    def view(self, row: int) -> TryOnView:
        """What it shows while `row` is chosen."""
        language = self._visit.language
        publication = self._publication()
        name = publication.product.name.in_language(language) if publication else ""
        page = consent_page(language)
        asks = self._stage in ("ask", "closed")
        size = None if self._shown is None else (self._shown.shape[1], self._shown.shape[0])
        rows = tuple(TryOnRow(act, words, index == row) for index, (act, words, _) in enumerate(self._rows()))
        title = page.title if asks else say("trying.title", language, name=name)
        words = (page.question,) if asks else self._words()
        return TryOnView(title, page.sections if asks else (), words, None if self._stage != "look" else size, rows)

    def count(self) -> int:
        """How many lines can be chosen."""
        return len(self._rows())

    def take(self, row: int) -> bool:
        """Do what a line is for; returns whether the card closes."""
        act, _, value = self._rows()[row]
        match act:
            case "agree":
                keep_consent()
                self._choose_or_open()
            case "source":
                self._open(value)
            case "paste":
                self._open(self._visit.clipboard.paste().strip().strip('"'))
            case "snapshot":
                self._keep()
            case "compare":
                self._compares, self._key = not self._compares, None
            case "flip":
                self._mirrored, self._key = not self._mirrored, None
            case "other":
                self._end()
                self._choose()
            case "refuse" | "close":
                return True
        return False

    def turn(self, row: int, by: int) -> None:
        """Nothing of it has values."""

    def remove(self, row: int) -> None:
        """Nothing can be taken away."""

    def _rows(self) -> list[tuple[Act, str, str]]:
        language, page = self._visit.language, consent_page(self._visit.language)
        close: tuple[Act, str, str] = ("close", say("trying.close", language), "")
        if self._stage in ("ask", "closed"):
            return [("agree", page.agree, ""), ("refuse", page.refuse, "")]
        if self._stage == "choose":
            found: list[tuple[Act, str, str]] = [("source", words, source) for source, words in self._sources]
            return [*found, ("paste", say("trying.paste", language), ""), close]
        other: tuple[Act, str, str] = ("other", say("trying.other", language), "")
        if self._stage == "failed":
            return [other, close]
        flip = say("trying.flip" if self._mirrored else "trying.mirror", language)
        compare = say("trying.single" if self._compares else "trying.compare", language)
        return [
            ("snapshot", say("trying.snapshot", language), ""),
            ("compare", compare, ""),
            ("flip", flip, ""),
            other,
            close,
        ]

    def _words(self) -> tuple[str, ...]:
        language = self._visit.language
        if self._stage == "failed":
            return (say("trying.failed", language, reason=self._failure),)
        if self._stage == "choose":
            none = () if any(source.isdigit() for source, _ in self._sources) else ("trying.no-camera",)
            return tuple(say(key, language) for key in ("trying.where", *none))
        if self._seen is None or self._shown is None:
            return (say("trying.opening", language),)
        return (*self._sizes(self._seen), say("trying.here", language))

    def _sizes(self, seen: Seen) -> tuple[str, ...]:
        """What is said of the first person's size, and whether the frame suits."""
        language, publication = self._visit.language, self._publication()
        if not seen.people:
            return (say("trying.nobody", language),)
        measures = next(iter(seen.people.values())).measures
        if not isinstance(measures, FaceMeasures):
            return (measures.sentence.in_language(language),)
        pupils = measures.pupils
        words = say("trying.pupils", language, mm=pupils.mm, reach=(pupils.high - pupils.low) / 2.0)
        if publication is None:
            return (words,)
        return (words, advise(measures, publication.size_mm).sentence.in_language(language))

    # ---- one frame -------------------------------------------------------------------------------------------------

    def advance(self) -> None:
        """Once a frame, before the panels are drawn."""
        opened = self._visit.opened
        if opened is None or opened.name != NAME:
            if self._stage != "closed":
                self._end()
                self._stage = "closed"
            return
        if self._stage == "closed":
            if has_consent():
                self._choose_or_open()
            else:
                self._stage = "ask"
        elif self._stage == "look" and time.monotonic() >= self._resting_until_s:
            try:
                self._look()
            except (Rejected, Unavailable) as error:
                self._end()
                self._stage, self._failure = "failed", error.message

    def close(self) -> None:
        """Let go of camera, threads and graphics memory."""
        self._end()
        self._reader.shutdown(wait=False, cancel_futures=True)

    def _look(self) -> None:
        """Draw the glasses on the newest frame, if there is a newer one or they have changed."""
        seen = self._live.newest() if self._live is not None and not self._compares else self._seen
        if seen is None:
            return
        worn = self._compared() if self._compares else [entry for entry in [self._publication()] if entry]
        if not worn:
            raise Rejected("no-try-on", say("trying.nothing", self._visit.language))
        choices = [self._choices(entry) for entry in worn]
        said = tuple(tuple(sorted(each.items())) for each in choices)
        key = (seen.frame.number, said, self._compares, self._mirrored)
        stages = [self._ready(entry, each) for entry, each in zip(worn, choices, strict=True)]
        if key == self._key or not all(stages):
            return
        begun_s = time.monotonic()
        poses = {number: each.pose for number, each in seen.people.items()}
        pictures = [stage.draw(seen.frame.picture, seen.camera, poses) for stage in stages if stage is not None]
        shown = pictures[0] if len(pictures) == 1 else _side_by_side(pictures)
        self._shown = np.ascontiguousarray(_flipped(shown, len(pictures)) if self._mirrored else shown)
        self._show(self._shown)
        spent_s = time.monotonic() - begun_s
        self._resting_until_s = begun_s + (2.0 * spent_s if spent_s > 0.02 else 0.0)  # noqa: PLR2004 - a frame of 50 Hz
        self._seen, self._key = seen, key
        stamps = {"frame": seen.frame.number, "behind": seen.behind, "people": len(seen.people)}
        self._visit.journal.write("tried-on", **stamps, draw_ms=round(spent_s * 1e3))

    def _ready(self, publication: Publication, choices: dict[str, str]) -> TryOn | None:
        """The glasses, ready to be drawn; None while their model is on its way."""
        key = (publication.model.sha256, tuple(sorted(choices.items())))
        if key in self._stages:
            return self._stages[key]
        sha256, name = publication.model.sha256, publication.product.id
        future = self._documents.get(sha256)
        if future is None:
            future = self._reader.submit(lambda: read_model(self._fetch(sha256), name=name))
            self._documents[sha256] = future
        if not future.done():
            return None
        document = future.result()
        if not self._compares:
            self._drop()
        self._stages[key] = TryOn(document, publication.product, choices, known_places(publication, document))
        return self._stages[key]

    # ---- what, and where from --------------------------------------------------------------------------------------

    def _publication(self) -> Publication | None:
        """The glasses that one looks at, else the first of the shop."""
        visit = self._visit
        looked_at = published(visit.catalogue, visit.inspected)
        if looked_at is not None and looked_at.product.kind == "glasses":
            return looked_at
        return next(iter(self._glasses()), None)

    def _glasses(self) -> list[Publication]:
        catalogue = self._visit.catalogue
        return [entry for entry in catalogue.products if entry.product.kind == "glasses"] if catalogue else []

    def _compared(self) -> list[Publication]:
        first = self._publication()
        others = [entry for entry in self._glasses() if first is None or entry.product.id != first.product.id]
        return [entry for entry in [first, *others] if entry is not None][:MOST_COMPARED]

    def _choices(self, publication: Publication) -> dict[str, str]:
        return complete(publication.product, known_choices(publication, self._visit.model)).as_dict()

    def _choose_or_open(self) -> None:
        if self._source is None:
            self._choose()
        else:
            self._open(self._source)

    def _choose(self) -> None:
        language = self._visit.language
        cameras = [(source, say("trying.camera", language, name=name)) for source, name in _cameras()]
        photos = [(str(path), say("trying.photo", language, name=path.name)) for path in newest_photos(self._pictures)]
        self._sources = (*cameras, *photos)
        self._stage = "choose"

    def _open(self, source: str) -> None:
        self._end()
        try:
            self._live = _looking_through(source)
        except ImportError as error:
            self._stage = "failed"
            self._failure = say("trying.no-extra", self._visit.language, name=error.name or "cv2")
            return
        self._stage = "look"

    def _keep(self) -> None:
        """Write the picture that is to be seen, because somebody asked for it."""
        if self._shown is None:
            return
        number = 1
        while (path := self._pictures / f"try-on-{number}.png").exists():
            number += 1
        self._pictures.mkdir(parents=True, exist_ok=True)
        path.write_bytes(png.encode(self._shown))
        self._visit.notify(say("trying.kept", self._visit.language, path=str(path)))

    def _drop(self) -> None:
        for stage in self._stages.values():
            stage.close()
        self._stages.clear()

    def _end(self) -> None:
        if self._live is not None:
            self._live.close()
            self._live = None
        self._drop()
        self._seen = self._shown = self._key = None
        self._compares = False


def _looking_through(source: str) -> Live:
    """Look through a camera; the packages for it are an extra, and only who tries on needs them.

    Raises:
        ImportError: they are not installed.
    """
    from client.ar.cameras import open_camera  # noqa: PLC0415
    from client.ar.face_tracker import FaceTracker  # noqa: PLC0415
    from client.ar.following import Faces  # noqa: PLC0415
    from client.ar.live import Live  # noqa: PLC0415
    from client.ar.models import models_path  # noqa: PLC0415

    return Live(lambda: open_camera(source), lambda: Faces(FaceTracker.from_folder(models_path())))


def _cameras() -> list[tuple[str, str]]:
    """The cameras of this computer; none where the packages for them are not installed."""
    try:
        from client.ar.cameras import list_cameras  # noqa: PLC0415
    except ImportError:
        return []
    return [(each.source, each.name) for each in list_cameras()]


def newest_photos(folder: Path) -> list[Path]:
    """The pictures of a folder that were taken last."""
    try:
        found = [(path.stat().st_mtime, path) for path in folder.iterdir() if path.suffix.lower() in PICTURES]
    except OSError:
        return []
    return [path for _, path in sorted(found, reverse=True)[:MOST_PHOTOS]]


def _side_by_side(pictures: list[NDArray[np.uint8]]) -> NDArray[np.uint8]:
    """Two by two, each half as wide and high."""
    halves = [picture[: picture.shape[0] // 2 * 2, : picture.shape[1] // 2 * 2] for picture in pictures]
    small = [
        half.reshape(half.shape[0] // 2, 2, half.shape[1] // 2, 2, 3).mean(axis=(1, 3)).astype(np.uint8)
        for half in halves
    ]
    blank = np.full_like(small[0], 238)
    small += [blank] * (-len(small) % 2)
    return np.vstack([np.hstack(small[at : at + 2]) for at in range(0, len(small), 2)])


def _flipped(picture: NDArray[np.uint8], count: int) -> NDArray[np.uint8]:
    """Left and right changed, each of several beside each other in its own place."""
    if count == 1:
        return picture[:, ::-1]
    half = picture.shape[1] // 2
    return np.hstack([picture[:, :half][:, ::-1], picture[:, half:][:, ::-1]])
