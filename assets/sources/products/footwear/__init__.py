"""What shoes share: the form of an upper, leather and its panels, lacing, linings, soles."""
