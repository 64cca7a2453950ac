"""Prices in tables: order forms, rate cards, label and value, tiers, dated steps."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from extractors.document import Cell, Document, Row, Table
from extractors.readers.grammar import disclaimed
from extractors.readers.grammar.columns import Columns, cell, columns_of, rows_of
from extractors.readers.grammar.effect import Effect, document_effect, effect_of, leading_effect
from extractors.readers.grammar.numerals import DIGITS, Habits, parse_digits
from extractors.readers.grammar.prices import priced
from extractors.readers.grammar.products import clean, heading_product
from extractors.readers.grammar.quantities import MoneyAt, find_dates, find_money, find_percents
from extractors.readers.grammar.rates import Rate, basis_of, merged, rate_after
from extractors.readers.grammar.sentences import Sentence, Setting, main_currency, setting_of
from extractors.readers.grammar.tiers import Step, currency_in, period_in, steps_of, tiered_price
from extractors.readers.reading import Draft, Passage
from terms.commitment import Commitment
from terms.period import Interval
from terms.price import Price, Quantity

_TOTAL = re.compile(
    r"^\W*(?:sub-?\s?total|(?:grand |annual |monthly )?total|sum|balance)\b", re.IGNORECASE
)
_MINIMUM = re.compile(r"\bminimum\b|\bcommitment\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The words about a table: the heading over it and the sentences before and after it."""

    heading: str
    lead: str
    trail: str
    effect: Effect

    @property
    def words(self) -> str:
        """All of them."""
        return f"{self.heading}. {self.lead} {self.trail}"


def read(document: Document) -> Iterator[Draft]:
    """Every price, contracted quantity and minimum that a table states."""
    setting = setting_of(document)
    whole = document_effect(setting)
    for table in document.tables:
        if not table.rows:
            continue
        about = _surroundings(document, table, setting, whole)
        if disclaimed.is_example(about.lead, about.heading) or disclaimed.is_example(
            about.trail[:90]
        ):
            continue
        steps = steps_of(table, setting.habits)
        if steps is not None:
            yield from _tiers(table, steps, about, setting)
        else:
            yield from _rows(table, about, setting)


def _only_shown(trail: str) -> bool:
    """'The first three lines are shown for computation only': said of the table above."""
    return bool(
        re.search(r"\b(?:lines?|rows?|table|figures|amounts|above)\b", trail, re.I)
        and re.search(r"\bfor (?:computation|illustration|example)\b", trail, re.I)
    )


def _surroundings(
    document: Document, table: Table, setting: Setting, whole: Effect
) -> Surroundings:
    start = (table.head or table.rows[0]).start
    end = table.rows[-1].end
    section = document.section_at(start)
    heading = (section.heading or section.label) if section else ""
    before, after = setting.before(start), setting.after(end)
    lead = ""
    if before is not None and start - before.end < 3 and _near(before, section):
        lead = _paragraph(setting, before)
        heading = before.heading if before.heading and len(before.text) > 3 else heading
    trail = after.text if after is not None and after.start - end < 3 else ""
    effect = leading_effect(lead, setting)
    if not effect.stated:
        effect = (
            effect_of(lead, setting) if re.search(r"\beffective\b|\bwith effect\b", lead) else whole
        )
    return Surroundings(heading, lead, trail, effect)


def _near(sentence: Sentence, section: object) -> bool:
    return sentence.section is section


def _paragraph(setting: Setting, last: Sentence) -> str:
    """The paragraph that ends with a sentence."""
    parts = [
        s.text for s in setting.sentences if s.paragraph == last.paragraph and s.end <= last.end
    ]
    return " ".join(parts)


def _tiers(
    table: Table, steps: list[Step], about: Surroundings, setting: Setting
) -> Iterator[Draft]:
    heads = " | ".join(c.text for c in table.head.cells) if table.head else ""
    price = tiered_price(steps, heads, _about_tiers(about, setting))
    if price is None:
        return
    product = heading_product(about.heading) or price.product
    update: dict[str, object] = {
        "product": product,
        "currency": price.currency or currency_in(heads) or main_currency(setting.text, setting.habits),
        "effective_from": about.effect.start,
        "effective_to": about.effect.end,
        "interval": price.interval or period_in(about.lead) or basis_of(about.heading).interval,
    }
    if disclaimed.not_ordered(about.words):
        update |= {"status": "not_ordered", "doubtful": True}
    start = (table.head or table.rows[0]).start
    yield Draft(price.model_copy(update=update), (Passage(start, table.rows[-1].end),))


def _about_tiers(about: Surroundings, setting: Setting) -> str:
    """The words that may say how tiers add up: about the table, else anywhere tiers are spoken of."""
    near = about.words
    far = [
        s.text
        for s in setting.sentences
        if re.search(r"\b(?:tranche|tier|band|bracket)s?\b", s.text, re.I)
    ]
    return " ".join([near, *far])


