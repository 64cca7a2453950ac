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


def _words(*patterns: str) -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(patterns) + ")", re.IGNORECASE)


_CHARGE = _words(
    r"fees?\b",
    r"charg(?:e|es|ed|eable|ing)\b",
    r"prices?\b",
    r"rates?\b",
    r"rent(?:s|als?)?\b",
    r"hire\b",
    r"tariffs?\b",
    r"bill(?:s|ed|ing)?\b",
    r"invoic\w+",
    r"amounts?\b",
    r"sums?\b",
    r"subscriptions?\b",
    r"remuneration\b",
    r"retainers?\b",
    r"premiums?\b",
)
_FRACTION = _words(
    r"(?:one|a|1)[\s-](?:half|third|quarter|fourth|fifth|tenth|twelfth|twentieth|twenty-?\w+th|thirtieth|thirty-?first|\w+ieth)\b",
    r"1/\d{1,3}\b",
    r"half\b",
)

TIMES = _words(
    r"correct\w*",
    r"err(?:or|ors|oneous\w*)\b",
    r"mistakes?\b",
    r"omi(?:t|ss)\w*",
    r"disput\w*",
    r"object\w*",
    r"quer(?:y|ies|ied)\b",
    r"challeng\w+",
    r"contest\w*",
    r"(?:over|under|back|mis)-?\s?(?:bill|charg|invoic|pa(?:y|id)|stat)\w*",
    r"late\s+(?:invoic|bill)\w+",
    r"invoic\w+\s+(?:\w+\s+){0,4}?later\s+than\b",
    r"(?:first|not)\s+(?:appear|present|invoic|bill|submit)\w*",
    r"excess\b",
    r"refund\w*",
    r"repa(?:y|id)\w*",
    r"waive[sd]?\b",
    r"final\b",
    r"conclusive\b",
    r"deemed\b",
    r"not\s+(?:be\s+)?(?:claimed|recoverable|payable)\b",
)
_BILLS = _words(
    r"invoic\w*",
    r"bill(?:s|ed|ing|ings)?\b",
    r"statements?\b",
    r"charg(?:e|es|ed|ing)\b",
    r"fees?\b",
    r"accounts?\s+rendered\b",
    r"overpa\w+",
    r"underpa\w+",
    r"overcharg\w*",
    r"amounts?\b",
    r"objections?\b",
    r"correct\w*",
)
CLAIMS = _words(
    r"claims?\b",
    r"actions?\b",
    r"suits?\b",
    r"lawsuits?\b",
    r"(?:legal\s+)?proceedings?\b",
    r"litigation\b",
    r"arbitrations?\b",
    r"causes?\s+of\s+action\b",
)
_ENDS = _words(
    r"(?:time-?|statute-?)?barred\b",
    r"prescri(?:be|bed|bes|ption)\b",
    r"lapse[sd]?\b",
    r"expire[sd]?\b",
    r"extinguish\w*",
    r"forfeit\w*",
    r"limitation\s+period\b",
    r"limited\s+to\b",
    r"(?:be\s+)?(?:brought|begun|commenced?|started|instituted?|filed|initiated?|issued|lodged|raised|pursued|maintained|asserted|made)\b",
    r"(?:bring|begin|start|file|raise|make|pursue|assert)s?\b",
)
_NO_TIME = _words(
    r"terminat\w*",
    r"insur\w*",
    r"confidential\w*",
    r"cure[ds]?\b",
    r"remed(?:y|ied)\b",
    r"breach\w*",
    r"warrant\w*",
    r"defects?\b",
    r"force\s+majeure",
    r"audit\w*",
    r"renew\w*",
    r"third[\s-]part(?:y|ies)\b",
    r"indemni\w*",
    r"deliver(?:ed|y)\s+late\b",
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
    r"increas\w*",
    r"ris(?:e|es|ing|en)\b",
    r"rais\w+",
    r"adjust\w*",
    r"index(?:ed|ation)\b",
    r"escalat\w*",
    r"uplift\w*",
    r"revis\w+",
    r"review\w*",
    r"chang(?:e|es|ed)\b",
    r"var(?:y|ied|ies)\b",
    r"(?:goes|go|going)\s+up\b",
    r"plus\b",
    r"in\s+(?:proportion|line)\s+(?:to|with)\b",
)
_NOT_PRICES = _words(
    r"interest\b",
    r"liabilit\w*",
    r"late\s+(?:fees?|payments?|charges?)\b",
    r"overdue\b",
    r"service\s+levels?\b",
    r"availability\b",
    r"uptime\b",
    r"tax(?:es)?\b",
    r"VAT\b",
    r"GST\b",
    r"insur\w*",
    r"ownership\b",
    r"shares?\b",
)
_RESUMES = _words(
    r"(?:first|next)\s+(?:\w+\s+)?(?:adjustment|increase|indexation|review|change|rise)\b",
    r"(?:adjustments?|increases?|indexation|reviews?)\s+(?:shall\s+|will\s+)?(?:resume|restart|begin|start|recommence)\w*",
    r"not\s+(?:be\s+)?(?:\w+\s+)?(?:adjusted|increased|indexed|reviewed|raised|escalated)\s+(?:\w+\s+){0,4}(?:on|in|for|until|before)\b",
    r"for\s+the\s+first\s+time\b",
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
    r"discount\w*",
    r"rebat\w*",
    r"bonus(?:es)?\b",
    r"reduc(?:e|ed|es|tion|tions)\b",
    r"off\b",
    r"deduct\w*",
    r"credit(?:s|ed)?\b",
    r"abate(?:s|d|ment)?\b",
    r"waive[sd]?\b",
    r"allowances?\b",
    r"allowed\s+to\b",
    r"free\s+of\s+charge\b",
    r"promotion\w*",
    r"refund\s+of\b",
    r"receives?\b",
    r"compensat\w+",
    r"set\s+off\b",
)
_NOT_LESS = _words(
    r"credit\s+(?:cards?|limits?|checks?|notes?|ratings?|terms?)\b",
    r"letters?\s+of\s+credit\b",
    r"tax\b",
    r"terminat\w*",
    r"interest\b",
    r"net\s+sales\b",
    r"not\s+exceed\b",
    r"\bmay\s+(?:offer|grant)\b",
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
    r"surcharges?\b",
    r"supplements?\b",
    r"premiums?\b",
    r"loadings?\b",
    r"mark-?ups?\b",
    r"uplifts?\b",
    r"(?:fuel|energy|environmental|rush|urgency|express|priority|emergency|weekend|overtime|after-?hours|out-of-hours|short-?notice|"
    r"small[\s-]order|handling|waiver|peak|holiday|night|contamination|congestion|storage|detention|regulatory|administrative?|carriage)\s+(?:\w+\s+)?(?:charges?|fees?|rates?|levy|levies)\b",
    r"lev(?:y|ies|ied)\b",
    r"in\s+addition\s+to\b",
    r"increased\s+by\b",
    r"charged\s+(?:\w+\s+){0,3}plus\b",
    r"(?:fee|charge)s?\s+of\b",
    r"extra\s+(?:charge|fee)\b",
    r"(?:time\s+and\s+a\s+half|double\s+time)\b",
    r"per\s+occurrence\b",
)
_NOT_MORE = _words(
    r"insur\w*",
    r"tax(?:es)?\b",
    r"VAT\b",
    r"GST\b",
    r"interest\b",
    r"late\s+(?:fees?|payments?|charges?)\b",
    r"overdue\b",
    r"terminat\w*",
    r"damages\b",
    r"anniversar\w*",
    r"each\s+year\b",
    r"annual\w*",
    r"no\s+(?:\w+\s+)?(?:surcharge|supplement|premium)",
    r"cost\s+of\s+the\s+audit\b",
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
    r"round(?:ed|ing|s)?\b(?!\s+(?:trip|table|the\s+clock))",
    r"decimals?\b",
    r"(?:disregard|ignor|discard|truncat|neglect)ed\b",
    r"(?:part|fraction|portion)\s+of\s+an?\b",
    r"fractions?\b",
    r"(?:begun|started|commenced)\b",
    r"increments?\s+of\b",
    r"[\w-]+[\s-](?:minute|hour|second)\s+(?:increments?|steps?|blocks?|units?|intervals?)\b",
    r"(?:half|quarter)[\s-](?:days?|hours?)\b",
)
_COUNTED = _words(
    r"hours?\b",
    r"minutes?\b",
    r"days?\b",
    r"units?\b",
    r"quantit(?:y|ies)\b",
    r"weights?\b",
    r"tons?\b",
    r"tonnes?\b",
    r"k[Ww]h?\b",
    r"MWh\b",
    r"GB\b",
    r"usage\b",
    r"consumption\b",
    r"readings?\b",
    r"impressions?\b",
    r"thousand\b",
    r"volumes?\b",
    r"totals?\b",
    r"sums?\b",
    r"pallets?\b",
    r"time\b",
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
    r"(?:measured|metered|read|counted|recorded|weighed|determined|expressed)\s+(?:\w+\s+){0,2}(?:in|by|on|at|as|to|per)\b",
    r"(?:highest|greatest|maximum|peak|average|mean|sum|total|percentile)\b",
    r"(?:all\s+)?times?\s+(?:are|is|refer)\b",
    r"midnight\b",
    r"belongs?\s+to\s+the\b",
    r"(?:short|metric|long)\s+tons?\b",
    r"(?:shall\s+be\s+|is\s+|are\s+)?counted\s+as\b",
    r"clos(?:e|es|ing)\s+(?:its\s+|the\s+)?(?:accounts?|books|day|date)\b",
)
_OF_USAGE = _words(
    r"months?\b",
    r"periods?\b",
    r"quarters?\b",
    r"bill(?:ed|ing)\b",
    r"meters?\b",
    r"usage\b",
    r"quantit\w+",
    r"hours?\b",
    r"pounds?\b",
    r"kilograms?\b",
    r"bytes\b",
    r"transactions?\b",
    r"k[Ww]h?\b",
    r"[Tt]ime\b",
)
_NOT_USAGE = _words(
    r"liabilit\w*",
    r"insur\w*",
    r"notices?\b",
    r"support\s+hours\b",
    r"business\s+hours\b",
    r"records?\s+(?:shall|for)\b",
    r"interest\b",
)


