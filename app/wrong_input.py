"""What a person did wrong is said in one line on standard error, with exit code 2, no traceback."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager


class InputWrong(Exception):
    """What was asked cannot be done as asked; the message says why and what to do."""


@contextmanager
def said_in_a_line() -> Iterator[None]:
    """Turn the errors that tell a person something into one line; others are faults and surface."""
    try:
        yield
    except BrokenPipeError:  # `recoup show X | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except Exception as error:
        if not isinstance(error, _for_people()):
            raise
        line = " ".join(str(error).split())
        sys.stderr.write(f"recoup: {line}\n")
        sys.exit(2)


def _for_people() -> tuple[type[Exception], ...]:
    """The errors whose message is meant for people: those of modules that are loaded already."""
    names = {
        "agent.checkpoints": ("CheckpointsUnfit", "TracingIsOn"),
        "agent.corrections": ("AmendmentUnfit",),
        "agent.fitting": ("DecisionUnfit",),
        "agent.desk": ("DossierMissing",),
        "agent.given_terms": ("TermsUnreadable",),
        "billing.errors": ("BookUnreadable",),
        "evals.truth": ("EvaluationUnreadable",),
        "extractors.errors": ("ContractUnreadable",),
        "store.errors": ("StoreError",),
    }
    kinds: list[type[Exception]] = [InputWrong]
    for module, classes in names.items():
        loaded = sys.modules.get(module)
        kinds += [getattr(loaded, name) for name in classes if loaded is not None]
    return tuple(kinds)
