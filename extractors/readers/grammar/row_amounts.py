"""The amounts of a row of a price table: which of them is a price, for what unit, and how often it is due."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from extractors.document import Row
from extractors.readers.grammar import disclaimed
from extractors.readers.grammar.columns import Columns, cell
from extractors.readers.grammar.commitment_words import first_period_of
from extractors.readers.grammar.effect import Effect
from extractors.readers.grammar.numerals import DIGITS, parse_digits
from extractors.readers.grammar.prices import priced
from extractors.readers.grammar.quantities import MoneyAt, find_dates, find_money, find_percents
from extractors.readers.grammar.rates import Rate, basis_of, merged, rate_after
from extractors.readers.grammar.row_words import (
    Counted,
    Stated,
    basis_cell,
    counted_before,
    counted_name,
    free_in,
    in_name,
    remarked,
)
from extractors.readers.grammar.sentences import Setting, main_currency
from extractors.readers.grammar.surroundings import Surroundings
from extractors.readers.grammar.tier_prose import steps_in
from extractors.readers.grammar.tiers import currency_in, tiered_price
from terms.commitment import Commitment
from terms.period import Interval
from terms.price import Price

MINIMUM = re.compile(r"\bminimum\b|\bcommitment\b", re.IGNORECASE)


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


_FLOOR = re.compile(
    r"\s*(?:an?\s+)?(?:minimum of|at least|not (?:less|fewer) than)\b", re.IGNORECASE
)
"""A cell that opens like this states a minimum, whatever its column."""


def count_of(offer: Offer, unit: str | None) -> Counted | None:
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


def amounts_of(offer: Offer) -> Iterator[int]:
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


def term_at(offer: Offer, index: int) -> Price | Commitment | None:
    """What the amount in one column of a row states, without product and days; None where nothing."""
    text, habits = offer.text(index), offer.setting.habits
    said = rate_of(offer, index)
    money = _money(offer, index)
    if money is None:
        return _percent(offer, index, said)
    if _is_no_price(offer, index, money):
        return None
    after = rate_after(text, money.end, habits.comma)
    if re.fullmatch(r"\s*(?:/|per|each|and|[-–])\s*", text[after.end :]):
        return None
    rate = merged(after, said)
    if rate.interval is None:
        rate = replace(rate, interval=_total_interval(offer, money))
    if len(moneys := find_money(text, habits)) > 1 and not _extension(text, moneys):
        return _tiers_in(offer, text, rate)
    if MINIMUM.search(offer.name) and rate.interval in {"month", "quarter", "half_year", "year"}:
        return Commitment(
            measure="amount",
            value=money.value,
            currency=money.currency,
            per=rate.interval,
            shortfall="billed",
            first_period=first_period_of(offer.name, offer.setting),
        )
    count = count_of(offer, rate.unit)
    quantity = offer.quantity if count is None else count.quantity
    return priced(money, _counted(rate, after, quantity, offer.name), None, Effect())


def _is_no_price(offer: Offer, index: int, money: MoneyAt) -> bool:
    """Whether a cell holds a former amount or a minimum, or more than was understood of its price."""
    text = offer.text(index)
    before = text[: money.start]
    return bool(
        money.conflict
        or disclaimed.is_former(before)
        or _FLOOR.match(text)
        or _CUT_IN.search(before)
        or any(_BREAKS_OFF.search(part.text) for part in offer.row.cells)
        or unexplained(offer, index)
    )


_BREAKS_OFF = re.compile(
    r"\b(?:the|of|to|for|and|or|from|with|by|in|than|including|earlier of \(i\) \d+)\s*\Z"
)
"""A cell that goes on in a row below, of which this row is a part."""
_CUT_IN = re.compile(
    r"\b(?:the|or|of|than|from|which|between|and|\d{1,2},\s+\d{4})\s*\$?\s*\Z", re.IGNORECASE
)
"""Words that no cell has before its price: columns of a table may be mixed up."""
_PER = re.compile(r"\bper\b|/\s*(?=[A-Za-z])", re.IGNORECASE)
_MORE_PER = re.compile(r"\b(?:per|each|every)\s+[A-Za-z]|/\s*[A-Za-z]", re.IGNORECASE)
_MORE_SAID = re.compile(
    r"\d|\b(?:minimum|maximum|at least|up to|first|included?|quarter hours?|half hours?|free|plus)\b",
    re.IGNORECASE,
)


def unexplained(offer: Offer, index: int) -> bool:
    """Whether the head or the unit column says more of the amount than was understood of it.

    'Rate per face per Period' has an interval of the contract's own; 'per hour, minimum two hours' a
    minimum that no field of the price would hold.
    """
    head = offer.columns.head(index)
    said = [] if free_in(offer.words) else [offer.text(at) for at in offer.columns.units]
    for text in (head, *said):
        match = _PER.search(text)
        if match is None:
            continue
        rest = text[rate_after(text, match.start()).end :]
        if _MORE_PER.search(rest) or (text is not head and _MORE_SAID.search(rest)):
            return True
    return False


def _extension(text: str, moneys: list[MoneyAt]) -> bool:
    """Whether the second amount of a cell is no price of its own: a total, a minimum, a former price."""
    counted = counted_before(text[: moneys[0].start])
    if counted and _extends(counted.quantity, moneys):
        return True
    between = text[moneys[0].end : moneys[1].start]
    return bool(
        MINIMUM.search(between) or disclaimed.is_limit(text[: moneys[1].start]) or "(" in between
    )


def _tiers_in(offer: Offer, text: str, rate: Rate) -> Price | None:
    """'First 50 GB at $4.00 per GB; next 150 GB at $3.20; all further at $2.50' in one cell."""
    steps = steps_in(text, offer.setting)
    price = tiered_price(steps, "", text) if steps else None
    if price is None:
        return None
    unit = price.unit or rate.unit
    return price.model_copy(update={"interval": price.interval or rate.interval, "unit": unit})


_FEE = re.compile(r"\b(?:fee|charge|rent|subscription)\s*\Z", re.IGNORECASE)


def _counted(rate: Rate, after: Rate, quantity: Decimal | None, name: str) -> Rate:
    """The rate in the light of the row's quantity: of one thing a monthly price is a flat fee."""
    if quantity is None or rate.package_size:
        return rate
    if quantity > 1:
        return rate if rate.unit else replace(rate, each=True)
    if rate.unit is None or (rate.interval and _FEE.search(name)):
        return replace(rate, each=False, unit=None)
    return replace(rate, unit=None) if after.interval and not after.unit else rate


