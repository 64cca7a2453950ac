"""A specialist's decision: checked, recalculated, written as rows, then carried out by the case's thread.

Everything that can be refused is refused before a row is written. The rows of a decision, and of what
it sends to billing, are one transaction.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from sqlmodel import Session

from agent import papers
from agent.amending import amend
from agent.cases import resume_decisions
from agent.checkpoints import checkpoint_file, open_checkpoints
from agent.corrections import Signed
from agent.desk import Desk
from agent.proposal import (
    DecisionUnfit,
    Proposal,
    checked,
    kept,
    needs_second,
    same_person,
    taken_up,
)
from agent.recalculation import Recalculation, fetch, with_causes, with_term
from agent.shipping import put_documents
from store.cases import find_case, findings_of
from store.decisions import (
    AlreadyDecided,
    DecisionAction,
    Given,
    approve_first,
    decide,
    first_approval,
    must_wait,
)
from store.lock import StoreBusy, worker_lock
from terms.money import decimal
