"""What pulled a confidence up and down, in words, and what would raise it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from agent.calibration import Calibration
from agent.reason import SECOND, SETTLE

DOWN: dict[str, tuple[str, str]] = {
    "few_periods": ("few periods differ: little repeats itself", "each further period billed alike"),
    "close_second": ("another cause reproduces some of the periods too", "an invoice on which the two causes differ"),
    "papers_beside": ("an amendment or letter is not cited, and might change what is due", "read the amendments and letters that are not cited"),
    "papers_conflict": ("two papers of one day state different values", "a paper that says which of the two applies"),
    "passages_left": ("passages about money are not understood", SETTLE),
    "passage_near": ("a passage beside the cited clause is not understood", SETTLE),
    "passage_on_product": ("a passage about this product is not understood", SETTLE),
    "passage_moves_price": ("a passage that moves prices is not understood", SETTLE),
    "passage_states_billed": ("a passage that is not understood states what was billed", SETTLE),
    "paper_not_understood": ("a document holds no term that was understood", "read that document"),
    "page_warning": ("a document in play has a warning", "look at the page; a cleaner copy of the document"),
    "term_doubted": ("the term it rests on was read with doubt", SECOND),
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


@dataclass(frozen=True, slots=True)
class Pull:
    """One fact and what it did: hundredths, below 0 where it lowers."""

    feature: str
    text: str
    hundredths: int
    raised_by: str = ""


def pulls(features: Mapping[str, float], model: Calibration) -> list[Pull]:
    """What moved the probability: first what lowers it, the strongest first, then what raises it.

    What a case lacks to one against which nothing speaks is shared out by the weights of what speaks
    against it. A fact that raises is compared with the same case in which it has gone bad.
    """
    whole = model.hundredths(features)
    against = {name: model.weights.get(name, 0) * value for name, value in features.items()}
    lacking, together = model.hundredths({}) - whole, sum(against.values())
    found = []
    for name, weight in against.items():
        share = int(lacking * weight / together + 0.5) if together else 0
        if share:
            found.append(Pull(name, _words(name)[0], -share, _words(name)[1]))
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
