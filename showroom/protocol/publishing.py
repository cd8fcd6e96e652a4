"""What the staff's tools and a server say to each other over HTTP when something is published."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from msgspec import Meta, Struct

# msgspec reads the annotations when the program runs.
from showroom.arranging.model import Layout, LayoutRevision  # noqa: TC001
from showroom.catalogue import FileRef, Pictures, Publication, RoomPlan, SupplyLine  # noqa: TC001
from showroom.releases import Approval, Release, Terms

StaffRole = Literal["agent", "merchandiser", "approver", "admin"]
MAX_DOCUMENT_BYTES = 4 << 20
"""A publication with thousands of values has less."""
MAX_FILE_BYTES = 256 << 20
MEDIA_TYPES = ("model/gltf-binary", "image/png", "image/jpeg", "image/webp")
"""What may be uploaded."""


class Me(Struct, frozen=True, forbid_unknown_fields=True):
    """GET /api/v1/staff/me: who a session belongs to."""

    user: str
    role: StaffRole


class PublishRequest(Struct, frozen=True, forbid_unknown_fields=True):
    """POST /api/v1/publishing/products/{product}: a revision that follows the newest one.

    Its files are stored before. `details` are the importer's own words about it, for the log. The server sets
    `terms.by` itself.
    """

    publication: Publication
    terms: Terms = Terms()
    details: dict[str, Any] = {}


class ApproveRequest(Struct, frozen=True, forbid_unknown_fields=True):
    """POST /api/v1/publishing/products/{product}/approve: at `live_s` (seconds since 1970), None for now."""

    revision: int
    live_s: float | None = None


class RollbackRequest(Struct, frozen=True, forbid_unknown_fields=True):
    """POST /api/v1/publishing/products/{product}/rollback."""

    revision: Annotated[int, Meta(ge=1)]


class IllustrateRequest(Struct, frozen=True, forbid_unknown_fields=True):
    """PUT /api/v1/publishing/products/{product}/pictures: of the newest revision."""

    revision: int
    pictures: Pictures
    origin: str = ""


class Releases(Struct, frozen=True, forbid_unknown_fields=True):
    """Revisions with their states."""

    releases: tuple[Release, ...]


class Tags(Struct, frozen=True, forbid_unknown_fields=True):
    """The code tag of every product that was ever published."""

    tags: dict[str, int]


class ShopSettings(Struct, frozen=True, forbid_unknown_fields=True):
    """What a shop has set about publishing."""

    approval: Approval


class Changed(Struct, frozen=True, forbid_unknown_fields=True):
    """The catalogue's revision after a change."""

    revision: int


class Layouts(Struct, frozen=True, forbid_unknown_fields=True):
    """GET /api/v1/publishing/layouts: what was applied, oldest first, and the rooms as they are before any of it."""

    rooms: tuple[RoomPlan, ...]
    history: tuple[LayoutRevision, ...]


class LayoutRequest(Struct, frozen=True, forbid_unknown_fields=True):
    """POST /api/v1/publishing/layouts; `back_to` is the layout that this one repeats, None for a new one."""

    layout: Layout
    back_to: int | None = None


class DataRequest(Struct, frozen=True, forbid_unknown_fields=True):
    """POST /api/v1/publishing/data: revisions whose prices or texts change, and the whole stock of some products."""

    publications: tuple[Publication, ...]
    supplies: dict[str, tuple[SupplyLine, ...]]


class RoomRequest(Struct, frozen=True, forbid_unknown_fields=True):
    """PUT /api/v1/publishing/rooms/{room}."""

    plan: RoomPlan


class AvatarRequest(Struct, frozen=True, forbid_unknown_fields=True):
    """PUT /api/v1/publishing/avatars/{avatar}."""

    model: FileRef
