"""The words around an amount that a frame explains: what stands before it, and the tail behind its rate."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from extractors.readers.grammar import phrases
from extractors.readers.grammar.effect import Effect, effect_of
from extractors.readers.grammar.masked import DAY, NUMBER, Masked
from extractors.readers.grammar.sentences import Setting
from terms.term import Billing

_P = phrases
_FOR = r"(?:for|in\s+respect\s+of)\s+(?:the\s+use\s+of\s+|use\s+of\s+|access\s+to\s+)?"
_PRODUCT = rf"(?P<det>{_P.ANY})?{_P.THE}(?P<more>(?:further|additional|extra)\s+)?(?P<product>{_P.FULL_NAME})"
_LEAD = re.compile(
    rf"(?:(?P<from>{_P.FROM}|{_P.UNTIL}|(?:on|from)\s+{DAY}),?\s+)?"
    rf"(?:(?:[Ii]n\s+return\s+for|[Ii]n\s+consideration\s+of|[Ff]or(?:\s+the\s+use\s+of|\s+access\s+to)?)\s+(?:{_P.THE})(?P<lead>{_P.FULL_NAME}),?\s+(?=[a-zA-Z‹]))?",
    re.IGNORECASE,
)
_BASIS = r"(?:\s+on\s+a\s+time[\s-]and[\s-]materials?\s+basis|\s+separately|\s+additionally|\s+to\s+(?:the\s+)?[A-Z][a-z]+)?"
_HEADS = tuple(
    re.compile(form)
    for form in (
        # The fee for X is / The X fee shall be
        (
            rf"(?:[Tt]he\s+|[Aa]n?\s+|[Oo]ur\s+|[Yy]our\s+)?{_P.FEE_NAME}(?:\s+(?:payable|due|charged))?(?:\s+(?:for|of)\s+{_PRODUCT})?(?:,?\s+{_P.ADDED},?)?"
            rf"(?:\s+per\s+(?P<per>{_P.NAME}))?(?:,\s+{_P.FROM},)?\s+{_P.IS}"
        ),
        # Customer shall pay (a fee of); Provider will charge Customer (a fee of)
        rf"{_P.PARTY}{_P.WILL}\s+(?:pays?|owes?|charges?|invoices?|bills?)(?:\s+(?:to\s+)?{_P.PARTY})?(?:\s+(?:an?|the)\s+{_P.FEE_NAME}\s+of)?",
        # Customer pays for X; Customer takes X for
        rf"{_P.PARTY}{_P.WILL}\s+(?:pays?|owes?)\s+for\s+{_PRODUCT}(?:\s+(?:an?|the)\s+{_P.FEE_NAME}\s+of)?",
        (
            rf"{_P.PARTY}{_P.WILL}\s+(?:takes?(?:\s+part\s+in)?|orders?|buys?|purchases?|rents?|hires?|licenses?|licences?|subscribes?\s+(?:to|for)|receives?|uses?|joins?|"
            rf"supplies|supply|provides?|hosts?|delivers?|grants?\s+access\s+to|makes?\s+available)\s+(?:{NUMBER}\s+(?:{_P.NAME})\s+of\s+)?{_PRODUCT}(?:\s+to\s+{_P.PARTY})?\s+(?:at|for)"
            rf"(?:\s+(?:an?|the)\s+{_P.FEE_NAME}\s+of)?"
        ),
        # X is charged at (a rate of); X costs; X is
        rf"{_PRODUCT}\s+(?:(?:shall|will|also|now)\s+)*(?:is|are|be)\s+{_P.SOLD}{_BASIS}\s+(?:at|for)(?:\s+(?:an?|the)\s+{_P.FEE_NAME}\s+of)?",
        rf"{_PRODUCT}\s+(?:is|are)\s+{_P.SOLD}\s+for\s+{NUMBER}\s+{_P.NAME}\s+at(?:\s+(?:an?|the)\s+{_P.FEE_NAME}\s+of)?",
        rf"{_PRODUCT}\s+(?:(?:shall|will|also|now)\s+)*costs?(?:\s+a\s+(?P<once>one[\s-](?:time|off)))?",
        rf"{_PRODUCT}\s+(?P<bare>{_P.IS})",
        # (For X) a fee of; the one-time set-up fee of
        rf"(?:[Tt]he\s+|[Aa]n?\s+|[Oo]ne\s+)?{_P.FEE_NAME}(?:\s+(?:for|of)\s+{_PRODUCT})?\s+of",
        # X: / Fee for X:
        rf"{_P.FEE_NAME}(?:\s+(?:for|of)\s+{_PRODUCT})?(?:\s+per\s+(?P<per>{_P.NAME}))?\s*[:–—]",
        rf"{_PRODUCT}\s*[:–—]",
        rf"(?:{NUMBER}\s+)?{_PRODUCT}(?:,?\s+(?P<from>{_P.FROM}))?,?\s+(?:at|for)(?:\s+(?:an?|the)\s+{_P.FEE_NAME}\s+of)?",
    )
)
_TAILS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"[\s,]*(?:and\s+)?{_P.DUE}(?:\s+in\s+(?P<billing>advance|arrears))?\b(?!\s+(?:upon|on|within|to|for|after|before|by|at|when|as|until|in)\b)",
        rf"[\s,]*(?:{_P.RHYTHM}\s+)?in\s+(?P<billing>advance|arrears)\b",
        rf"[\s,]*(?:{_P.DUE}\s+)?(?P<effect>{_P.FROM}|{_P.UNTIL})",
        rf"[\s,]*(?P<effect>from\s+{DAY}\s+(?:to|until|through)\s+{DAY})",
        rf"[\s,]*{_P.TAX}(?!\w)",
        rf"[\s,]*{_P.FORMER}",
        rf"[\s,]*{_P.ADDED}",
        rf"\s*(?:is|are|shall\s+be|will\s+be|becomes?)\s+(?:due|payable|charged|invoiced|billed|paid)(?P<once>\s+once)?,?\s+(?:on|upon)\s+(?:the\s+)?(?P<on>{DAY})",
        r"\s*(?:is|are|shall\s+be|will\s+be)\s+(?:due|payable|charged|invoiced|billed)(?P<once>\s+once)?(?=[.;]?\s*\Z)",
        rf",\s+(?:invoiced|payable|due|charged)\s+(?:up)?on\s+(?:the\s+)?(?P<on>{DAY})",
        rf"[\s,]*(?P<once>once),?\s+(?:on|upon)\s+(?:the\s+)?(?P<on>{DAY})",
        r"\s*(?:applies|shall\s+apply|will\s+apply)(?=[.;]?\s*\Z|\s+to\b)",
        rf"[\s,]*(?:for|in\s+respect\s+of|to)\s+(?:the\s+use\s+of\s+)?(?P<det>{_P.ANY})?{_P.THE}(?P<product>{_P.FULL_NAME})(?=[\s,.;]|\Z)",
        r"\s*\(?(?P<once>one[\s-](?:time|off)|once(?:\s+only)?)\b\)?",
        (
            r"[\s,]*(?:(?:is|are|shall\s+be|will\s+be)\s+)?(?:due|payable|charged|invoiced|billed|paid)\s+(?P<event>(?:on|upon|at|after|following|with)\s+(?:the\s+)?(?:signature|signing|execution|acceptance|delivery|"
            r"completion|go-live|commencement|first\s+invoice|activation|installation|order)\b(?:\s+of\s+(?:this|the)\s+[A-Za-z]+(?:\s[A-Z][a-z]+)?)?)"
        ),
        r"\s*[.;]?\s*\Z",
    )
)


@dataclass(frozen=True, slots=True)
class Said:
    """What a sentence was found to say around its amount."""

    product: str | None = None
    fee: str | None = None
    unit: str | None = None
    each: bool = False
    once: bool = False
    billing: Billing | None = None
    effect: Effect = field(default_factory=Effect)


_ONCE_FEE = re.compile(
    r"\b(?:one[\s-](?:time|off)|once|set-?up|onboarding|implementation|installation|activation)\b",
    re.IGNORECASE,
)
BARE_FEE = re.compile(
    rf"{_P.KIND}(?:(?:subscription|licen[cs]e|service|usage|support|access|user)\s+)?{_P.FEE}\Z",
    re.IGNORECASE,
)


def head_said(before: Masked, setting: Setting) -> Said | None:
    """What the words before the amount say, where they are a frame's from first to last."""
    words = " ".join(before.text.split())
    lead = _LEAD.match(words)
    said = Said()
    if lead and lead.end():
        if lead["from"]:
            said = replace(said, effect=_effect(_ON.sub("from", lead["from"]), before, setting))
        if lead["lead"]:
            said = replace(said, product=lead["lead"])
        if found := _headed(words[lead.end() :], said, before, setting):
            return found
        if lead["lead"] is None:
            return None
        said = replace(said, product=None)
        rest = words[lead.end("from") :].lstrip(" ,") if lead["from"] else words
        return _headed(rest, said, before, setting)
    return _headed(words, said, before, setting)


