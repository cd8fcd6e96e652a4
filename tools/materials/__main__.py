"""Compare the renderer's materials with Cycles' pictures of them, and write docs/materials.md.

python -m tools.materials                 # every feature's figure, and pictures in out/materials
python -m tools.materials sheen specular  # only these
python -m tools.materials --docs          # also the table and the contact sheets in docs/
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tools.materials import description, page, score
from tools.materials.ours import Painter
from tools.materials.page import Row

OUTPUT = Path(__file__).resolve().parents[2] / "out" / "materials"


def main() -> int:
    """Draw, score, print; 1 where a feature is over the gate."""
    parser = argparse.ArgumentParser(prog="python -m tools.materials", description=__doc__)
    parser.add_argument("scene", nargs="*", help="names out of scenes.toml; all otherwise")
    parser.add_argument("--docs", action="store_true", help="write docs/materials.md and its pictures anew")
    arguments = parser.parse_args()
    rows = compare(arguments.scene)
    OUTPUT.mkdir(parents=True, exist_ok=True)
    for row in rows:
        print(f"{row.scene.name:24} {row.mean:5.2f}   without it {row.without:5.2f}")
        (OUTPUT / f"{row.scene.name}.png").write_bytes(score.encoded(score.side_by_side(row.picture, row.truth)))
    print(f"ours | Cycles | difference: {OUTPUT}")
    if arguments.docs:
        page.write(rows)
    return int(any(row.mean >= score.GATE for row in rows))


def compare(names: list[str]) -> list[Row]:
    """The figures of these scenes, or of all."""
    setting, scenes = description.load()
    unknown = set(names) - {scene.name for scene in scenes}
    if unknown:
        sys.exit(f"no such scene: {', '.join(sorted(unknown))}; there are {', '.join(scene.name for scene in scenes)}")
    painter = Painter(setting)
    rows = []
    for scene in scenes:
        if names and scene.name not in names:
            continue
        truth, picture = score.truth(scene.name), painter.picture(scene)
        bare = painter.picture(scene, without=True)
        mean, without = score.mean_difference(picture, truth), score.mean_difference(bare, truth)
        rows.append(Row(scene, picture, truth, mean, without))
    painter.close()
    return rows


if __name__ == "__main__":
    sys.exit(main())
