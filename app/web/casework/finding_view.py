"""One finding as the specialist's page shows it, from what the case keeps: nothing is reckoned again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from babel.dates import format_skeleton

from agent.inert import clean
from agent.letter import place
from app.memo_words import Words, against, change, claims
from app.web.reading.corrections import Told
from store.tables import FindingRow
from terms.citation import Citation

Values = Mapping[str, Any]
NOT_YET = ". These amounts do not reckon with it yet."


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause in its own words, and where it stands."""

    quote: str
    where: str
    page: int
    file: str
    picture: str
    """The address of its picture; '' where there is none."""
    note: str
    """Why there is none."""
    caution: str
    corrections: tuple[str, ...]
    """What people corrected of the term that it states, in sentences."""


@dataclass(frozen=True, slots=True)
class Billed:
    """One invoice line."""

    invoice: str
    date: str
    span: str
    how: str
    amount: str
    status: str


@dataclass(frozen=True, slots=True)
class Month:
    """One period: amounts as the store has them, words for people."""

    start: str
    end: str
    span: str
    expected: str
    billed: str
    difference: str
    recoverable: str
    formula: str
    why: str
    lapses_on: str


@dataclass(frozen=True, slots=True)
class Tried:
    """One explanation, and how well it reproduces the bill."""

    cause: str
    detail: str
    reproduces: int
    of: int
    accepted: bool

    @property
    def whole(self) -> bool:
        """Whether it reproduces every period."""
        return self.of > 0 and self.reproduces == self.of


@dataclass(frozen=True, slots=True)
class Shown:
    """One period side by side: what was billed, and what the contract asks for."""

    month: Month
    lines: tuple[Billed, ...]


@dataclass(frozen=True, slots=True)
class FindingView:
    """A finding on the page."""

    number: int
    cause_id: str
    cause: str
    product: str
    direction: str
    currency: str
    total: str
    recoverable: str
    lost: str
    """What cannot be claimed any more; '' for none."""
    monthly: str
    evidence: str
    low: str
    high: str
    explanation: str
    clauses: tuple[Clause, ...]
    shown: Shown | None
    billed: tuple[Billed, ...]
    months: tuple[Month, ...]
    claims: tuple[tuple[str, ...], ...]
    against: tuple[str, ...]
    tried: tuple[Tried, ...]
    ruled_out: tuple[str, ...]
    change: str
    lapses_next: str

    @property
    def corrections(self) -> tuple[str, ...]:
        """What people corrected of the terms that it rests on, each once."""
        return tuple(dict.fromkeys(words for each in self.clauses for words in each.corrections))


@dataclass(frozen=True, slots=True)
class Sources:
    """What a finding's clauses are shown with."""

    case_id: str
    version: int
    titles: Mapping[str, str]
    """File → title."""
    missing: Mapping[str, str]
    """File → why there is no picture of it."""
    hashes: Mapping[str, str]
    """File → SHA-256."""
    corrections: Sequence[Told]
    """Of the account's terms."""
    reckoned_at: str
    """When the version took the terms as they were."""

    def is_late(self, each: Told) -> bool:
        """Whether a correction came after that, so that it is not in the amounts."""
        return each.row.corrected_at > self.reckoned_at and not each.row.case_id


def finding_view(row: FindingRow, item: Values, words: Words, sources: Sources) -> FindingView:
    """The finding of a row, with the values that its memo was written from."""
    months = tuple(_month(each, words) for each in item["periods"])
    billed = tuple(_billed(each, row.currency, words) for each in item["billed"])
    found = row.payload
    fix = item["change"]
    return FindingView(
        number=row.position,
        cause_id=row.cause,
        cause=_capital(item["cause"]),
        product=clean(row.product),
        direction=row.direction,
        currency=row.currency,
        total=found["amount_total"],
        recoverable=found["amount_recoverable"],
        lost=item["not_recoverable"] if Decimal(item["not_recoverable"]) else "",
        monthly=item["monthly"] or "",
        evidence=item["evidence"],
        low=item["low"] or "",
        high=item["high"] or "",
        explanation=clean(words.days_in(item["explanation"])),
        clauses=tuple(
            _clause(at, Citation.model_validate(each), row.position, sources)
            for at, each in enumerate(found.get("clauses", ()), 1)
        ),
        shown=_shown(months, billed, item["billed"]),
        billed=billed,
        months=months,
        claims=tuple(tuple(map(clean, each)) for each in claims(item, words)),
        against=tuple(map(clean, against(item, words))),
        tried=_tried(item, words),
        ruled_out=_ruled_out(item),
        change=clean(change(_change_of(fix, row.product), row.currency, words)) if fix else "",
        lapses_next=item["lapses_next"] or "",
    )


