"""How usage is counted: units, rounding, aggregation, the day's time zone, where a period is cut.

Understood: 'GB means 1,073,741,824 bytes', 'one gigabyte is one thousand million bytes', 'a barrel
is forty-two gallons'; 'rounded up to the next whole GB', 'a part of an hour counting as a whole';
'the sum / highest number / average number of ... in the month', '95th percentile'; 'Eastern time',
'Japan Standard Time', 'UTC', 'America/Denver time zone' where a month or usage is spoken of;
'belongs to the month in which it ended'.

Not metering: support hours in a time zone, definitions of business days, portal displays 'for
information', capacities and limits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from extractors.document import Document
from extractors.readers.grammar.billed_use import BILLED_USE, LONGEST, PERFORMANCE
from extractors.readers.grammar.clauses import Clause, clauses, draft, thing
from extractors.readers.grammar.indices import INDEX
from extractors.readers.grammar.numerals import words_to_number
from extractors.readers.grammar.steps_of_time import steps_of_time
from extractors.readers.grammar.zones import zone_named
from extractors.readers.reading import Draft
from terms.measure import Metering

_UNITS = r"(?:bytes?|bits?|gallons?|litres?|liters?|cubic\s+(?:feet|metres?|meters?)|pounds?|kilograms?|seconds?|minutes?|characters?|kilobytes?|megabytes?|gigabytes?|KB|MB|GB|kWh|tokens?|pages?)"
_KNOWN = r"(?:(?:giga|tera|mega|kilo|peta|gibi|tebi)bytes?|barrel|page|message|segment|credit|transaction|call|token|document|pallet|therm|container)"
_UNIT_IS = re.compile(
    rf"(?:[“\"](?P<q>[\w-]{{1,20}})[”\"](?:\s+or\s+[“\"](?P<q2>[\w-]{{1,20}})[”\"])?|\b(?:an?|one|1|the|each)\s+(?P<n>{_KNOWN})(?:\s+\((?P<abbr>[A-Za-z]{{1,4}})\))?|\b(?P<caps>GB|TB|MB|KB))\s+"
    r"(?:shall\s+)?(?:means?|is|are|equals?|being|refers\s+to|consists?\s+of|=)\s+(?P<rest>[^.;]{0,140})",
    re.IGNORECASE,
)
_BASE = re.compile(rf"\b(?P<base>{_UNITS})\b", re.IGNORECASE)
_IN_UNITS = re.compile(
    rf"\bunits?\s+of\s+(?P<size>\d[\d,. ]*\d)\s+(?P<base>{_UNITS})\b", re.IGNORECASE
)
_NUMBER = re.compile(r"\d[\d,. ]*\d|\d")
_POWER = re.compile(r"\b(?:2\s*\^\s*(\d+)|two\s+to\s+the\s+(?:power\s+of\s+)?(\w+))", re.IGNORECASE)

_USAGE = re.compile(
    r"\b(?:usage|used|consum\w+|metered|measur\w+|count(?:ed|s)?|transfer\w*|stored|storage|requests?|bytes?|GB|gigabytes?|hours?|attendance|tokens?|units?|data|volume|calls?|messages?|"
    r"connectors?|users?|seats?|connections?|readings?|quantity|total(?:led)?|traffic|devices?|sites?|samples?|minutes?|kWh|consumption)\b",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"\b(?:UTC|GMT|[A-Z][a-z]+\s+(?:Standard\s+|Daylight\s+|Clock\s+|Summer\s+|Prevailing\s+)?[Tt]ime\b|time\s+zone|C?EST|CEST|CET|EET|BST|JST|EDT|CST|MST|PST|PT|ET|midnight\s+in|time\s+of\s+[A-Z][a-z]+|[A-Z][a-z]+/[A-Z][A-Za-z_]+|Coordinated\s+Universal)",
)
_PERIOD = re.compile(
    r"\b(?:months?|billing\s+(?:month|period|cycle|day)|day|period|date)\b", re.IGNORECASE
)
_NOT_CLOCK = re.compile(
    r"\b(?:LIBOR|interest|deposits|support|maintenance|business\s+hours|working\s+hours|help\s*desk|business\s+day|working\s+day|reach\w*|batch(?:es)?|service\s+desk|between\s+\d|from\s+\d{1,2}[:.]\d\d\s*(?:a\.?m)?[^.]{0,20}\bto\b|notice|office|response|deadline|closes?\s+before|expire|monday)\b",
    re.IGNORECASE,
)
_ZONES_COMPARED = re.compile(r"\b(?:ahead\s+of|behind)\b", re.IGNORECASE)
_ROUND_UP = re.compile(
    r"\brounded\s+up(?:wards?)?\b|\bround\s+up\b|\b(?:any\s+)?(?:a\s+)?part\s+of\s+(?:an?|one|the)\s+[\w ]{1,24}?\s+(?:counting|counts?|counted|being\s+counted|is\s+treated|treated)\s+as\s+(?:a|one)\s+(?:whole|full)|\b(?:an?|any|each|every)\s+(?:started|commenced|begun)\s+\w+\s+(?:counting|counts?|is\s+counted|being\s+counted)\s+as\s+(?:one|a\s+(?:whole|full))\b|\bto\s+the\s+next\s+(?:whole|full|higher)\b|\bor\s+part\s+of\s+an?\s+[\w ]{1,20}\s+in\s+the\s+(?:monthly\s+)?total\b",
    re.IGNORECASE,
)
_PART = re.compile(r"\bor\s+(?:any\s+)?part\s+of\s+an?\b", re.IGNORECASE)
_ROUND_DOWN = re.compile(
    r"\brounded\s+down\b|\bfractions?\b[^.;]{0,50}\b(?:disregarded|ignored|discarded)",
    re.IGNORECASE,
)
_ROUND_NEAR = re.compile(
    r"\brounded\s+(?:off\s+|commercially\s+)?(?:per\s+month\s+)?to\s+(?:the\s+(?:nearest|closest)|(?:full|whole)(?=\s+[A-Za-z]+,?\s+(?:half|halves)))\b",
    re.IGNORECASE,
)
_MONEY_ROUND = re.compile(
    r"\b(?:cents?|penny|pence|dollars?|euros?|yen|pounds?\s+sterling|fees?|charges?|prices?|amounts?|percent\w*)\b",
    re.IGNORECASE,
)
_PER_EVENT = re.compile(
    r"\b(?:each|every|per)\s+(?:individual\s+|single\s+)?(?:call|attendance|session|event|visit|transfer|request|job|run|message|invocation|trip)|\battendance\s+is\s+recorded",
    re.IGNORECASE,
)
_PER_PERIOD = re.compile(
    r"\btotal\w*\b|\bsum\b|\badded\s+together|\baggregate|\bover\s+the\s+(?:billing\s+)?(?:month|period)|\bmonthly\b|\brounded\s+per\s+(?:calendar\s+)?month\b|\bof\s+(?:that|each)\s+(?:calendar\s+|billing\s+)?(?:month|period)\b",
    re.IGNORECASE,
)

_AGGREGATES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern, re.IGNORECASE))
    for name, pattern in (
        ("p95", r"\b(?:95th|ninety-fifth)\s+percentile\b"),
        (
            "max",
            r"\b(?:highest|maximum|peak|greatest|largest)\s+(?:number|count|quantity|volume|amount|concurrent|daily|level|simultaneous|demand|load|reading|value)\b|\b(?:highest|maximum|greatest|largest)\s+[\w-]+\s+(?:average|demand|load|reading|value|measurement)\b|\bhigh-?water\b",
        ),
        (
            "average",
            r"\baveraged\s+(?:over|for)\b|\baverage\s+(?:number|of|quantity|daily|amount|\w+\s+stored)\b|\btime-weighted\b|\baverage\s+\w+\s+(?:stored|observations)",
        ),
        (
            "unique",
            r"\bcounted\s+(?:only\s+)?once\s+(?:in|per|an?|each|for)\s+(?:\w+\s+)?(?:month|period|quarter)\b|\b(?:nobody|no\s+one|none|no\s+\w+)\s+is\s+counted\s+(?:twice|more\s+than\s+once)\b|\b(?:unique|distinct)\s+(?:\w+\s+)?(?:users?|devices?|visitors?|accounts?|customers?|contacts?)\b",
        ),
        (
            "last",
            r"\b(?:on|as\s+of|at)\s+the\s+last\s+(?:day|business\s+day|moment)\s+of\s+(?:the|each)\s+(?:\w+\s+)?(?:month|period)\b[^.;]{0,60}\b(?:counted|number|active)|\bnumber\s+of\s+[\w ]+\s+(?:on|at)\s+the\s+last\s+day\b",
        ),
        (
            "sum",
            r"\b(?:sum|total)\s+of\b|\bsummed\b|\badded\s+together\b|\btotal(?:l)?ed\b|\bcounted\b[^.;]{0,30}\btogether\b|\bthe\s+[\w ]{2,30}\s+total\s+of\s+all\b|\baggregate\s+(?:number|amount|volume)\b",
        ),
    )
)
_TOTAL_OF = re.compile(
    r"\bmeans\b[^.;]{0,40}\btotal\s+of\s+all\b[^.;]{0,120}\b(?:month|quarter|period|year)\b",
    re.IGNORECASE,
)
_NUMBER_OF = re.compile(
    r"\b(?:highest|maximum|peak|greatest|largest)\s+number\s+of\s+([a-z]+?)s\b", re.IGNORECASE
)
_ONE_OF = re.compile(
    r"\b[Aa]n?\s+((?:[\w-]+\s+){0,2}?[\w-]+)\s+is\s+(?:counted|an?\s+\w+\s+(?:who|that))\b"
)
_FOR_EACH = re.compile(
    r"\bcounts?\s+as\s+one\s+(?P<unit>\w+)\s+for\s+(?:each|every)\s+(?P<size>\d[\d,]*)\s+(?P<base>\w+?)s?\s+or\s+(?:any\s+)?part\s+thereof\b",
    re.IGNORECASE,
)
_BELONGS = re.compile(
    r"\b(?:belongs?|is\s+(?:attributed|allocated|assigned|counted)|counts?)\s+(?:to|in|toward)\s+(?:the\s+)?(?:\w+\s+){0,3}?(?:month|period|week|day)\s+in\s+which\b[^.;]{0,60}?\b(?P<how>began|begins|started|starts|commenc\w+|ended|ends|completed|finish\w+)",
    re.IGNORECASE,
)
_INFORMATION = re.compile(
    r"\b(?:for\s+information|convenience|displayed?|portal|no\s+bearing|not\s+in\s+the\s+units|dashboard|console)\b",
    re.IGNORECASE,
)
_CUTOFF = re.compile(r"\b(\d{1,2})(?::(\d\d))?\s*(a\.?m\.?|p\.?m\.?)", re.IGNORECASE)
_DAY_FROM = re.compile(
    r"\b(?:beginning|begins|commenc\w+|starting|ending|from|at)\s+(?:at\s+)?\W*\Z", re.IGNORECASE
)

_TRIGGER = re.compile(
    rf"\b(?:means?|equals?|is|being|consists)\b[^.;]{{0,120}}\b{_UNITS}\b|\bround\w*\b|\b(?:sum|total|summed|totalled|totaled|highest|maximum|peak|average|percentile|unique|distinct|added\s+together|together)\b|{_TIME.pattern}|\bin\s+which\b|\b(?:part|half)\s+of\s+an?\b|\bhalf\s+hours?\b|\b[GTMK]B\s+=\s|\bcounted\b|\bcounts?\s+as\s+one\b|\bcounting\s+as\b",
)


def read(document: Document) -> Iterator[Draft]:
    """Every rule of counting; the rules of one section about one unit are one term."""
    given: list[dict[str, Any]] = []
    for fields, used in _groups(document):
        units = {other.get("unit") for other in given}
        if "base_unit" in fields and fields["base_unit"] in units:
            continue
        if not any(fields.items() <= other.items() for other in given):
            given.append(fields)
            yield draft(Metering(**fields), *used)


def _groups(document: Document) -> Iterator[tuple[dict[str, Any], list[Clause]]]:
    pending: dict[str, Any] = {}
    used: list[Clause] = []
    for clause in clauses(document, _TRIGGER):
        if clause.row is not None or clause.risky or _INFORMATION.search(clause.text):
            continue
        fields = _fields(clause)
        if not fields:
            continue
        if used and (not _together(used[-1], clause) or _clash(pending, fields)):
            yield pending, used
            pending, used = {}, []
        pending, used = pending | fields, [*used, clause]
    if used:
        yield pending, used


def _together(first: Clause, second: Clause) -> bool:
    one, two = first.sentence, second.sentence
    if re.match(r"\W*[“\"]", two.text):
        return False
    if one.section is not None or two.section is not None:
        return one.section is two.section
    return abs(one.paragraph - two.paragraph) <= 1


def _clash(one: dict[str, Any], two: dict[str, Any]) -> bool:
    if "product" in two and "product" not in one:
        return "rounding" not in two or two.get("unit") != one.get("unit")
    return any(one[name] != value for name, value in two.items() if name in one)


def _fields(clause: Clause) -> dict[str, Any]:
    fields = {**_unit(clause), **_aggregate(clause), **_rounding(clause), **_clock(clause)}
    told = fields.keys() & {"aggregate", "timezone"} and not _ALL_TIMES.match(clause.text)
    if "rounding" in fields and "aggregate" in fields:
        fields.setdefault("rounding_per", "period")
    named = _product(clause) if told else None
    if named and "aggregate" not in fields and named.endswith("s") and "charge" in clause.text:
        fields.setdefault("unit", named[:-1])
    return fields | {"product": named} if named else fields


_SUBJECT = re.compile(
    r"(?:^|\.\s|\d\s)([A-Z][\w-]*(?:\s+[\w-]+){0,3}?)\s+(?:is|are)\s+the\s+(?:sum|average|highest|total|peak|maximum)\b"
    r"|\bcharges?\s+for\s+([A-Z][\w-]*(?:\s+[A-Z][\w-]*){0,3})\s+(?:is|are)\b"
    r"|^\W*(?:\(\w+\)\s*)?The\s+([a-z]+)\s+(?:consumption|usage)\s+is\s+the\s+(?:sum|total|average|highest)\b"
    r"|^\W*([A-Z][\w-]*(?:\s+[\w-]+){1,6}?)(?:\s+\([^)]{1,12}\))?\s+(?:is|are)\s+(?:counted|total(?:l)?ed|summed|added)\b"
)


def _product(clause: Clause) -> str | None:
    """What is counted: the sentence's subject, or the heading over it where that names a thing."""
    match = _SUBJECT.search(clause.text)
    if match and match[3]:
        return match[3]
    if match and not re.match(r"(?:The|Each|All|Any)\b", match[0].strip(" .0123456789")):
        return match[1] or match[2] or match[4]
    return thing(clause.heading)