def counts_usage(clause: Clause) -> bool:
    """How usage is measured, in what time and unit."""
    text = clause.text
    return bool(COUNTS.search(text) and _OF_USAGE.search(text)) and not (
        _NOT_USAGE.search(text) or clause.money or clause.percents
    )


PARTIAL = _words(
    r"pro[\s-]?rat\w*",
    r"apportion\w*",
    r"in\s+proportion\b",
    r"proportion(?:al|ate)\w*",
    r"part(?:ial)?[\s-]+(?:\w+\s+)?(?:months?|periods?|years?|quarters?|weeks?)\b",
    r"(?:part|portion|remainder|rest|middle|course)\s+(?:only\s+)?(?:way\s+through\b|of\s+(?:a|an|any|the)\s+(?:\w+\s+){0,2}(?:month|period|year|quarter|week)\b)",
    r"(?:by|per|calculated|charged)\s+(?:the\s+)?(?:days?|daily)\b",
    r"(?:during|within|mid)[\s-]+(?:a|the)\s+(?:\w+\s+)?(?:month|period|quarter|year)\b",
    r"(?:month|period|week|quarter|year)\s+(?:that\s+is\s+|which\s+is\s+)?(?:begun|started|commenced)\b",
    r"(?:begun|started|commenced)\s+(?:\w+\s+)?(?:month|period|week|quarter|year)\b",
    r"full\s+(?:month|period|quarter)(?:['’]s)?\b",
)
_NOT_PARTIAL = _words(
    r"terminat\w*",
    r"refund\w*",
    r"liabilit\w*",
    r"insur\w*",
    r"credit(?:s|ed)?\b",
    r"tax(?:es)?\b",
    r"interest\b",
    r"audit\w*",
    r"minimum\b",
    r"index\b",
)


def splits_periods(clause: Clause) -> bool:
    """What a part of a month or period costs."""
    text = clause.text
    return bool(PARTIAL.search(text) and _CHARGE.search(text)) and not _NOT_PARTIAL.search(text)


INSPECTS = _words(r"audit(?:s|ed|ing|or|ors)?\b", r"inspect\w*", r"verif(?:y|ied|ies)\b")


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
    ("audit", (INSPECTS, audits_bills, "speaks of an audit of the charges")),
)
"""Each topic: the term it would be, the words that call for it, the test, and why it is left over."""
