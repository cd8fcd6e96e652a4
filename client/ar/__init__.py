"""Augmented reality: cameras, vision models and the face tracker. It draws nothing and meets no network."""