def _headed(words: str, said: Said, before: Masked, setting: Setting) -> Said | None:
    for form in _HEADS:
        match = form.fullmatch(words)
        if match is None:
            continue
        groups = match.groupdict()
        product = groups.get("product")
        if product and said.product:
            continue
        singular = (groups.get("det") or "").strip().lower() in _SINGLY or bool(groups.get("more"))
        if groups.get("from") and not said.effect.stated:
            said = replace(said, effect=_effect(groups["from"], before, setting))
        return replace(
            said,
            once=bool(groups.get("once")),
            product=said.product or product,
            fee=groups.get("fee"),
            unit=groups.get("per"),
            each=singular and said.product is None,
        )
    return None


_SINGLY = {"a", "an", "each", "every", "any", "one"}


def explained(after: Masked) -> bool:
    """Whether known phrases fill the words behind an amount, whatever they say: a cheap question."""
    words, at = after.text, 0
    while at < len(words):
        ends = (each.end() for form in _TAILS if (each := form.match(words, at)))
        at_next = next((end for end in ends if end > at), at)
        if at_next == at:
            return False
        at = at_next
    return True


def tail_said(after: Masked, said: Said, setting: Setting) -> Said | None:
    """What the words behind the amount and its rate add; None where one of them is not explained."""
    words, at = after.text, 0
    found: Said | None = said
    while at < len(words) and found is not None:
        match = next(
            (each for form in _TAILS if (each := form.match(words, at)) and each.end() > at), None
        )
        if match is None:
            return None
        at = match.end()
        found = _added(found, match.groupdict(), after, setting)
    return found


