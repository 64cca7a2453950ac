"""A row of a price table: what it sells, at what price, how many, and from when."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from extractors.document import Row, Table
from extractors.readers.grammar import disclaimed
from extractors.readers.grammar.allowances import Allowance
from extractors.readers.grammar.columns import Columns, cell, columns_of, rows_of
from extractors.readers.grammar.commitments import first_period_of
from extractors.readers.grammar.effect import Effect, effect_of
from extractors.readers.grammar.merging import same_product
from extractors.readers.grammar.numerals import DIGITS, Habits, parse_digits
from extractors.readers.grammar.prices import priced
from extractors.readers.grammar.products import TITLES_ONLY, clean, headings_product
from extractors.readers.grammar.quantities import MoneyAt, find_dates, find_money, find_percents
from extractors.readers.grammar.rates import Rate, basis_of, merged, rate_after, unit_of
from extractors.readers.grammar.row_words import (
    Counted,
    Stated,
    basis_cell,
    counted_before,
    counted_name,
    free_in,
    in_name,
    remarked,
    stated_in,
)
from extractors.readers.grammar.sentences import Setting, main_currency
from extractors.readers.grammar.surroundings import Surroundings
from extractors.readers.grammar.tier_prose import steps_in
from extractors.readers.grammar.tiers import currency_in, tiered_price
from extractors.readers.reading import Draft, Passage
from terms.commitment import Commitment
from terms.period import Interval
from terms.price import Price, Quantity

_TOTAL = re.compile(
    r"^\W*(?:sub-?\s?total|(?:grand |annual |monthly )?total|sum|balance|year \d+ - total)\b",
    re.IGNORECASE,
)
_MINIMUM = re.compile(r"\bminimum\b|\bcommitment\b", re.IGNORECASE)
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


@dataclass(frozen=True, slots=True)
class Offer:
    """One row, with the columns of its table and what stands around the table."""

    row: Row
    name: str
    columns: Columns
    about: Surroundings
    setting: Setting
    quantity: Decimal | None
    stated: Stated | None
    """In what the bare figures of the table are, where the words over it say so."""
    over: str = ""
    """The titles and the group name that stand in rows of their own over the row."""

    @property
    def words(self) -> str:
        """The row's words."""
        return " ".join(part.text for part in self.row.cells)

    def text(self, index: int) -> str:
        """The words of one cell."""
        return cell(self.row, index)


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
        if _TOTAL.match(name) or _BANDED.search(_plain(name)) or disclaimed.about_risk(offer.words):
            continue
        if disclaimed.is_information(offer.words):
            continue
        yield from _terms(offer, allowances)


_FLOOR = re.compile(r"\s*(?:an?\s+)?(?:minimum of|at least|not (?:less|fewer) than)\b", re.IGNORECASE)
"""A cell that opens like this states a minimum, whatever its column."""
_BANDED = re.compile(
    r",\s+(?:the\s+)?(?:first|next)\s+\d|,\s+(?:over|above|up to|more than|beyond)\b|\bwith (?:more|fewer|less) than\s+\d",
    re.IGNORECASE,
)
"""A row that prices only part of the quantity is no price by itself."""


def _plain(name: str) -> str:
    """A name without what stands in parentheses."""
    return re.sub(r"\([^)]*\)", "", name)


