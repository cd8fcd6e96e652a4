"""How much a server's core can carry: a load generator that speaks to ours and to its peers, and the figures."""
