"""A row of a price table: what it sells, at what price, how many, and from when."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from extractors.document import Row, Table
from extractors.readers.grammar import disclaimed
from extractors.readers.grammar.allowances import Allowance
from extractors.readers.grammar.band_columns import bands_of, price_across
from extractors.readers.grammar.columns import Columns, cell, columns_of, rows_of
from extractors.readers.grammar.effect import Effect, effect_of
from extractors.readers.grammar.merging import same_product
from extractors.readers.grammar.numerals import DIGITS, Habits, parse_digits
from extractors.readers.grammar.products import TITLES_ONLY, clean, headings_product
from extractors.readers.grammar.quantities import find_dates, find_money
from extractors.readers.grammar.rates import basis_of, rate_after, unit_of
from extractors.readers.grammar.row_amounts import Offer, amounts_of, awaited, count_of, term_at
from extractors.readers.grammar.row_words import (
    free_in,
    in_name,
    stated_in,
)
from extractors.readers.grammar.sentences import Setting
from extractors.readers.grammar.surroundings import Surroundings
from extractors.readers.reading import Draft, Passage
from terms.price import Price, Quantity

_TOTAL = re.compile(
    r"^\W*(?:sub-?\s?total|(?:grand |annual |monthly )?total|sum|balance|year \d+ - total)\b",
    re.IGNORECASE,
)
_BEYOND = re.compile(
    r"\b(?:above|beyond|over|in excess of|additional|overage|excess)\b", re.IGNORECASE
)
_STEP = re.compile(
    r"^(?:contract |licen[cs]e )?(?:step|year|phase|period|month)s?\b", re.IGNORECASE
)
_ONLY_NUMBERS = re.compile(
    r"(?:(?:one|two|three|four|five|six|seven|eight|nine|ten|\w+teen|eleven|twelve|twenty|thirty|\d+|and|to|through|for|the|"
    r"remainder|of|over|first|next|months?|years?|thereafter)[\s-]*)+",
    re.IGNORECASE,
)
_FEE_ALONE = re.compile(
    r"(?:(?:monthly|annual|yearly|quarterly|unit|flat|fixed|net|total)\s)*(?:fee|charge|price|rate|cost)s?",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\W*(?:(?:contract |licen[cs]e )?year \d|(?:19|20)\d\d\b)", re.IGNORECASE)
_AT_START = re.compile(
    rf"\b({DIGITS})\s+(?P<unit>[A-Za-z][\w-]*)\s+(?:at|from|on) (?:the )?(?:start|outset|commencement)\b",
    re.IGNORECASE,
)
_YES = {"yes", "y", "x", "✓", "ordered", "elected"}
_NO = {"no", "n", "✗"}


def drafts_of(
    table: Table, about: Surroundings, setting: Setting, allowances: Sequence[Allowance]
) -> Iterator[Draft]:
    """Every term that the rows of a table state; nothing where no column holds prices."""
    stated = stated_in(about.words)
    columns = columns_of(table, setting.habits, stated=stated is not None)
    if columns is None or _only_dates(table, columns):
        return
    above, group, titles = "", "", ""
    for row in rows_of(table, setting.habits):
        name = cell(row, columns.item)
        if not any(part.text.strip() for at, part in enumerate(row.cells) if at != columns.item):
            above = group = name
            titles = ""
            continue
        if _is_titles(row, setting.habits):
            above, titles = "", " ".join(part.text for part in row.cells[1:])
            continue
        name, above = _unwrapped(above, name), ""
        quantity = _quantity(row, columns, setting.habits)
        offer = Offer(row, name, columns, about, setting, quantity, stated, f"{titles} | {group}")
        banded = any(_PART.search(offer.text(at)) for at in columns.units)
        if (
            _TOTAL.match(name)
            or banded
            or _BANDED.search(_plain(name))
            or disclaimed.about_risk(offer.words)
        ):
            continue
        if disclaimed.is_information(offer.words):
            continue
        yield from _terms(offer, allowances)


_BANDED = re.compile(
    r",\s+(?:the\s+)?(?:first|next)\s+\d|,\s+(?:over|above|up to|more than|beyond)\b|\bwith (?:more|fewer|less) than\s+\d",
    re.IGNORECASE,
)
"""A row that prices only part of the quantity is no price by itself."""


_PART = re.compile(
    r",\s*(?:the\s+)?(?:(?:first|next)\s+\d|[a-z]+ (?:above|over)\s+\d)", re.IGNORECASE
)
"""The same in the cell of the unit: 'per m², first 200 m² of a visit'."""


def _plain(name: str) -> str:
    """A name without what stands in parentheses."""
    return re.sub(r"\([^)]*\)", "", name)


_TITLE = re.compile(
    r"\b(?:prices?|charges?|quantity|qty|number|fees?|amount|rate|per month|per year|due|unit)\b",
    re.IGNORECASE,
)


def _is_titles(row: Row, habits: Habits) -> bool:
    """Whether a row inside the table only titles those below it: 'Item | Quantity Price Per month'."""
    words = " ".join(part.text for part in row.cells[1:])
    first = row.cells[0].text.strip()
    return (
        not re.search(r"\d", words + first)
        and not find_money(words, habits)
        and len(_TITLE.findall(words)) > 1
        and len(words.split()) < 9
        and len(first.split()) < 4
    )


def _only_dates(table: Table, columns: Columns) -> bool:
    """Whether several columns hold dates: a calendar of payments, no list of prices."""
    width = range(max(len(row.cells) for row in table.rows))
    dated = [
        at
        for at in width
        if sum(bool(find_dates(cell(row, at))) for row in table.rows) * 2 > len(table.rows)
    ]
    return len(dated) > 1 and columns.item in dated


def _unwrapped(above: str, name: str) -> str:
    """A name that began on the row above: 'Tank Trailer, Single or' and 'Multi-Compartment'."""
    goes_on = re.search(r"(?:\b(?:or|and|of|for|with)|[,&/–-])\s*\Z", above) or re.match(
        r"[a-z\d(]", name
    )
    return f"{above} {name}" if above and goes_on else name


def _terms(offer: Offer, allowances: Sequence[Allowance]) -> Iterator[Draft]:
    row = Passage(offer.row.start, offer.row.end)
    declined, effect, product = _declined(offer), _effect(offer), _product(offer)
    if product is None:
        return
    days: dict[str, object] = {
        "product": product,
        "effective_from": effect.start,
        "effective_to": effect.end,
    }
    if bands := bands_of(offer):
        if across := price_across(offer, bands):
            yield Draft(across.model_copy(update=days), (row,))
        return
    unit = basis_of(" ".join(offer.columns.heads)).unit
    for index in amounts_of(offer):
        term = term_at(offer, index)
        if term is None or _YEAR.match(offer.columns.head(index)):
            continue
        passages: tuple[Passage, ...] = (row,)
        update = days | _of_column(offer, index, product)
        if isinstance(term, Price):
            unit = unit or (term.unit if term.model == "per_unit" else None)
            extra = _included(offer.name, product, allowances)
            update |= _of_price(offer, term, extra, declined=declined)
            passages += (Passage(extra.start, extra.end),) if extra else ()
        yield Draft(term.model_copy(update=update), passages)
    if not declined:
        yield from _contracted(offer, unit, days, row)


def _of_column(offer: Offer, index: int, product: str) -> dict[str, object]:
    """What the column's title says of its amounts: a date, a product of its own."""
    said = effect_of(offer.columns.head(index), offer.setting)
    days = {"effective_from": said.start, "effective_to": said.end} if said.stated else {}
    return {**days, **(_titled(offer, index, product) if offer.stated else {})}


