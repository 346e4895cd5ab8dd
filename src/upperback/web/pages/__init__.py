"""The pages: parse, one service call, render."""
