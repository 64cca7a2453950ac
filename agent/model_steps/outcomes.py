"""What came of asking a model: proposals that stand, and what was tried in vain. Kept with the case."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from terms.contract import Usage

Status = Literal["stands", "offered", "refuted", "nothing", "gave up"]
"""
stands: the engine reproduces the bill with it. offered: a formula that can be worked out and gives other
amounts than were billed. refuted: it does not reproduce, or its words or values do not stand. nothing: the
model proposed nothing. gave up: no usable answer came.
"""


class Outcome(BaseModel):
    """One question that was put to a model, and what came of it."""

    model_config = ConfigDict(frozen=True)

    about: Literal["unexplained", "tie", "passage"]
    name: str
    """'finding 2 (Dock service)'."""
    status: Status
    kind: Literal["hypothesis", "formula", "choice", "none"] = "none"
    words: str
    """What was proposed and how it went, in our words."""
    reason: str = ""
    """The model's own, as data: shown in quotation marks."""
    numbers: tuple[int, ...] = ()
    cause: str | None = None
    detail: str = ""
    """What billing did, as the end of 'The bill is reproduced if …'."""
    wrong: Literal["billing", "reading"] | None = None
    settings: tuple[tuple[str, str, str], ...] = ()
    """Term, field and value, where the reading of a term is said to be wrong."""
    formula: dict[str, Any] | None = None
    """The proposed term, as JSON."""
    agreeing: int = 0
    periods: int = 0
    provenance: dict[str, str] = Field(default_factory=dict)


class Told(BaseModel):
    """Everything that a case keeps of what a model was asked."""

    model_config = ConfigDict(frozen=True)

    outcomes: tuple[Outcome, ...] = ()
    usage: Usage = Usage()
