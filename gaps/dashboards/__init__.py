"""One page for each role: what is open, what waits, and what is next."""
