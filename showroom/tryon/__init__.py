"""Try-on as mathematics: where a head is, how large it is, what fits it. Only numpy; no camera, no model, no picture."""
