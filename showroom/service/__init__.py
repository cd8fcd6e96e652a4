"""People helping people, sans-I/O: who waits, who answers, who talks with whom."""
