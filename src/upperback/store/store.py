"""One person's record in a database."""


class Store:
    """Opened once at start by `store.opening.open_store(path)`, shared by all threads."""
