"""Somebody on the line: a connection, its session, and where they are seated."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from server.realtime.hot_connection import text_frame
from showroom.protocol.closing import CloseCode
from showroom.protocol.messages import Welcome

if TYPE_CHECKING:
    from server.metrics import Tally
    from server.realtime.hot_connection import HotConnection
    from showroom.protocol.base import Message
    from showroom.protocol.session import Session
    from showroom.room.presence import PoseBoard


class News:
    """What everybody in a large room is told at its next tick; put together once for all who have heard none of it."""

    __slots__ = ("_all", "frames", "kept_from")

    def __init__(self) -> None:
        self.frames: list[tuple[bytes, int | None]] = []
        """Each with the number that does not get it."""
        self.kept_from: set[int | None] = set()
        self._all: bytes | None = b""

    @property
    def all(self) -> bytes:
        """Everything, for whom nothing is kept from."""
        if self._all is None:
            self._all = b"".join([frame for frame, _ in self.frames])
        return self._all

    def add(self, frame: bytes, but: int | None) -> None:
        """One more frame, for all but one."""
        self.frames.append((frame, but))
        if but is not None:
            self.kept_from.add(but)
        self._all = None

    def since(self, told: int, number: int | None) -> bytes:
        """What somebody has not heard yet."""
        return b"".join([frame for frame, but in self.frames[told:] if but is None or but != number])

    def clear(self) -> None:
        """Everybody has heard it."""
        self.frames.clear()
        self.kept_from.clear()
        self._all = b""


NO_NEWS: Final = News()
"""Of those who are in no room."""


class Guest:
    """One connection as the rooms know it; equal only to itself.

    Args:
        connection: its websocket.
        session: its side of the protocol.
        tally: counts what is sent.
    """

    __slots__ = (
        "_connection",
        "_tally",
        "board",
        "is_gone",
        "login",
        "news",
        "number",
        "person_id",
        "role",
        "room",
        "session",
        "take_waiting",
        "told",
    )

    def __init__(self, connection: HotConnection, session: Session, tally: Tally) -> None:
        self._connection = connection
        self._tally = tally
        self.session = session
        self.person_id = ""
        self.role = "visitor"
        self.login = ""
        """The hash of the session by which they came; empty for a guest."""
        self.room: str | None = None
        self.number: int | None = None
        self.board: PoseBoard | None = None
        self.is_gone = False
        self.news = NO_NEWS
        """Of the room: goes along with the next frame of whatever kind, in their order."""
        self.told = 0
        """How much of the news they have."""
        self.take_waiting = connection.take_waiting
        """Take the poses that wait."""

    def tell(self, message: Message) -> None:
        """Send one message."""
        if isinstance(message, Welcome) and self.session.state == "closed":
            return
        self.send_frame(text_frame(self.session.send(message)))

    @property
    def has_news(self) -> bool:
        """Whether a frame waits for the next one."""
        return len(self.news.frames) > self.told

    def send_news(self) -> None:
        """Send what waits."""
        if self.has_news:
            self.send_frame(b"")

    def send_frame(self, frame: bytes) -> None:
        """Send a frame that may be shared by many; who lags too far is closed with 4008."""
        self._send(self._behind_news(frame) if self.has_news else frame)

    def send_poses(self, frame: bytes) -> None:
        """Send a frame of poses, or leave it out while the reader lags."""
        if self.has_news:
            is_taken = self._connection.reads_along
            self._send(self._behind_news(frame if is_taken else b""))
            self._tally.pose_frames_sent += is_taken
            self._tally.pose_frames_skipped += not is_taken
        elif self._connection.send_pose_frame(frame):
            self._tally.pose_frames_sent += 1
        else:
            self._tally.pose_frames_skipped += 1

    def _send(self, frame: bytes) -> None:
        if self._connection.send_message_frame(frame):
            self._tally.messages_sent += 1
        else:
            self._tally.slow_readers += 1
            self.close(CloseCode.SLOW_READER, "you read too slowly; reconnect")

    def let_poses_wait(self) -> None:
        """From now on poses are taken at ticks."""
        self._connection.let_poses_wait()

    def let_nothing_wait(self) -> None:
        """From now on everything is taken when it comes."""
        self._connection.let_nothing_wait()

    def close(self, code: int, reason: str) -> None:
        """Close the connection after what was sent; the seat is given free without waiting for the other side."""
        self.is_gone = True
        if self.has_news:
            self._connection.send_message_frame(self._behind_news(b""))
        self.session.close()
        self._connection.begin_close(code, reason)

    def _behind_news(self, frame: bytes) -> bytes:
        news, told = self.news, self.told
        self.told = len(news.frames)
        return (news.since(told, self.number) if told or self.number in news.kept_from else news.all) + frame
