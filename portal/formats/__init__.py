"""Where dates of the portal are written otherwise than Django writes them in a language."""
