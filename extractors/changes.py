"""What a later term does to an earlier one on the same subject: nothing, replace it, or read with it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

from extractors.links import Links, sentences_of
from extractors.passages import Placed
from extractors.steps import with_base, with_earlier_step, with_listed
from extractors.subjects import (
    adds,
    differs,
    has_value,
    matching,
    product_key,
    same_product,
    stated,
)
from extractors.targets import CHANGING, SINGLE, Account, comparable, counts, is_named, subjects
from terms.contract import Term

_PARTIAL = {"escalation", "commitment", "discount", "renewal", "payment", "lookback", "surcharge"}
"""Types whose amendments state only what changes: the rest is read with the earlier term."""
_CHANGE = re.compile(
    r"\b(?:replac\w+|supersed\w+|amend\w*|chang\w+|var(?:y|ied|ies)|delet\w+|in\s+place\s+of|instead\s+of|in\s+lieu\s+of|"
    r"reduc\w+|increas\w+|rais\w+|lower\w*|shorten\w*|extend\w*|falls?|becomes?|become|reads\s+as\s+follows|"
    r"cease[sd]?\s+to\s+apply|notwithstanding|brings?\s+the\s+total|no\s+longer)\b",
    re.IGNORECASE,
)
_EXTENDS = re.compile(
    r"\b(?:extend\w*|extension|prolong\w*|continues?\s+(?:until|through)|goes\s+on)\b",
    re.IGNORECASE,
)
_TAKES_PART = re.compile(
    r"\b(?:takes?\s+part\s+in|participates?\s+in|is\s+(?:also\s+)?subject\s+to|is\s+indexed\s+with|also\s+applies\s+to)\b",
    re.IGNORECASE,
)
_FOR_INFORMATION = re.compile(
    r"\b(?:for\s+information|for\s+reference|remain(?:s)?\s+unchanged|(?:is|are)\s+(?:not\s+affected|unchanged)|stays?\s+(?:the\s+same|as\s+it\s+is))\b",
    re.IGNORECASE,
)


_REST = re.compile(
    r"\b(?:everything\s+else|all\s+other|in\s+all\s+other\s+respects|otherwise|the\s+rest\s+of)\b[^.;]{0,80}\b(?:stays?|remains?|continues?|unchanged)\b",
    re.IGNORECASE,
)
_PARTS = ("included_quantity", "minimum_charge", "maximum_charge", "package_size")
_REWORDS = re.compile(
    r"[”\"][^.;“\"]{0,60}\b(?:replac|substitut|delet|insert|becomes?|reads?)",
    re.IGNORECASE,
)
"""A change of words: what stands around them stays."""
_TABLE_ANEW = re.compile(r"\btable\b[^.;]{0,80}\b(?:substitut|replac|restat|delet)", re.IGNORECASE)
_PRICES_ONLY = re.compile(
    r"\b(?:prices|fees|rates|charges)\b[^.;]{0,30}\breplaces?\s+those\b", re.IGNORECASE
)


def links_of(
    term: Placed, position: int, account: Account, found: Mapping[tuple[str, int], Links]
) -> Links:
    """The links of one term; `found` holds those of the terms before it in force order."""
    links = Links()
    targets = [
        target
        for earlier in account.ordered[:position]
        for target in account.of_type(earlier, term.term.type)
        if comparable(term, target)
    ]
    for target in subjects(term, targets, account.aliases):
        _relate(term, target, targets, links)
    with_earlier_step(term, account, links)
    with_listed(term, account.ordered[:position], account, links)
    with_base(term, targets, account, links)
    _with_dependents(term, account, found, links)
    _with_mechanism(term, account, links)
    _without_detours(found, links)
    _without_one_product_s(term, links)
    return links


def _without_one_product_s(term: Placed, links: Links) -> None:
    """A rule for everything reads with the earlier rule for everything, and not with one product's case."""
    general = [target for target in links.reads_with if target.term.product is None]
    if term.term.product is None and general:
        links.reads_with = general


