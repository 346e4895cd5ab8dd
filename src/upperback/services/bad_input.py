"""The error of input that can't be used, by itself: the command line knows it before anything else is imported."""


class BadInputError(Exception):
    """Input that can't be used: `str(error)` is one line that names file and place. Exit status 2, or a page with a way out."""
