"""Windows for correcting a bill: how late the seller may invoice, how late the customer may object.

Understood, with the length anywhere in the sentence and the anchor after or before it:

- 'may invoice an omitted charge within six months after the invoice date', 'shall not recover ...
  unless it issues a corrected invoice within 90 days', 'not in respect of any invoice whose due
  date is more than 90 days before', 'amounts not invoiced within three months may not be invoiced';
- 'may dispute an invoice within 45 days after receipt', 'shall refund an overcharge reported within
  two years', 'deemed accepted unless disputed within 30 days';
- 'each party may require the correction of an invoice within 24 months' (both directions), and
  'within the same time' in a second sentence;
- 'no action may be brought more than two years after the cause of action accrued' (a limitation of
  actions: `action_barred`).

Not windows: payment terms, requests for service credits, warranty claims, record keeping, notice
periods, the days that a dispute may take to be settled.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from extractors.document import Document
from extractors.readers.grammar.clauses import RISK, Clause, clauses, draft
from extractors.readers.grammar.counted import counted_from
from extractors.readers.grammar.customers_time import left_out, may_have_back, must_tell
from extractors.readers.grammar.quantities import DurationAt
from extractors.readers.grammar.time_bars import barred_since, limitation
from extractors.readers.reading import Draft
from terms.lookback import CountedFrom, Effect, Lookback
from terms.period import Duration

Direction = Literal["underbilling", "overbilling", "both"]

_BILL = r"(?:invoic\w+|bill(?:s|ed|ing|ings)?|statements?|charg(?:e|es|ed|ing)|fees?|amounts?|payments?|difference)"
_UNDER = re.compile(
    r"\b(?:bill|invoice|charge)s?\s+(?:\w+\s+)?retroactively\b|\bretroactive(?:ly)?\s+(?:bill|invoic|charg)\w*|"
    r"\bunder[-\s]?(?:bill|charg|invoic)\w*|\bunder-?payments?\b|\bback-?\s?bill\w*|"
    r"\b(?:un-?billed|un-?invoiced|omitted|omits?|omission|overlooked)\b|\bunder-?(?:stat|report|collect|recover)\w+|"
    r"\b(?:left|leaves?)\s+(?:it\s+)?(?:out|off)\b|\b(?:we|it|provider|supplier|vendor)\s+(?:forgot|forgets?|missed|overlooked)\b|"
    r"\b(?:do|does|did|has|have|had)\s+not\s+(?:contain|includ|show|invoic|bill|charg)\w*|\bfirst\s+(?:invoiced|billed)\b|"
    r"\btoo\s+(?:low|little)\b|\blate\s+(?:invoic|bill)\w+|"
    r"\b(?:fail(?:s|ed|ure)?|neglect(?:s|ed)?|forg[eo]t\w*|inadvertently)\b[^.;]{0,40}\b(?:to\s+|not\s+)?(?:invoic|bill|charg|includ)\w*|"
    r"\b(?:not|never)\s+(?:been\s+|previously\s+|yet\s+)*(?:invoiced|billed|charged|shown\s+on|included\s+(?:in|on))\b|"
    r"\b(?:corrective|corrected|supplementary|supplemental|catch-?up|retroactive|additional|further)\s+(?:invoic|bill)\w*|"
    r"\b(?:charged|billed|invoiced|stated?)\s+(?:\w+\s+)?less\s+than\b|\bless\s+than\s+(?:the\s+)?(?:amount|fees?|charges?)\s+(?:actually\s+)?due\b|"
    r"\bin\s+its\s+favou?r\b|\bto\s+the\s+(?:detriment|disadvantage|debit)\s+of\s+the\s+(?:customer|client|buyer|licensee|subscriber)\b|\bshould\s+have\s+been\s+(?:invoiced|billed|charged)\b|\bcould\s+(?:first\s+)?(?:be|have\s+been)\s+(?:first\s+)?(?:invoiced|billed)\b|"
    r"\bsubsequent(?:ly)?\s+(?:invoic|bill)\w*|"
    r"\b(?:correcting|amending|adjusting|replacement|balancing|delayed|belated)\s+(?:invoic|bill)\w*|\bdebit\s+notes?\b|"
    r"\bto\s+(?:our|its)\s+(?:own\s+)?(?:disadvantage|detriment|prejudice|cost)\b|"
    r"\b(?:debit|collect|recover|charge|invoice|bill)\s+(?:the\s+|any\s+|such\s+)?(?:missing|unpaid|outstanding|omitted)\s+(?:fees?|charges?|amounts?|sums?)\b|"
    r"\b(?:not|never)\s+(?:be\s+)?(?:entitled|permitted|allowed|able)\s+to\s+(?:invoice|bill|charge)\b(?=[^.;]*\b(?:later|more|after|beyond|older)\b)|"
    r"\b(?:may|shall|will|must|can)\s+not\s+(?:invoice|bill|charge)\b(?=[^.;]*\b(?:later|more|longer)\s+than\b)|"
    r"\bfirst\s+(?:appears?|appeared|presented|submitted|rendered|included|shown|received)\b|"
    r"\b(?:correct\w*|errors?|mistakes?|adjust\w*)\s+(?:\w+\s+){0,4}?against\s+(?:the\s+)?(?:customer|client|buyer|purchaser|subscriber|hirer|merchant|tenant|you)\b|"
    r"\b(?:contractor|supplier|provider|seller|vendor|carrier|owner|lessor|our)(?:['’]s)?\s+time\s+(?:to\s+correct|for\s+correct\w+)",
    re.IGNORECASE,
)
_AGAINST = re.compile(
    r"\b(?:errors?|mistakes?|correct\w*|adjust\w*)\s+(?:\w+\s+){0,4}?against\s+(?:the\s+)?(?:customer|client|buyer|purchaser|subscriber|hirer|merchant|tenant|you)\b"
    r"|\bto\s+(?:our|its)\s+own\s+(?:disadvantage|detriment|prejudice|cost)\b",
    re.IGNORECASE,
)
_GIVES_UP = re.compile(
    r"\b(?:customer|client|buyer|purchaser|subscriber|licensee|hirer|merchant|tenant|sponsor|you)\s+(?:hereby\s+|thereby\s+)?(?:waives?|releases?|forfeits?|gives?\s+up|loses?|accepts?)\b[^.;]{0,80}\b(?:errors?|mistakes?|discrepanc\w+|inaccurac\w+)\b",
    re.IGNORECASE,
)
_OVER = re.compile(
    r"\bover-?\s?(?:bill|charg|invoic|stat|collect|pay|paid)\w*|\btoo\s+(?:high|much)\b|"
    r"\b(?:in|the|an?)\s+excess\b(?!\s+of\s+\d)|\bexcess\s+(?:payments?|amounts?|charges?|sums?)\b|\b(?:charged|billed|invoiced|paid)\s+(?:in|by)\s+(?:error|mistake)|\bduplicate\s+payment|\bpaid\s+in\s+error\b|\berroneous(?:ly)?\s+(?:charged|paid|billed)|\brefund\s+of\s+(?:the\s+)?(?:charges|fees|amounts)\b|\bincorrectly\s+(?:charged|paid)\b|\breclaim\w*|\bpaid\s+(?:\w+\s+)?more\s+than\b",
    re.IGNORECASE,
)
_CUSTOMER_ASKS = re.compile(
    r"\b(?:customer|client|buyer|purchaser|subscriber|licensee|owner|merchant|hirer|tenant|user|principal|shipper|sponsor|you)\s+(?:may|shall|must|can|will)\s+(?:\w+\s+)?(?:give\s+(?:written\s+)?notice|request|require|claim|demand|tell|notify|report|inform)\b[^;]{0,80}\b(?:correct\w*|mistakes?|errors?|inaccura\w+|discrepanc\w+)|"
    r"\b(?:think|believe|consider)s?\s+(?:that\s+)?(?:an?|the|any|its|your)\s+(?:bill|invoice|charge)\s+(?:is|was|to\s+be)\s+(?:wrong|incorrect|mistaken|inaccurate)",
    re.IGNORECASE,
)
_DISPUTE = re.compile(
    r"\b(?:disput\w+|contest\w*|object(?:s|ed|ion|ions)?|quer(?:y|ies|ied)|challeng\w+|question(?:s|ed)?|"
    r"protest\w*|raise\s+(?:any\s+)?(?:issue|claim)\w*)\b",
    re.IGNORECASE,
)
_BOTH = re.compile(
    r"\bunder-?\s?or\s+over-?\s?|\bover-?\s?or\s+under-?\s?|\btoo\s+(?:much|high)\s+or\s+too\s+(?:little|low)\b|"
    r"\btoo\s+(?:little|low)\s+or\s+too\s+(?:much|high)\b|\bboth\s+directions\b|"
    r"\bup(?:wards?)?\s+or\s+down\w*|\b(?:either|each|neither)\s+(?:party|of\s+us)\b[^.]{0,80}\b(?:correct\w*|adjust\w*|mistake|error)|"
    r"\b(?:billing|invoicing)\s+errors?\b|\berrors?\s+in\s+(?:an?\s+|any\s+|its\s+|the\s+)?(?:invoic|bill)\w+",
    re.IGNORECASE,
)
TRIGGER = re.compile(r"\b(?:days?|weeks?|months?|years?)\b", re.IGNORECASE)
_ABOUT_BILLS = re.compile(
    r"\b(?:over|under|back)-?\s?(?:bill|charg|invoic|stat|collect|pa(?:y|id)|report)\w*|\b(?:un)?(?:invoic|bill)(?:e[sd]?|ing|ings)\b|\binvoices?\b|\bbills?\b|\bstatements?\b|"
    r"\b(?:too\s+(?:low|high|little|much))\b|\bexcess\b|\b(?:charges?|fees?|amounts?)\b[^.;]{0,40}\bin\s+error\b|\bcause\s+of\s+action\b|\btime-?barred\b|\bno\s+claim\b|\b(?:no|any)\s+(?:legal\s+)?(?:actions?|suits?|proceedings?)\b|\bduplicate\b|\breport\b[^.;]{0,60}\bfinal\b|\b(?:fees?|charges?)\b[^.;]{0,80}\b(?:omitted|overcharg|dispute|waive)",
    re.IGNORECASE,
)
_SAME_TIME = re.compile(
    r"\b(?:within|for|in)\s+the\s+same\s+(?:time|period|term|limits?)\b", re.IGNORECASE
)

_ELSEWHERE = re.compile(
    r"\b(?:financial\s+statements?|fiscal|securities|SEC\b|audit\w*|inspection|royalt\w+|net\s+sales|loans?|notes?\s+due|policyholder|reconcil\w+|shares|LIBOR)\b",
    re.IGNORECASE,
)
_BILLING = re.compile(
    r"\binvoic|\bbill(?:s|ed|ing)?\b|(?:over|under)-?(?:charg|pa(?:y|id))|\bcharge[sd]?\b|\bfees?\b|\bstatements?\b|\breports?\b|\bamounts?\b|\bsums?\b|\bpaid\s+too\s+much\b|\bexcess\s+payments?\b",
    re.IGNORECASE,
)
_PAYS = re.compile(
    r"\bpayments?\s+(?:(?:shall|will|must)\s+be|is|are)\s+(?:made|due|effected|received)\b[^.;]{0,40}\Z|\b(?:shall|will|must|agrees?\s+to|obligated\s+to)\s+(?!not\b)(?:\w+\s+){0,2}?(?:be\s+)?(?:pay|paid|remit(?:ted)?|reimburse[d]?)\b(?:(?!\b(?:demand|claim|report|request|notif\w*)\b)[^;])*\Z",
    re.IGNORECASE,
)
_NOT_A_WINDOW = re.compile(
    r"\bservice\s+credits?\b|\bwarrant(?:y|ies)\b|\bdefect\w*|\bnon-?conform\w*|\bresolve\s+(?:the|any|such)\s+dispute|"
    r"\brecords?\s+(?:shall|will|must)\b[^.]{0,40}\b(?:kept|retained|maintained)|\bretain\b|\bterminat\w+|\bsuspen\w+|"
    r"\bchargebacks?\b|\bcardholder|\bavailability\b|\buptime\b|\bprice\s+reductions?|\bnet\s+sales\b|\baudit\w*|\binspection\b",
    re.IGNORECASE,
)
_OVERBILLED = re.compile(r"overcharg|overbill|over-?invoic", re.IGNORECASE)
_SETTLING = re.compile(
    r"\b(?:resolv\w+|settl\w+|negotiat\w+|respond|reply|investigat\w+|endeavou?r\w*|mediat\w+)\b[^.;]{0,60}\Z",
    re.IGNORECASE,
)
_PAYING = re.compile(
    r"\b(?:pay(?:s|able|ment|ments)?|due|remit\w*|credit(?:ed)?\s+(?:to|the)|refund\w*\s+(?:such|the|any)?(?:(?!demand|claim|report|request|notif|disput|submit|assert|filed|discover|f(?:ind|ound)|identif|detect|aware|ask|tell|inform|raise)[^,;.]){0,50})\b(?:(?!demand|claim|report|request|notif|disput|submit|assert|filed|discover|f(?:ind|ound)|identif|detect|aware|ask|tell|inform|raise)[^.;,]){0,40}\bwithin\s*\Z",
    re.IGNORECASE,
)
_BAR = re.compile(
    r"\bwaive[ds]?\b|\blaps(?:e|es|ed)\b|\bextinguish\w*|\bforfeit\w*|\b(?:time-?)?barred\b|\bexclu(?:ded|sion)\b|"
    r"\b(?:shall|will|may|must)\s+not\s+(?:thereafter\s+|then\s+)?(?:be\s+)?(?:entitled|invoice|bill|charge|recover|claim|seek|collect)\w*|"
    r"\bnot\s+be\s+entitled\b|\bno\s+longer\s+(?:be\s+)?(?:\w+\s+)?(?:claim|invoice|bill|recover|due|payable|owed|entitled)\w*|"
    r"\bno\s+right\s+to\b|\bno\s+(?:adjustment|correction)s?\s+of\b|\bno\s+(?:retroactive|back|late|subsequent)\b[^.;]{0,30}\bpermitted\b|\bright\b[^.;]{0,80}\bexpires?\b|\bneither\s+party\s+may\b|\bloses?\s+(?:its|the)\s+right|\bdeemed\s+(?:to\s+(?:be|have)\s+)?waived|\breleased?\b|\bneed\s+not\s+pay\b|\bwritten\s+off\b|\bclaim\w*\b[^.;]{0,100}\bnot\s+(?:there)?after",
    re.IGNORECASE,
)
_REFUND = re.compile(
    r"\brefund\w*|\brepa(?:y|id|yment)\w*|\b(?:have|get|gets|give|given)\s+(?:[\w’']+\s+){0,3}?back\b|\breturn(?:s|ed)?\b|\breimburs\w*|\bcredit\w*|\breclaim\w*|\bclaim\s+(?:a\s+)?correction\b|\breturn\s+the\s+excess|\bmake\s+good\b",
    re.IGNORECASE,
)
_FINAL = re.compile(
    r"\b(?:final|conclusive|incontestable|binding|presumed\s+(?:to\s+be\s+)?(?:true|correct))\b",
    re.IGNORECASE,
)
_OBJECT = re.compile(
    rf"{_DISPUTE.pattern}|\bnotif(?:y|ies|ied)\b|\bnotice\b|\bwritten\s+claim|\bfiled\b|\breports?\b",
    re.IGNORECASE,
)

_INSTEAD = re.compile(r"\b(?:in\s+(?:place|lieu)|instead)\s+of\s+(?:the\s+)?\W*\Z", re.IGNORECASE)


def read(document: Document) -> Iterator[Draft]:
    """Every window for correcting bills that the document states."""
    for clause in clauses(document, TRIGGER):
        if _ABOUT_BILLS.search(clause.text) or barred_since(clause.text):
            yield from _windows(clause)


def resembles(clause: Clause) -> bool:
    """Whether a sentence speaks of a length of time and of correcting bills, understood or not."""
    text = clause.text
    if clause.risky or _elsewhere(text) or not _ABOUT_BILLS.search(text) or not clause.durations:
        return False
    if all(
        _PAYS.search(text[: at.start]) or _PAYING.search(text[: at.start])
        for at in clause.durations
    ):
        return False
    asks = _DISPUTE.search(text) or _CUSTOMER_ASKS.search(text) or _FINAL.search(text)
    if asks and not _SETTLING.search(text[: clause.durations[0].start][-90:]):
        return _NOT_A_WINDOW.search(text) is None
    return bool(_UNDER.search(text) or _OVER.search(text) or _BOTH.search(text))


def _windows(clause: Clause) -> Iterator[Draft]:
    text = clause.text
    if not clause.durations:
        return
    if (since := barred_since(text)) is not None:
        if at := limitation(clause):
            yield draft(_term(at, "both", since, "action_barred"), clause)
        return
    if same := _same_length(clause):
        yield same
        return
    if RISK.search(_RISK_BUT_BILLS.sub(" ", text)):
        return
    if _elsewhere(text) or not _BILLING.search(text):
        return
    windows = [at for at in clause.durations if _is_window(clause, at)]
    for number, at in enumerate(windows):
        start = windows[number - 1].end if number else 0
        stop = windows[number + 1].start if number + 1 < len(windows) else len(text)
        found = _window(clause, at, start, stop)
        if found:
            yield found


_RISK_BUT_BILLS = re.compile(
    r"\bliable\s+to\s+pay\b|\b(?:liable|liability)\s+for\s+(?:payment\s+of\s+)?(?:an?\s+|the\s+|any\s+|such\s+|those\s+)*(?:charges?|fees?|amounts?|invoices?|sums?|it|them)\b",
    re.IGNORECASE,
)
"""Being liable to pay a charge is no liability for damage."""


_SAME_LENGTH = re.compile(
    r"\bwithin\s+(?:the|that)\s+same\s+(?=\w+(?:\s*\(\d+\))?[\s-])", re.IGNORECASE
)


def _same_length(clause: Clause) -> Draft | None:
    """'May claim a credit for an overcharge within the same twelve months': as the window before it."""
    match = _SAME_LENGTH.search(clause.text)
    at = next((at for at in clause.durations if match and at.start >= match.end() - 1), None)
    direction = _says(clause.text) if at else None
    if at is None or direction is None:
        return None
    for other in reversed(clause.around(2, 0)):
        for window in _windows(other):
            term = window.term
            if isinstance(term, Lookback) and term.duration == Duration(at.length, at.unit):
                effect = _effect(clause, direction, clause.text)
                same = _term(at, direction, term.counted_from, effect)
                return draft(same, clause, other)
    return None


def _elsewhere(text: str) -> bool:
    """Whether the sentence is about other accounts than the seller's bills."""
    return _ELSEWHERE.search(text) is not None and "incontestable" not in text.lower()


