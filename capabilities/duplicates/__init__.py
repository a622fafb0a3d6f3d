"""Records that are one and the same: found, compared, merged, and taken apart again."""