def _unit(clause: Clause) -> dict[str, Any]:
    """The size of a unit in a smaller one: '"GB" means one gigabyte, being 1,073,741,824 bytes'."""
    if each := _FOR_EACH.search(clause.text):
        return {
            "unit": each["unit"],
            "unit_size": _size(each["size"]),
            "base_unit": each["base"],
            "rounding": "up",
            "rounding_per": "event",
        }
    if sized := _IN_UNITS.search(clause.text):
        return {"unit_size": _size(sized["size"]), "base_unit": _singular(sized["base"])}
    match = _UNIT_IS.search(clause.text)
    if not match:
        return {}
    unit = _symbol(match["q"], match["q2"]) or match["abbr"] or match["caps"] or match["n"]
    begin = 0
    for base in _BASE.finditer(match["rest"]):
        size = _size(match["rest"][begin : base.start()])
        begin = base.end()
        if size is not None and size > 1:
            return {"unit": unit, "unit_size": size, "base_unit": _singular(base["base"])}
    return {}


def _symbol(name: str | None, other: str | None) -> str | None:
    """Of two names of a unit the symbol ('GB'), else the first."""
    return other if other and other.isupper() else name


def _singular(word: str) -> str:
    return word if word.isupper() else re.sub(r"s\Z", "", word.lower())