def _is_window(clause: Clause, at: DurationAt) -> bool:
    """Whether the length limits a correction, and is no payment term or time to settle."""
    text = clause.text
    head = text[: at.start]
    if _INSTEAD.search(head) or _PAYS.search(head):
        return False
    if at.anniversary or at.conflict or _SETTLING.search(head[-90:]) or _PAYING.search(head[-110:]):
        return False
    if re.match(
        r"\s*(?:['’]s?)?\s*(?:prior\s+)?(?:written\s+)?notice\b", text[at.end :], re.IGNORECASE
    ):
        return False
    around = head[-60:]
    return bool(
        re.search(
            r"\b(?:within|in|than|after|until|exceed(?:s|ing)?|beyond|the|over|past|last|preceding|and|to|up\s+to|maximum\s+of|period(?:\s+of)?|incontestable|final|conclusive)\W*(?:the\s+|a\s+|an\s+|such\s+)?(?:\w+\s+){0,2}\W*\Z",
            around,
            re.IGNORECASE,
        )
    )


def _window(clause: Clause, at: DurationAt, start: int, stop: int) -> Draft | None:
    segment = clause.text[start:stop]
    if _NOT_A_WINDOW.search(segment) and not (
        _UNDER.search(segment) or _OVERBILLED.search(segment)
    ):
        return None
    direction = _direction(clause, segment)
    counted = counted_from(clause.text[start : at.start], clause.text[at.end : stop])
    if direction is None or counted is None:
        return None
    effect = _effect(clause, direction, segment)
    if direction == "underbilling" and _repays_within_same_time(clause):
        direction = "both"
    term = _term(at, direction, counted, effect, product=_named(segment))
    if left := left_out(clause):
        return draft(term.model_copy(update={"excludes": left[0]}), clause, left[1])
    return draft(term, clause)


