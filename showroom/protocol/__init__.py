"""The wire: messages, their bytes, and one session state machine for both sides. Bytes in, events and bytes out."""
