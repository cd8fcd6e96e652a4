"""``showroom bench render``: what drawing costs the main thread, apart from what the graphics card does."""
