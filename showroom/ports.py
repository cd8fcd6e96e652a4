"""What the domain asks of the outside. Implementations live in `server`, `client` and the tests' fakes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from showroom.arranging.model import Layout, LayoutRevision
    from showroom.catalogue import Catalogue, FileRef, Pictures, Publication, RoomPlan, SupplyLine, Vector3
    from showroom.events import Fact
    from showroom.releases import Approval, Release, Terms


class Clock(Protocol):
    """Time that tests can set."""

    def now(self) -> float:
        """Seconds since 1970-01-01 UTC."""
        ...

    def monotonic(self) -> float:
        """Seconds that never go back."""
        ...


class Randomness(Protocol):
    """Secrets and ids that tests can fix."""

    def token(self, size_bytes: int) -> str:
        """A URL-safe random string with `size_bytes` of entropy."""
        ...


class FileStore(Protocol):
    """Content-addressed files: written once, never changed."""

    def put(self, data: bytes, media_type: str) -> FileRef:
        """Store `data` durably; storing it twice is one file. Raises Unavailable (``disk-full``)."""
        ...

    def read(self, sha256: str) -> bytes:
        """Raises NotFound (``unknown-file``)."""
        ...

    def path(self, sha256: str) -> Path | None:
        """Where the file lies on disk, None where the store has no disk or no such file."""
        ...


class CatalogueStore(Protocol):
    """Publications and rooms with their revisions. Every writing method is one transaction."""

    def catalogue(self) -> Catalogue:
        """Everything that is published now."""
        ...

    def publication(self, product_id: str) -> Publication | None:
        """The newest publication of a product, also a removed one (its code numbers live on)."""
        ...

    def revisions(self, product_id: str) -> tuple[Publication, ...]:
        """Every revision of a product, oldest first, also of a removed one; empty for an unknown product."""
        ...

    def tags(self) -> Mapping[str, int]:
        """The code tag of every product that was ever published, removed ones included, by product id."""
        ...

    def releases(self, product_id: str) -> tuple[Release, ...]:
        """Every revision of a product with its state, oldest first; empty for an unknown product."""
        ...

    def waiting(self) -> tuple[Release, ...]:
        """Every draft and every scheduled revision, by product."""
        ...

    def approval(self) -> Approval:
        """Who may let a draft go live."""
        ...

    def set_approval(self, value: Approval) -> None:
        """Say who may let a draft go live."""
        ...

    def publish(self, publication: Publication, facts: Sequence[Fact] = (), terms: Terms | None = None) -> None:
        """Add `publication`: live at once where `terms` say nothing else.

        Its revision must be the product's newest plus one, else Rejected (``stale-revision``); raises Rejected
        (``tag-taken``, ``needs-approval``, ``unknown-file``) too.
        """
        ...

    def approve(
        self, product_id: str, revision: int, *, by: str = "", live_s: float | None = None, now_s: float
    ) -> Release:
        """Let a draft, or what is scheduled, go live: now, or at `live_s`.

        Raises NotFound (``unknown-revision``), Rejected (``not-waiting``), NotPermitted (``own-draft``).
        """
        ...

    def release_due(self, now_s: float) -> tuple[Release, ...]:
        """Let everything go live whose date has come; cheap while there is nothing."""
        ...

    def put_data(
        self, publications: Sequence[Publication], supplies: Mapping[str, Sequence[SupplyLine]], facts: Sequence[Fact]
    ) -> None:
        """Publish several revisions and replace the stock of some products, all or nothing; raises as `publish`."""
        ...

    def remove(self, product_id: str, facts: Sequence[Fact] = ()) -> None:
        """Take a product off the catalogue; its revisions stay. Raises NotFound (``unknown-product``)."""
        ...

    def illustrate(self, product_id: str, revision: int, pictures: Pictures, origin: str = "") -> None:
        """Give the newest revision of a product other pictures, and where one is given another origin.

        Raises Rejected (``stale-revision``) where `revision` is not the newest, NotFound (``unknown-product``).
        """
        ...

    def put_room(self, plan: RoomPlan) -> None:
        """Add or replace a room."""
        ...

    def put_avatar(self, name: str, model: FileRef) -> None:
        """Add or replace an avatar model."""
        ...

    def close(self) -> None:
        """Release the database."""
        ...


class LayoutStore(Protocol):
    """Layouts with their history."""

    def rooms(self) -> tuple[RoomPlan, ...]:
        """The rooms as they were published, before any layout."""
        ...

    def history(self) -> tuple[LayoutRevision, ...]:
        """Every layout that was ever applied, oldest first; the last one stands."""
        ...

    def revision(self, number: int) -> LayoutRevision:
        """A layout that was applied. Raises NotFound (``unknown-layout``)."""
        ...

    def put(self, layout: Layout, now_s: float, actor: str = "", properties: Mapping[str, object] = ...) -> int:
        """Apply a layout in one transaction; returns its number. It stands from the next `arrange` on."""
        ...

    def arrange(self, now_s: float) -> bool:
        """Bring the rooms to what the newest layout says for this moment; returns whether anything changed."""
        ...


class DataFolder(Protocol):
    """A data folder as the command line works on it: its files and its catalogue."""

    @property
    def files(self) -> FileStore:
        """Its files."""
        ...

    @property
    def catalogue(self) -> CatalogueStore:
        """Its catalogue."""
        ...

    @property
    def layouts(self) -> LayoutStore:
        """Its layouts."""
        ...

    def close(self) -> None:
        """Release both."""
        ...


class Renderer(Protocol):
    """Pictures of products without a display."""

    def picture(
        self,
        model: bytes,
        publication: Publication,
        choices: Mapping[str, str],
        *,
        view: str = "hero",
        size_px: tuple[int, int] = (1280, 720),
        camera_position: Vector3 | None = None,
        level: int = 0,
    ) -> NDArray[np.uint8]:
        """Draw the configured product in the studio; (height, width, 3) uint8 sRGB, origin top left.

        `level` is one of the model's coarser levels, from 1 on, in the place and the frame of the model itself.
        """
        ...

    def close(self) -> None:
        """Release the graphics context."""
        ...