def _size(words: str) -> Decimal | None:
    if power := _POWER.search(words):
        exponent = int(power[1]) if power[1] else words_to_number(power[2].lower())
        if exponent and not _NUMBER.search(words.replace(power[0], "")):
            return Decimal(2) ** int(exponent)
    if number := _NUMBER.search(words):
        digits = number[0].replace(",", "").replace(" ", "").rstrip(".")
        return Decimal(digits) if re.fullmatch(r"\d+(?:\.\d+)?", digits) else None
    plain = re.sub(r"\b(?:united\s+states|u\.s\.|us|imperial)\b", "", words.lower()).strip(" ,")
    if match := re.fullmatch(r"(.*?)\s*(thousand\s+million|million|billion|thousand)\s*", plain):
        head = words_to_number(match[1].strip()) if match[1].strip() else Decimal(1)
        scale = {"thousand": 3, "million": 6, "billion": 9}.get(match[2], 9)
        return head.scaleb(scale).quantize(Decimal(1)) if head else None
    return words_to_number(plain)


_DENIED = re.compile(r"\b(?:not|never|nor|neither)\s+(?:be\s+)?\Z", re.IGNORECASE)
_CONSUMED = re.compile(r"\b(?:consumption|meters?)\b", re.IGNORECASE)


def _aggregate(clause: Clause) -> dict[str, Any]:
    text = clause.text
    sampled = re.search(r"\b(?:readings?|samples?)\s+(?:are|is)\b", text, re.IGNORECASE)
    if sampled or len(text) > LONGEST or PERFORMANCE.search(text):
        return {}
    if _TOTAL_OF.search(text):
        return {"aggregate": "sum"}
    if (
        not BILLED_USE.search(text)
        or not _USAGE.search(text)
        or clause.money
        or not re.search(
            r"\b(?:month|period|quarter|day|year|hourly)\b",
            f"{text} {clause.after(1)}" if _CONSUMED.search(text) else text,
            re.IGNORECASE,
        )
        or INDEX.search(text)
    ):
        return {}
    if re.search(
        r"\b(?:fees?|shall\s+not\s+exceed|availability|uptime|liabilit|limited\s+to|capacity|minimum\s+of)\b",
        text,
        re.IGNORECASE,
    ) and not re.search(
        r"\bcharge\s+(?:is\s+)?fixed\s+by|\bdetermined\s+by|\bmetered\b", text, re.IGNORECASE
    ):
        return {}
    for name, pattern in _AGGREGATES:
        match = pattern.search(text)
        if match and not _DENIED.search(text[: match.start()]):
            counted = _NUMBER_OF.search(text) or (
                _ONE_OF.search(text) or _defined_before(clause) if name == "unique" else None
            )
            return {"aggregate": name} | (
                {"unit": counted[1] if counted.re is _ONE_OF else counted[1].lower()}
                if counted
                else {}
            )
    return {}


