"""Which recoup read and reckoned: the release and a hash of the code that decides the outcome.

A case is run again, and a contract read again, when this changes: a fixed rule must not leave old
answers standing.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

READING = ("terms", "prompts", "extractors")
RECKONING = (*READING, "billing", "agent")


@lru_cache(maxsize=2)
def code_version(packages: tuple[str, ...]) -> str:
    """'0.1.0+3f9c2b1e': the release, and the first of the SHA-256 over the packages' files."""
    digest = hashlib.sha256()
    for package in packages:
        spec = find_spec(package)
        roots = list(spec.submodule_search_locations or ()) if spec else []
        files = (path for root in roots for path in Path(root).rglob("*"))
        for path in sorted(path for path in files if path.suffix in {".py", ".j2", ".json"}):
            digest.update(path.name.encode())
            digest.update(path.read_bytes())
    return f"{release()}+{digest.hexdigest()[:12]}"


def release() -> str:
    """The release as installed; '0' where recoup runs from a bare folder."""
    try:
        return version("recoup")
    except PackageNotFoundError:
        return "0"


def reading_version() -> str:
    """What turns a PDF into terms."""
    return code_version(READING)


def engine_version() -> str:
    """What turns terms and bills into a case."""
    return code_version(RECKONING)
