"""The HTTP front: catalogue, files, tickets, login, health, and a page for people."""