def _defined_before(clause: Clause) -> re.Match[str] | None:
    """'An active rider is a person who ...' right before 'Each person is counted once'."""
    before = clause.around(1, 0)
    return _ONE_OF.search(before[-1].text) if before else None


_WHOLE = re.compile(
    r"rounded\s[^.;]{0,14}?\b(?:whole|full|nearest|next)\s+(?:whole\s+|full\s+)?([A-Za-z]+)",
    re.IGNORECASE,
)
_PARTS = {"half", "quarter", "tenth", "hundredth", "thousandth", "third", "fifth", "one"}
_COUNTS = {"hundred", "thousand", "million", "number", "unit"}


def _rounding(clause: Clause) -> dict[str, Any]:
    text = clause.text
    if not _USAGE.search(text) or (clause.money and not _PART.search(text)):
        return {}
    for mode, pattern in (("up", _ROUND_UP), ("down", _ROUND_DOWN), ("nearest", _ROUND_NEAR)):
        match = pattern.search(text)
        if not match:
            continue
        if _MONEY_ROUND.search(text[max(0, match.start() - 40) : match.end() + 30]):
            return {}
        fields: dict[str, Any] = {"rounding": mode}
        unit = _WHOLE.match(text, match.start())
        if unit and unit[1].lower() in _PARTS:
            return {}
        if unit and unit[1].lower() not in _COUNTS:
            fields["unit"] = "GB" if unit[1].lower() == "gigabyte" else unit[1]
        fields |= steps_of_time(text)
        if _PER_EVENT.search(text):
            fields["rounding_per"] = "event"
        elif _PER_PERIOD.search(text):
            fields["rounding_per"] = "period"
        return fields
    return {}


