"""A server's catalogue and files behind the same port as a data folder's (`showroom.ports.DataFolder`)."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING
from urllib.parse import quote

from showroom.arranging.model import Layout, LayoutRevision
from showroom.catalogue import Catalogue
from showroom.errors import NotFound, Unavailable
from showroom.protocol.publishing import (
    MAX_FILE_BYTES,
    ApproveRequest,
    AvatarRequest,
    Changed,
    DataRequest,
    IllustrateRequest,
    LayoutRequest,
    Layouts,
    PublishRequest,
    Releases,
    RoomRequest,
    ShopSettings,
    Tags,
)
from showroom.releases import Approval, Release, Terms

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from showroom.catalogue import FileRef, Pictures, Publication, RoomPlan, SupplyLine
    from showroom.events import Fact
    from showroom.pipeline.remote.front import StaffFront

_ROOT = "/api/v1/publishing"
_DETAILS = ("proof", "accepted", "rolled_back_to")
"""What a server cannot know of a publication itself and keeps in its log."""


class RemoteFolder:
    """A server's files and catalogue.

    Args:
        front: where to ask, with a session.
    """

    def __init__(self, front: StaffFront) -> None:
        self.files = RemoteFiles(front)
        self.catalogue = RemoteCatalogue(front)
        self.layouts = RemoteLayouts(front)

    def close(self) -> None:
        """Nothing is kept open."""


class RemoteFiles:
    """Files of a server."""

    def __init__(self, front: StaffFront) -> None:
        self._front = front

    def put(self, data: bytes, media_type: str) -> FileRef:
        """Upload a file, unless it is there."""
        return self._front.upload(data, hashlib.sha256(data).hexdigest(), media_type)

    def read(self, sha256: str) -> bytes:
        """Download a file.

        Raises:
            NotFound: ``unknown-file``.
            Unavailable: ``file-damaged`` where something else arrives.
        """
        data = self._front.send("GET", f"/files/{sha256}", None, {}, MAX_FILE_BYTES)
        if hashlib.sha256(data).hexdigest() != sha256:
            raise Unavailable("file-damaged", f"the file {sha256[:12]}… did not arrive as it was stored; try again")
        return data

    def path(self, sha256: str) -> Path | None:  # noqa: ARG002 - the port's
        """Nothing lies on this machine's disk."""
        return None


