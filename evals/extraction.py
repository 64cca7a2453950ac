"""How well documents were read: terms found, fields, citations and links, each with its interval.

A term is right if every field that the truth settles agrees (numbers by value, names loosely);
links and citations are scored apart. A term that the truth marks doubtful counts neither way.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from evals.agreement import quote_text, same_value
from evals.intervals import Rate
from evals.scoring import LINKS, Comparison, JsonTerm, compare, paired, same_link
from evals.truth import EvaluationUnreadable, matched_files

_HEADER = (
    "kind", "title", "number", "effective_date", "term_start", "term_end", "currency", "amends",
)  # fmt: skip
_NAMED_HEADERS = frozenset({"title", "number", "amends"})
_NOTHING = Rate(0, 0)


@dataclass(frozen=True, slots=True)
class Score:
    """The rates of one term type, one document, or all together."""

    precision: Rate = _NOTHING
    """Of our terms, those that are right."""
    recall: Rate = _NOTHING
    """Of the truth's terms, those that we have right."""
    covered: Rate = _NOTHING
    """Of the truth's terms, those that are right, or stand in `unresolved`: not lost in silence."""
    fields: Rate = _NOTHING
    """Of the fields of matched terms, those that agree."""
    citations: Rate = _NOTHING
    """Of matched terms, those whose citation has the right page and words."""
    links: Rate = _NOTHING
    """Of the truth's links, those that we have."""
    links_right: Rate = _NOTHING
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

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "pooled": self.pooled.as_dict(),
            "worst_document": self.worst,
            "types": {name: score.as_dict() for name, score in sorted(self.types.items())},
            "documents": {name: score.as_dict() for name, score in self.documents.items()},
            "headers": {name: rate.as_dict() for name, rate in self.headers.items()},
            "not_read": list(self.not_read),
            "faults": self.faults,
        }


def _share(rate: Rate) -> float:
    return rate.value if rate.value is not None else 1.0


def score(truth: Mapping[str, Any], output: Mapping[str, Any]) -> ExtractionScore:
    """An output of `recoup extract` against a truth file (FORMATS.md, sections 2 and 4).

    Documents of the output that the truth does not know are left out. Raises EvaluationUnreadable
    where either is not of its form.
    """
    wanted = truth.get("terms")
    documents = output.get("documents")
    if not isinstance(wanted, Mapping) or not isinstance(documents, Sequence):
        raise EvaluationUnreadable(
            "The truth needs 'terms' by file, and the output 'documents' as a list."
        )
    ours = {str(document.get("file")): document for document in documents}
    files = matched_files(wanted, ours)
    found = ExtractionScore(not_read=tuple(file for file in wanted if file not in files))
    headers = truth.get("documents") or {}
    for file, terms in wanted.items():
        document = ours.get(files.get(file, ""), {})
        _score_document(found, file, terms, document)
        if document:
            _score_header(found, headers.get(file, {}), document)
    return found


def _score_header(
    found: ExtractionScore, truth: Mapping[str, Any], document: Mapping[str, Any]
) -> None:
    doubtful = truth.get("doubtful_fields", ())
    for name in _HEADER:
        if name in truth and name not in doubtful:
            alike = "product" if name in _NAMED_HEADERS else name
            wanted, given = truth[name] or None, document.get(name) or None
            same = same_value(alike, wanted, given)
            found.headers[name] = found.headers.get(name, _NOTHING) + Rate(int(same), 1)


