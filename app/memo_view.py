"""A case as a memo on paper: every heading, sentence and table row, as clean text, and its pictures.

The HTML and the PDF lay the same view out, so they cannot say different things.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from agent.inert import clean
from agent.letter import Letter, letter, no_letter, place, title_of
from agent.memo import counted
from app.memo_evidence import Evidence
from app.memo_words import (
    NOT_ADVICE,
    Words,
    against,
    change,
    claims,
    instrument,
    summary,
    tried,
    without_rule,
    words_of,
)

if TYPE_CHECKING:
    from agent.case_paper import CasePaper
    from app.clipping import Clipping
    from terms.citation import Citation

Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause in its own words, where it stands, and how it looks there."""

    quote: str
    where: str
    caution: str
    clipping: Clipping | None
    note: str = ""
    """Why there is no picture, or what of the clause it leaves out."""


@dataclass(frozen=True, slots=True)
class Part:
    """One finding on paper."""

    heading: str
    prose: str
    """What a model wrote of it and the checks let stand; '' for none."""
    explanation: str
    governs: str
    clauses: tuple[Clause, ...]
    billed: tuple[Row, ...]
    """Invoice, its day, period, quantity and price, amount, status."""
    months: tuple[Row, ...]
    """Period, should be, billed, difference, recoverable, how it comes about."""
    together: Row
    choice: str
    claims: tuple[Row, ...]
    against: tuple[str, ...]
    tried: tuple[str, ...]
    stops: str


@dataclass(frozen=True, slots=True)
class View:
    """The whole memo."""

    title: str
    subtitle: str
    summary: tuple[Row, ...]
    prose: str
    """The summary that a model wrote and the checks let stand; '' for none."""
    blockers: tuple[str, ...]
    parties: tuple[str, ...]
    documents: tuple[Row, ...]
    """In force from, what it is, what it changes and until when, pages."""
    cautions: tuple[str, ...]
    parts: tuple[Part, ...]
    waiver: Clause | None
    no_waiver: str
    """What was found where there is no such clause to show."""
    steps: tuple[str, ...]
    changes: tuple[str, ...]
    questions: tuple[str, ...]
    noted: tuple[str, ...]
    passages: tuple[str, ...]
    confidence: str
    reasons: tuple[str, ...]
    signatures: tuple[Row, ...]
    happened: tuple[str, ...]
    hashes: tuple[Row, ...]
    letter: Letter | None
    no_letter: str
    footer: str


def view_of(paper: CasePaper, shown: Evidence) -> View:
    """The memo of a case with what its pages show."""
    values, words = paper.values, words_of(paper.values)
    account = values["account"]
    route = {"billing": "goes to billing", "review": "waits for a specialist", "none": "is closed"}
    subtitle = [f"Case {values['case_id']}, version {values['version']}"]
    subtitle += [f"as of {words.day(values['as_of'])}"]
    subtitle += [route[values["route"]]] if values["route"] in route else []
    under = any(each["direction"] == "under" for each in values["findings"])
    waiver = shown.no_waiver if under else None
    reason = no_letter(paper)
    return View(
        title=f"{clean(account['name'])} ({clean(account['id'])})",
        subtitle=", ".join(subtitle),
        summary=tuple((name, clean(text)) for name, text in summary(values, words)),
        prose=clean(_prose(values).get("summary", "")),
        blockers=_titled(paper, values["blockers"]),
        parties=_all(
            dict.fromkeys(name for each in values["documents"] for name in each["parties"])
        ),
        documents=tuple(_document(each, words) for each in values["documents"]),
        cautions=_all(
            f"{each['file']}: {warning}"
            for each in values["documents"]
            for warning in each["warnings"]
        ),
        parts=tuple(
            _part(number, each, paper, shown) for number, each in enumerate(values["findings"], 1)
        ),
        waiver=Clause(
            clean(waiver.quote),
            clean(f"{_title(paper, waiver.file)}, page {waiver.page}"),
            "",
            waiver.clipping,
        )
        if waiver
        else None,
        no_waiver=_without_waiver(values, shown),
        steps=_all(f"{_capital(instrument(each, words))}." for each in values["recommendation"]),
        changes=_all(
            f"{_capital(change(fix, step['currency'], words))}."
            for step in values["recommendation"]
            for fix in step["configuration"]
        ),
        questions=_titled(paper, values["questions"]),
        noted=_titled(
            paper,
            (
                words.days_in(each)
                for each in [*(f"Flagged: {flag}" for flag in values["flags"]), *values["notes"]]
            ),
        ),
        passages=_all(
            f"{_title(paper, each['file'])}, page {each['page']}: “{each['quote']}” ({each['why']})"
            for each in values["unresolved"]
        ),
        confidence=_confidence(values),
        reasons=_titled(paper, _reasons(values)),
        signatures=(
            ("Prepared by", clean(f"recoup {values['engine']}"), ""),
            ("Reviewed by", "", ""),
            (
                "Approved by",
                clean(_approved(paper)),
                "",
            ),
        ),
        happened=_all(map(words.days_in, paper.happened)),
        hashes=tuple(
            (clean(each["file"]), each["sha256"] or "not read from a file")
            for each in values["documents"]
        ),
        letter=None if reason else letter(paper),
        no_letter=reason,
        footer=f"{NOT_ADVICE} No model took part in the arithmetic.",
    )


