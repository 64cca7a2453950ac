"""How documents change one another: from papers in order to links between terms.

A later paper changes an earlier term where it is made for that (an amendment, a renewal) and speaks
of the same thing, or where it names the section. What is not supported by words or by the papers'
kinds gets no link: a wrong link moves money. What cannot be decided is said in words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from extractors.passages import Placed, ReadDocument
from extractors.precedence import Precedence, read_precedence
from extractors.references import names, of_kind
from extractors.subjects import adds, differs, has_value, matching, product_key, stated
from terms.citation import Link
from terms.contract import ContractDocument, DocumentKind, Term

_RANK: dict[DocumentKind, int] = {
    "master": 0,
    "other": 1,
    "price_schedule": 1,
    "order_form": 2,
    "statement_of_work": 2,
    "renewal": 3,
    "amendment": 4,
}
_CHANGING = {"amendment", "renewal"}
_PARTIAL = {"escalation", "commitment", "discount", "renewal", "payment", "lookback", "surcharge"}
"""Types whose amendments state only what changes: the rest is read with the earlier term."""
_BY_PRODUCT = {"price", "quantity", "commitment", "discount", "escalation", "surcharge"}
_SINGLE = {"payment", "renewal", "lookback", "audit"}
_CHANGE = re.compile(
    r"\b(?:replac\w+|supersed\w+|amend\w*|chang\w+|var(?:y|ied|ies)|delet\w+|in\s+place\s+of|instead\s+of|in\s+lieu\s+of|"
    r"reduc\w+|increas\w+|rais\w+|lower\w*|shorten\w*|extend\w*|falls?|becomes?|become|reads\s+as\s+follows|"
    r"cease[sd]?\s+to\s+apply|notwithstanding|brings?\s+the\s+total|no\s+longer)\b",
    re.IGNORECASE,
)
_EXTENDS = re.compile(r"\b(?:extend\w*|extension|prolong\w*|continues?\s+(?:until|through)|goes\s+on)\b", re.IGNORECASE)
_TAKES_PART = re.compile(
    r"\b(?:takes?\s+part\s+in|participates?\s+in|is\s+(?:also\s+)?subject\s+to|is\s+indexed\s+with|also\s+applies\s+to)\b", re.IGNORECASE
)
_FOR_INFORMATION = re.compile(
    r"\b(?:for\s+information|for\s+reference|remain(?:s)?\s+unchanged|(?:is|are)\s+(?:not\s+affected|unchanged)|stays?\s+(?:the\s+same|as\s+it\s+is))\b",
    re.IGNORECASE,
)
_DEFINED = re.compile(r"\(\s*(?:the|each\s+an?|an?)?\s*[“\"']([A-Z][\w-]*(?:\s+[A-Z][\w-]*){0,3})[”\"']\s*\)")
_NOT_PAYABLE = {"not_ordered", "on_request", "blank"}


@dataclass(slots=True)
class _Links:
    """The links found for one term, as positions of their targets."""

    replaces: list[Placed] = field(default_factory=list)
    overrides: list[Placed] = field(default_factory=list)
    reads_with: list[Placed] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Linked:
    """Documents with the links of their terms, and what could not be decided, in words."""

    documents: tuple[ContractDocument, ...]
    conflicts: tuple[str, ...] = ()


def in_order(documents: Sequence[ReadDocument]) -> list[ReadDocument]:
    """Masters first, then by effective date, kind and number: an amendment after what it amends."""
    return sorted(
        documents,
        key=lambda read: (
            read.contract.kind != "master",
            read.contract.effective_date or read.starts or date.min,
            _RANK[read.contract.kind],
            read.contract.number or "",
            read.file,
        ),
    )


def link(documents: Sequence[ReadDocument]) -> Linked:
    """The documents of one account with `replaces`, `overrides` and `reads_with` on their terms.

    The order of the documents is kept. Links that the terms bring along are kept as well. Terms of a
    conflict that nothing decides carry a warning.
    """
    ordered = in_order(documents)
    placed = {
        read.file: [Placed(term, index, read) for index, term in enumerate(read.contract.terms)]
        for read in ordered
    }
    found: dict[tuple[str, int], _Links] = {}
    account = _Account(ordered, placed, _aliases(placed))
    for position, read in enumerate(ordered):
        for term in placed[read.file]:
            if _counts(term.term):
                found[read.file, term.index] = _of_term(term, position, account, found)
    _by_precedence(account, found)
    conflicts = _undecided(account, found)
    return Linked(
        tuple(_with_links(read, found, placed) for read in documents),
        tuple(conflicts),
    )


@dataclass(frozen=True, slots=True)
class _Account:
    ordered: list[ReadDocument]
    placed: dict[str, list[Placed]]
    aliases: Mapping[str, str]

    def earlier(self, position: int) -> list[ReadDocument]:
        return self.ordered[:position]


def _counts(term: Term) -> bool:
    return getattr(term, "status", None) not in _NOT_PAYABLE


def _aliases(placed: Mapping[str, Sequence[Placed]]) -> dict[str, str]:
    """Names that a clause gives to its only product: 'a fee for the Enterprise Plan … (the “Plan Fee”)'."""
    aliases: dict[str, str] = {}
    for terms in placed.values():
        for term in terms:
            product = term.term.product
            if term.term.type != "price" or not product or not _counts(term.term):
                continue
            beside = {
                product_key(other.term.product)
                for other in terms
                if other.term.product and other.section == term.section and other.term.type == "price"
            }
            if len(beside) == 1:
                for name in _DEFINED.findall(term.passage):
                    if product_key(name) != product_key(product):
                        aliases.setdefault(product_key(name), product_key(product))
    return aliases


# -- one term -------------------------------------------------------------------------------------


def _of_term(
    term: Placed, position: int, account: _Account, found: Mapping[tuple[str, int], _Links]
) -> _Links:
    links = _Links()
    targets = [
        target
        for earlier in account.earlier(position)
        for target in account.placed[earlier.file]
        if target.term.type == term.term.type and _counts(target.term) and _comparable(term, target)
    ]
    for target in _subjects(term, targets, account.aliases):
        _relate(term, target, targets, links)
    _with_dependents(term, account, found, links)
    _with_mechanism(term, account, links)
    _without_detours(found, links)
    return links


def _comparable(term: Placed, target: Placed) -> bool:
    """Whether one can change the other: an automatic increase is no version of a right to increase."""
    if term.term.type == "lookback":
        mine, theirs = getattr(term.term, "direction", None), getattr(target.term, "direction", None)
        return mine is None or theirs is None or mine == theirs or "both" in {mine, theirs}
    if term.term.type == "escalation":
        return _discretionary(term.term) == _discretionary(target.term)
    return True


def _discretionary(term: Term) -> bool:
    return getattr(term, "automatic", None) is False or getattr(term, "method", None) == "discretionary"


def _named(term: Placed, target: Placed) -> bool:
    """Whether the words around the term name the target's section as what they change or rest on."""
    label = target.section
    return bool(label) and any(
        not reference.kept and of_kind(reference, target.read.contract.kind) and names(reference, label or "")
        for reference in term.references
    )


