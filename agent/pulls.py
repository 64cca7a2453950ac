"""What pulled a confidence up and down, in words, and what would raise it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from agent.calibration import Calibration

_READ = "settle what the passage means (`recoup extract FILE` shows it), then decide"
DOWN: dict[str, tuple[str, str]] = {
    "few_periods": ("few periods differ: little repeats itself", "each further period billed alike"),
    "close_second": ("another cause reproduces some of the periods too", "an invoice on which the two causes differ"),
    "papers_beside": ("an amendment or letter is not cited, and might change what is due", "read the amendments and letters that are not cited"),
    "papers_conflict": ("two papers of one day state different values", "a paper that says which of the two applies"),
    "passages_left": ("passages about money are not understood", _READ),
    "passage_near": ("a passage beside the cited clause is not understood", _READ),
    "passage_on_product": ("a passage about this product is not understood", _READ),
    "passage_moves_price": ("a passage that moves prices is not understood", _READ),
    "passage_states_billed": ("a passage that is not understood states what was billed", _READ),
    "paper_not_understood": ("a document holds no term that was understood", "read that document"),
    "page_warning": ("a document in play has a warning", "look at the page; a cleaner copy of the document"),
    "term_doubted": ("the term it rests on was read with doubt", "a second reader (`--reader both`), or a person's look"),
    "question_on_product": ("a question about this product is open", "answer the open question"),
    "question_elsewhere": ("questions about other products are open", "answer the open questions"),
    "more_findings": ("several findings must all be right", "decide the findings one by one"),
    "both_directions": ("one product differs in both directions", "check the reading of its price"),
    "no_window": ("how far back it can be corrected is not certain", "a window in policy.toml ([underbilling])"),
    "never_agrees": ("no billed period agrees with the contract as read", "check the reading of the price"),
    "out_of_proportion": ("the contract as read gives several times the bill", "check the reading of the price"),
    "weak_match": ("the billed product is matched by likeness only", "an alias in products.csv"),
    "to_confirm": ("a fact that stands in no paper must be confirmed", "ask who would know"),
    "other_doubt": ("the reckoning itself has a doubt", "see the doubt"),
    "tie": ("another cause explains the bill as well", "an invoice on which the two causes differ"),
    "part_reproduced": ("not every period is reproduced to the cent", "the rows that are missing in the book"),
    "not_proven": ("the amount is not proven to the cent", "what the contract leaves open"),
    "quote_not_verbatim": ("a quote is not verbatim", "a cleaner copy of the document"),
}  # fmt: skip
"""Feature → what it says where it lowers confidence, and what would raise it."""

UP: dict[str, str] = {
    "part_reproduced": "every period is reproduced to the cent",
    "few_periods": "many periods repeat the same difference",
    "close_second": "no other cause comes near",
    "papers_conflict": "no two papers contradict each other",
    "passage_on_product": "nothing about the product is left unread",
    "passages_left": "every passage about money is understood",
    "question_on_product": "no question about the product is open",
    "never_agrees": "other periods agree with the contract as read",
    "weak_match": "the billed product is the contract's by name or alias",
}
"""Feature → what its absence says."""


CAPPED = frozenset(
    (
        "paper_not_understood", "papers_conflict", "page_warning", "term_doubted", "tie", "not_proven",
        "passage_on_product", "passage_moves_price", "passage_states_billed", "question_on_product",
        "question_elsewhere", "no_window", "never_agrees", "out_of_proportion", "weak_match",
        "to_confirm", "other_doubt", "part_reproduced", "quote_not_verbatim", "no_clause",
        "no_rival_tried",
    )
)  # fmt: skip
"""Features of which a cap says the same in more detail: their pull down is not shown beside it."""


@dataclass(frozen=True, slots=True)
class Pull:
    """One fact and what it did: hundredths, below 0 where it lowers."""

    feature: str
    text: str
    hundredths: int
    raised_by: str = ""


def pulls(features: Mapping[str, float], model: Calibration) -> list[Pull]:
    """What moved the probability, the strongest first; what moved it by nothing is left out.

    A fact that lowers: against the same case without it. One that raises: against the same case with
    it gone bad.
    """
    whole = model.hundredths(features)
    found = []
    for name, value in features.items():
        without = model.hundredths({**features, name: 0})
        if value and without != whole:
            text, raised_by = _words(name)
            found.append(Pull(name, text, whole - without, raised_by))
    for name, text in UP.items():
        bad = model.hundredths({**features, name: 1})
        if features.get(name, 0) < 0.4 and bad < whole:
            found.append(Pull(f"no {name}", text, whole - bad))
    return sorted(found, key=lambda pull: (pull.hundredths > 0, -abs(pull.hundredths), pull.text))


def _words(name: str) -> tuple[str, str]:
    if name.startswith("cause:"):
        _, cause, direction = name.split(":")
        words = f"{cause.replace('_', ' ')} ({direction}-billed)"
        return f"findings of {words} were right less often than others", "a person's look"
    return DOWN.get(name, (name.replace("_", " "), ""))