def _rows(table: Table, about: Surroundings, setting: Setting) -> Iterator[Draft]:
    columns = columns_of(table, setting.habits)
    if columns is None:
        return
    for row in rows_of(table, setting.habits):
        name = cell(row, columns.item)
        words = " ".join(c.text for c in row.cells)
        if _TOTAL.match(name) or disclaimed.about_risk(words) or disclaimed.is_information(words):
            continue
        yield from _row(row, name, columns, about, setting)


def _row(
    row: Row, name: str, columns: Columns, about: Surroundings, setting: Setting
) -> Iterator[Draft]:
    passage = (Passage(row.start, row.end),)
    quantity = _quantity(row, columns, setting.habits)
    declined = _declined(row, columns, about)
    effect = _row_effect(row, columns, about, setting)
    product = _product(name, about)
    unit = basis_of(" ".join(columns.heads)).unit
    for index in _amounts(row, columns, quantity, setting.habits):
        term = _term(row, index, name, columns, quantity, about, setting)
        if term is None:
            continue
        update: dict[str, object] = {
            "product": product,
            "effective_from": effect.start,
            "effective_to": effect.end,
        }
        unit = unit or (term.unit if isinstance(term, Price) and term.model == "per_unit" else None)
        if declined and isinstance(term, Price):
            update |= {"status": "not_ordered", "doubtful": True}
        yield Draft(term.model_copy(update=update), passage)
    if quantity is not None and quantity > 1 and not declined:
        yield Draft(
            Quantity(
                product=product,
                quantity=quantity,
                unit=unit,
                change="set",
                effective_from=effect.start,
                effective_to=effect.end,
            ),
            passage,
        )


def _product(name: str, about: Surroundings) -> str | None:
    """The row's own name, or that of the heading where the row only names a step or a date."""
    plain_name = re.split(r",?\s+(?:per|for each|each)\b", name)[0]
    if re.search(r"\d{4}|^(?:step|year|phase|period|month)\b", plain_name, re.I) and _is_dated(
        plain_name
    ):
        return heading_product(about.heading)
    return clean(plain_name) or heading_product(about.heading) or _label(plain_name)


def _label(name: str) -> str | None:
    """'Base fee' names its own charge where nothing else does; 'Fee' alone does not."""
    label = re.sub(r"\s*\([^)]*\)", "", name).strip(" :")
    return label if 1 < len(label.split()) <= 5 else None


def _is_dated(name: str) -> bool:
    return bool(find_dates(name)) or bool(
        re.match(r"^(?:contract |licen[cs]e )?(?:step|year|phase|period|month)s?\b", name, re.I)
    )


def _quantity(row: Row, columns: Columns, habits: Habits) -> Decimal | None:
    text = cell(row, columns.quantity)
    match = re.match(rf"\s*({DIGITS})(?:\s*\([a-z -]+\))?(?:\s+[A-Za-z]+)?\s*\Z", text)
    return parse_digits(match[1], comma=habits.comma) if match else None


def _declined(row: Row, columns: Columns, about: Surroundings) -> bool:
    words = " ".join(c.text for c in row.cells)
    answer = cell(row, columns.elected).lower()
    if columns.elected is not None and answer in {"yes", "y", "x", "✓", "ordered", "elected"}:
        return False
    said = f"{about.heading}. {about.lead} {_about_last(about.trail)}"
    return (
        disclaimed.not_ordered(f"{words} ")
        or disclaimed.not_ordered(said)
        or answer in {"no", "n", "✗"}
        or _reference_only(said, columns)
    )


def _about_last(trail: str) -> str:
    return trail if re.search(r"\b(?:table|above|these|listed|last)\b", trail, re.I) else ""


def _reference_only(said: str, columns: Columns) -> bool:
    heads = " ".join(columns.head(at) for at in columns.amounts)
    return bool(
        re.search(
            r"\b(?:reference prices?|for (?:information|reference)(?: only)?|list prices?|price list|published)\b",
            said,
            re.I,
        )
        or re.search(r"\b(?:list|standard)\b", heads, re.I)
    )


def _row_effect(row: Row, columns: Columns, about: Surroundings, setting: Setting) -> Effect:
    for index, part in enumerate(row.cells):
        if index in columns.amounts or index in columns.others:
            continue
        dates = find_dates(part.text, setting.habits)
        said = effect_of(part.text, setting)
        if (
            said.start is None
            and dates
            and part.text.strip().startswith(part.text[dates[0].start : dates[0].end])
        ):
            said = Effect(dates[0].value, said.end)
        if said.stated:
            return said
    for index in columns.amounts:
        said = effect_of(cell(row, index), setting)
        if said.stated:
            return said
    name = cell(row, columns.item)
    named = re.search(r"\bfrom the ([\w ]+ Date)\b", f"{name} {about.heading}")
    if named and (day := setting.dates.get(named[1].lower())):
        return Effect(day)
    return about.effect


