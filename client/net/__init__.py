"""The client's way to the server: tickets and files over HTTP, the room over a websocket, threads and queues."""