def _subjects(term: Placed, targets: list[Placed], aliases: Mapping[str, str]) -> list[Placed]:
    """The targets, of any earlier document, that speak of the same thing as the term."""
    named = [target for target in targets if _named(term, target)]
    kind = term.term.type
    if kind in _BY_PRODUCT:
        if term.term.product is None and (pointed := named or _headed(term, targets)):
            return pointed
        same = _by_product(term, targets, aliases)
        if same:
            return same
        general = [t for t in named if t.term.product is None or term.term.product is None]
        return general or _by_shared_words(term, targets)
    if kind in _SINGLE:
        return named or _only(term, targets)
    return [target for target in named if matching(term.term.product, [target.term], aliases)]


def _by_product(term: Placed, targets: list[Placed], aliases: Mapping[str, str]) -> list[Placed]:
    """Of each document, the targets of the same product."""
    found = []
    for file in dict.fromkeys(target.read.file for target in targets):
        own = [target for target in targets if target.read.file == file]
        alike = matching(term.term.product, [target.term for target in own], aliases)
        found += [target for target in own if any(target.term is other for other in alike)]
    return found


def _only(term: Placed, targets: list[Placed]) -> list[Placed]:
    """Of each document, its one target of this type for the same product."""
    found = []
    for file in dict.fromkeys(target.read.file for target in targets):
        own = [target for target in targets if target.read.file == file]
        if len(own) == 1 and own[0].term.product == term.term.product:
            found += own
    return found


def _headed(term: Placed, targets: list[Placed]) -> list[Placed]:
    """The one target whose heading the words around the term repeat."""
    found = [
        target
        for target in targets
        if (label := target.section)
        and len(label) > 6
        and not any(letter.isdigit() for letter in label)
        and label.lower() in term.passage.lower()
    ]
    return found if len(found) == 1 else []


def _by_shared_words(term: Placed, targets: list[Placed]) -> list[Placed]:
    """The one target whose clause uses the defined words of this one, or whose heading it names."""
    if term.read.contract.kind not in _CHANGING:
        return []
    general = [t for t in targets if t.term.product is None or term.term.product is None]
    if headed := _headed(term, general):
        return headed
    if term.term.type not in {"escalation", "commitment"} or not general:
        return []
    words = _defined_words(term.passage)
    scored = [(len(words & _defined_words(target.passage)), target) for target in general]
    best = max(count for count, _ in scored)
    winners = [target for count, target in scored if count == best]
    return winners if best and len(winners) == 1 else []


