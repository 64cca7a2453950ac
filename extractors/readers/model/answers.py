"""Good answers, kept in a folder if the settings name one: a later run asks only what is missing.

The service knows no idempotency keys, so the name of an answer is the hash of everything that made
it: the model, the schema, and each message (which hold the prompt's words and the contract's). An
answer holds quotes of the contract; its file is readable by its owner alone.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path

_NAME = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class KeptAnswers:
    """The folder, or None to keep nothing."""

    folder: Path | None
    model: str

    def name(self, messages: list[dict[str, str]], schema: str) -> str:
        """What the answer to these messages is called."""
        whole = json.dumps([self.model, schema, messages], sort_keys=True)
        return hashlib.sha256(whole.encode()).hexdigest()

    def _file(self, name: str) -> Path | None:
        return self.folder / f"{name}.json" if self.folder else None

    def has(self, name: str) -> bool:
        """Whether an answer of this name is kept."""
        file = self._file(name)
        return file is not None and file.is_file()

    def get(self, messages: list[dict[str, str]], schema: str) -> str | None:
        """The text of the answer to these messages, or None."""
        file = self._file(self.name(messages, schema))
        try:
            return file.read_text(encoding="utf-8") if file else None
        except OSError:
            return None

    def keep(self, messages: list[dict[str, str]], schema: str, text: str) -> None:
        """Write an answer whole or not at all; a folder that cannot be written is no failure."""
        self.put(self.name(messages, schema), text)

    def put(self, name: str, text: str) -> bool:
        """As `keep`, for an answer whose name is known; whether it was written."""
        file = self._file(name) if _NAME.fullmatch(name) else None
        if file is None:
            return False
        try:
            file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle, draft = tempfile.mkstemp(dir=file.parent, suffix=".part")
            with os.fdopen(handle, "w", encoding="utf-8") as out:
                out.write(text)
            Path(draft).replace(file)
        except OSError:
            return False
        return True
