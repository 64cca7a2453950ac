"""Why a book could not be read at all; a row that cannot be read is in its quarantine instead."""


class BookUnreadable(Exception):
    """The folder is not a book: a file or a column that everything rests on is not there."""


class PolicyUnreadable(BookUnreadable):
    """policy.toml says something that is not a setting."""
