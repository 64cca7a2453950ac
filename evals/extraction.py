"""How well documents were read: terms found, fields, citations and links, each with its interval.

A term is right if every field that the truth settles agrees (numbers by value, names loosely);
links and citations are scored apart. A term that the truth marks doubtful counts neither way.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from evals.agreement import quote_text, same_value
from evals.extraction_score import NOTHING, ExtractionScore, Score
from evals.intervals import Rate
from evals.scoring import LINKS, Comparison, JsonTerm, compare, paired, same_link
from evals.truth import EvaluationUnreadable, matched_files

_HEADER = (
    "kind", "title", "number", "effective_date", "term_start", "term_end", "currency", "amends",
)  # fmt: skip
_NAMED_HEADERS = frozenset({"title", "number", "amends"})


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
            found.headers[name] = found.headers.get(name, NOTHING) + Rate(int(same), 1)


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
        if not part.recall.of:
            continue
        if not part.recall.hits:
            found.faults.append(_missed(file, wanted, matched.get(at), part))
        found.terms.append(_standing(file, at, wanted, matched.get(at)))
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


def _standing(file: str, at: int, truth: JsonTerm, match: Comparison | None) -> dict[str, Any]:
    """A firm term of the truth, and how we have it."""
    return {
        "state": "missed" if match is None else "right" if match.right else "wrong",
        "file": file,
        "at": at,
        **{name: truth.get(name) for name in ("type", "product", "page", "section")},
    }


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
