"""Each test has a cache folder of its own: what OCR said in one must not answer in another."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def _own_cache(monkeypatch, tmp_path_factory):
    monkeypatch.setenv("RECOUP_CACHE", str(tmp_path_factory.mktemp("cache")))
