"""The connection to a room: two threads, a queue each way, and it comes back by itself.

The reader owns the connection: it gets a ticket, connects, reads until the end, waits, and begins anew. The writer
sends what is in the outbox. Whoever draws only polls.
"""

from __future__ import annotations

import queue
import random
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import msgspec

from client.net.backoff import Backoff
from client.net.egress import LINE_FAILURES, LineEnded, open_line
from client.net.foreign import other_version
from client.net.ledger import Ledger
from showroom.errors import NotPermitted, ProtocolError, Rejected, Unavailable
from showroom.protocol.closing import CloseCode
from showroom.protocol.codec import Pose, iter_poses, pack_pose_frame
from showroom.protocol.dressing import Dress
from showroom.protocol.messages import (
    VERSION,
    ClientMessage,
    Configure,
    Hello,
    Leave,
    ServerMessage,
)
from showroom.protocol.session import PosesCame, Session, Told, Welcomed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from client.net.egress import Line
    from client.net.front import Front
    from showroom.protocol.entry import Ticket, TicketRequest
    from showroom.ui.state import ConnectionState

_WRONG_VERSION: Final = "wrong-version"
_FINAL: Final[dict[int | None, str]] = {
    CloseCode.REPLACED: "replaced",
    CloseCode.REMOVED: "removed",
    CloseCode.SESSION_ENDED: "session-ended",
}
MAX_OUTBOX: Final = 256
"""More than anybody clicks between two frames; what does not fit is reported as lost."""


@dataclass(frozen=True)
class LinkChanged:
    """The connection came or went; `reason` is for people, in English.

    `refusal` is a final no of the server, such as a wrong password: the link has given up.
    """

    state: ConnectionState
    reason: str = ""
    code: str = ""
    refusal: Rejected | None = None


@dataclass(frozen=True)
class Arrived:
    """A message, with the monotonic moment of its arrival."""

    message: ServerMessage
    at_s: float


@dataclass(frozen=True)
class PosesArrived:
    """Other people's newest poses."""

    poses: tuple[Pose, ...]
    at_s: float


@dataclass(frozen=True)
class TicketCame:
    """A ticket was given; its visitor token is to be kept."""

    ticket: Ticket


@dataclass(frozen=True)
class Unsent:
    """A request that was not and will not be carried out."""

    message: ClientMessage


LinkEvent = LinkChanged | Arrived | PosesArrived | TicketCame | Unsent