def _prose(values: Mapping[str, Any]) -> Mapping[str, Any]:
    kept: Mapping[str, Any] = values.get("prose") or {}
    return kept


def _approved(paper: CasePaper) -> str:
    values = paper.values
    if paper.rejected:
        return f"rejected by {paper.rejected}"
    if not paper.approved and values["route"] == "billing":
        return f"nobody: confidence {values['confidence']} is above {values['threshold']}"
    return paper.approved


def _titled(paper: CasePaper, texts: Iterable[str]) -> tuple[str, ...]:
    """Our own words with each file by its document's title: 'Order Form CV-1, page 2'."""
    titles = {each["file"]: title_of(each, each["file"]) for each in paper.values["documents"]}
    return _all(_with_titles(text, titles) for text in texts)


def _with_titles(text: str, titles: Mapping[str, str]) -> str:
    for file in sorted(titles, key=len, reverse=True):
        text = text.replace(f"{file} page ", f"{titles[file]}, page ")
        text = text.replace(file, titles[file])
    return text


def _all(texts: Any) -> tuple[str, ...]:
    return tuple(clean(text) for text in texts)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _title(paper: CasePaper, file: str) -> str:
    known = {each["file"]: each for each in paper.values["documents"]}
    return title_of(known.get(file), file)


def _document(item: Mapping[str, Any], words: Words) -> Row:
    about = [f"changes {', '.join(item['amends'])}"] if item["amends"] else []
    about += [f"until {words.day(item['term_end'])}"] if item["term_end"] else []
    return (
        words.day(item["effective"]) or "not stated",
        clean(title_of(item, item["file"])),
        clean("; ".join([item["kind"], *about])),
        clean(item["file"].rsplit("/", 1)[-1]),
        str(item["pages"]),
    )


def _part(number: int, item: Mapping[str, Any], paper: CasePaper, shown: Evidence) -> Part:
    words, currency = words_of(paper.values), item["currency"]
    decided = item["decided_by"]
    clauses = paper.clauses[number - 1] if number <= len(paper.clauses) else ()
    monthly = words.money(item["monthly"], currency) if item["monthly"] else ""
    return Part(
        heading=clean(f"{number}. {item['product']}: {item['cause']}"),
        prose=clean(_prose(paper.values).get("explanations", {}).get(str(number), "")),
        explanation=clean(words.days_in(item["explanation"])),
        governs=clean(_title(paper, decided[0])) if decided else "",
        clauses=tuple(_clause(each, paper, shown) for each in clauses),
        billed=tuple(
            _billed(lines, currency, words) for lines in _of_one_invoice_and_period(item["billed"])
        ),
        months=tuple(
            (
                words.span(each["start"], each["end"]),
                *(
                    words.money(each[name], currency)
                    for name in ("expected", "billed", "difference", "recoverable")
                ),
                clean(words.days_in("; ".join(_how(each, words)))),
            )
            for each in item["periods"]
        ),
        together=(
            "Together",
            "",
            "",
            words.money(item["total"], currency),
            words.money(item["recoverable"], currency),
            item["evidence"],
        ),
        choice=f"The contract leaves a choice open: between {words.money(item['low'], currency)} and "
        f"{words.money(item['high'], currency)}."
        if item["low"] is not None and item["high"] is not None
        else "",
        claims=tuple(tuple(map(clean, each)) for each in claims(item, words)),
        against=_all(against(item, words)),
        tried=_all(tried(item, words)),
        stops=f"Until billing is changed, it goes on at {monthly} a month."
        if monthly and item["change"]
        else "",
    )


