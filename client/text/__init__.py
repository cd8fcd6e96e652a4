"""The showroom by typing and reading: plain lines, for screen readers, for terminals without graphics, for scripts."""
