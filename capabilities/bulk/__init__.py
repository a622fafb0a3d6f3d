"""Many records at once out of an uploaded table: checked row by row, taken in all or none."""
