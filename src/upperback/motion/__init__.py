"""Frames in, events and measurements out. Pure: no clock, no files, no randomness."""
