"""How I look: told while I am here."""

from __future__ import annotations

from showroom.looks import AvatarLook  # noqa: TC001 - msgspec reads the annotation at run time
from showroom.protocol.base import Message, Ref


class Dress(Message, frozen=True, tag="dress"):
    """Look as I want to from now on; everybody learns it as `Joined` with my number."""

    ref: Ref
    look: AvatarLook
