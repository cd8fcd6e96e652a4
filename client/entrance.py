"""The way in and out: the link to the server, who one is there, and what is remembered of it for the next visit."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import msgspec

from client.membership import Membership
from client.net.link import Link
from client.settings import remembered
from showroom.errors import Unavailable
from showroom.protocol.entry import TicketRequest
from showroom.ui.texts import say

if TYPE_CHECKING:
    from client.keeping import Keeping
    from client.net.front import Front
    from client.options import Options
    from client.visit import Visit


class Entrance:
    """Owns the link.

    Args:
        options: how the client was started.
        visit: who one is, and in which language.
        front: the server.
        keeping: what is remembered.

    Attributes:
        link: the connection to the room; it begins with `begin`.
        membership: one's account.
    """

    def __init__(self, options: Options, visit: Visit, front: Front, keeping: Keeping) -> None:
        self._options = options
        self._visit = visit
        self._front = front
        self._keeping = keeping
        self._market = keeping.settings.market if options.market is None else options.market
        self.membership = Membership(front, lambda: keeping.settings, keeping.change)
        self._begun = False
        self.link = self._new_link("main")

    def begin(self) -> None:
        """Walk in as whoever one is now."""
        self.link = self._new_link("main")
        self._begun = True
        self.link.start()

    def enter(self, room: str) -> None:
        """Go to another room, or come anew as one is now: a new connection, the same person."""
        self.link.close()
        self.link = self._new_link(room)
        self.link.start()

    def come_anew(self) -> None:
        """Come anew as whoever one is now."""
        if self._begun:
            self.enter(self._visit.model.room or "main")

    def rename(self, name: str) -> None:
        """Be called otherwise: come anew under the new name, as the same person."""
        visit, settings, server = self._visit, self._keeping.settings, self._front.server
        token = settings.token(server, visit.name)
        visit.name = name
        if token is not None and self._options.user is None:
            with suppress(Unavailable):
                self._keeping.change(lambda kept: kept.with_token(server, name, token))
        visit.journal.write("renamed", name=name)
        visit.notify(say("settings.renamed", visit.language, name=name))
        self.enter(visit.model.room or "main")

    def close(self) -> None:
        """Say goodbye and keep what the next visit needs."""
        if self._begun:
            self.link.close()

    def keep_ticket(self) -> None:
        """Remember the token of a ticket that has come: with it one comes back as the same person."""
        visit = self._visit
        if visit.ticket is None:
            return
        visit.sells = visit.ticket.sells
        token, visit.ticket = visit.ticket.visitor_token, None
        if not token:
            return  # whoever is signed in comes back by that
        key = self._options.user or visit.name
        # A home that cannot be written costs the memory of this visit, not the visit.
        with suppress(Unavailable):
            self._keeping.change(lambda kept: kept.with_token(self._front.server, key, token))
            self.remember()

    def remember(self) -> None:
        """Keep who one was, where, and in which language."""
        visit, market, server = self._visit, self._market, self._front.server
        with suppress(Unavailable):
            self._keeping.change(
                lambda kept: msgspec.structs.replace(
                    remembered(kept, kept, visit.name, visit.language, visit.model.muted, market=market),
                    avatar=visit.avatar,
                    look=visit.look,
                    server=server,
                )
            )

    def _new_link(self, room: str) -> Link:
        options, visit = self._options, self._visit
        key = options.user or visit.name
        request = TicketRequest(
            name=visit.name,
            language=visit.language,
            room=room,
            avatar=visit.avatar,
            look=visit.look,
            visitor_token=self._keeping.settings.token(self._front.server, key) if options.remember else None,
        )
        if options.user is not None:
            return Link(self._front, request, self._log_in)
        return Link(self._front, request, self.membership.session, unknown=self.membership.forget)

    def _log_in(self) -> str:
        options = self._options
        return options.token or self._front.login(options.user or "", options.password).token