def _of_price(
    offer: Offer, price: Price, extra: Allowance | None, *, declined: bool
) -> dict[str, object]:
    """Whether the row was bought, and how much of it another price includes."""
    update: dict[str, object] = {}
    if price.interval == "one_time" and (event := awaited(offer)):
        update["condition"] = event
    if declined:
        update |= {"status": "not_ordered", "doubtful": True}
    if extra is not None:
        update |= {
            "included_quantity": extra.quantity,
            "interval": price.interval or extra.interval,
        }
    elif price.unit and (free := free_in(offer.words)):
        update |= {"included_quantity": free.quantity, "interval": price.interval or free.interval}
    elif (included := _included_here(offer)) is not None and price.unit:
        head = offer.columns.head(offer.columns.included or 0)
        update |= {
            "included_quantity": included,
            "interval": price.interval or basis_of(head).interval,
        }
    return update


def _titled(offer: Offer, index: int, product: str | None) -> dict[str, object]:
    """Of several columns of rates each prices what its title says; without one it is doubtful."""
    if len(offer.columns.amounts) < 2:
        return {}
    if title := offer.columns.head(index):
        return {"product": f"{product}: {title}"}
    warning = "the column of this amount has no title; what it prices is not certain"
    return {"doubtful": True, "warnings": (warning,)}


