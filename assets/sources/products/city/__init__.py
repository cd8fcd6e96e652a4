"""The city car: its body, what is drawn on it, and what is built along that."""