_TITLE = re.compile(
    r"\b(?:prices?|charges?|quantity|qty|number|fees?|amount|rate|per month|per year|due|unit)\b", re.IGNORECASE
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
    unit = basis_of(" ".join(offer.columns.heads)).unit
    for index in _amounts(offer):
        term = _term(offer, index)
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


def _count(offer: Offer, unit: str | None) -> Counted | None:
    """How many the row orders, where no column of quantities says it."""
    if offer.quantity is not None:
        return None
    if named := counted_name(offer.name, unit):
        return named
    for index in offer.columns.amounts:
        moneys = find_money(offer.text(index), offer.setting.habits)
        counted = counted_before(offer.text(index)[: moneys[0].start]) if moneys else None
        if counted and (counted.unit or _extends(counted.quantity, moneys)):
            return replace(counted, unit=counted.unit or unit)
    return None


def _extends(quantity: Decimal, moneys: list[MoneyAt]) -> bool:
    """Whether the last amount of a cell is the first times the quantity before it."""
    return len(moneys) == 2 and moneys[0].value * quantity == moneys[1].value


def _total_interval(offer: Offer, price: MoneyAt) -> Interval | None:
    """How often a row is due by the title of its total: 'Qty | Unit price | Monthly total'."""
    quantity = offer.quantity
    for index in (*offer.columns.others, *offer.columns.amounts):
        moneys = find_money(offer.text(index), offer.setting.habits)
        counted = counted_before(offer.text(index)[: moneys[0].start]) if moneys else None
        times = quantity or (counted.quantity if counted else None)
        if times and moneys and moneys[-1].value == times * price.value:
            titled = basis_of(offer.columns.head(index)).interval
            if said := titled or basis_of(offer.over).interval:
                return said
    return None


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
    if quantity is None and (counted := _count(offer, unit)):
        quantity, unit = counted.quantity, counted.unit or unit
    if quantity is not None and quantity > 1:
        term = Quantity(quantity=quantity, unit=unit, change="set")
        yield Draft(term.model_copy(update=days), (row,))


def _product(offer: Offer) -> str | None:
    """The row's own name, or that of the heading where the row only names a step or a date."""
    name = re.split(r",?\s+(?:per|for each|each|an? (?=month\b|year\b|quarter\b))\b", offer.name)[0]
    name = _BEHIND_COUNT.sub("", name)
    if _STEP.match(offer.columns.head(offer.columns.item)) and re.match(r"\W*\d", name):
        return headings_product(offer.about.headings)
    if offer.quantity is not None and re.fullmatch(r"[A-Z][a-z]+", name.strip()):
        return name.strip()
    if TITLES_ONLY.fullmatch(name.strip()):
        return _pointed(offer)
    if _ONLY_NUMBERS.fullmatch(re.sub(r"\([^)]*\)", "", name)):
        return None
    if _STEP.match(name) or find_dates(name, offer.setting.habits):
        return headings_product(offer.about.headings)
    if _FEE_ALONE.fullmatch(name.strip()):
        return in_name(offer.name).unit or headings_product(offer.about.headings[:1])
    label = re.sub(r"\s*\([^)]*\)", "", name).strip(" :")
    own = label if re.match(r"[A-Z][a-z]{2}", label) and len(label.split()) <= 5 else None
    return clean(name) or own or headings_product(offer.about.headings[:1])


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
    return _named_start(offer) or offer.about.effect


def _named_start(offer: Offer) -> Effect | None:
    """'Plan Fee from the Renewal Date': a date that the document defines."""
    named = re.search(r"\bfrom the ([\w ]+ Date)\b", f"{offer.name} {offer.about.heading}")
    day = offer.setting.dates.get(named[1].lower()) if named else None
    return Effect(day) if day else None


def _amounts(offer: Offer) -> Iterator[int]:
    """The columns whose amount is a price: an amount that is quantity times another is an extension."""
    values: list[tuple[int, Decimal | None]] = []
    for index in offer.columns.amounts:
        moneys = find_money(offer.text(index), offer.setting.habits)
        values.append((index, moneys[0].value if moneys else None))
    found = [index for index, value in values if value is not None]
    if len(found) > 1 and not any(offer.columns.head(index) for index in found):
        return
    for index, value in values:
        earlier = [other for at, other in values if at < index and other is not None]
        times = {offer.quantity or 1, (offer.quantity or 1) * 12, 12} - {1}
        if value is not None and len(earlier) > 1 and value == sum(earlier):
            continue
        if value is not None and value in {factor * e for factor in times for e in earlier}:
            continue
        yield index


def _term(offer: Offer, index: int) -> Price | Commitment | None:
    text, habits = offer.text(index), offer.setting.habits
    said = _rate(offer, index)
    money = _money(offer, index)
    if money is None:
        return _percent(offer, index, said)
    if money.conflict or disclaimed.is_former(text[: money.start]) or _FLOOR.match(text):
        return None
    after = rate_after(text, money.end, habits.comma)
    if re.fullmatch(r"\s*(?:/|per|each|and|[-–])\s*", text[after.end :]):
        return None
    rate = merged(after, said)
    if rate.interval is None:
        rate = replace(rate, interval=_total_interval(offer, money))
    if len(moneys := find_money(text, habits)) > 1 and not _extension(offer, text, moneys):
        return _tiers_in(offer, text, rate)
    if _MINIMUM.search(offer.name) and rate.interval in {"month", "quarter", "half_year", "year"}:
        return Commitment(
            measure="amount",
            value=money.value,
            currency=money.currency,
            per=rate.interval,
            shortfall="billed",
            first_period=first_period_of(offer.name, offer.setting),
        )
    count = _count(offer, rate.unit)
    quantity = offer.quantity if count is None else count.quantity
    return priced(money, _counted(rate, after, quantity), None, Effect())


def _extension(offer: Offer, text: str, moneys: list[MoneyAt]) -> bool:
    """Whether the second amount of a cell is no price of its own: a total, a minimum, a former price."""
    counted = counted_before(text[: moneys[0].start])
    if counted and _extends(counted.quantity, moneys):
        return True
    between = text[moneys[0].end : moneys[1].start]
    return bool(_MINIMUM.search(between) or disclaimed.is_limit(text[: moneys[1].start]) or "(" in between)


def _tiers_in(offer: Offer, text: str, rate: Rate) -> Price | None:
    """'First 50 GB at $4.00 per GB; next 150 GB at $3.20; all further at $2.50' in one cell."""
    steps = steps_in(text, offer.setting)
    price = tiered_price(steps, "", text) if steps else None
    if price is None:
        return None
    unit = price.unit or rate.unit
    return price.model_copy(update={"interval": price.interval or rate.interval, "unit": unit})


def _counted(rate: Rate, after: Rate, quantity: Decimal | None) -> Rate:
    """The rate in the light of the row's quantity: of one thing a monthly price is a flat fee."""
    if quantity is None or rate.package_size:
        return rate
    if quantity > 1:
        return rate if rate.unit else replace(rate, each=True)
    if rate.unit is None:
        return replace(rate, each=False)
    return replace(rate, unit=None) if after.interval and not after.unit else rate


def _money(offer: Offer, index: int) -> MoneyAt | None:
    text, habits = offer.text(index), offer.setting.habits
    if moneys := find_money(text, habits):
        return moneys[0]
    if offer.stated and (match := re.match(rf"\s*({DIGITS})", text)):
        value = parse_digits(match[1], comma=habits.comma) * offer.stated.scale
        return MoneyAt(value, offer.stated.currency, match.start(1), match.end(1))
    bare = re.fullmatch(rf"\s*({DIGITS})(?P<rest>\s+per\s+.*)?\s*", text)
    code = currency_in(offer.columns.head(index)) or offer.columns.currency(index)
    if bare is None or code is None:
        return None
    return MoneyAt(parse_digits(bare[1], comma=habits.comma), code, bare.start(1), bare.end(1))


def _rate(offer: Offer, index: int) -> Rate:
    """What the column head, the unit column, the item's own words and the heading say, in that order."""
    columns = offer.columns
    rate = basis_of(columns.head(index))
    units = [offer.text(at) for at in columns.units]
    for text in units:
        rate = merged(rate, basis_cell(text))
    rate = merged(rate, in_name(offer.name))
    rate = replace(rate, interval=rate.interval or basis_of(offer.name).interval)
    once = re.search(r"fixed (?:fee|price)|one[\s-]time|\bonce\b", " ".join(units), re.IGNORECASE)
    if rate.interval is None and once:
        rate = replace(rate, interval="one_time")
    if rate.interval is None and rate.unit is None:
        rate = replace(rate, interval=basis_of(offer.about.heading).interval)
    if re.search(r"\bfollow(?:s|ing)\b", offer.about.lead[-160:]):
        rate = merged(rate, basis_of(offer.about.lead[-160:]))
    if offer.stated:
        rate = merged(rate, offer.stated.rate)
    if rate.interval is None and re.search(r"\bone[\s-](?:time|off)|\bonce\b", offer.over, re.IGNORECASE):
        rate = replace(rate, interval="one_time")
    return replace(rate, interval=rate.interval or remarked(offer.row, index))


def _percent(offer: Offer, index: int, rate: Rate) -> Price | None:
    text, setting = offer.text(index), offer.setting
    percents = find_percents(text, setting.habits)
    if not percents or percents[0].conflict:
        return None
    base = re.match(r"\s*of\s+(?:the\s+|each\s+)?(?P<base>[^,;.]{3,60})", text[percents[0].end :])
    bases = [base["base"]] if base else [offer.text(at).split(",")[0] for at in offer.columns.units]
    of = next((each.strip() for each in bases if each.strip()), None)
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
