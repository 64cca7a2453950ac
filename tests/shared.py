"""The evaluation books beside the repository, where they are; tests that need them are skipped else."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

SHARED = Path(os.environ.get("RECOUP_SHARED", Path(__file__).parents[1].parent / "shared"))

needs_shared = pytest.mark.skipif(
    not (SHARED / "books").is_dir(), reason="the evaluation books are not beside the repository"
)
