"""Frames out of a video file, through the same pose model as the browser."""