def _amounts(row: Row, columns: Columns, quantity: Decimal | None, habits: Habits) -> Iterator[int]:
    """The columns whose amount is a price: an amount that is quantity times another is an extension."""
    values: list[tuple[int, Decimal]] = []
    for index in columns.amounts:
        moneys = find_money(cell(row, index), habits)
        if moneys:
            values.append((index, moneys[0].value))
        else:
            values.append((index, Decimal(-1)))
    for index, value in values:
        if quantity and any(
            other >= 0 and value == quantity * other and at < index for at, other in values
        ):
            continue
        yield index


def _term(
    row: Row,
    index: int,
    name: str,
    columns: Columns,
    quantity: Decimal | None,
    about: Surroundings,
    setting: Setting,
) -> Price | Commitment | None:
    text = cell(row, index)
    rate = _rate(row, index, name, columns, about)
    money = _money(text, columns.head(index), setting)
    if money is None:
        return _percent(text, row, columns, rate, setting)
    if money.conflict or disclaimed.is_former(text[: money.start]):
        return None
    after = rate_after(text, money.end, setting.habits.comma)
    rate = merged(after, rate)
    if _MINIMUM.search(name) and rate.interval in {"month", "quarter", "half_year", "year"}:
        return Commitment(
            measure="amount",
            value=money.value,
            currency=money.currency,
            per=rate.interval,
            shortfall="billed",
        )
    if not rate.unit and not rate.package_size:
        if quantity is not None and quantity > 1:
            rate = replace(rate, each=True)
        elif rate.each and quantity == 1:
            rate = replace(rate, each=False)
    if rate.unit and quantity == 1 and not after.unit:
        rate = replace(rate, unit=None) if after.interval else rate
    return priced(money, rate, None, Effect())


def _money(text: str, head: str, setting: Setting) -> MoneyAt | None:
    moneys = find_money(text, setting.habits)
    if moneys:
        return moneys[0]
    if bare := re.fullmatch(rf"\s*({DIGITS})\s*", text):
        code = currency_in(head)
        if code:
            return MoneyAt(parse_digits(bare[1], comma=setting.habits.comma), code, 0, bare.end())
    return None


def _rate(row: Row, index: int, name: str, columns: Columns, about: Surroundings) -> Rate:
    """What the column head, the unit column, the item's own words and the heading say, in that order."""
    rate = basis_of(columns.head(index))
    for at in columns.units:
        rate = merged(rate, _unit_cell(cell(row, at)))
    rate = merged(rate, _in_name(name))
    if rate.interval is None and re.search(
        r"fixed (?:fee|price)|one[\s-]time|\bonce\b",
        " ".join(cell(row, at) for at in columns.units),
        re.I,
    ):
        rate = replace(rate, interval="one_time")
    if rate.interval is None and rate.unit is None:
        rate = replace(rate, interval=basis_of(about.heading).interval)
    if rate.interval is None:
        rate = replace(rate, interval=_remarked(row, index))
    return rate


def _remarked(row: Row, index: int) -> Interval | None:
    """'Counted per calendar month' in another cell of the row."""
    for at, part in enumerate(row.cells):
        if at != index and (match := re.search(r"\bper (?:calendar |billing )?(?:month|quarter|year)\b", part.text, re.I)):
            return basis_of(match.group()).interval
    return None


def _in_name(name: str) -> Rate:
    match = re.search(r"\b(?:per|for each|each)\b", name)
    return rate_after(" " + name[match.start() :], 0) if match else Rate(0)


_INTERVALS: dict[str, Interval] = {
    "month": "month",
    "monthly": "month",
    "quarter": "quarter",
    "quarterly": "quarter",
    "year": "year",
    "yearly": "year",
    "annual": "year",
    "annually": "year",
    "annum": "year",
    "once": "one_time",
    "one-time": "one_time",
    "one time": "one_time",
}


def _unit_cell(text: str) -> Rate:
    """'hour', 'each', 'GB-month', 'per calendar month', 'Gross Settled Volume, per calendar month'."""
    words = text.strip().lower()
    if words in _INTERVALS:
        return replace(Rate(0), interval=_INTERVALS[words])
    if words in {"each", "unit", "item", "piece"}:
        return Rate(0, each=True)
    found = _in_name(text)
    if found.stated or re.search(r"\bper\b|\bfixed\b|\btime and\b", words):
        return found
    return rate_after(f" per {text}", 0) if 0 < len(words.split()) <= 4 else Rate(0)


def _percent(text: str, row: Row, columns: Columns, rate: Rate, setting: Setting) -> Price | None:
    percents = find_percents(text, setting.habits)
    if not percents or percents[0].conflict:
        return None
    base = re.match(r"\s*of\s+(?:the\s+|each\s+)?(?P<base>[^,;.]{3,60})", text[percents[0].end :])
    of = (
        base["base"].strip() if base else next((_base(cell(row, at)) for at in columns.units), None)
    )
    if of is None:
        return None
    return Price(
        model="percentage",
        percent=percents[0].value,
        percent_of=of,
        interval=rate.interval,
        currency=main_currency(setting.text, setting.habits),
        status="stated",
    )


def _base(text: str) -> str | None:
    return text.split(",")[0].strip() or None