def _term(
    at: DurationAt,
    direction: Direction,
    counted: CountedFrom | None,
    effect: Effect | None,
    product: str | None = None,
) -> Lookback:
    return Lookback(
        product=product,
        direction=direction,
        length=at.length,
        unit=at.unit,
        counted_from=counted,
        effect=effect,
    )


def _direction(clause: Clause, segment: str) -> Direction | None:
    """Which way the window corrects, by its own words first, then by the sentences before it."""
    own = _says(segment)
    if own:
        return own
    if _UNDER.search(clause.text) and _OVER.search(clause.text) and not _BOTH.search(clause.text):
        return None
    whole = _says(clause.text)
    if whole or not re.search(r"\b(?:correct|invoic|bill)\w*", clause.text, re.IGNORECASE):
        return whole
    return _says(f"{clause.heading} {clause.before()}")


_FOUND_BY = re.compile(r"\bparty\s+(?:discover|find|identif|detect|becom|notic)\w*", re.IGNORECASE)


def _one_sided(words: str, *, under: bool, over: bool) -> Direction | None:
    """A mistake that only one side gives up or may correct against the other."""
    asks = _CUSTOMER_ASKS.search(words) and not _EITHER.search(words)
    if not under and (asks or _GIVES_UP.search(words)):
        return "overbilling"
    return "underbilling" if _AGAINST.search(words) and not over else None


