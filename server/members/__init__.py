"""Who works here, at the command line."""
