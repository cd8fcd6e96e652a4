"""The shoe: its form, and what is built on it."""
