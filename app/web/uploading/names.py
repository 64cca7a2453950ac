"""Names that come from outside, made safe: a file's name, and an account's id as a folder."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from itertools import count

_FORBIDDEN = re.compile(r'[<>:"|?*\x00-\x1f]+')
_LONGEST = 100
"""Letters of a name without its ending: with others it still fits the 255 bytes of a file system."""


def clean_name(name: str, ending: str = ".pdf") -> str:
    """A file's name without its path, without signs that hide or steer, with its ending.

    '../../etc/passwd' is 'passwd.pdf'; a name of nothing is 'contract.pdf'.
    """
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    shown = "".join(sign for sign in last if unicodedata.category(sign)[0] != "C")
    words = " ".join(_FORBIDDEN.sub("_", shown).split()).strip(". ")
    stem = words[: len(words) - len(ending)] if words.lower().endswith(ending) else words
    stem = stem[:_LONGEST].encode()[:180].decode(errors="ignore").strip(". ")
    return f"{stem or 'contract'}{ending}"


def free_name(name: str, taken: Collection[str]) -> str:
    """The name, or 'name (2).pdf' where an account has one of that name, in any case of letters."""
    folded = {each.casefold() for each in taken}
    stem, dot, ending = name.rpartition(".")
    tried = (name if number == 1 else f"{stem} ({number}){dot}{ending}" for number in count(1))
    return next(each for each in tried if each.casefold() not in folded)


def account_fault(account_id: str) -> str:
    """Why an account's id cannot be the name of its folder, in a sentence; '' where it can."""
    if not account_id.strip():
        return "Name the account, or give a new one an id."
    if len(account_id.encode()) > 120:
        return "An account's id has at most 120 letters."
    if account_id != account_id.strip() or account_id.startswith("."):
        return (
            f"The account id {account_id!r} cannot begin with a dot, or begin or end with a blank."
        )
    if any(sign in '/\\<>:"|?*' or unicodedata.category(sign)[0] == "C" for sign in account_id):
        return (
            f'The account id {account_id!r} cannot be used: leave out / \\ < > : " | ? * and signs '
            "that cannot be seen."
        )
    return ""
