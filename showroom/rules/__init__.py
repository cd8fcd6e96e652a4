"""What can be combined: checking configurations, changing them, and explaining a refusal.

A wish (some changes) is kept as it is, the other groups' standing choices may give way. `includes` rules are applied
by themselves; anything else that would have to change is offered as a fix, never done.
"""

from showroom.rules.changing import Change, change
from showroom.rules.meaning import amount, included, violations
from showroom.rules.proving import contradiction, unreachable
from showroom.rules.wording import describe_fix, explain

__all__ = [
    "Change",
    "amount",
    "change",
    "contradiction",
    "describe_fix",
    "explain",
    "included",
    "unreachable",
    "violations",
]
