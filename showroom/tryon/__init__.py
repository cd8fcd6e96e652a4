"""Try-on as mathematics: where a head is, how large it is, what fits it, how it is lit. Only numpy."""