def period_words(start: str | None, end: str | None, words: Words) -> str:
    """'Jul 2026' for a calendar month; other periods with their first and last day."""
    if start and end and start.endswith("-01"):
        first = date.fromisoformat(start)
        if (first + timedelta(days=32)).replace(day=1).isoformat() == end:
            return str(format_skeleton("yMMM", first, locale=words.locale))
    return words.span(start, end)


def _change_of(fix: Values, product: str) -> dict[str, Any]:
    """A change as `change` says it; older cases keep its sides as 'old' and 'new'."""
    sides = {"from": fix.get("from", fix.get("old")), "to": fix.get("to", fix.get("new"))}
    return {"product": product, **fix, **sides}


def _month(each: Values, words: Words) -> Month:
    return Month(
        start=each["start"],
        end=each["end"],
        span=period_words(each["start"], each["end"], words),
        expected=each["expected"],
        billed=each["billed"],
        difference=each["difference"],
        recoverable=each["recoverable"],
        formula=clean(words.days_in(each["derivation"] or "")),
        why=clean(words.days_in(each["why"] or "")),
        lapses_on=each["lapses_on"] or "",
    )


def _billed(line: Values, currency: str, words: Words) -> Billed:
    price = line["unit_amount"]
    many = " ".join(part for part in (words.number(line["quantity"]), line["unit"] or "") if part)
    how = " × ".join(part for part in (many, words.money(price, currency)) if part)
    return Billed(
        invoice=clean(line["invoice"]),
        date=line["date"] or "",
        span=period_words(line["start"], line["end"], words),
        how=clean(how or line["kind"].replace("_", " ")),
        amount=line["amount"],
        status=clean(line["status"]),
    )


def _clause(at: int, clause: Citation, number: int, sources: Sources) -> Clause:
    title = sources.titles.get(clause.file, clause.file.rsplit("/", 1)[-1])
    note = sources.missing.get(clause.file, "")
    if not note and not clause.boxes:
        note = "Its place on the page is not known: no picture."
    address = f"/cases/{sources.case_id}/clauses/{sources.version}/{number}/{at}.png"
    return Clause(
        quote=clean(clause.quote),
        where=clean(place(clause, title)),
        page=clause.page,
        file=clause.file,
        picture="" if note else address,
        note=note,
        caution="" if clause.match.verbatim else "Not found in these words on the page.",
        corrections=tuple(_corrections(clause, sources)),
    )


def _corrections(clause: Citation, sources: Sources) -> Iterator[str]:
    for each in sources.corrections:
        if each.at(clause, sources.hashes.get(clause.file, "")):
            yield f"{clean(each.words)}{NOT_YET if sources.is_late(each) else '.'}"


def _shown(
    months: Sequence[Month], billed: Sequence[Billed], lines: Sequence[Values]
) -> Shown | None:
    """The period to look at first: the last that can still be claimed, else the last."""
    if not months:
        return None
    live = [each for each in months if Decimal(each.recoverable) > 0]
    month = (live or list(months))[-1]
    within = tuple(
        made
        for made, line in zip(billed, lines, strict=True)
        if _within(line["start"], line["end"], month)
    )
    return Shown(month, within)


def _within(start: str | None, end: str | None, month: Month) -> bool:
    return bool(start) and str(start) < month.end and str(end or start) > month.start


def _tried(item: Values, words: Words) -> tuple[Tried, ...]:
    """The explanation that was accepted, then the others that give some of the bill."""
    return tuple(
        Tried(
            cause=_capital(each["cause"]),
            detail=clean(words.days_in(each["detail"])),
            reproduces=each["reproduces"],
            of=each["of"],
            accepted=at == 0,
        )
        for at, each in enumerate(item["hypotheses"])
        if at == 0 or each["reproduces"]
    )


def _ruled_out(item: Values) -> tuple[str, ...]:
    others = (each["cause"] for each in item["hypotheses"][1:] if not each["reproduces"])
    return tuple(dict.fromkeys(_capital(each) for each in others))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
