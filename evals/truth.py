"""Truth files and outputs as read from JSON, and which file of one is which file of the other."""

from __future__ import annotations

import json
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path, PurePosixPath
from typing import Any


class EvaluationUnreadable(ValueError):
    """A file is not JSON, or lacks what is to be scored; the message says which, and what."""


def load(path: Path, *needs: str) -> dict[str, Any]:
    """The JSON object in the file `path`, decimals exact, with the keys `needs`."""
    try:
        data = json.loads(path.read_text(encoding="utf-8-sig"), parse_float=Decimal)
    except OSError as error:
        raise EvaluationUnreadable(f"{path} cannot be opened: {error.strerror}.") from error
    except (ValueError, RecursionError) as error:
        raise EvaluationUnreadable(f"{path.name} is not JSON: {error}") from error
    missing = [key for key in needs if not isinstance(data, dict) or key not in data]
    if missing:
        raise EvaluationUnreadable(
            f"{path.name} has no '{missing[0]}': see FORMATS, sections 2 to 4."
        )
    assert isinstance(data, dict)
    return data


def _parts(file: str) -> tuple[str, ...]:
    return PurePosixPath(file.replace("\\", "/").casefold()).parts


def shared_end(one: str, other: str) -> int:
    """How many last parts two paths have in common: 2 for 'a/ACME/msa.pdf' and 'ACME/msa.pdf'."""
    count = 0
    for left, right in zip(reversed(_parts(one)), reversed(_parts(other)), strict=False):
        if left != right:
            break
        count += 1
    return count


def same_file(one: str, other: str) -> bool:
    """Whether one path is the end of the other, part by part."""
    shorter = min(len(_parts(one)), len(_parts(other)))
    return 0 < shorter == shared_end(one, other)


def matched_files(truth: Iterable[str], output: Iterable[str]) -> dict[str, str]:
    """Truth file → output file: the one whose path agrees in most parts from the end.

    Where two candidates agree equally well, neither is taken: a guess would score at random.
    """
    outputs = list(output)
    wanted = list(truth)
    found: dict[str, str] = {}
    for file in wanted:
        if (best := _best(file, outputs)) and _best(best, wanted) == file:
            found[file] = best
    return found


def _best(file: str, candidates: list[str]) -> str | None:
    ends = {other: shared_end(file, other) for other in candidates}
    most = max(ends.values(), default=0)
    best = [other for other, end in ends.items() if end == most]
    return best[0] if most and len(best) == 1 else None
