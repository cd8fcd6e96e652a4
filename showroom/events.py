"""Facts: one append-only log of everything that somebody will ask about later.

Envelope: CloudEvents 1.0 (id, source, type, subject, time). Data: Segment's message shape, of which `properties` and
the actor are kept here; names are Segment's where they exist. A fact is written in the same transaction as the state
that it changes. Poses, camera frames and measurements of a body are never facts.
"""

from __future__ import annotations

from typing import Any, Literal

from msgspec import Struct

FactName = Literal[
    "Visit Started",
    "Visit Ended",
    "Room Entered",
    "Room Left",
    "Product Viewed",
    "Product Configured",
    "Message Sent",
    "Contact Started",
    "Agent Requested",
    "Agent Request Withdrawn",
    "Agent Joined",
    "First Agent Reply",
    "Agent Presence Changed",
    "Live Chat Conversation Started",
    "Live Chat Conversation Ended",
    "Visitor Blocked",
    "Visitor Unblocked",
    "Visitor Reported",
    "Report Resolved",
    "Visitor Removed",
    "Room Locked",
    "Room Unlocked",
    "Product Drafted",
    "Product Scheduled",
    "Product Approved",
    "Product Published",
    "Product Removed",
    "Catalogue Data Imported",
    "Layout Applied",
    "Campaign Started",
    "Campaign Ended",
    "Signed Up",
    "Signed In",
    "Signed Out",
    "Password Changed",
    "Password Recovered",
    "Account Deleted",
]


class Fact(Struct, frozen=True, forbid_unknown_fields=True):
    """One event of the log. `time_s` is seconds since 1970 UTC; `subject` is what it is about.

    A subject is a product's, a room's, a request's or a conversation's id.

    `actor` is a visitor or user id, empty for the system. The store gives it its id and position.
    """

    name: FactName
    time_s: float
    actor: str
    subject: str
    properties: dict[str, Any] = {}