def _how(period: Mapping[str, Any], words: Words) -> list[str]:
    recoverable = period["recoverable"].strip("0.") != ""
    lapses = period["lapses_on"] if recoverable else None
    parts = [
        period["derivation"],
        without_rule(period["why"]),
        f"lapses on {words.day(lapses)}" if lapses else "",
    ]
    return [part for part in parts if part]


def _clause(clause: Citation, paper: CasePaper, shown: Evidence) -> Clause:
    picture, note = shown.of(clause)
    caution = "" if clause.match.verbatim else "Not found in these words on the page."
    where = place(clause, _title(paper, clause.file))
    return Clause(clean(clause.quote), clean(where), caution, picture, clean(note))


def _of_one_invoice_and_period(
    billed: Iterable[Mapping[str, Any]],
) -> Iterable[list[Mapping[str, Any]]]:
    """The lines of an invoice for one period together: a fee and its discount are one row."""
    rows: dict[tuple[Any, ...], list[Mapping[str, Any]]] = {}
    for line in billed:
        of = tuple(line[name] for name in ("invoice", "date", "start", "end", "status"))
        rows.setdefault(of, []).append(line)
    return rows.values()


def _billed(lines: Sequence[Mapping[str, Any]], currency: str, words: Words) -> Row:
    first, several = lines[0], len(lines) > 1
    parts = []
    for line in lines:
        price = words.money(line["unit_amount"], currency) if line["unit_amount"] else ""
        number = words.number(line["quantity"])
        many = " ".join(part for part in (number, line["unit"] or "") if part)
        what = " × ".join(part for part in (many, price) if part)
        what = what or line["kind"].replace("_", " ")
        equals = " = " if line["unit_amount"] else " "
        parts.append(f"{what}{equals}{words.money(line['amount'], currency)}" if several else what)
    together = sum((Decimal(line["amount"]) for line in lines), Decimal(0))
    return (
        clean(first["invoice"]),
        words.day(first["date"]),
        words.span(first["start"], first["end"]),
        clean("; ".join(parts)),
        words.money(str(together), currency),
        clean(first["status"]),
    )


def _without_waiver(values: Mapping[str, Any], shown: Evidence) -> str:
    if shown.no_waiver or not any(each["direction"] == "under" for each in values["findings"]):
        return ""
    if shown.notes:
        many = counted(len(shown.notes), "document", "documents")
        return f"No-waiver clause: none found, but {many} could not be looked through."
    return "No-waiver clause: none found. Nothing in the documents answers a course of dealing."


def _confidence(values: Mapping[str, Any]) -> str:
    if not values["confidence"]:
        return ""
    held = values.get("held_back_from")
    return (
        f"{values['confidence']}. Above {values['threshold']} a recovery goes to billing without a person."
        + (f" What is open holds it back: without that it would be {held}." if held else "")
    )


def _reasons(values: Mapping[str, Any]) -> tuple[str, ...]:
    if not values["reasons"]:
        nothing = (
            "Nothing lowers it: every clause is verbatim, the cause alone reproduces the bill to "
        )
        return (f"{nothing}the cent, no question is open.",) if values["findings"] else ()
    raised = values["raised_by"]
    more = [f"What would raise it: {'; '.join(raised)}."] if raised else []
    return _all([*(f"{text} ({_moved(effect)})" for text, effect in values["reasons"]), *more])


def _moved(effect: str) -> str:
    """'+0.21' → 'without this 0.21 less'; '−0.02' → 'takes 0.02'; other effects are words."""
    if effect.startswith("+"):
        return f"without this {effect[1:]} less"
    return f"takes {effect[1:]}" if effect.startswith("−") else effect
