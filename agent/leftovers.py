"""Passages about money that no reader understood: which of them could change what is due.

Most speak of something else (interest on late payment, expenses, liability). One that speaks of an
increase, a discount or a minimum, or that names the product, may be the very clause that matters.
"""

from __future__ import annotations

import re
from decimal import Decimal

from terms.contract import ContractDocument, Extraction, Unresolved

DULL_WORDS = frozenset(
    (
        "with",
        "from",
        "each",
        "service",
        "services",
        "plan",
        "fees",
        "charge",
        "charges",
        "price",
        "subscription",
        "license",
        "licence",
        "standard",
        "monthly",
        "annual",
        "month",
        "year",
        "user",
        "users",
        "seat",
        "seats",
        "unit",
        "units",
    )
)
_MOVES_A_PRICE = re.compile(
    r"increas|escalat|uplift|index|consumer price|\bcpi\b|discount|rebate|minimum|commit|shortfall|"
    r"overage|\btiers?\b",
    re.IGNORECASE,
)
_MAY_MOVE_A_PRICE = re.compile(
    r"\bris(?:e|es|en|ing)\b|excess|renewal|replac|instead|included|becom|\bvar(?:y|ied|iation)\b|"
    r"\bchang|amend|respectively|no longer|\bfree\b",
    re.IGNORECASE,
)
_PRICE = re.compile(
    r"[$€£¥%]|\b(?:pric|fee|charg|rate|tariff|amount|cost|pay|paid|invoic|bill|count)",
    re.IGNORECASE,
)
"""Words that move anything at all move a price only beside a word of prices."""
_ABOUT_SOMETHING_ELSE = re.compile(
    r"overdue|late (?:payment|fee|charge)|\binterest\b|travel|expenses|liabilit|indemni|insur|"
    r"\btax(?:es)?\b|\bvat\b|attorney|legal costs|arbitrat|jurisdiction|\bcourts?\b|damage|lump sum|"
    r"only remedy|sole remedy|service credit|lowest lawful|highest lawful|terminat|dissolution|"
    r"\bend (?:the|this) agreement|\bbreach|\bbreaks? (?:it|the agreement|this)|skill and care|confiden|"
    r"you may leave|"
    r"(?:list|catalog(?:ue)?|published) price|^(?:sub-?)?total\b",
    re.IGNORECASE,
)
_SAYS_IT_DOES_NOT_COUNT = re.compile(
    r"\bfor (?:reference|information|illustration|example|instance)\b|\bexample\b|illustrat|"
    r"not (?:been )?(?:ordered|exercised|commissioned|purchased|taken up)|"
    r"no decision has been made|readers also ask|earlier drafts?|\d\s*[×*]\s*[^=]{1,120}=",
    re.IGNORECASE,
)
"""A passage that itself says that it is an example (or reckons one), or of what was not bought."""
_LIST_PRICE = re.compile(
    r"\b(?:list|catalog(?:ue)?|published) price (?:for|of) [^.;,]{1,80} (?:is|was|:) "
    r"\W*(?:[A-Z]{3}\s)?\W*[\d.,]*\d(?:\s?[A-Z]{3})?\.?\s*$",
    re.IGNORECASE,
)
"""A list price and nothing done with it: no discount on it, no fee that follows it."""
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")

Leftover = tuple[ContractDocument, Unresolved]


def leftovers(contract: Extraction) -> list[Leftover]:
    """Every passage that was not understood and not dismissed, with its document."""
    return [
        (document, item)
        for document in contract.documents
        for item in document.unresolved
        if not item.dismissed
    ]


def moves_a_price(passage: Unresolved) -> bool:
    """Whether the passage speaks of what changes a price: an increase, a discount, a minimum."""
    quote = passage.quote
    moves = _MOVES_A_PRICE.search(quote) or (
        _MAY_MOVE_A_PRICE.search(quote) and _PRICE.search(quote)
    )
    return bool(moves) and not about_something_else(passage)


def about_something_else(passage: Unresolved) -> bool:
    """Whether the passage leaves prices alone: interest, expenses, liability, an example."""
    return says_it_does_not_count(passage) or bool(_ABOUT_SOMETHING_ELSE.search(passage.quote))


def says_it_does_not_count(passage: Unresolved) -> bool:
    """Whether the passage calls itself an example, or speaks of what was not ordered."""
    return _SAYS_IT_DOES_NOT_COUNT.search(passage.quote) is not None


def names(passage: Unresolved, product: str, besides: frozenset[str] = frozenset()) -> bool:
    """Whether the passage shares a telling word with the product's name, and may count.

    A list price does not: another price was agreed, and where the list price is what was billed, that
    is seen by its number. `besides` are words that tell nothing here, such as the seller's name.
    """
    if says_it_does_not_count(passage) or _LIST_PRICE.search(passage.quote):
        return False
    return bool((telling_words(product) - besides) & telling_words(passage.quote))


def party_words(contract: Extraction) -> frozenset[str]:
    """The words of the parties' names: they stand everywhere and tell no product from another."""
    names_ = (party.name for document in contract.documents for party in document.parties)
    return frozenset(word for name in names_ for word in telling_words(name))


def holds_a_number(passage: Unresolved, numbers: frozenset[Decimal]) -> bool:
    """Whether the passage states one of these numbers, and may count."""
    return not says_it_does_not_count(passage) and bool(numbers & numbers_in(passage.quote))


def numbers_in(text: str) -> frozenset[Decimal]:
    """The numbers of a text, without those of one digit."""
    found = (token.replace(",", "") for token in _NUMBER.findall(text))
    return frozenset(Decimal(token) for token in found if len(token) > 1)


def telling_words(text: str) -> frozenset[str]:
    """The words of a name that tell it from others: four letters or more, singular, no dull ones."""
    words = re.findall(r"[^\W\d_]{4,}", text.lower())
    return frozenset(word.rstrip("s") for word in words if word not in DULL_WORDS)


def in_words(document: ContractDocument, passage: Unresolved) -> str:
    """'msa.pdf page 2: a passage about money is not understood: “The Plan Fee rises …”'."""
    quote = " ".join(passage.quote.split())
    short = quote if len(quote) <= 120 else f"{quote[:117]}…"
    return (
        f"{document.file} page {passage.page}: a passage about money is not understood: “{short}”"
    )
