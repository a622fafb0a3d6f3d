"""Maps of the world by one measure, as page, picture, table and JSON: each says the same."""
