"""How far the directory can be relied on: what is stated, how old, and what contradicts itself."""
