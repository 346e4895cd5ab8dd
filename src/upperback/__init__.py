"""Upperback: test how your spine moves, work on what you find, and see with the same tests that it has changed."""
