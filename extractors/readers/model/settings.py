"""Which model is asked, and how much it may cost: everything from the environment, nothing on disk."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class ModelSettings(BaseSettings):
    """The model path's settings. Without OPENAI_API_KEY there is no model path, and nothing is sent."""

    model_config = SettingsConfigDict(
        env_prefix="RECOUP_MODEL_", extra="ignore", frozen=True, populate_by_name=True
    )

    api_key: SecretStr | None = Field(default=None, validation_alias="OPENAI_API_KEY")
    base_url: str | None = Field(default=None, validation_alias="OPENAI_BASE_URL")
    """Any server that speaks the Responses API; None is OpenAI's own."""
    model: str = Field(default="gpt-5.5", validation_alias="RECOUP_MODEL", min_length=1)
    budget: int = Field(default=600_000, ge=0)
    """Tokens, in and out together, that one document may cost, retries and repairs included."""
    max_output: int = Field(default=24_000, ge=256)
    """Tokens of one answer, what the model thinks before it included."""
    tries: int = Field(default=3, ge=1, le=10)
    """How often one question is put when the answer does not come or cannot be used."""
    timeout: int = Field(default=600, ge=1)
    """Seconds to wait for one answer."""
    concurrency: int = Field(default=4, ge=1, le=64)
    """Calls under way at once, over all documents of one reader."""
    temperature: Decimal | None = Decimal(0)
    """Left out where the model refuses it."""
    part_chars: int = Field(default=45_000, ge=2_000)
    """Characters of contract text in one call: about 15 pages."""
    answers: Path | None = None
    """A folder that keeps good answers, so that a later run asks only what is missing."""

    @property
    def configured(self) -> bool:
        """Whether there is a key: without one the reader stays silent."""
        return self.api_key is not None and bool(self.api_key.get_secret_value().strip())
