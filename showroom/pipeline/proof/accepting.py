"""Who accepted a change that somebody can see, and what the log keeps of a proof."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from showroom.pipeline.proof.proving import Proof


@dataclass(frozen=True)
class Accepted:
    """Somebody saw that a picture changes and wants it so; the log keeps who and why."""

    who: str
    why: str


def proof_details(proof: Proof | None, accepted: Accepted | None) -> dict[str, object]:
    """What the log keeps of the picture proof: how alike the least alike pictures are, and who accepted that."""
    details: dict[str, object] = {}
    if proof is not None:
        worst = proof.worst
        details["proof"] = {
            "pairs": proof.pairs,
            "changed": proof.changed,
            "view": worst.view,
            "colorway": worst.colorway,
            "structure": worst.structure,
            "silhouette": worst.silhouette,
            "color": worst.color,
            "spot": worst.spot,
        }
        if proof.levels:
            details["levels"] = [
                {"error_mm": one.error_mm, "structure": one.structure, "spot": one.spot} for one in proof.levels
            ]
    if accepted is not None:
        details["accepted"] = {"who": accepted.who, "why": accepted.why}
    return details
