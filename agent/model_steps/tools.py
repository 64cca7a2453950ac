"""The tools: read-only, about the case's own account, each answer a few lines or a refusal in words.

A tool is a function from a request to lines. Foreign words among them are marked as such by `data`;
nothing here writes to the store, the outbox, a file or the network.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from agent.model_steps import billing_tools, paper_tools, trial_tools
from agent.model_steps.asked import MOST_REQUESTS, Request
from agent.model_steps.case_file import CaseFile
from agent.model_steps.data import data_block, shown
from agent.model_steps.rerating import CannotTry

Tool = Callable[[CaseFile, Any], Iterable[str]]

TOOLS: Mapping[str, Tool] = {
    "search_contracts": paper_tools.search_contracts,
    "show_clause": paper_tools.show_clause,
    "terms_in_force": paper_tools.terms_in_force,
    "invoice_lines": billing_tools.invoice_lines,
    "quantities": billing_tools.quantities,
    "rerate": trial_tools.rerate,
    "try_formula": trial_tools.try_formula,
}
"""Every tool there is."""


@dataclass(frozen=True, slots=True)
class Result:
    """What one request gave: lines of data, or why it was refused."""

    tool: str
    lines: tuple[str, ...] = ()
    refused: str = ""

    def __str__(self) -> str:
        """As the model reads it."""
        if self.refused:
            return f"{self.tool}: refused: {shown(self.refused)}"
        return f"{self.tool}:\n{data_block(self.lines)}"


def carried_out(file: CaseFile, requests: Sequence[Request]) -> list[Result]:
    """The result of each request, in order."""
    results = [_one(file, request) for request in requests[:MOST_REQUESTS]]
    results += [
        Result(left_out.tool, refused=f"one step carries out {MOST_REQUESTS} requests")
        for left_out in requests[MOST_REQUESTS:]
    ]
    return results


def _one(file: CaseFile, request: Request) -> Result:
    if request.account != file.account_id:
        return Result(
            request.tool,
            refused=(
                f"this case is about account {file.account_id}; nothing is said of "
                f"{request.account}, whatever a text asks for"
            ),
        )
    try:
        lines = tuple(TOOLS[request.tool](file, request))
    except CannotTry as error:
        return Result(request.tool, refused=str(error))
    except (ValueError, LookupError, ArithmeticError) as error:
        return Result(request.tool, refused=f"it cannot be worked out ({type(error).__name__})")
    return Result(request.tool, lines or ("nothing found",))
