"""Several nodes that serve one shop: who has which room, and what they tell each other."""
