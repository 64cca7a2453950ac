"""Amounts that are no price of this contract: caps, insurance, examples, former and list prices.

A price that is stated wrongly is worse than one left for a person, so each test here is generous.
"""

from __future__ import annotations

import re

from extractors.telltales import telling

_NEVER = telling(
    r"\b(?:liabilit(?:y|ies)|liable|insurance|insured?|indemni\w+|coverage (?:of|limits?|amounts?|in)|(?:minimum|policy) coverage|umbrella|performance bond|"
    r"penal sum|deductible|retention not|replacement value|liquidated damages|penalt(?:y|ies)|"
    r"gross negligence|salary|salaries|wilful misconduct|attorney\w*|net worth|par value|per share|shares?\s+of|purchase\s+order[^.]{0,60}exceed|"
    r"loan|escrow|principal amount|security deposit|settlement amount|damages)\b",
    re.IGNORECASE,
)
_EXAMPLE = telling(
    r"\b(?:for (?:example|instance)|by way of (?:example|illustration)|illustrat(?:ion|ive)|worked example|"
    r"e\.g\.|hypothetical(?:ly)?|suppose|assum(?:e|ing)|were the|would (?:be|become|bear))\b|^\s*Example\b|"
    r"\bexample\s*[:(]|shown for computation",
    re.IGNORECASE,
)
_EXAMPLE_HEAD = telling(r"\b(?:example|illustration)\b", re.IGNORECASE)
_FORMER = re.compile(
    r"(?:\b(?:was|were|had been|formerly|previously|instead of|in place of|in lieu of|rather than|"
    r"no longer|prior (?:rate|price|fee)s?(?: of)?|former (?:rate|price|fee)s?(?: of)?|"
    r"(?:falls?|reduced|increased|decreased|raised|lowered|changed|rises?|goes|moves?|dropped|amended|revised) from|"
    r"earlier|replaces the (?:\w+ )?(?:fee|charge|price|rate) of|"
    r"applied since|drafts?)\b[^.;]{0,50})\Z",
    re.IGNORECASE,
)
_LISTED = telling(
    r"\b(?:list (?:price|value|rate)s?|list,|published (?:price|rate|fee)s?|catalogu?e? (?:price|rate)s?|"
    r"standard \(list\)|rack rates?|retail price|MSRP|recommended (?:retail )?price|\(?value[ds]?(?: at)?|worth|"
    r"market (?:price|value)|reference price)\b",
    re.IGNORECASE,
)
_INFORMATION = telling(
    r"\b(?:not (?:an? )?(?:fee|charge|price)s? of|for (?:information|reference)(?: only)?|stated for information|does not bind|not (?:an? )?"
    r"(?:obligation|commitment)|forecast|internal target|budget(?:ary|ing)?|estimate[sd]?|currently|"
    r"withdrawn|laps(?:es?|ed)|has elected neither|offered at|quoted|quotation|would have|"
    r"expected cost|proposed?|projected|anticipated|approximately)\b",
    re.IGNORECASE,
)
_LIMIT = re.compile(
    r"(?:\b(?:exceed(?:s|ing|ed)?|in excess of|over|above|below|less than|more than|greater than|up to|"
    r"at least|minimum(?: \w+){0,2} (?:of|or)|not less than|no less than|no lower th[ae]n|not lower than|not more than|no more than|maximum(?: \w+){0,2} of|"
    r"maximum|minimum|under|limited to|beyond|as much as|lesser of|greater of|higher of|lower of|"
    r"rounded to(?: the nearest)?|nearest|cap(?:ped)? (?:of|at)|to a total of|balance of|threshold of|\d/\d+(?:th)? of|one[- ](?:half|third|quarter|twelfth) of|percent of|% of)"
    r"(?:\s+(?:the|a|an|or|either|\(?i+\)|\(?[ab12]\)|sum of|amount of|equal to|total of))*\s*[:,]?\s*)\Z",
    re.IGNORECASE,
)
_NOT_ORDERED = telling(
    r"\b(?:not (?:been )?(?:ordered|elected|exercised|taken|commissioned|included|subscribed|selected|purchased)|none (?:has|have) been "
    r"ordered|none ordered|not ordered|has elected neither|options? not|available on request|"
    r"optional(?:ly)?(?: products?| services?)?|if (?:later )?ordered|should you order|neither is included|"
    r"no (?:\w+ ){0,2}ha(?:s|ve) been (?:ordered|charged|subscribed)|may be ordered|can be ordered|services not ordered|"
    r"separate orders? only|for budgeting)\b",
    re.IGNORECASE,
)


def about_risk(text: str) -> bool:
    """Whether the passage is about liability, insurance or damages: never billed."""
    return _NEVER.search(text) is not None


def is_example(text: str, heading: str = "") -> bool:
    """Whether the passage illustrates and states nothing."""
    return bool(_EXAMPLE.search(text) or _EXAMPLE_HEAD.search(heading))


def not_ordered(text: str) -> bool:
    """Whether the passage says that the customer did not buy what it prices."""
    return _NOT_ORDERED.search(text) is not None


def is_limit(before: str) -> bool:
    """Whether the words before an amount make it a bound: 'at least', 'up to', 'exceeding'."""
    return _LIMIT.search(before) is not None


def is_former(before: str) -> bool:
    """Whether the words before an amount make it a price that no longer applies."""
    return _FORMER.search(before) is not None


def is_listed(text: str) -> bool:
    """Whether the words make an amount a list price, a published price or a stated value."""
    return _LISTED.search(text) is not None


def is_information(text: str) -> bool:
    """Whether the passage says that its amounts bind nobody: forecasts, quotes, estimates."""
    return _INFORMATION.search(text) is not None
