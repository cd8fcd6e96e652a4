"""Mail: letters in words, and ways to send them."""