_ALL_TIMES = re.compile(
    r"\W*(?:\(\w\)\s*)?(?:(?:The\s+)?(?:relevant\s+|applicable\s+)?time\s+zone\s+is|All\s+times\s+are)\b",
    re.IGNORECASE,
)


def _clock(clause: Clause) -> dict[str, Any]:
    """The zone in which days and months are cut, the hour of the cut, and where a span belongs."""
    text, fields = clause.text, dict[str, Any]()
    if belongs := _BELONGS.search(text):
        fields["period_by"] = (
            "end" if re.match(r"end|complet|finish", belongs["how"], re.IGNORECASE) else "start"
        )
    named = _TIME.search(text)
    if named and _ALL_TIMES.match(text) and _USAGE.search(f"{clause.heading} {clause.before()}"):
        zone = zone_named(text)
        return fields | ({"timezone": zone} if zone else {})
    if not named or not _PERIOD.search(text) or _ZONES_COMPARED.search(text):
        return fields
    counted = _USAGE.search(text) or re.search(
        r"\b(?:calendar|billing)\s+months?\b|^\W*(?:[\w.]+\s+)?(?:(?:All|The)\s+)?(?:[Mm]onths?|[Dd]ays?|[Pp]eriods?)\s+(?:are|is|run|runs|begin|begins)\b|\b[“\"](?:Billing\s+)?(?:Month|Day|Period)[”\"]|\bday\b[“”\"]?\s+(?:means|shall)",
        text,
        re.IGNORECASE,
    )
    if not counted or (
        _NOT_CLOCK.search(text)
        and not re.search(
            r"\b(?:calendar|billing)\s+month\b|[“\"](?:Month|Day)[”\"]", text, re.IGNORECASE
        )
    ):
        return fields
    hours = list(_CUTOFF.finditer(text))
    cut = [h for h in hours if _DAY_FROM.search(text[max(0, h.start() - 40) : h.start()])]
    zone = zone_named(text) if len(cut) == len(hours) and len(text) <= LONGEST else None
    if zone:
        fields["timezone"] = zone
        for hour in _CUTOFF.finditer(text):
            if _DAY_FROM.search(text[max(0, hour.start() - 40) : hour.start()]):
                clock = int(hour[1]) % 12 + (12 if hour[3].lower().startswith("p") else 0)
                fields["cutoff"] = f"{clock:02d}:{hour[2] or '00'}"
                break
    return fields
