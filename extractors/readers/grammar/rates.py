"""What follows an amount: 'per user per month', 'for each 1,000 messages or part', 'once'.

`rate_after` reads the words behind a figure, `basis_of` those of a column head or a label.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from extractors.readers.grammar.numerals import DIGITS, WORDS, parse_digits, words_to_number
from terms.period import Interval
from terms.term import Billing

_CALENDAR = (
    r"(?:(?:calendar|billing|contract|service|licen[cs]e|subscription|full|whole|entire|operating|"
    r"lease|fiscal|financial|agreement|such)\s+)*"
)
_SPAN = rf"{_CALENDAR}(?P<span>weeks?|months?|quarters?|half[\s-]years?|years?|annum)\b"
_ADVERBS: dict[str, Interval] = {
    "monthly": "month",
    "quarterly": "quarter",
    "annually": "year",
    "yearly": "year",
    "annual": "year",
    "semi-annually": "half_year",
    "semiannually": "half_year",
    "half-yearly": "half_year",
}
_STOP_WORDS = [
    "per",
    "for",
    "in",
    "of",
    "on",
    "from",
    "with",
    "and",
    "or",
    "plus",
    "which",
    "that",
    "to",
    "until",
    "unless",
    "at",
    "above",
    "below",
    "over",
    "beyond",
    "shall",
    "is",
    "are",
    "will",
    "if",
    "when",
    "where",
    "as",
    "payable",
    "charged",
    "subject",
    "during",
    "through",
    "than",
    "by",
    "not",
    "used",
    "may",
    "must",
    "each",
    "every",
    "under",
    "then",
    "less",
    "more",
    "up",
    "before",
    "after",
    "within",
    "unchanged",
    "fixed",
    "multiplied",
    "whether",
    "who",
    "whose",
    "thereof",
    "thereafter",
    "but",
    "without",
    "except",
    "rounded",
    "due",
    "invoiced",
    "billed",
    "stated",
    "set",
    "shown",
    "specified",
    "listed",
    "beginning",
    "starting",
    "effective",
    "commencing",
    "including",
    "excluding",
    "while",
    "net",
    "flat",
    "has",
    "have",
    "had",
    "was",
    "were",
    "be",
    "been",
    "can",
    "also",
    "only",
    "monthly",
    "quarterly",
    "annually",
    "plus",
    "upon",
    "once",
    "between",
    "against",
    "into",
    "regardless",
    "so",
    "this",
    "these",
    "those",
    "it",
    "its",
    "the",
    "a",
    "an",
    "any",
    "all",
    "no",
    "there",
]
_WORD = rf"(?!(?:{'|'.join(_STOP_WORDS)})\b)[A-Za-z][A-Za-z'’&-]*(?:/[sh]\b)?"
_NOUNS = rf"(?P<unit>{_WORD}(?:\s{_WORD}){{0,3}})"
_EACH = r"(?:(?:per|for\s+(?:each|every|any)|each|every|a|an|by\s+the)\s|/)\s*"
_MANY = rf"(?P<size>{DIGITS}(?:\s(?:thousand|million))?|(?:{WORDS}\s*\(\s*{DIGITS}\s*\))|hundred|thousand|million)"
_MORE = r"(?:further|additional|extra|such|individual|single|started|commenced|begun|successive|new|unused|full|complete)"
_PACK = r"(?:pack(?:age|et)?|block|bundle|lot|unit|batch|set|group|increment)s?"
_PART = (
    r"(?:,?\s*(?:or|and)\s+(?:any\s+)?(?:fractional\s+)?(?:part|portion|fraction)s?(?:\s+(?:of\s+\d[\d,]*\s+(?:hours?|minutes?|[a-z]+s)\b|of\s+(?:one|it|an?|the)?\s*[\w,]*"
    r"|thereof))?)"
)

_RATE = re.compile(
    rf"\s*(?:"
    rf"(?P<noise>\((?:flat|net|gross|unchanged|no\s+change|excl[^)]{{0,40}}|incl[^)]{{0,40}}|plus[^)]{{0,40}}|"
    rf"before[^)]{{0,30}}|the\s+[“\"‘'][^)]{{0,50}})\)|,?\s*(?:flat|net|gross|plus\s+(?:VAT|tax(?:es)?|applicable\s+taxes)|"
    rf"exclusive\s+of\s+(?:VAT|tax(?:es)?)|excluding\s+(?:VAT|tax(?:es)?|GST))\b)"
    rf"|(?P<billing>,?\s*(?:payable|billed|invoiced)?\s*\b(?:in\s+)?(?P<when>advance|arrears))\b"
    rf"|(?P<once>,?\s*(?:\(?once\)?|(?:as\s+)?(?:a\s+)?one[\s-]time(?:\s+(?:fee|charge))?|single\s+payment|lump\s+sum)\b)"
    rf"|(?P<adverb>,?\s*(?:{'|'.join(a for a in _ADVERBS if a != 'annual')}))\b"
    rf"|p\.\s?(?P<short>a|m)\.?(?!\w)"
    rf"|(?:,\s*)?(?:{_EACH}|(?:in\s+(?:each|every|any)|of\s+each)\s+|(?P<within>in\s+(?:the|a)\s+))(?:\(?\s*one\s*\(1\)\s*)?(?:{_SPAN})(?!\s+(?:remaining|then))"
    rf"|(?:,\s*)?{_EACH}(?P<begun>(?:{_MORE}\s+)*)(?P<part_hour>quarter|half)(?:\s+of\s+an|\s+an)?[\s-]+hour\b(?P<part3>{_PART})?"
    rf"|(?:,\s*)?{_EACH}(?:{_MORE}\s+)*(?:(?P<pack>{_PACK})\s+of\s+)?{_MANY}\s*(?P<unit2>{_WORD}(?:\s{_WORD}){{0,2}})?"
    rf"(?:\s+of\s+[a-z]+(?=,?\s+(?:or|and)\s+(?:any\s+)?part\b))?(?P<part>{_PART})?"
    rf"|(?:,\s*)?{_EACH}(?P<more>(?:{_MORE}\s+)*){_NOUNS}(?P<part2>{_PART})?"
    rf"|(?P<alone>(?:per\s+)?(?:each|unit))(?=\s*(?:[.,;)]|\Z))"
    rf"|and\s+(?P<also>day|week|month|quarter|year)\b"
    rf")",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Rate:
    """How often and for what an amount is due; `end` is the offset after the words that say it."""

    end: int
    unit: str | None = None
    interval: Interval | None = None
    package_size: Decimal | None = None
    started: bool = False
    """'Or part thereof', 'per started pack': each begun package counts."""
    each: bool = False
    """'Each' without a noun: per unit of what the row sells."""
    billing: Billing | None = None

    @property
    def stated(self) -> bool:
        """Whether the words say for what or how often the amount is due."""
        return bool(self.unit or self.interval or self.package_size or self.each)


def rate_after(text: str, at: int, comma: bool = False) -> Rate:
    """The rate words that begin at `at`, as far as they go: '$5 per user per month, in advance'."""
    rate = Rate(at)
    while match := _RATE.match(text, rate.end):
        if match.end() == rate.end:
            break
        step = _step(rate, match, comma)
        if step is None:
            break
        rate = replace(step, end=match.end())
    return rate


def _step(rate: Rate, match: re.Match[str], comma: bool) -> Rate | None:
    """The rate with one more phrase taken in, or None where the phrase cannot belong to it."""
    if match["noise"] or match["alone"]:
        return replace(rate, each=rate.each or bool(match["alone"]))
    if match["when"] or match["once"]:
        return _when(rate, match)
    if said := _said_interval(match):
        loose = match["within"] and not (rate.unit or rate.package_size)
        return None if rate.interval or loose else replace(rate, interval=said)
    if rate.unit or rate.package_size:
        timed = rate.unit and (match["unit"] or "").lower() == "hour" and not match["part2"]
        return replace(rate, unit=f"{rate.unit} hour") if timed else None
    if match["part_hour"]:
        return _part_of_an_hour(rate, match)
    return _package(rate, match, comma) if match["size"] else _unit(rate, match)


def _part_of_an_hour(rate: Rate, match: re.Match[str]) -> Rate:
    """'Per commenced quarter of an hour' is a package of fifteen minutes."""
    minutes = Decimal(15 if match["part_hour"].lower() == "quarter" else 30)
    begun = bool(match["part3"]) or re.search("started|commenced|begun", match["begun"]) is not None
    return replace(rate, unit="minute", package_size=minutes, started=begun)


def _when(rate: Rate, match: re.Match[str]) -> Rate:
    if match["once"]:
        return replace(rate, interval=rate.interval or "one_time")
    return replace(rate, billing="advance" if match["when"].lower() == "advance" else "arrears")


def _said_interval(match: re.Match[str]) -> Interval | None:
    short: dict[str, Interval] = {"a": "year", "m": "month"}
    return (
        _interval(match["span"] or match["also"] or "")
        or _ADVERBS.get((match["adverb"] or "").strip(" ,").lower())
        or short.get((match["short"] or "").lower())
    )


def _package(rate: Rate, match: re.Match[str], comma: bool) -> Rate:
    text = match["size"].lower()
    unit = unit_of(match["unit2"] or "")
    words = match.group().lower()
    started = bool(match["part"]) or "started" in words or "commenced" in words or "begun" in words
    size = _size(text, comma)
    if match["pack"] is None and not started and text in {"hundred", "thousand", "million"}:
        return replace(rate, unit=f"{text} {unit}".strip() if unit else text)
    return replace(rate, unit=unit, package_size=size, started=started or bool(match["pack"]))


def _size(text: str, comma: bool) -> Decimal:
    if digits := re.search(DIGITS, text):
        size = parse_digits(digits[0], comma=comma)
        scale = {"thousand": 1000, "million": 10**6}
        return size * scale.get(text.rsplit(maxsplit=1)[-1], 1)
    return words_to_number(text) or Decimal(1)


def _unit(rate: Rate, match: re.Match[str]) -> Rate | None:
    words = match["unit"]
    if words.lower() in {"month", "year", "quarter", "annum"}:
        return replace(rate, interval=_interval(words))
    unit = unit_of(words)
    if unit is None:
        return replace(rate, each=True)
    started = bool(match["part2"]) or bool(
        re.search("started|commenced|begun", match["more"] or "")
    )
    return replace(rate, unit=unit, started=started)


def merged(first: Rate, second: Rate) -> Rate:
    """What the words at the amount say, filled up with what the column head says."""
    return Rate(
        first.end,
        first.unit or second.unit,
        first.interval or second.interval,
        first.package_size or second.package_size,
        first.started or second.started,
        first.each or second.each,
        first.billing or second.billing,
    )


def _interval(span: str) -> Interval | None:
    word = span.lower().rstrip("s").replace(" ", "-")
    names: dict[str, Interval] = {
        "day": "day",
        "week": "week",
        "month": "month",
        "quarter": "quarter",
        "half-year": "half_year",
        "year": "year",
        "annum": "year",
    }
    return names.get(word)


_SIZES = {"gigabyte": "GB", "terabyte": "TB", "megabyte": "MB", "petabyte": "PB", "kilobyte": "KB"}
_TAIL = re.compile(
    r"\s+(?:stored|used|received|transferred|processed|ordered|travell?ed|transmitted|delivered|sent|"
    r"consumed|carried|made|issued|basis|supplied|sold|shipped|worked|monthly|licen[cs]ed|active|remaining)\Z",
    re.IGNORECASE,
)
_EMPTY = {"unit", "units", "one", "each", "ea", "pc", "piece", "pieces"}


def unit_of(words: str) -> str | None:
    """The unit that words name, singular and without what follows it: 'GB stored' is 'GB'."""
    words = _TAIL.sub("", words.strip(" ,.;:()"))
    words = re.sub(
        r"^(?:named|additional|further|such|the)\s+(?=\w+\s*\Z)", "", words, flags=re.IGNORECASE
    )
    if not words or words.lower() in _EMPTY:
        return None
    head, _, last = words.rpartition(" ")
    last = _singular(last)
    last = _SIZES.get(last.lower(), last)
    return f"{head} {last}".strip()


def _singular(word: str) -> str:
    lower = word.lower()
    if lower.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if re.search(r"(?:x|ch|sh|ss)es$", lower):
        return word[:-2]
    if lower.endswith("s") and not lower.endswith(("ss", "us", "is")) and len(word) > 2:
        return word[:-1]
    return word


_HEAD_BASIS = re.compile(
    rf"(?P<adj>\b(?:monthly|quarterly|annual|annually|yearly|one[\s-](?:time|off)|once|daily|weekly|hourly)\b)"
    rf"|(?:\bper|/|\beach|\bfor\s+each|\bby\s+the|\ba|(?<=\w)\s+and(?:\s+[a-z]+(?=\s+(?:week|month|quarter|year)\b))?)\s*(?:{_SPAN}|(?P<week>week)\b)"
    rf"|\bper\s+{_NOUNS}|\b(?P<each>each|for\s+one|apiece)\b|\(in\s+(?P<code>[A-Z]{{3}})\)",
    re.IGNORECASE,
)


def _said_by(word: str) -> Interval | None:
    plain: dict[str, Interval] = {"daily": "day", "weekly": "week"}
    return "one_time" if word.startswith("on") else _ADVERBS.get(word) or plain.get(word)


def basis_of(head: str) -> Rate:
    """What a column head or a label says of the amounts under it: 'Net price (per user per month)'."""
    rate = Rate(0)
    for match in _HEAD_BASIS.finditer(" ".join(head.split())):
        if match["adj"]:
            word = match["adj"].lower()
            if word == "hourly":
                rate = replace(rate, unit=rate.unit or "hour")
                continue
            rate = replace(rate, interval=rate.interval or _said_by(word))
        elif span := match["span"] or match["week"]:
            rate = replace(rate, interval=rate.interval or _interval(span))
        elif match["each"]:
            rate = replace(rate, each=True)
        elif match["unit"] and not rate.unit:
            unit = unit_of(match["unit"])
            rate = replace(rate, unit=unit) if unit else replace(rate, each=True)
    return rate
