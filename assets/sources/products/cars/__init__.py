"""What the cars share: a body out of rings with features on it, panels cut out of it, wheels, cabin, lamps."""