def _contracted(
    offer: Offer, unit: str | None, days: dict[str, object], row: Passage
) -> Iterator[Draft]:
    """How many the row orders: its quantity column, or a remark such as '140 users at the start'."""
    quantity = offer.quantity
    if quantity is None and (match := _AT_START.search(offer.words)):
        quantity = parse_digits(match[1], comma=offer.setting.habits.comma)
        unit = unit_of(match["unit"])
    if quantity is None and (counted := count_of(offer, unit)):
        quantity, unit = counted.quantity, counted.unit or unit
    if quantity is not None and quantity > 1:
        term = Quantity(quantity=quantity, unit=unit, change="set")
        yield Draft(term.model_copy(update=days), (row,))


def _product(offer: Offer) -> str | None:
    """The row's own name, or that of the heading where the row only names a step or a date."""
    if offer.quantity is not None and re.fullmatch(r"[A-Z][a-z]+", offer.name.strip()):
        return offer.name.strip()
    return _own_product(offer)


def _own_product(offer: Offer) -> str | None:
    name = re.split(r",?\s+(?:per|for each|each|an? (?=month\b|year\b|quarter\b))\b", offer.name)[0]
    name = _NUMBERED.sub("", _DUE.sub("", _BEHIND_COUNT.sub("", name)))
    if TITLES_ONLY.fullmatch(name.strip()):
        return _pointed(offer)
    numbered = _STEP.match(offer.columns.head(offer.columns.item)) and re.match(r"\W*\d", name)
    if not numbered and _ONLY_NUMBERS.fullmatch(re.sub(r"\([^)]*\)", "", name)):
        return None
    if numbered or _STEP.match(name) or _is_a_date(name, offer.setting.habits):
        return headings_product(offer.about.headings)
    if _FEE_ALONE.fullmatch(name.strip()):
        return in_name(offer.name).unit or headings_product(offer.about.headings[:1])
    label = re.sub(r"\s*\([^)]*\)", "", name).strip(" :")
    own = label if re.match(r"[A-Z][a-z]{2}", label) and len(label.split()) <= 5 else None
    return clean(name) or own or headings_product(offer.about.headings[:1])


def _is_a_date(name: str, habits: Habits) -> bool:
    """Whether a name only says a date: 'From 1 May 2026', but not 'Set-up of the line, on 1 May 2026'."""
    dates = find_dates(name, habits)
    if not dates:
        return False
    before, behind = name[: dates[0].start], name[dates[-1].end :]
    words = [
        [w for w in re.findall(r"[A-Za-z]{3,}", part) if w.lower() not in _DATE_WORDS]
        for part in (before, behind)
    ]
    return not words[0] or len(words[0] + words[1]) < 3


