"""The client: panels, windows, cameras and the network around the domain."""
