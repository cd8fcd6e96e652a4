"""What a server checks of a publication that somebody made on another machine."""
