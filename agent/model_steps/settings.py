"""How much a case may ask of a model: rounds, tokens, money. Which model: the readers' settings."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from pydantic import Field, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class StepSettings(BaseSettings):
    """The limits of the model's steps in one case; every call, retry and repair counts."""

    model_config = SettingsConfigDict(
        env_prefix="RECOUP_MODEL_CASE_", extra="ignore", frozen=True, populate_by_name=True
    )

    budget: int = Field(default=200_000, ge=0)
    """Tokens, in and out together, that one case may cost."""
    money: Decimal | None = Field(default=None, ge=0)
    """What one case may cost at most; needs both prices."""
    price_in: Decimal | None = Field(default=None, ge=0)
    """What a million tokens of questions cost."""
    price_out: Decimal | None = Field(default=None, ge=0)
    """What a million tokens of answers cost."""
    rounds: int = Field(default=8, ge=1, le=40)
    """Answers of the model on one question, those that ask for tools included."""
    questions: int = Field(default=4, ge=0, le=40)
    """Findings and passages of one case that a model is asked about; 0: none."""
    prose: bool = True
    """Whether it writes paragraphs for the memo."""
    max_output: int = Field(default=8_000, ge=256)
    """Tokens of one answer, what the model thinks before it included."""

    @model_validator(mode="before")
    @classmethod
    def _money_has_prices(cls, given: Any) -> Any:
        if isinstance(given, dict) and given.get("money") is not None:
            missing = [name for name in ("price_in", "price_out") if given.get(name) is None]
            if missing:
                raise ValueError(
                    "RECOUP_MODEL_CASE_MONEY needs RECOUP_MODEL_CASE_PRICE_IN and "
                    "RECOUP_MODEL_CASE_PRICE_OUT: what a million tokens cost"
                )
        return given

    @property
    def tokens(self) -> int:
        """The tokens of one case: the budget, or what the money buys at the dearer price, if less."""
        if self.money is None:
            return self.budget
        dearer = max(self.price_in or Decimal(0), self.price_out or Decimal(0))
        return self.budget if not dearer else min(self.budget, int(self.money * 10**6 / dearer))

    @property
    def for_prose(self) -> int:
        """The tokens that a memo's prose may cost: a quarter."""
        return self.tokens // 4

    @property
    def for_questions(self) -> int:
        """The tokens that all questions of a case may cost together."""
        return self.tokens - self.for_prose
