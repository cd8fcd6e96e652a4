"""What was published when: looking back, comparing, going back, and taking a product out as files."""
