"""Layouts on the command line: checking, drawing and applying them."""
