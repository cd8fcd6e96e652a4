from __future__ import annotations

import pytest

RUNNER = """\
id = "runner"
kind = "shoe"
name = { en = "Runner", de = "Laufschuh" }
currency = "EUR"
price = 12900
tax = { rate = 19, included = true }

[model]
size_mm = { length = 295 }
drop_nodes = ["floor"]

[palette]
white = { en = "White", de = "Weiß", color = "#f4f4f0" }
black = { en = "Black", de = "Schwarz", color = "#16161a" }
red = { en = "Red", de = "Rot", color = "#b3202a", roughness = 0.4 }
gold = { en = "Gold", de = "Gold", color = "#d4af37", metallic = 1.0, price = 900 }

[parts]
upper = { en = "Upper", de = "Obermaterial", materials = ["mesh", "mesh_back"] }
sole = ["rubber"]
laces = { en = "Laces", de = "Schnürsenkel", materials = ["laces"], nodes = ["lace_ends"] }
spikes = { en = "Spikes", de = "Dornen", nodes = ["spikes"], visible = false }

[[groups]]
id = "upper"
values = ["white", "black", { use = "red", price = 500 }, "gold"]
[[groups]]
id = "sole"
name = { en = "Sole", de = "Sohle" }
values = ["white", "black", "red"]
initial = "black"
[[groups]]
id = "laces"
values = ["white", { use = "gold", id = "golden", en = "Pure gold", de = "Reines Gold", roughness = 0.2 }]
[[groups]]
id = "use"
name = { en = "Use", de = "Einsatz" }
values = [
  { id = "road", en = "Road", de = "Straße" },
  { id = "track", en = "Track", de = "Bahn", shows = ["spikes"], variant = "Track", price = 1500 },
]
[[groups]]
sizes = ["39", "40.5", { size = 47, price = 1000 }]
initial = "40.5"

[[rules]]
id = "gold"
when = "laces=golden"
requires = ["upper=black", "upper=gold"]
en = "Gold laces go with a black or gold upper."
de = "Goldene Schnürsenkel gibt es zu Schwarz oder Gold."
[[rules]]
when = ["use=track"]
excludes = "sole=white"
en = "No white sole on the track."
de = "Keine weiße Sohle auf der Bahn."
"""


@pytest.fixture(scope="session")
def runner_toml() -> str:
    """A product file that uses every form of writing there is."""
    return RUNNER