def _score_document(
    found: ExtractionScore, file: str, truth: Sequence[JsonTerm], document: Mapping[str, Any]
) -> None:
    ours: Sequence[JsonTerm] = document.get("terms") or ()
    start = document.get("term_start") or document.get("effective_date")
    candidates = [
        (at, our_at, comparison)
        for at, wanted in enumerate(truth)
        for our_at, given in enumerate(ours)
        if (comparison := compare(wanted, given, file, {"effective_from": start}))
    ]
    pairs = paired(candidates)
    matched = {at: comparison for at, _, comparison in pairs}
    taken = {our_at for _, our_at, _ in pairs}
    passages = document.get("unresolved") or ()
    total = Score()
    for at, wanted in enumerate(truth):
        part = _score_term(wanted, matched.get(at), passages)
        total = _add(found, str(wanted["type"]), total, part)
        if part.recall.of > part.recall.hits:
            found.faults.append(_missed(file, wanted, matched.get(at), part))
    for our_at, given in enumerate(ours):
        if our_at not in taken:
            total = _add(found, str(given.get("type")), total, Score(precision=Rate(0, 1)))
            found.faults.append(_surplus(file, given))
    found.documents[file] = total


def _add(found: ExtractionScore, kind: str, total: Score, part: Score) -> Score:
    found.types[kind] = found.types.get(kind, Score()) + part
    return total + part


def _score_term(
    truth: JsonTerm, match: Comparison | None, passages: Iterable[Mapping[str, Any]]
) -> Score:
    if truth.get("doubtful"):
        return Score(invented=len(match.invented) if match else 0)
    right = bool(match and match.right)
    covered = right or _told(truth, passages)
    missed = Score(recall=Rate(int(right), 1), covered=Rate(int(covered), 1))
    if match is None:
        return missed + Score(links=Rate(0, _count_links(truth)))
    return (
        missed
        + Score(
            precision=Rate(int(right), 1),
            fields=Rate(sum(match.fields.values()), len(match.fields)),
            citations=Rate(int(match.cited), 1),
            invented=len(match.invented),
        )
        + _score_links(match)
    )


def _count_links(truth: JsonTerm) -> int:
    doubtful = truth.get("doubtful_fields", ())
    return sum(len(truth.get(kind) or ()) for kind in LINKS if kind not in doubtful)


def _score_links(match: Comparison) -> Score:
    found = Score()
    for kind in LINKS:
        if kind in match.truth.get("doubtful_fields", ()):
            continue
        wanted, given = match.truth.get(kind) or (), match.ours.get(kind) or ()
        found += Score(
            links=Rate(
                sum(any(same_link(one, two) for two in given) for one in wanted), len(wanted)
            ),
            links_right=Rate(
                sum(any(same_link(one, two) for one in wanted) for two in given), len(given)
            ),
        )
    return found


def _told(truth: JsonTerm, passages: Iterable[Mapping[str, Any]]) -> bool:
    """Whether the term's words stand among the passages that are reported as unresolved."""
    places = (truth, *truth.get("also", ()))
    return any(
        place.get("page") == passage.get("page") and _overlap(place, passage)
        for place in places
        for passage in passages
    )


def _overlap(place: Mapping[str, Any], passage: Mapping[str, Any]) -> bool:
    wanted = quote_text(str(place.get("quote_contains") or ""))
    given = quote_text(str(passage.get("quote") or ""))
    return bool(wanted) and (wanted in given or (len(given) >= 8 and given in wanted))


def _missed(file: str, truth: JsonTerm, match: Comparison | None, part: Score) -> dict[str, Any]:
    fault = {
        "fault": "wrong" if match else "missed",
        "file": file,
        "type": truth["type"],
        "product": truth.get("product"),
        "page": truth.get("page"),
        "section": truth.get("section"),
        "quote": truth.get("quote_contains"),
        "unresolved": part.covered.hits > 0,
    }
    if match:
        fault["fields"] = {
            name: {"truth": match.truth.get(name), "ours": match.ours.get(name)}
            for name in match.wrong_fields
        }
        fault["invented"] = list(match.invented)
    return fault


def _surplus(file: str, ours: JsonTerm) -> dict[str, Any]:
    citation: Mapping[str, Any] = next(iter(ours.get("citations") or ()), {})
    return {
        "fault": "surplus",
        "file": file,
        "type": ours.get("type"),
        "product": ours.get("product"),
        "page": citation.get("page"),
        "section": citation.get("section"),
        "quote": citation.get("quote"),
    }
