"""The server: sockets, HTTP and storage around the domain."""
