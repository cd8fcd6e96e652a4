"""What nodes tell each other: control and presence, never poses, never anything that must not be lost."""
