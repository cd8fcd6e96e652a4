"""A running server as the data folder that is worked on, after a login."""
