"""The machine's wall clock jumps by an hour, either way, while people are there: nobody loses anything by it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from server.clock import SystemClock
from server.settings import Settings
from showroom.protocol.messages import AcceptCall, CallAdviser, ConversationStarted, Done, Queue, Say, SetAgentStatus
from tests.client.shop import PASSWORD, USER, make_shop
from tests.server.live import Visit, ask, live, log_in

if TYPE_CHECKING:
    from pathlib import Path

HOUR_S = 3600.0


class Jumping(SystemClock):
    """The machine's clocks, of which the wall's jumps."""

    off_s = 0.0

    def now(self) -> float:
        return super().now() + self.off_s


@pytest.mark.parametrize("jump_s", [HOUR_S, -HOUR_S], ids=["forward", "back"])
def test_a_jump_of_the_clock_ends_no_visit_login_ticket_or_call(tmp_path: Path, jump_s: float) -> None:
    make_shop(tmp_path / "shop")
    clock = Jumping()
    with live(Settings(data=tmp_path / "shop", port=0), clock) as addresses:
        token = log_in(addresses, USER, PASSWORD).token
        late = Visit(addresses, "Late")  # its ticket is from before the jump
        with Visit(addresses, "Mia") as mia, Visit(addresses, "Eva", staff=token) as eva:
            eva.send(SetAgentStatus(900, "online"))
            mia.send(CallAdviser(900))
            queue = eva.until(Queue)
            while not queue.waiting:
                queue = eva.until(Queue)
            clock.off_s = jump_s
            with late:
                for number in range(3):
                    assert isinstance(mia.request(Say, f"line {number}"), Done)
                    assert isinstance(eva.request(Say, f"answer {number}"), Done)
            bearer = {"Authorization": f"Bearer {token}"}
            assert ask(addresses, "/api/v1/staff/me", headers=bearer).status == 200
            eva.send(AcceptCall(901, queue.waiting[0].request))
            assert eva.until(ConversationStarted).visitor == mia.welcome.visitor
        with Visit(addresses, "Mia", visitor_token=mia.ticket.visitor_token) as again:
            assert again.welcome.visitor == mia.welcome.visitor
