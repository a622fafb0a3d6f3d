"""Data from elsewhere, each format in a package of its own: parsing apart from saving."""