_EITHER = re.compile(
    r"\b(?:either|each|neither|both|any)\s+(?:party|parties|of\s+us|side|direction)", re.IGNORECASE
)


def _says(words: str) -> Direction | None:
    under, over = _UNDER.search(words), _OVER.search(words)
    if own := _one_sided(words, under=under is not None, over=over is not None):
        return own
    if both := _BOTH.search(words):
        one_sided = over and not under and _FOUND_BY.search(both[0])
        return "overbilling" if one_sided else "both"
    if _CUSTOMER_ASKS.search(words) or (over and not under):
        return "overbilling"
    if under:
        return "overbilling" if over and over.start() > under.start() else "underbilling"
    if _DISPUTE.search(words) and re.search(_BILL, words, re.IGNORECASE):
        return "overbilling"
    rendered = re.search(r"\binvoic|\bstatement|\breport", words, re.IGNORECASE)
    return "both" if rendered and _FINAL.search(words) else None


_ACCEPTED = re.compile(
    r"\b(?:is|are|be|counts?|deemed|taken|treated|regarded)\b[^.;,]{0,30}\b(?:accepted|approv\w+|agreed|undisputed)\b",
    re.IGNORECASE,
)
_LAPSES = re.compile(
    r"\b(?:waive[ds]?|is\s+lost|lapse|extinguish|barred|forfeit|excluded|expire)", re.IGNORECASE
)