def _relate(term: Placed, target: Placed, targets: Sequence[Placed], links: Links) -> None:
    """What the term does to an earlier term on the same subject: nothing, replace it, read with it."""
    kind = term.read.kind
    named = is_named(term, target)
    if not (kind in CHANGING or (named and _CHANGE.search(term.passage))):
        return
    if kind == "amendment" and term.term.type in SINGLE and not (named or _says_change(term)):
        return
    if term.term.type == "renewal" and kind == "renewal" and _PRICES_ONLY.search(term.read.text):
        return
    if _leaves(term, target) or not _still_runs(term, target, targets):
        return
    if term.term.type == "price" and not has_value(term.term) and not _changes_a_part(term.term):
        _continue(term, target, targets, links)
        return
    mine, theirs = stated(term.term), stated(target.term)
    restated = kind == "renewal" and (
        bool(mine.keys() & theirs.keys()) or (has_value(term.term) and has_value(target.term))
    )
    modified = named and bool(mine.keys() - theirs.keys())
    takes_part = bool(_TAKES_PART.search(term.passage)) and not has_value(term.term)
    if not takes_part and (
        differs(term.term, target.term) or restated or modified or _extends(term, target)
    ):
        links.replaces.append(target)
    if (term.term.type in _PARTIAL and (named or _leaves_the_rest(term))) or (
        term.term.type == "price" and target in links.replaces and _states_a_part(term, target)
    ):
        links.reads_with.append(target)


def _leaves_the_rest(term: Placed) -> bool:
    """Whether the paper changes what it names and leaves the rest: an amendment, or a notice that says so.

    A renewal order is an order of its own.
    """
    if term.read.kind != "renewal":
        return term.read.kind == "amendment"
    return not _own_order(term) and bool(_REST.search(term.read.text))


def _own_order(term: Placed) -> bool:
    return bool(
        re.search(r"\border\b", term.read.contract.title or term.read.text[:200], re.IGNORECASE)
    )


def _changes_a_part(term: Term) -> bool:
    """Whether a price without a figure changes what the figure covers: an inclusion, a minimum."""
    return any(getattr(term, name, None) is not None for name in _PARTS)


def _states_a_part(term: Placed, target: Placed) -> bool:
    """Whether a changed price leaves to the earlier one what it needs to be one: its unit, its minimum.

    A renewal restates its prices; what it does not repeat may be meant to be gone.
    """
    if not _leaves_the_rest(term):
        return False
    if _TABLE_ANEW.search(term.passage) and getattr(term.term, "tiers", None):
        return True
    if _REWORDS.search(sentences_of(term)):
        return adds(term.term, target.term)
    unit = product_key(getattr(target.term, "unit", None) or "")
    named = unit and unit in product_key(term.term.product or "")
    return any(
        getattr(target.term, name, None) is not None and getattr(term.term, name, None) is None
        for name in ("model", *(() if named else ("unit",)), *_PARTS)
    )


def _says_change(term: Placed) -> bool:
    """Whether the term's own sentence says that something is changed, and not only its section."""
    return bool(_CHANGE.search(sentences_of(term)))


def _continue(term: Placed, target: Placed, targets: Sequence[Placed], links: Links) -> None:
    """A price without a figure goes on with the step before: 'the second step goes on until May'."""
    begins = term.starts
    steps = [t for t in targets if t.read is target.read and t.term.product == target.term.product]
    before = [t for t in steps if begins and t.starts and t.starts < begins and has_value(t.term)]
    if begins and target.starts == begins and before:
        links.replaces.append(target)
        links.reads_with.append(max(before, key=lambda step: step.starts or date.min))


