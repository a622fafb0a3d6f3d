"""Tables that people fill in and upload, XLSX or CSV: read as text, whatever it means."""
