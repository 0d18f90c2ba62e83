"""Whose rows are whose, on every page and form of the yearly plan."""
