"""Reports: what a published one says, and the files and proofs that are made of it."""
