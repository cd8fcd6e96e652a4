"""The rooms on websockets: connections in, the domain in the middle, messages and pose frames out."""