def _defined_words(text: str) -> set[str]:
    return {
        match.lower()
        for match in re.findall(r"\b[A-Z][a-z]+(?:\s+[A-Z][a-z]+)+\b", text)
        if not re.match(r"(?:the|this|article|section|clause|schedule|service)\b", match, re.IGNORECASE)
    }


def _relate(term: Placed, target: Placed, targets: Sequence[Placed], links: _Links) -> None:
    """What the term does to an earlier term on the same subject: nothing, replace it, read with it."""
    kind = term.read.contract.kind
    named = _named(term, target)
    if not (kind in _CHANGING or (named and _CHANGE.search(term.passage))):
        return
    if _leaves(term, target) or not _still_runs(term, target, targets):
        return
    if term.term.type == "price" and not has_value(term.term):
        _continue(term, target, targets, links)
        return
    mine, theirs = stated(term.term), stated(target.term)
    restated = kind == "renewal" and bool(mine.keys() & theirs.keys())
    modified = named and bool(mine.keys() - theirs.keys())
    takes_part = bool(_TAKES_PART.search(term.passage)) and not has_value(term.term)
    if not takes_part and (
        differs(term.term, target.term) or restated or modified or _extends(term, target)
    ):
        links.replaces.append(target)
    if term.term.type in _PARTIAL and (named or kind == "amendment"):
        links.reads_with.append(target)


def _continue(term: Placed, target: Placed, targets: Sequence[Placed], links: _Links) -> None:
    """A price without a figure goes on with the step before: 'step 2 continues through April 30'."""
    begins = term.starts
    steps = [t for t in targets if t.read is target.read and t.term.product == target.term.product]
    before = [
        t for t in steps if begins and t.starts and t.starts < begins and has_value(t.term)
    ]
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
    return term.read.contract.kind == "renewal" and last and (begins - end).days <= 1


def _without_detours(found: Mapping[tuple[str, int], _Links], links: _Links) -> None:
    """A mechanism that another target already reads with need not be named again."""
    reached = {
        (far.read.file, far.index)
        for near in links.reads_with
        for far in found.get((near.read.file, near.index), _Links()).reads_with
    }
    links.reads_with = [
        target
        for target in links.reads_with
        if has_value(target.term) or (target.read.file, target.index) not in reached
    ]


def _leaves(term: Placed, target: Placed) -> bool:
    """Whether an amendment only repeats what stays: the same figures, or figures 'for information'."""
    if term.read.contract.kind == "renewal":
        return False
    if getattr(term.term, "change", None) in {"add", "remove"}:
        return True
    if not differs(term.term, target.term):
        return has_value(term.term) and not _EXTENDS.search(term.passage)
    sentence = _sentences_of(term)
    return bool(_FOR_INFORMATION.search(sentence)) and not _CHANGE.search(
        _FOR_INFORMATION.sub("", sentence)
    )


def _sentences_of(term: Placed) -> str:
    quote = " ".join(term.quote.split())
    passage = " ".join(term.passage.split())
    at = passage.find(quote)
    if at < 0:
        return quote
    begin = max(passage.rfind(". ", 0, at), 0)
    end = passage.find(". ", at + len(quote))
    return passage[begin : end if end > 0 else len(passage)]