class Link:
    """One person's connection to a room.

    Args:
        front: where tickets come from.
        request: who enters, and where; the visitor token of later tickets is filled in.
        authorise: returns a bearer token of the staff or of an account, None for guests; called before every ticket.
        client: a word about this program for the server's log.
        unknown: is called where the server knows the bearer token no longer; then one comes as a guest.
    """

    def __init__(
        self,
        front: Front,
        request: TicketRequest,
        authorise: Callable[[], str | None] | None = None,
        client: str = "showroom client",
        unknown: Callable[[], None] | None = None,
    ) -> None:
        self._front = front
        self._request = request
        self._authorise = authorise
        self._client = client
        self._unknown = unknown
        self._events: queue.SimpleQueue[LinkEvent] = queue.SimpleQueue()
        self._outbox: queue.Queue[tuple[Session, ClientMessage | bytes] | None] = queue.Queue(MAX_OUTBOX)
        self._ledger = Ledger()
        self._lock = threading.Lock()
        self._closing = threading.Event()
        self._line: Line | None = None
        self._session: Session | None = None
        self._reader = threading.Thread(target=self._run, name="link-reader", daemon=True)
        self._writer = threading.Thread(target=self._write, name="link-writer", daemon=True)

    def start(self) -> None:
        """Begin to connect; returns at once."""
        self._reader.start()
        self._writer.start()

    def poll(self) -> Iterator[LinkEvent]:
        """Everything that happened since the last poll, in order."""
        while True:
            try:
                yield self._events.get_nowait()
            except queue.Empty:
                return

    def wait(self, timeout_s: float) -> LinkEvent | None:
        """The next event, None where there is none within `timeout_s`; for those who draw nothing."""
        try:
            return self._events.get(timeout=timeout_s)
        except queue.Empty:
            return None

    def send(self, message: ClientMessage) -> None:
        """Send a message; without a connection a change of a product waits, everything else comes back as `Unsent`."""
        with self._lock:
            if isinstance(message, Dress):
                # Whoever comes back looks as they did when the line broke.
                self._request = msgspec.structs.replace(self._request, look=message.look)
            session = self._session
            if session is not None or isinstance(message, Configure):
                self._ledger.add(message)
        if session is not None:
            self._put(session, message)
        elif not isinstance(message, Configure):
            self._events.put(Unsent(message))

    def send_pose(self, sequence: int, position: tuple[float, float, float], rotation: tuple[float, ...]) -> None:
        """Tell my own pose; without a connection, or behind a full outbox, it is simply not told."""
        session = self._session
        if session is None or session.number is None:
            return
        x, y, z, w = rotation
        frame = pack_pose_frame([Pose(session.number, sequence, position, (x, y, z, w))])
        if self._outbox.qsize() < MAX_OUTBOX // 2:
            self._put(session, frame)

    def close(self, timeout_s: float = 3.0) -> None:
        """Say goodbye, end both threads."""
        session = self._session
        if session is not None:
            self._put(session, Leave())
        self._closing.set()
        try:
            self._outbox.put(None, timeout=timeout_s)
        except queue.Full:
            pass  # the writer hangs in a send, which ends with the connection
        else:
            self._writer.join(timeout_s)
        line = self._line
        if line is not None:
            line.close()
        self._reader.join(timeout_s)

    def _put(self, session: Session, item: ClientMessage | bytes) -> None:
        try:
            self._outbox.put_nowait((session, item))
        except queue.Full:
            if not isinstance(item, bytes):
                self._events.put(Unsent(item))

    # ---- reader thread ---------------------------------------------------------------------------------------------

    def _run(self) -> None:
        backoff = Backoff(random.random)
        self._events.put(LinkChanged("connecting"))
        while not self._closing.is_set():
            try:
                self._live(backoff)
                reason, code = "the connection was closed", "closed"
            except ProtocolError as error:
                if error.code == _WRONG_VERSION:
                    self._events.put(LinkChanged("offline", error.message, error.code, other_version(error.message)))
                    return
                reason, code = error.message, error.code
            except Unavailable as error:
                reason, code = error.message, error.code
            except Rejected as error:
                # Asking again would be answered alike, and a network failure is not what it is.
                self._events.put(LinkChanged("offline", error.message, error.code, refusal=error))
                return
            except LINE_FAILURES as error:
                reason, code = str(error), "connection-lost"
            if self._closing.is_set():
                return
            self._events.put(LinkChanged("offline", reason, code))
            self._closing.wait(backoff.next_s())

    def _live(self, backoff: Backoff) -> None:
        """One connection from its ticket to its end."""
        ticket = self._ticket()
        self._events.put(TicketCame(ticket))
        with open_line(ticket.socket_url) as line:
            self._line = line
            try:
                self._read(line, ticket, backoff)
            finally:
                with self._lock:
                    self._session = None
                self._line = None

    def _ticket(self) -> Ticket:
        bearer = self._authorise() if self._authorise else None
        try:
            ticket = self._front.ticket(self._request, bearer)
        except NotPermitted as error:
            if bearer is not None and self._unknown is not None and error.code == "bad-session":
                self._unknown()
                raise Unavailable(error.code, error.message) from None
            if self._request.visitor_token is None:
                raise
            # A token of another server's life: enter as somebody new rather than never.
            self._request = msgspec.structs.replace(self._request, visitor_token=None)
            raise Unavailable(error.code, error.message) from None
        self._request = msgspec.structs.replace(self._request, visitor_token=ticket.visitor_token or None)
        return ticket

    def _read(self, line: Line, ticket: Ticket, backoff: Backoff) -> None:
        session = Session("client")
        line.send(session.send(Hello(version=VERSION, ticket=ticket.ticket, client=self._client)))
        while not self._closing.is_set():
            try:
                data = line.receive()
            except LineEnded as ended:
                raise _ended(ended) from None
            now_s = time.monotonic()
            events = session.receive_text(data, now_s) if isinstance(data, str) else session.receive_binary(data, now_s)
            for event in events:
                match event:
                    case Welcomed():
                        backoff.reset()
                        self._welcomed(session, event, now_s)
                    case Told():
                        self._told(session, event, now_s)
                    case PosesCame():
                        self._events.put(PosesArrived(tuple(iter_poses(event.frame)), now_s))
                    case _:
                        continue

    def _welcomed(self, session: Session, event: Welcomed, now_s: float) -> None:
        self._events.put(LinkChanged("online"))
        self._events.put(Arrived(event.welcome, now_s))
        with self._lock:
            again, lost = self._ledger.after(event.welcome)
            self._session = session
        for message in again:
            self._put(session, message)
        for message in lost:
            self._events.put(Unsent(message))

    def _told(self, session: Session, event: Told, now_s: float) -> None:
        if session.state != "open":
            raise _turned_away(event.message)
        with self._lock:
            self._ledger.take(event.message)
        self._events.put(Arrived(event.message, now_s))

    # ---- writer thread ---------------------------------------------------------------------------------------------

    def _write(self) -> None:
        while True:
            entry = self._outbox.get()
            if entry is None:
                return
            session, item = entry
            line = self._line
            if line is None or session is not self._session:
                continue  # meant for an earlier connection: the ledger knows what is still owed
            try:
                line.send(item if isinstance(item, bytes) else session.send(item))
            except LINE_FAILURES:
                continue  # the reader notices the same and begins anew


def _ended(ended: LineEnded) -> Rejected | Unavailable:
    """Why a line ended; after a final no, coming back by itself would only start a fight."""
    if ended.code in _FINAL:
        return Rejected(_FINAL[ended.code], ended.reason, got=ended.reason)
    return Unavailable("connection-lost", str(ended))


def _turned_away(message: ServerMessage) -> Rejected | Unavailable:
    """Why the server does not let us in: for good, or for now."""
    code, words = getattr(message, "code", "refused"), getattr(message, "message", "the server refused")
    if code == _WRONG_VERSION:
        return other_version(words)
    if code in _FINAL.values():
        return Rejected(code, words, hint=getattr(message, "hint", ""))
    return Unavailable(code, words)
