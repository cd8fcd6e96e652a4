"""What the client remembers between visits: a small JSON file in the user's settings folder."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from platformdirs import user_cache_path, user_config_path

from showroom.catalogue import Language  # noqa: TC001 - msgspec reads the annotation when it runs
from showroom.errors import Unavailable
from showroom.looks import AvatarLook  # noqa: TC001 - the same

if TYPE_CHECKING:
    from collections.abc import Mapping

APP = "virtual-showroom"


class Wish(msgspec.Struct, frozen=True):
    """A configured product that somebody wants to buy, at a server, by its code."""

    server: str
    product: str
    code: str


class Settings(msgspec.Struct, frozen=True):
    """Kept per person; `tokens` brings a visitor back as the same person, by server address and name."""

    name: str = ""
    language: Language = "en"
    market: str = ""
    server: str = ""
    """The showroom that was visited last."""
    avatar: str = ""
    scale: int = 100
    """How large the panels are, in percent of what suits the window."""
    contrast: bool = False
    calm: bool = False
    """Whether nothing flies, swings or turns by itself."""
    captions: bool = True
    sounds: bool = True
    volumes: dict[str, int] = {}
    """By kind of sound, in percent; what is not named is at its loudest."""
    hints: int = 0
    """How many of a first visit's hints are done."""
    tokens: dict[str, str] = {}
    sessions: dict[str, str] = {}
    """What an account is signed in by, by server address."""
    emails: dict[str, str] = {}
    """Which account that is or was, by server address."""
    wishes: tuple[Wish, ...] = ()
    muted: tuple[str, ...] = ()
    """Ids of people whom this person does not want to hear."""
    mood: str = ""
    """The room's light that was chosen last, empty while none was."""
    quality: str = ""
    """How finely this person wants the picture drawn, empty while they never said."""
    look: AvatarLook | None = None
    """How this person's avatar looks, None while they have not chosen."""
    tryon_consent: int = 0
    """The edition of the page about try-on that this person has agreed to; 0 is none."""

    def token(self, server: str, name: str) -> str | None:
        """The token of a visitor's last visit to a server."""
        return self.tokens.get(f"{server} {name}")

    def with_token(self, server: str, name: str, token: str) -> Settings:
        """The same settings with a newer token."""
        return msgspec.structs.replace(self, tokens={**self.tokens, f"{server} {name}": token})


def remembered(
    kept: Settings, ours: Settings, name: str, language: Language, muted: frozenset[str], *, market: str = ""
) -> Settings:
    """What lies in the file with what this visit has learnt; what others have written meanwhile stays."""
    tokens, silent = {**kept.tokens, **ours.tokens}, tuple(sorted(muted))
    return msgspec.structs.replace(kept, name=name, language=language, market=market, tokens=tokens, muted=silent)


def settings_path(environment: Mapping[str, str] = os.environ) -> Path:
    """Where the settings lie; ``SHOWROOM_CONFIG_DIR`` moves them."""
    return Path(environment.get("SHOWROOM_CONFIG_DIR") or user_config_path(APP)) / "client.json"


def cache_path(environment: Mapping[str, str] = os.environ) -> Path:
    """Where files from servers are kept; ``SHOWROOM_CACHE_DIR`` moves them."""
    return Path(environment.get("SHOWROOM_CACHE_DIR") or user_cache_path(APP)) / "files"


def load_settings(path: Path) -> Settings:
    """Read the settings; what cannot be read is as if it were not there, for nobody can repair it by hand."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=Settings)
    except (OSError, msgspec.DecodeError):
        return Settings()


def save_settings(path: Path, settings: Settings) -> None:
    """Write the settings whole or not at all.

    Raises:
        Unavailable: ``settings-unwritable``.
    """
    temporary = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # It holds what brings one back as oneself, which is nobody else's to read.
        with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(msgspec.json.format(msgspec.json.encode(settings), indent=2))
        temporary.replace(path)
    except OSError as error:
        raise Unavailable("settings-unwritable", f"{path} cannot be written: {error.strerror}") from error