class RemoteCatalogue:
    """The catalogue of a server; it checks everything, and says itself who does it and when."""

    def __init__(self, front: StaffFront) -> None:
        self._front = front

    def catalogue(self) -> Catalogue:
        """Everything that is published now."""
        return self._front.ask("GET", "/api/v1/catalogue", Catalogue)

    def publication(self, product_id: str) -> Publication | None:
        """The newest publication of a product, also a removed one."""
        releases = self.releases(product_id)
        return releases[-1].publication if releases else None

    def revisions(self, product_id: str) -> tuple[Publication, ...]:
        """Every revision of a product, oldest first."""
        return tuple(one.publication for one in self.releases(product_id))

    def releases(self, product_id: str) -> tuple[Release, ...]:
        """Every revision of a product with its state, oldest first; empty for an unknown product."""
        try:
            return self._front.ask("GET", _product(product_id), Releases).releases
        except NotFound:
            return ()

    def waiting(self) -> tuple[Release, ...]:
        """Every draft and every scheduled revision, by product."""
        return self._front.ask("GET", f"{_ROOT}/waiting", Releases).releases

    def tags(self) -> Mapping[str, int]:
        """The code tag of every product that was ever published."""
        return self._front.ask("GET", f"{_ROOT}/tags", Tags).tags

    def approval(self) -> Approval:
        """Who may let a draft go live."""
        return self._front.ask("GET", f"{_ROOT}/settings", ShopSettings).approval

    def set_approval(self, value: Approval) -> None:
        """Say who may let a draft go live."""
        self._front.ask("PUT", f"{_ROOT}/settings", ShopSettings, ShopSettings(value))

    def publish(self, publication: Publication, facts: Sequence[Fact] = (), terms: Terms | None = None) -> None:
        """Add `publication`; of `facts` the server keeps what it cannot know itself."""
        details = {key: fact.properties[key] for fact in facts for key in _DETAILS if key in fact.properties}
        request = PublishRequest(publication, terms or Terms(), details)
        self._front.ask("POST", _product(publication.product.id), Release, request)

    def approve(
        self,
        product_id: str,
        revision: int,
        *,
        by: str = "",  # noqa: ARG002 - the server knows
        live_s: float | None = None,
        now_s: float,  # noqa: ARG002 - the server has a clock
    ) -> Release:
        """Let a draft, or what is scheduled, go live: now, or at `live_s`."""
        request = ApproveRequest(revision, live_s)
        return self._front.ask("POST", _product(product_id) + "/approve", Release, request)

    def release_due(self, now_s: float) -> tuple[Release, ...]:  # noqa: ARG002 - the port's
        """Nothing: the server sees to it."""
        return ()

    def put_data(
        self,
        publications: Sequence[Publication],
        supplies: Mapping[str, Sequence[SupplyLine]],
        facts: Sequence[Fact],  # noqa: ARG002 - the server writes its own
    ) -> None:
        """Publish several revisions and replace the stock of some products, all or nothing."""
        request = DataRequest(tuple(publications), {name: tuple(lines) for name, lines in supplies.items()})
        self._front.ask("POST", f"{_ROOT}/data", Changed, request)

    def remove(self, product_id: str, facts: Sequence[Fact] = ()) -> None:  # noqa: ARG002 - the server writes its own
        """Take a product off the catalogue."""
        self._front.ask("DELETE", _product(product_id), Changed)

    def illustrate(self, product_id: str, revision: int, pictures: Pictures, origin: str = "") -> None:
        """Give the newest revision of a product other pictures."""
        request = IllustrateRequest(revision, pictures, origin)
        self._front.ask("PUT", _product(product_id) + "/pictures", Release, request)

    def put_room(self, plan: RoomPlan) -> None:
        """Add or replace a room."""
        self._front.ask("PUT", f"{_ROOT}/rooms/{quote(plan.id, safe='')}", Changed, RoomRequest(plan))

    def put_avatar(self, name: str, model: FileRef) -> None:
        """Add or replace an avatar model."""
        self._front.ask("PUT", f"{_ROOT}/avatars/{quote(name, safe='')}", Changed, AvatarRequest(model))

    def close(self) -> None:
        """Nothing is kept open."""


class RemoteLayouts:
    """The layouts of a server."""

    def __init__(self, front: StaffFront) -> None:
        self._front = front

    def rooms(self) -> tuple[RoomPlan, ...]:
        """The rooms as they were published, before any layout."""
        return self._all().rooms

    def history(self) -> tuple[LayoutRevision, ...]:
        """Every layout that was ever applied, oldest first."""
        return self._all().history

    def revision(self, number: int) -> LayoutRevision:
        """A layout that was applied.

        Raises:
            NotFound: ``unknown-layout``.
        """
        history = self.history()
        for revision in history:
            if revision.number == number:
                return revision
        allowed = f"1 to {len(history)}" if history else "none was applied yet"
        raise NotFound("unknown-layout", "there is no such layout", got=str(number), allowed=allowed)

    def put(self, layout: Layout, now_s: float, actor: str = "", properties: Mapping[str, object] = {}) -> int:  # noqa: ARG002 - the server knows who and when
        """Apply a layout; returns its number."""
        back_to = properties.get("back_to")
        request = LayoutRequest(layout, back_to if isinstance(back_to, int) else None)
        return self._front.ask("POST", f"{_ROOT}/layouts", LayoutRevision, request).number

    def arrange(self, now_s: float) -> bool:  # noqa: ARG002 - the port's
        """Nothing: the server sees to it."""
        return False

    def _all(self) -> Layouts:
        return self._front.ask("GET", f"{_ROOT}/layouts", Layouts)


def _product(product_id: str) -> str:
    return f"{_ROOT}/products/{quote(product_id, safe='')}"
