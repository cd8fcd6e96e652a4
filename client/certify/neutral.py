"""The light under which reference pictures are drawn again.

The kit's own light file is not ours to ship: this one was estimated from the kit's pictures by
``tools/estimate_certification_light.py``, as so few even spots that it cannot hold a picture (see
docs/certification.md for what it scores on a model that it was not estimated from).
"""

from __future__ import annotations

from importlib.resources import files

import msgspec

from client.render.environment import Lobes
from client.render.light import Mood

FILE = "neutral.json"


class EstimatedLight(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file's content.

    Args:
        estimated_from: models whose pictures it was estimated from.
        sharpness: of every lobe.
        radiance: of each lobe, linear, without colour.
    """

    estimated_from: tuple[str, ...]
    sharpness: float
    radiance: tuple[float, ...]


def neutral_mood() -> Mood:
    """The light of the certification kit, as estimated."""
    data = (files("client.certify") / FILE).read_bytes()
    return mood_of(msgspec.json.decode(data, type=EstimatedLight))


def mood_of(light: EstimatedLight) -> Mood:
    """An estimated light as the renderer takes it: all of it from around, no lamp."""
    return Mood("neutral", Lobes(light.sharpness, light.radiance), (0.0, 1.0, 0.0), (0.0, 0.0, 0.0))
