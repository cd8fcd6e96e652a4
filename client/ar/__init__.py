"""Augmented reality: cameras, the vision models and the face tracker. Nothing in here draws, and nothing talks to a network."""
