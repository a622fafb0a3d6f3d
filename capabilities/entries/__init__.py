"""Entries that providers keep: changes in writing, verification, confirmation."""