_DATE_WORDS = {
    "from",
    "until",
    "through",
    "the",
    "and",
    "after",
    "before",
    "beginning",
    "ending",
    "starting",
    "date",
}
_NUMBERED = re.compile(r"^\s*\d+(?:\.\d+)+\.?\s+(?=[A-Z])")
_DUE = re.compile(
    r",\s*(?:(?:one[\s-](?:time|off)|once|single)\b,?\s*)?(?:(?:due|payable|charged|invoiced)\s+)?(?:on|in|by)\s+\d[^,]*\Z",
    re.IGNORECASE,
)
"""When a charge falls due, said behind its name: ', one-time on 1 February 2024'."""
_BEHIND_COUNT = re.compile(rf",\s*{DIGITS}\s+[A-Za-z][\w-]*s\s*\Z")


def _pointed(offer: Offer) -> str | None:
    """What 'Above that | $0.0018 for each further API call' prices: its unit; else the heading's product."""
    text = offer.text(offer.columns.amounts[0])
    moneys = find_money(text, offer.setting.habits)
    unit = rate_after(text, moneys[0].end).unit if moneys else None
    if unit and _BEYOND.search(offer.name):
        return f"{unit}s"
    return headings_product(offer.about.headings[:1])


def _included(name: str, product: str | None, allowances: Sequence[Allowance]) -> Allowance | None:
    """The allowance of the product, where the row prices what goes beyond it."""
    if not _BEYOND.search(name):
        return None
    plain = re.sub(r"\s+(?:rate|charge|fee|price)s?\Z", "", product or "", flags=re.IGNORECASE)
    return next(
        (
            each
            for each in allowances
            if same_product(each.product, product) or same_product(each.product, plain)
        ),
        None,
    )


def _included_here(offer: Offer) -> Decimal | None:
    """The number in the row's column of included quantities, or what its words say is free."""
    text = cell(offer.row, offer.columns.included)
    match = re.match(rf"\s*({DIGITS})\b", text)
    return parse_digits(match[1], comma=offer.setting.habits.comma) if match else None


def _quantity(row: Row, columns: Columns, habits: Habits) -> Decimal | None:
    text = cell(row, columns.quantity)
    match = re.match(rf"\s*({DIGITS})(?:\s*\([a-z -]+\))?(?:\s+[A-Za-z]+)?\s*\Z", text)
    return parse_digits(match[1], comma=habits.comma) if match else None


def _declined(offer: Offer) -> bool:
    columns = offer.columns
    answer = cell(offer.row, columns.elected).lower()
    if columns.elected is not None and answer in _YES:
        return False
    listed = any(
        re.search(r"\b(?:list|standard)\b", columns.head(at), re.IGNORECASE)
        for at in columns.amounts
    )
    return answer in _NO or listed or disclaimed.not_ordered(offer.words) or offer.about.declines


def _effect(offer: Offer) -> Effect:
    columns, setting = offer.columns, offer.setting
    for index, part in enumerate(offer.row.cells):
        if index in columns.amounts or index in columns.others:
            continue
        said = effect_of(part.text, setting)
        dates = find_dates(part.text, setting.habits)
        if said.start is None and dates and not part.text[: dates[0].start].strip():
            said = Effect(dates[0].value, said.end)
        if said.stated:
            return said
    for index in columns.amounts:
        if (said := effect_of(offer.text(index), setting)).stated:
            return said
    if (due := _DUE.search(offer.name)) and (dates := find_dates(due[0], setting.habits)):
        return Effect(dates[0].value)
    return _named_start(offer) or offer.about.effect


def _named_start(offer: Offer) -> Effect | None:
    """'Plan Fee from the Renewal Date': a date that the document defines."""
    named = re.search(r"\bfrom the ([\w ]+ Date)\b", f"{offer.name} {offer.about.heading}")
    day = offer.setting.dates.get(named[1].lower()) if named else None
    return Effect(day) if day else None
