"""Which shoe size suits a foot, in the sizes that a product comes in.

Source: the usual conversion from the foot's length (as ISO/TS 19407 tabulates it): EU is 1.5 per centimetre and two
more, UK 3 per inch less 23.75, US men's one more than UK, women's two.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from showroom.catalogue import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from showroom.tryon.fit import Measure

PARIS_POINT_MM = 20.0 / 3.0


@dataclass(frozen=True)
class SizeAdvice:
    """A size and why.

    Args:
        eu: the offered size that suits; None where none does.
        exact: what the length says in EU sizes, before rounding to what is offered.
        uk: the same in UK sizes, halves.
        us_men: US men's, halves.
        us_women: US women's, halves.
        certain: whether the whole interval says the same size.
        sentence: for the shopper.
    """

    eu: float | None
    exact: float
    uk: float
    us_men: float
    us_women: float
    certain: bool
    sentence: Text


def eu_size(foot_mm: float) -> float:
    """The EU size of a foot."""
    return 0.15 * foot_mm + 2.0


def foot_of(eu: float) -> float:
    """The length in millimetres of the foot that an EU size is made for."""
    return (eu - 2.0) / 0.15


def uk_size(foot_mm: float) -> float:
    """The UK size of an adult's foot."""
    return 3.0 * foot_mm / 25.4 - 23.75


def advise_size(length: Measure, offered: Sequence[str]) -> SizeAdvice:
    """The smallest offered size that a foot goes into; sizes are EU sizes as numbers, others are passed over."""
    sizes = sorted(number for name in offered if (number := size_number(name)) is not None)
    chosen, low, high = (_offered(eu_size(mm), sizes) for mm in (length.mm, length.low, length.high))
    exact, uk = eu_size(length.mm), _half(uk_size(length.mm))
    certain = low == high
    return SizeAdvice(
        chosen, round(exact, 1), uk, uk + 1.0, uk + 2.0, certain, _sentence(chosen, length, exact, (low, high))
    )


def _offered(wanted: float, sizes: list[float]) -> float | None:
    """The nearest size that is not more than a third of one too small."""
    fitting = [number for number in sizes if number >= wanted - 1.0 / 3.0]
    return fitting[0] if fitting and sizes and wanted > sizes[0] - 1.5 else None


def _sentence(chosen: float | None, length: Measure, exact: float, ends: tuple[float | None, float | None]) -> Text:
    foot = f"{length.mm:.0f} ± {(length.high - length.low) / 2.0:.0f} mm"
    if chosen is None:
        return Text(
            en=f"It does not come in your size: your foot is {foot} long, EU {exact:.1f}.",
            de=f"In Ihrer Größe gibt es ihn nicht: Ihr Fuß ist {foot} lang, EU {exact:.1f}.",
        )
    if ends[0] == ends[1]:
        return Text(
            en=f"Size {chosen:g} suits you: your foot is {foot} long.",
            de=f"Größe {chosen:g} passt: Ihr Fuß ist {foot} lang.",
        )
    other = next(name or chosen for name in ends if name != chosen)
    return Text(
        en=f"Size {chosen:g}, maybe {other:g}: your foot is {foot} long.",
        de=f"Größe {chosen:g}, vielleicht {other:g}: Ihr Fuß ist {foot} lang.",
    )


def size_number(name: str) -> float | None:
    """The EU size that a value's id names (`42`, `eu-42`, `eu-42.5`, `eu-42-5`); None where it is another system's."""
    try:
        return float(name.removeprefix("eu-").replace(",", ".").replace("-", "."))
    except ValueError:
        return None


def _half(value: float) -> float:
    return math.floor(2.0 * value + 0.5) / 2.0
