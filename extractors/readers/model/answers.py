"""Good answers, kept in a folder if the settings name one: a later run asks only what is missing.

The service knows no idempotency keys, so the name of an answer is the hash of everything that made
it: the model, the schema, and each message (which hold the prompt's words and the contract's). An
answer holds quotes of the contract; its file is readable by its owner alone.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from extractors.readers.model.schemas import schema_sha256


@dataclass(frozen=True, slots=True)
class KeptAnswers:
    """The folder, or None to keep nothing."""

    folder: Path | None
    model: str

    def _file(self, messages: list[dict[str, str]]) -> Path | None:
        if self.folder is None:
            return None
        whole = json.dumps([self.model, schema_sha256(), messages], sort_keys=True)
        return self.folder / f"{hashlib.sha256(whole.encode()).hexdigest()}.json"

    def get(self, messages: list[dict[str, str]]) -> str | None:
        """The text of the answer to these messages, or None."""
        file = self._file(messages)
        try:
            return file.read_text(encoding="utf-8") if file else None
        except OSError:
            return None

    def keep(self, messages: list[dict[str, str]], text: str) -> None:
        """Write an answer whole or not at all; a folder that cannot be written is no failure."""
        file = self._file(messages)
        if file is None:
            return
        with contextlib.suppress(OSError):
            file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle, draft = tempfile.mkstemp(dir=file.parent, suffix=".part")
            with os.fdopen(handle, "w", encoding="utf-8") as out:
                out.write(text)
            Path(draft).replace(file)