def _added(
    said: Said, groups: Mapping[str, str | None], after: Masked, setting: Setting
) -> Said | None:
    """The words of one phrase of the tail; None where it cannot belong to what was said before."""
    if groups.get("product"):
        return _for_product(said, groups)
    if groups.get("event"):
        return replace(said, once=True) if said.fee and _ONCE_FEE.search(said.fee) else None
    if billing := groups.get("billing"):
        said = replace(said, billing="advance" if billing.lower() == "advance" else "arrears")
    if words := groups.get("effect"):
        effect = _effect(words, after, setting)
        start, end = said.effect.start or effect.start, said.effect.end or effect.end
        said = replace(said, effect=Effect(start, end))
    if mark := groups.get("on"):
        return replace(said, once=True, effect=Effect(after.day(mark), None))
    return replace(said, once=True) if groups.get("once") else said


def _for_product(said: Said, groups: Mapping[str, str | None]) -> Said | None:
    """'... for each visit' is the unit of a named fee, '... for the Data Feed' what is priced."""
    if said.product:
        return None
    singly = (groups.get("det") or "").strip().lower() in {"each", "every", "any"}
    if singly and said.fee and not BARE_FEE.match(said.fee):
        return replace(said, unit=groups["product"])
    return replace(said, product=groups["product"], each=singly)


_ON = re.compile(r"\A[Oo]n\b")


def _effect(words: str, of: Masked, setting: Setting) -> Effect:
    """From when to when, by words in which days are marks."""
    return effect_of(of.unmasked_days(words), setting)
