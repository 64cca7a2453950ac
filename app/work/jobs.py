"""The kinds of work, by name. A module that does work registers it here and is named in `MODULES`.

A job may run twice (a worker that was killed leaves it half done), so each kind must be able to
begin again and end in the same state.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

from store.web_tables import JobRow

if TYPE_CHECKING:
    from app.work.work import Work

MODULES: tuple[str, ...] = (
    "app.work.reading",
    "app.work.carrying_out",
    "app.work.webhooks",
    "app.work.book",
    "app.work.running",
)
"""The modules whose jobs a worker does."""

Doing = Callable[["Work", JobRow], dict[str, Any]]
"""Does a job and gives its result, as JSON can hold it."""


class TryAgain(Exception):
    """It did not work now; its words say why. It is tried after `seconds`, `most` times in all."""

    def __init__(self, words: str, seconds: int = 60, most: int = 5) -> None:
        super().__init__(words)
        self.seconds, self.most = seconds, most


class GiveUp(Exception):
    """It cannot be done, for the reason that its words give: it is not tried again."""


class Stopped(BaseException):
    """The worker is to end, or has lost the job: leave everything as it is."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of work."""

    name: str
    do: Doing
    quick: bool = False
    """Done in seconds: it does not wait behind reading and runs."""


_KINDS: dict[str, Kind] = {}


def job(name: str, *, quick: bool = False) -> Callable[[Doing], Doing]:
    """Register the function that does a kind of work."""

    def registered(do: Doing) -> Doing:
        _KINDS[name] = Kind(name, do, quick)
        return do

    return registered


def kinds() -> dict[str, Kind]:
    """Name → kind, of all modules."""
    for module in MODULES:
        import_module(module)
    return _KINDS