def _money(offer: Offer, index: int) -> MoneyAt | None:
    text, habits = offer.text(index), offer.setting.habits
    if moneys := find_money(text, habits):
        return moneys[0]
    if offer.stated and (match := re.match(rf"\s*({DIGITS})", text)):
        value = parse_digits(match[1], comma=habits.comma) * offer.stated.scale
        return MoneyAt(value, offer.stated.currency, match.start(1), match.end(1))
    bare = re.fullmatch(rf"\s*({DIGITS})(?P<rest>\s+per\s+.*)?\s*", text)
    code = currency_in(offer.columns.head(index), habits.dollar) or offer.columns.currency(index)
    if bare is None or code is None:
        return None
    return MoneyAt(parse_digits(bare[1], comma=habits.comma), code, bare.start(1), bare.end(1))


_FLAT_UNIT = re.compile(
    r"(?:flat|lump[\s-]?sum|fixed|all-in|l\.?s\.?)(?:[\s-](?:fee|rate|price|charge|sum))?",
    re.IGNORECASE,
)
"""A cell of a unit column that says there is no unit."""
_MILESTONE = re.compile(
    r"\b(?:milestones?|deliverables?|instal(?:l)?ments?)\b|\bpayable (?:on|upon|when)\b",
    re.IGNORECASE,
)
"""Titles of a table of sums that each fall due once."""


_DUE_HEAD = re.compile(
    r"\b(?:due|payable|target|when|date|trigger|event|condition|falls? due)\b", re.IGNORECASE
)
_EVENT = re.compile(
    r"\b(?:accept(?:ance|ed)|complet(?:ion|ed)|deliver(?:y|ed)|sign(?:ing|ature|-off)|go-?live|commissioning|approval|handover|"
    r"install(?:ation|ed)|receipt)\b",
    re.IGNORECASE,
)


def awaited(offer: Offer) -> str | None:
    """The event on which a sum falls due, where its due column names one and no day: 'upon acceptance'."""
    for index, part in enumerate(offer.row.cells):
        text = part.text.strip()
        if index in offer.columns.amounts or index == offer.columns.item:
            continue
        dated = find_dates(text, offer.setting.habits)
        if _DUE_HEAD.search(offer.columns.head(index)) and _EVENT.search(text) and not dated:
            return text
    return None


def _titles(offer: Offer) -> str:
    return f"{offer.about.heading} | {' | '.join(offer.columns.heads)}"


def rate_of(offer: Offer, index: int) -> Rate:
    """What the column head, the unit column, the item's own words and the heading say, in that order."""
    columns = offer.columns
    rate = basis_of(columns.head(index))
    units = [offer.text(at) for at in columns.units]
    for text in units:
        rate = merged(rate, basis_cell(text))
    rate = merged(rate, in_name(offer.name))
    rate = replace(rate, interval=rate.interval or basis_of(offer.name).interval)
    if any(_FLAT_UNIT.fullmatch(text.strip()) for text in units):
        rate = replace(rate, unit=None, each=False)
    once = re.search(r"fixed (?:fee|price)|one[\s-]time|\bonce\b", " ".join(units), re.IGNORECASE)
    if rate.interval is None and once:
        rate = replace(rate, interval="one_time")
    if rate.interval is None and rate.unit is None:
        rate = replace(rate, interval=basis_of(offer.about.heading).interval)
    if rate.interval is None and (period := _BY_PERIOD.search(offer.about.heading)):
        rate = replace(rate, interval=basis_of(period[0]).interval)
    if re.search(r"\bfollow(?:s|ing)\b", offer.about.lead[-160:]):
        rate = merged(rate, basis_of(offer.about.lead[-160:]))
    if offer.stated:
        rate = merged(rate, offer.stated.rate)
    if rate.interval is None and rate.unit is None and _MILESTONE.search(_titles(offer)):
        rate = replace(rate, interval="one_time")
    if rate.interval is None and re.search(
        r"\bone[\s-](?:time|off)|\bonce\b", offer.over, re.IGNORECASE
    ):
        rate = replace(rate, interval="one_time")
    return replace(rate, interval=rate.interval or remarked(offer.row, index))


_BY_PERIOD = re.compile(r"\bby the (?:month|quarter|year|week)\s*\Z", re.IGNORECASE)
"""A heading that says how often all that stands under it is due."""
_UPLIFT = re.compile(
    r"\b(?:premium|surcharge|supplement|uplift|loading|in addition to|on top of)\b|\bcost\s*(?:\+|plus)",
    re.IGNORECASE,
)
"""A percent that is added to other prices is no price."""


def _percent(offer: Offer, index: int, rate: Rate) -> Price | None:
    text, setting = offer.text(index), offer.setting
    percents = find_percents(text, setting.habits)
    if not percents or percents[0].conflict or _UPLIFT.search(f"{offer.name} {offer.words}"):
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
