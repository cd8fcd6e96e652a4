"""Being called by name in the chat: ``@Nora``, as whole words, whoever writes them large or small."""

from __future__ import annotations

import re
from functools import lru_cache


def is_mentioned(text: str, name: str) -> bool:
    """Whether a line of chat calls somebody: an at sign with their whole name, or with its first word."""
    return "@" in text and bool(name.strip()) and _calls(name.strip()).search(text) is not None


@lru_cache(maxsize=64)
def _calls(name: str) -> re.Pattern[str]:
    words = name.split()
    forms = {name, words[0]}
    either = "|".join(re.escape(form).replace(r"\ ", r"\s+") for form in sorted(forms, key=len, reverse=True))
    return re.compile(rf"(?<!\w)@(?:{either})(?!\w)", re.IGNORECASE)
