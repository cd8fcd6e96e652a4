"""How the renderer draws materials beside how Cycles does: scenes, scores and docs/materials.md."""
