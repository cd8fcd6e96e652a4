"""The materials of the sample rooms; colours that differ within one come from vertex colours."""

from __future__ import annotations

from pathlib import Path

import shell
import stage as st


def looks(pictures: dict[str, Path]) -> dict[str, st.Look]:
    """Materials by name; walls carry their light with them: matt plaster under many lamps is what a bake does best."""
    return {
        "floor": st.Look(
            texture=pictures["floor"],
            rough_texture=pictures["floor_rough"],
            repeat_m=shell.FLOOR_TILE_M,
            mean=(0.55, 0.42, 0.30),
            exposure=0.30,
            glow_of_texture=0.13,
        ),
        "terrazzo": st.Look(
            texture=pictures["terrazzo"],
            roughness=0.22,
            mean=(0.75, 0.72, 0.68),
            exposure=0.34,
            glow_of_texture=0.10,
        ),
        "wall": st.Look(unlit=True, mean=(1, 1, 1), exposure=0.36),
        "picture": st.Look(unlit=True, baked=False, casts=False),
        "paint": st.Look(roughness=0.85, mean=(1, 1, 1), exposure=0.26),
        "gloss": st.Look(roughness=0.18, mean=(1, 1, 1), exposure=0.22),
        "oak": st.Look(
            roughness=0.55,
            texture=pictures["oak"],
            repeat_m=0.9,
            mean=(0.55, 0.41, 0.29),
            exposure=0.24,
            glow_of_texture=0.09,
        ),
        "fabric": st.Look(
            roughness=0.95, texture=pictures["weave"], repeat_m=0.16, mean=(0.75, 0.75, 0.75), exposure=0.22
        ),
        "cloth": st.Look(roughness=0.9, mean=(1, 1, 1), exposure=0.24, smooth_deg=80, double_sided=True),
        "stone": st.Look(color=st.srgb("#fbf8f2"), roughness=0.3, mean=(1, 1, 1), exposure=0.2),
        "metal": st.Look(roughness=0.3, metallic=1.0, mean=(0.8, 0.8, 0.8), casts=False),
        "ink": st.Look(roughness=0.8, baked=False, casts=False),
        "mirror": st.Look(color=(0.92, 0.93, 0.93), roughness=0.03, metallic=1.0),
        "leaf": st.Look(roughness=0.6, double_sided=True, mean=(1, 1, 1), smooth_deg=80, casts=False),
        "glow": st.Look(emission=(1.0, 0.90, 0.76), strength=4.0, baked=False, casts=False),
        "frost": st.Look(emission=(0.86, 0.93, 1.0), strength=0.9, roughness=0.4, baked=False, casts=False, daylit=True),
        "view": st.Look(texture=pictures["view"], unlit=True, baked=False, daylit=True),
        "screen": st.Look(texture=pictures["screen"], unlit=True, baked=False),
    }