def _with_dependents(
    term: Placed, account: _Account, found: Mapping[tuple[str, int], _Links], links: _Links
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
        if target.term.product and term.term.product is None and begins and term.starts and begins <= term.starts:
            links.replaces.append(target)
        elif not differs(term.term, target.term) and adds(term.term, target.term) and target.term.product == term.term.product:
            links.reads_with.append(target)


def _with_mechanism(term: Placed, account: _Account, links: _Links) -> None:
    """A figure here and how it works elsewhere: 'Monthly Minimum: $3,000; see Section 4.3'."""
    if links.reads_with or not has_value(term.term) or term.term.type not in {"commitment", "price"}:
        return
    for file, others in account.placed.items():
        for target in others:
            if (
                target.term is term.term
                or target.term.type != term.term.type
                or has_value(target.term)
                or not _counts(target.term)
                or not stated(target.term)
                or target in links.replaces
                or (target.section == term.section and file == term.read.file)
            ):
                continue
            if _later(target, term, account) or not adds(term.term, target.term):
                continue
            if matching(term.term.product, [target.term], account.aliases):
                links.reads_with.append(target)


def _later(target: Placed, term: Placed, account: _Account) -> bool:
    order = [read.file for read in account.ordered]
    return order.index(target.read.file) > order.index(term.read.file)


# -- precedence -----------------------------------------------------------------------------------


def _by_precedence(account: _Account, found: dict[tuple[str, int], _Links]) -> None:
    for master in account.ordered:
        clause = read_precedence(master.text, master.contract.kind)
        if clause is None:
            continue
        for order in account.ordered:
            if order.contract.kind not in {"order_form", "statement_of_work"}:
                continue
            for term in account.placed[order.file]:
                if _counts(term.term):
                    _settle(term, master, clause, account, found)


def _settle(
    term: Placed,
    master: ReadDocument,
    clause: Precedence,
    account: _Account,
    found: dict[tuple[str, int], _Links],
) -> None:
    """Where a master and its order differ, the loser is overridden by the winner."""
    if term.term.type in {"price", "quantity"} and clause.prices_free:
        return
    targets = [
        target
        for target in account.placed[master.file]
        if target.term.type == term.term.type
        and _counts(target.term)
        and differs(term.term, target.term)
        and (not clause.sections or any(target.section and names_key(key, target.section) for key in clause.sections))
    ]
    for target in _subjects(term, targets, account.aliases):
        if clause.unless_named and _named(term, target):
            found[term.read.file, term.index].overrides.append(target)
        elif term.term.type in _SINGLE or term.term.product:
            found[target.read.file, target.index].overrides.append(term)


def names_key(key: str, label: str) -> bool:
    """Whether a section label is that section or inside it."""
    from extractors.references import label_key

    own = label_key(label)
    return own == key or own.startswith((key + ".", key + "("))


# -- what stays open ------------------------------------------------------------------------------


def _undecided(account: _Account, found: dict[tuple[str, int], _Links]) -> list[str]:
    """Two orders that price one product differently for the same days, and no words that decide."""
    conflicts = []
    orders = [
        read for read in account.ordered if read.contract.kind in {"order_form", "statement_of_work", "price_schedule"}
    ]
    for position, later in enumerate(orders):
        for earlier in orders[:position]:
            for term in account.placed[later.file]:
                if term.term.type != "price" or not _counts(term.term) or not term.term.product:
                    continue
                others = [t for t in account.placed[earlier.file] if t.term.type == "price" and _counts(t.term) and has_value(t.term)]
                for other in others:
                    if not matching(term.term.product, [other.term], account.aliases) or not differs(term.term, other.term):
                        continue
                    mine, theirs = found[later.file, term.index], found[earlier.file, other.index]
                    if any(o in links.replaces + links.overrides for links, o in ((mine, other), (theirs, term))):
                        continue
                    if not _overlap(term, other):
                        continue
                    words = (
                        f"{term.term.product}: {later.file} and {earlier.file} state different prices for "
                        "the same days, and no clause says which one counts"
                    )
                    conflicts.append(words)
                    mine.warnings.append(words)
                    theirs.warnings.append(words)
    return conflicts


def _overlap(term: Placed, other: Placed) -> bool:
    def window(placed: Placed) -> tuple[date, date]:
        begin = placed.starts or date.min
        end = placed.term.effective_to or placed.read.contract.term_end or date.max
        return begin, end

    (first, first_end), (second, second_end) = window(term), window(other)
    return max(first, second) <= min(first_end, second_end)


# -- writing --------------------------------------------------------------------------------------


def _with_links(
    read: ReadDocument, found: Mapping[tuple[str, int], _Links], placed: Mapping[str, Sequence[Placed]]
) -> ContractDocument:
    terms = []
    for index, term in enumerate(read.contract.terms):
        links = found.get((read.file, index))
        if links is None:
            terms.append(term)
            continue
        update = {
            name: _written(getattr(term, name), getattr(links, name), placed)
            for name in ("replaces", "overrides", "reads_with")
        }
        warnings = tuple(dict.fromkeys((*term.warnings, *links.warnings)))
        terms.append(term.model_copy(update={**update, "warnings": warnings}))
    return read.contract.model_copy(update={"terms": tuple(terms)})


def _written(
    given: tuple[Link, ...], targets: Sequence[Placed], placed: Mapping[str, Sequence[Placed]]
) -> tuple[Link, ...]:
    links = list(given)
    for target in targets:
        if target.section:
            steps = {
                other.term.effective_from
                for other in placed[target.read.file]
                if other.section == target.section
                and other.term.type == target.term.type
                and other.term.product == target.term.product
            }
            step = target.term.effective_from if len(steps) > 1 else None
            made = Link(file=target.read.file, section=target.section, effective_from=step)
            if made not in links:
                links.append(made)
    return tuple(links)