def _extends(term: Placed, target: Placed) -> bool:
    """Whether a discount goes on for longer, its figure unrepeated."""
    return (
        term.term.type == "discount"
        and bool(term.term.effective_to or term.term.effective_from)
        and not differs(term.term, target.term)
        and bool(_EXTENDS.search(term.passage))
    )


def _still_runs(term: Placed, target: Placed, targets: Sequence[Placed]) -> bool:
    """Whether the target can still apply when the term begins; what is renewed may have just ended."""
    end, begins = target.term.effective_to, term.starts
    if end is None or begins is None or end >= begins:
        return True
    if term.term.type == "discount" and _EXTENDS.search(term.passage):
        return True
    last = all(
        (other.starts or date.min) <= (target.starts or date.min)
        for other in targets
        if other.read is target.read and other.term.product == target.term.product
    )
    return term.read.kind == "renewal" and last and (begins - end).days <= 1


def _without_detours(found: Mapping[tuple[str, int], Links], links: Links) -> None:
    """A mechanism that another target already reads with need not be named again."""
    reached = {
        (far.read.file, far.index)
        for near in links.reads_with
        for far in found.get((near.read.file, near.index), Links()).reads_with
    }
    links.reads_with = [
        target
        for target in links.reads_with
        if has_value(target.term) or (target.read.file, target.index) not in reached
    ]


def _leaves(term: Placed, target: Placed) -> bool:
    """Whether an amendment only repeats what stays: the same figures, or figures 'for information'."""
    if term.read.kind == "renewal":
        return False
    if getattr(term.term, "change", None) in {"add", "remove"}:
        return True
    if not differs(term.term, target.term):
        adds_nothing = stated(term.term).keys() <= stated(target.term).keys()
        return has_value(term.term) and adds_nothing and not _EXTENDS.search(term.passage)
    sentence = sentences_of(term)
    return bool(_FOR_INFORMATION.search(sentence)) and not _CHANGE.search(
        _FOR_INFORMATION.sub("", sentence)
    )


def _with_dependents(
    term: Placed, account: Account, found: Mapping[tuple[str, int], Links], links: Links
) -> None:
    """Earlier terms that read with a replaced one: replaced too where they are its case, else read with."""
    replaced = {(target.read.file, target.index) for target in links.replaces}
    for (file, index), earlier in found.items():
        if file == term.read.file or (file, index) in replaced:
            continue
        if not any((target.read.file, target.index) in replaced for target in earlier.reads_with):
            continue
        target = account.placed[file][index]
        if target.term.type != term.term.type:
            continue
        begins = getattr(target.term, "first_on", None) or target.starts
        if (
            target.term.product
            and term.term.product is None
            and begins
            and term.starts
            and begins <= term.starts
        ):
            links.replaces.append(target)
        elif (
            not differs(term.term, target.term)
            and adds(term.term, target.term)
            and target.term.product == term.term.product
        ):
            links.reads_with.append(target)


def _with_mechanism(term: Placed, account: Account, links: Links) -> None:
    """A figure here and how it works elsewhere: 'Minimum: $900; see Section 6'."""
    if (
        links.reads_with
        or not has_value(term.term)
        or term.term.type not in {"commitment", "price"}
    ):
        return
    for file, others in account.placed.items():
        for target in others:
            if (
                target.term is term.term
                or target.term.type != term.term.type
                or has_value(target.term)
                or not counts(target.term)
                or not stated(target.term)
                or target in links.replaces
                or (target.section == term.section and file == term.read.file)
            ):
                continue
            if _later(target, term, account) or not adds(term.term, target.term):
                continue
            if not matching(term.term.product, [target.term], account.aliases):
                continue
            if _changes_a_part(target.term) and not same_product(
                term.term.product or "", target.term.product or "", account.aliases
            ):
                continue
            links.reads_with.append(target)


def _later(target: Placed, term: Placed, account: Account) -> bool:
    order = [read.file for read in account.ordered]
    return order.index(target.read.file) > order.index(term.read.file)