def _effect(clause: Clause, direction: Direction, segment: str) -> Effect:
    """What happens at the window's end."""
    if direction == "overbilling":
        return _effect_for_customer(clause, segment)
    if direction == "underbilling":
        beyond = " ".join(other.text for other in clause.around(0, 1))
        lapses = _BAR.search(segment) or _LAPSES.search(beyond)
        return "waived_after" if lapses else "may_invoice"
    if _REFUND.search(segment):
        return "may_invoice"
    if _FINAL.search(segment):
        return "final"
    return "waived_after" if _BAR.search(clause.text) else "may_invoice"


def _effect_for_customer(clause: Clause, segment: str) -> Effect:
    """What the customer gets within the window, or loses after it."""
    accepted = _DISPUTE.search(segment) and _ACCEPTED.search(clause.text)
    if accepted or must_tell(segment, clause.text):
        return "must_dispute"
    if may_have_back(clause.text) or _REFUND.search(clause.text):
        return "refund"
    if _OBJECT.search(clause.text):
        return "must_dispute"
    if _FINAL.search(segment):
        return "final"
    return "waived_after" if _BAR.search(segment) else "must_dispute"


def _repays_within_same_time(clause: Clause) -> bool:
    return any(
        _SAME_TIME.search(other.text)
        and (_OVER.search(other.text) or _REFUND.search(other.text))
        and not other.durations
        for other in clause.around(0, 2)
    )


_OWN_PRODUCT = re.compile(
    r"\b(?:invoice|bill|charge)\s+(?:for\s+)?((?:[A-Z][\w-]+\s+){1,4})that\s+it\s+(?:has\s+)?(?:failed|omitted|neglected)"
)


def _named(segment: str) -> str | None:
    match = _OWN_PRODUCT.search(segment)
    return match[1].strip() if match else None
