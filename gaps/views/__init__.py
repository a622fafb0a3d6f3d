"""Pages that join needs with supply."""
