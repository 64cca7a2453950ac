"""Why the store could not do what was asked: each class says what happened and what to do."""


class StoreError(Exception):
    """The store cannot do what was asked."""


class StoreUnreadable(StoreError):
    """The URL does not lead to a database that can be opened."""


class StoreTooNew(StoreError):
    """The store was written by a newer version of recoup: update recoup, or use another store."""


class UnknownCase(StoreError):
    """No case has that id or account."""


class CaseNotWaiting(StoreError):
    """The case does not wait for a decision: it runs, is closed, or has moved on to a new version."""


class AlreadyDecided(StoreError):
    """Somebody else decided this version of the case first."""
