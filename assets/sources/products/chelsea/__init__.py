"""Parts of the ankle boot."""
