"""The first visit: a scripted shopper at a real window, for the pictures of docs/first-visit.md."""
