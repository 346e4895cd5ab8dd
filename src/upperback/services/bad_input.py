"""The error of input that can't be used, by itself: the command line knows it before anything else is imported."""


class BadInputError(Exception):
    """Input that can't be used: `str(error)` is one line in technical English that names file and place. Exit status 2, or a
    page with a way out. What a person can meet on a page has besides a `text` of its own language: its key in the catalogue's
    texts, and the `values` it is said with."""

    def __init__(self, line: str, text: str = "", /, **values: object) -> None:
        super().__init__(line)
        self.text = text
        self.values = values
