"""What scoring a reading gives: rates by term type and by document, and every fault."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from evals.intervals import Rate

NOTHING = Rate(0, 0)


@dataclass(frozen=True, slots=True)
class Score:
    """The rates of one term type, one document, or all together."""

    precision: Rate = NOTHING
    """Of our terms, those that are right."""
    recall: Rate = NOTHING
    """Of the truth's terms, those that we have right."""
    covered: Rate = NOTHING
    """Of the truth's terms, those that are right, or stand in `unresolved`: not lost in silence."""
    fields: Rate = NOTHING
    """Of the fields of matched terms, those that agree."""
    citations: Rate = NOTHING
    """Of matched terms, those whose citation has the right page and words."""
    links: Rate = NOTHING
    """Of the truth's links, those that we have."""
    links_right: Rate = NOTHING
    """Of our links on matched terms, those that the truth has."""
    invented: int = 0
    """Amounts stated where the paper shows none."""

    def __add__(self, other: Score) -> Score:
        """Both counted together."""
        return Score(
            self.precision + other.precision,
            self.recall + other.recall,
            self.covered + other.covered,
            self.fields + other.fields,
            self.citations + other.citations,
            self.links + other.links,
            self.links_right + other.links_right,
            self.invented + other.invented,
        )

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "precision": self.precision.as_dict(),
            "recall": self.recall.as_dict(),
            "covered": self.covered.as_dict(),
            "fields": self.fields.as_dict(),
            "citations": self.citations.as_dict(),
            "links": self.links.as_dict(),
            "links_right": self.links_right.as_dict(),
            "invented": self.invented,
        }


@dataclass(slots=True)
class ExtractionScore:
    """The whole: pooled, by term type, by document, with every term that is not right."""

    types: dict[str, Score] = field(default_factory=dict)
    documents: dict[str, Score] = field(default_factory=dict)
    headers: dict[str, Rate] = field(default_factory=dict)
    faults: list[dict[str, Any]] = field(default_factory=list)
    terms: list[dict[str, Any]] = field(default_factory=list)
    """Each term of the truth that is not in doubt, by its place: right, wrong or missed."""
    not_read: tuple[str, ...] = ()
    """Files of the truth that the output does not hold."""

    @property
    def pooled(self) -> Score:
        """Every document together."""
        return sum(self.documents.values(), Score())

    @property
    def worst(self) -> str | None:
        """The document with the lowest recall, then precision; None where every term is right."""
        shares = {
            file: (_share(score.recall), _share(score.precision), file)
            for file, score in self.documents.items()
            if _share(score.recall) + _share(score.precision) < 2
        }
        return min(shares, key=lambda file: shares[file], default=None)

    @property
    def wrong_fields(self) -> dict[str, int]:
        """Which fields are wrong, the most frequent first: 'price.unit' → 3."""
        counted = Counter(
            f"{fault['type']}.{name}" for fault in self.faults for name in fault.get("fields", ())
        )
        return dict(counted.most_common())

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "pooled": self.pooled.as_dict(),
            "worst_document": self.worst,
            "types": {name: score.as_dict() for name, score in sorted(self.types.items())},
            "documents": {name: score.as_dict() for name, score in self.documents.items()},
            "headers": {name: rate.as_dict() for name, rate in self.headers.items()},
            "not_read": list(self.not_read),
            "wrong_fields": self.wrong_fields,
            "faults": self.faults,
            "terms": self.terms,
        }


def _share(rate: Rate) -> float:
    return rate.value if rate.value is not None else 1.0
