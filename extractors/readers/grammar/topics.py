"""What a sentence on money speaks of, by its vocabulary alone: nothing is read from it.

Each topic is a composition: the words of the matter (rounding, credits, partial months, ...), a size
(a percent, an amount, a length of time, a fraction), and no word of a neighbouring matter. Used to
leave a sentence over for a person where no rule understood it.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from extractors.readers.grammar.clauses import Clause
from extractors.readers.grammar.indices import INDEX


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{pattern})", re.IGNORECASE)


_CHARGE = _words(
    r"fees?\b|charg(?:e|es|ed|eable|ing)\b|prices?\b|rates?\b|rent(?:s|als?)?\b|hire\b|"
    r"tariffs?\b|bill(?:s|ed|ing)?\b|invoic\w+|amounts?\b|sums?\b|subscriptions?\b|"
    r"remuneration\b|retainers?\b|premiums?\b"
)
_FRACTION = _words(
    r"(?:one|a|1)[\s-](?:half|third|quarter|fourth|fifth|tenth|twelfth|twentieth|twenty-?\w+th|thirtieth|thirty-?first|\w+ieth)\b|"
    r"1/\d{1,3}\b|half\b"
)

TIMES = _words(
    r"correct\w*|err(?:or|ors|oneous\w*)\b|mistakes?\b|omi(?:t|ss)\w*|disput\w*|object\w*|"
    r"quer(?:y|ies|ied)\b|challeng\w+|contest\w*|"
    r"(?:over|under|back|mis)-?\s?(?:bill|charg|invoic|pa(?:y|id)|stat)\w*|"
    r"late\s+(?:invoic|bill)\w+|invoic\w+\s+(?:\w+\s+){0,4}?later\s+than\b|"
    r"(?:first|not)\s+(?:appear|present|invoic|bill|submit)\w*|excess\b|refund\w*|"
    r"repa(?:y|id)\w*|waive[sd]?\b|final\b|conclusive\b|deemed\b|"
    r"not\s+(?:be\s+)?(?:claimed|recoverable|payable)\b"
)
_BILLS = _words(
    r"invoic\w*|bill(?:s|ed|ing|ings)?\b|statements?\b|charg(?:e|es|ed|ing)\b|fees?\b|"
    r"accounts?\s+rendered\b|overpa\w+|underpa\w+|overcharg\w*|amounts?\b|objections?\b|"
    r"correct\w*"
)
CLAIMS = _words(
    r"claims?\b|actions?\b|suits?\b|lawsuits?\b|(?:legal\s+)?proceedings?\b|litigation\b|"
    r"arbitrations?\b|causes?\s+of\s+action\b"
)
_ENDS = _words(
    r"(?:time-?|statute-?)?barred\b|prescri(?:be|bed|bes|ption)\b|lapse[sd]?\b|expire[sd]?\b|"
    r"extinguish\w*|forfeit\w*|limitation\s+period\b|limited\s+to\b|"
    r"(?:be\s+)?(?:sued|brought|begun|commenced?|started|instituted?|filed|initiated?|issued|lodged|raised|pursued|maintained|asserted|made)\b|"
    r"(?:bring|begin|start|file|raise|make|pursue|assert)s?\b"
)
_NO_TIME = _words(
    r"terminat\w*|insur\w*|confidential\w*|cure[ds]?\b|remed(?:y|ied)\b|breach\w*|warrant\w*|"
    r"defects?\b|force\s+majeure|audit\w*|renew\w*|third[\s-]part(?:y|ies)\b|indemni\w*|"
    r"deliver(?:ed|y)\s+late\b"
)


def limits_bills(clause: Clause) -> bool:
    """A length of time with correcting, disputing or omitting charges."""
    text = clause.text
    if not clause.durations or _NO_TIME.search(text):
        return False
    return bool(TIMES.search(text) and _BILLS.search(text))


def limits_claims(clause: Clause) -> bool:
    """A length of time with claims that end, or actions that must be brought."""
    text = clause.text
    if not clause.durations or re.search(
        r"\binsur|\bindemni|\bthird[\s-]part", text, re.IGNORECASE
    ):
        return False
    return bool(CLAIMS.search(text) and _ENDS.search(text))


RISING = _words(
    r"increas\w*|ris(?:e|es|ing|en)\b|rais\w+|adjust\w*|index(?:ed|ation)\b|escalat\w*|"
    r"uplift\w*|revis\w+|review\w*|chang(?:e|es|ed)\b|var(?:y|ied|ies)\b|"
    r"(?:goes|go|going)\s+up\b|plus\b|in\s+(?:proportion|line)\s+(?:to|with)\b"
)
_NOT_PRICES = _words(
    r"interest\b|liabilit\w*|late\s+(?:fees?|payments?|charges?)\b|overdue\b|"
    r"service\s+levels?\b|availability\b|uptime\b|tax(?:es)?\b|VAT\b|GST\b|insur\w*|"
    r"ownership\b|shares?\b"
)
_RESUMES = _words(
    r"(?:first|next)\s+(?:\w+\s+)?(?:adjustment|increase|indexation|review|change|rise)\b|"
    r"(?:adjustments?|increases?|indexation|reviews?)\s+(?:shall\s+|will\s+)?(?:resume|restart|begin|start|recommence)\w*|"
    r"not\s+(?:be\s+)?(?:\w+\s+)?(?:adjusted|increased|indexed|reviewed|raised|escalated)\s+(?:\w+\s+){0,4}(?:on|in|for|until|before)\b|"
    r"for\s+the\s+first\s+time\b"
)


def raises_prices(clause: Clause) -> bool:
    """A percent or an index with a rise of prices, or the day from which prices rise."""
    text = clause.text
    if _NOT_PRICES.search(INDEX.sub(" ", text)) or not RISING.search(text):
        return False
    index = INDEX.search(text) is not None
    if (clause.percents or index) and (_CHARGE.search(INDEX.sub(" ", text)) or index):
        return True
    return bool(clause.dates and _RESUMES.search(text))


LESS = _words(
    r"discount\w*|rebat\w*|bonus(?:es)?\b|reduc(?:e|ed|es|tion|tions)\b|off\b|deduct\w*|"
    r"credit(?:s|ed)?\b|abate(?:s|d|ment)?\b|waive[sd]?\b|allowances?\b|allowed\s+to\b|"
    r"free\s+of\s+charge\b|promotion\w*|refund\s+of\b|receives?\b|compensat\w+|set\s+off\b"
)
_NOT_LESS = _words(
    r"credit\s+(?:cards?|limits?|checks?|notes?|ratings?|terms?)\b|letters?\s+of\s+credit\b|"
    r"tax\b|terminat\w*|interest\b|net\s+sales\b|not\s+exceed\b|\bmay\s+(?:offer|grant)\b"
)


def takes_off(clause: Clause) -> bool:
    """A percent, an amount or a fraction that is credited, deducted or taken off."""
    text = clause.text
    if _NOT_LESS.search(text) or not LESS.search(text):
        return False
    sized = bool(clause.percents or clause.money) or _FRACTION.search(text) is not None
    if sized and (_CHARGE.search(text) or re.search(r"\bcredit|\breceives?\b|\ballowed\b", text)):
        return True
    waived = re.search(r"\bwaived?\b|\bfree\s+of\s+charge\b", text, re.IGNORECASE)
    return bool(waived and _CHARGE.search(text) and (clause.dates or clause.durations))


MORE = _words(
    r"surcharges?\b|supplements?\b|premiums?\b|loadings?\b|mark-?ups?\b|uplifts?\b|"
    r"(?:fuel|energy|environmental|rush|urgency|express|priority|emergency|weekend|overtime|after-?hours|out-of-hours|short-?notice|"
    r"small[\s-]order|handling|waiver|peak|holiday|night|contamination|congestion|storage|detention|regulatory|administrative?|carriage)\s+(?:\w+\s+)?(?:charges?|fees?|rates?|levy|levies)\b|"
    r"lev(?:y|ies|ied)\b|in\s+addition\s+to\b|increased\s+by\b|charged\s+(?:\w+\s+){0,3}plus\b|"
    r"(?:fee|charge)s?\s+of\b|extra\s+(?:charge|fee)\b|"
    r"(?:time\s+and\s+a\s+half|double\s+time)\b|per\s+occurrence\b"
)
_NOT_MORE = _words(
    r"insur\w*|tax(?:es)?\b|VAT\b|GST\b|interest\b|late\s+(?:fees?|payments?|charges?)\b|"
    r"overdue\b|terminat\w*|damages\b|anniversar\w*|each\s+year\b|annual\w*|"
    r"no\s+(?:\w+\s+)?(?:surcharge|supplement|premium)|cost\s+of\s+the\s+audit\b"
)


def adds_premium(clause: Clause) -> bool:
    """A percent put on a price, or an amount under a word for a premium."""
    text = clause.text
    if _NOT_MORE.search(text) or not (match := MORE.search(text)):
        return False
    if clause.percents:
        return True
    plain = re.match(r"(?:fee|charge)s?\s+of", match[0], re.IGNORECASE)
    return bool(clause.money) and plain is None


ROUNDS = _words(
    r"round(?:ed|ing|s)?\b(?!\s+(?:trip|table|the\s+clock))|decimals?\b|"
    r"(?:disregard|ignor|discard|truncat|neglect)ed\b|(?:part|fraction|portion)\s+of\s+an?\b|"
    r"fractions?\b|(?:begun|started|commenced)\b|increments?\s+of\b|"
    r"[\w-]+[\s-](?:minute|hour|second)\s+(?:increments?|steps?|blocks?|units?|intervals?)\b|"
    r"(?:half|quarter)[\s-](?:days?|hours?)\b"
)
_COUNTED = _words(
    r"hours?\b|minutes?\b|days?\b|units?\b|quantit(?:y|ies)\b|weights?\b|tons?\b|tonnes?\b|"
    r"k[Ww]h?\b|MWh\b|GB\b|usage\b|consumption\b|readings?\b|impressions?\b|thousand\b|"
    r"volumes?\b|totals?\b|sums?\b|pallets?\b|time\b"
)


def rounds(clause: Clause) -> bool:
    """A rule of rounding, of money or of usage, or of parts that count or do not."""
    text = clause.text
    return bool(ROUNDS.search(text) and (_CHARGE.search(text) or _COUNTED.search(text))) and bool(
        re.search(r"\bround|\bdecimal|\bdisregard|\bignor|\bdiscard|\btruncat", text, re.IGNORECASE)
        or re.search(
            r"\b(?:counts?|counted|treated|charged|billed|recorded|measured)\b", text, re.IGNORECASE
        )
    )


COUNTS = _words(
    r"(?:measured|metered|read|counted|recorded|weighed|determined|expressed)\s+(?:\w+\s+){0,2}(?:in|by|on|at|as|to|per)\b|"
    r"(?:highest|greatest|maximum|peak|average|mean|sum|total|percentile)\b(?!\s+(?:rank|priority|urgency|standard|degree|level)\b)|"
    r"(?:all\s+)?times?\s+(?:are|is|refer)\b|midnight\b|belongs?\s+to\s+the\b|"
    r"(?:short|metric|long)\s+tons?\b|(?:shall\s+be\s+|is\s+|are\s+)?counted\s+as\b|"
    r"counted\s+(?:only\s+)?once\b|by\s+reference\s+to\s+(?:\w+\s+){1,4}time\b|"
    r"clos(?:e|es|ing)\s+(?:its\s+|the\s+)?(?:accounts?|books|day|date)\b"
)
_OF_USAGE = _words(
    r"months?\b|periods?\b|quarters?\b|bill(?:ed|ing)\b|meters?\b|usage\b|quantit\w+|hours?\b|"
    r"pounds?\b|kilograms?\b|bytes\b|transactions?\b|k[Ww]h?\b|[Tt]ime\b"
)
_NOT_USAGE = _words(
    r"liabilit\w*|insur\w*|notices?\b|support\s+hours\b|business\s+hours\b|"
    r"records?\s+(?:shall|for)\b|interest\b"
)


def counts_usage(clause: Clause) -> bool:
    """How usage is measured, in what time and unit."""
    text = clause.text
    return bool(COUNTS.search(text) and _OF_USAGE.search(text)) and not (
        _NOT_USAGE.search(text) or clause.money or clause.percents
    )


PARTIAL = _words(
    r"pro[\s-]?rat\w*|apportion\w*|in\s+proportion\b|proportion(?:al|ate)\w*|"
    r"broken\s+(?:months?|periods?|years?)\b|part(?:ial)?[\s-]+(?:\w+\s+)?(?:months?|periods?|years?|quarters?|weeks?)\b|"
    r"(?:part|portion|remainder|rest|middle|course)\s+(?:only\s+)?(?:way\s+through\b|of\s+(?:a|an|any|the)\s+(?:\w+\s+){0,2}(?:month|period|year|quarter|week)\b)|"
    r"(?:by|per|calculated|charged)\s+(?:the\s+)?(?:days?|daily)\b|"
    r"(?:during|within|mid)[\s-]+(?:a|the)\s+(?:\w+\s+)?(?:month|period|quarter|year)\b|"
    r"(?:month|period|week|quarter|year)\s+(?:that\s+is\s+|which\s+is\s+)?(?:begun|started|commenced)\b|"
    r"(?:begun|started|commenced)\s+(?:\w+\s+)?(?:month|period|week|quarter|year)\b|"
    r"full\s+(?:month|period|quarter)(?:['’]s)?\b"
)
_NOT_PARTIAL = _words(
    r"terminat\w*|refund\w*|liabilit\w*|insur\w*|credit(?:s|ed)?\b|tax(?:es)?\b|interest\b|"
    r"audit\w*|minimum\b|index\b"
)


def splits_periods(clause: Clause) -> bool:
    """What a part of a month or period costs."""
    text = clause.text
    return bool(PARTIAL.search(text) and _CHARGE.search(text)) and not _NOT_PARTIAL.search(text)


TWICE = _words(r"[a-z]+(?:-[a-z]+)?\s\(\d{1,6}\)\s+(?:\w+\s)?[A-Za-z]{3,}")
_NOT_BOUGHT = _words(
    r"(?:days?|weeks?|months?|years?|hours?|minutes?|quarters?|copies|parts|members|percent|per\s+cent|counterparts|notice|persons?\s+authori[sz]ed|"
    r"business|working|calendar|consecutive|successive|instal\w+|originals?|times|points?)\b"
)
_HOLDS = _words(
    r"(?:are|is)\s+(?:\w+\s+)?(?:enabled|installed|activated|supplied|provided|deployed|charged|in\s+use|served|connected|licen[cs]ed|rented|hired)\b|"
    r"(?:supply|supplies|provide[sd]?|install[s]?|deploy[s]?|rents?|hires?|adds?)\s+(?:a\s+)?(?:further|additional|another)\b|"
    r"(?:fees?|charges?)\b[^.;]{0,40}\b(?:charged|payable|due|invoiced)\s+for\b"
)


def holds_number(clause: Clause) -> bool:
    """A number of things in words and digits that are in use or charged: 'thirty (30) boxes are installed'."""
    counted = TWICE.finditer(clause.text)
    plain = any(_NOT_BOUGHT.search(match[0]) is None for match in counted)
    return plain and _HOLDS.search(clause.text) is not None and not clause.money


INSPECTS = _words(r"audit(?:s|ed|ing|or|ors)?\b|inspect\w*|verif(?:y|ied|ies)\b")


def audits_bills(clause: Clause) -> bool:
    """Who may look at the accounts, how far back, and when that is paid for."""
    text = clause.text
    money = re.search(r"\binvoic|\bcharges?\b|\bfees\b|\bovercharg|\bbill", text, re.IGNORECASE)
    return bool(money and (clause.durations or clause.percents))


Topic = tuple[re.Pattern[str], Callable[[Clause], bool], str]
TOPICS: tuple[tuple[str, Topic], ...] = (
    ("lookback", (TIMES, limits_bills, "speaks of a time to correct or dispute bills")),
    ("lookback", (CLAIMS, limits_claims, "speaks of a time for claims")),
    ("escalation", (RISING, raises_prices, "speaks of changing prices")),
    ("credit", (LESS, takes_off, "speaks of a credit or a reduction")),
    ("surcharge", (MORE, adds_premium, "speaks of a premium on a price")),
    ("metering", (ROUNDS, rounds, "speaks of rounding")),
    ("metering", (COUNTS, counts_usage, "speaks of how usage is counted")),
    ("proration", (PARTIAL, splits_periods, "speaks of parts of a month or period")),
    ("quantity", (TWICE, holds_number, "speaks of a number that is supplied or charged")),
    ("audit", (INSPECTS, audits_bills, "speaks of an audit of the charges")),
)
"""Each topic: the term it would be, the words that call for it, the test, and why it is left over."""
