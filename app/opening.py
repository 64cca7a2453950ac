"""Opens what commands share: the store, and the readers that were asked for."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from app.wrong_input import InputWrong

if TYPE_CHECKING:
    from agent.contracts import ReaderChoice
    from store.store import Store

DEFAULT_STORE = "sqlite:///recoup.db"


def open_store(url: str | None, *, must_exist: bool = False) -> Store:
    """The store that was named, or the default one. With `must_exist`, an absent file is an error."""
    from store.engine import sqlite_file
    from store.store import Store

    url = url or DEFAULT_STORE
    if "://" not in url:
        msg = f"--store {url}: write a URL such as sqlite:///{url}"
        raise InputWrong(msg)
    file = sqlite_file(url)
    if must_exist and file is not None and not file.exists():
        msg = f"there is no store at {file} yet: `recoup run BOOK` makes one, `recoup demo` another"
        raise InputWrong(msg)
    return Store.open(url)


def choose_readers(kind: str | None) -> ReaderChoice:
    """The readers asked for; without asking: both where a model can be reached, else the grammar."""
    from agent.contracts import ReaderChoice

    key = os.environ.get("OPENAI_API_KEY", "").strip()
    if kind in {"model", "both"} and not key:
        msg = f"--reader {kind} needs OPENAI_API_KEY; --reader grammar reads without a model"
        raise InputWrong(msg)
    match kind or ("both" if key else "grammar"):
        case "grammar":
            return ReaderChoice("grammar")
        case chosen:
            from extractors.readers.model.settings import ModelSettings

            return ReaderChoice("model" if chosen == "model" else "both", ModelSettings().model)
