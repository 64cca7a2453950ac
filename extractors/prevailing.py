"""Which of two papers wins by a clause, and where no clause decides."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from itertools import combinations

from extractors.links import Links
from extractors.passages import Placed, ReadDocument
from extractors.precedence import Precedence, decides, read_precedence
from extractors.references import Reference, label_key, of_kind, references
from extractors.subjects import differs, has_value, matching
from extractors.targets import CHANGING, Account, comparable, counts, is_named, subjects

_ORDERS = {"order_form", "statement_of_work"}
_PRICED = {"price", "quantity", "commitment", "discount", "escalation", "surcharge"}
_WAYS = {"metering", "proration", "rounding"}
"""Types that say how to count: the same product, and something said differently, is a conflict."""
_STRIKES = re.compile(
    r"\b(?:(?:is|are)\s+(?:hereby\s+)?(?:deleted|removed|revoked|withdrawn|cancelled|struck\s+out)"
    r"|ceases?\s+to\s+apply|no\s+longer\s+applies)\b",
    re.IGNORECASE,
)
_PUTS_IN_PLACE = re.compile(
    r"\b(?:replac|following|reads?\b|instead|substitut|insert|in\s+(?:its|their)\s+(?:place|stead))\w*",
    re.IGNORECASE,
)
_ONLY_AS_TO = re.compile(
    r"\bas\s+to\b[^.;)]{0,60}\bonly\b|\bonly\s+(?:as\s+to|in\s+respect\s+of|with\s+respect\s+to)\b",
    re.IGNORECASE,
)
"""A departure in one point: the rest of the clause stays."""
_STOPS = re.compile(r"\.\s|;|\n(?![a-z“\"(])")
_LONGEST_SENTENCE = 600
Found = dict[tuple[str, int], Links]


def by_precedence(account: Account, found: Found) -> None:
    """Adds `overrides` where a master says that it wins over its orders, or that they win where they name it."""
    for master in account.ordered:
        for over, kinds in (("order", _ORDERS), ("schedule", {"price_schedule"})):
            clause = read_precedence(master.text, master.contract.kind, over)
            if clause is None:
                continue
            for paper in account.ordered:
                if paper.contract.kind in kinds:
                    for term in account.placed[paper.file]:
                        if counts(term.term):
                            _settle(term, master, clause, account, found)


def _settle(
    term: Placed, master: ReadDocument, clause: Precedence, account: Account, found: Found
) -> None:
    """Where a master and its order differ, the loser is overridden by the winner.

    How long an order runs is the order's to say, also under a master that prevails.
    """
    if term.term.type == "renewal" or (term.term.type in _PRICED and clause.prices_free):
        return
    targets = [
        target
        for target in account.of_type(master, term.term.type)
        if differs(term.term, target.term)
        and comparable(term, target)
        and _governed(target, clause)
    ]
    for target in _same_matter(term, targets, account):
        if clause.unless_named and is_named(term, target):
            links = found[term.read.file, term.index]
            links.overrides.append(target)
            if _ONLY_AS_TO.search(term.passage) and target not in links.reads_with:
                links.reads_with.append(target)
        elif term.term.type not in _PRICED or term.term.product:
            found[target.read.file, target.index].overrides.append(term)


def _same_matter(term: Placed, targets: list[Placed], account: Account) -> list[Placed]:
    if term.term.type in _WAYS:
        return [t for t in targets if t.term.product == term.term.product and _other_way(term, t)]
    return subjects(term, targets, account.aliases)


def _other_way(term: Placed, target: Placed) -> bool:
    """Whether two rules of counting cannot both hold: two sizes of one unit, two methods, two steps."""
    return any(
        None not in (mine, theirs) and mine != theirs
        for name in ("unit_size", "method", "to")
        for mine, theirs in [(getattr(term.term, name, None), getattr(target.term, name, None))]
    )


def _governed(target: Placed, clause: Precedence) -> bool:
    """Whether the clause is about the whole master, or about the target's section."""
    own = label_key(target.section or "")
    return not clause.sections or any(
        own == key or own.startswith((key + ".", key + "(")) for key in clause.sections
    )


def undecided(account: Account, found: Found) -> list[str]:
    """Two orders that price one product differently for the same days, and no words that decide.

    Both terms get the warning.
    """
    conflicts = []
    for earlier, later in _rivals(account):
        mine, theirs = (found[term.read.file, term.index] for term in (later, earlier))
        if earlier in mine.replaces + mine.overrides or later in theirs.replaces + theirs.overrides:
            continue
        words = (
            f"{later.term.product}: {later.read.file} and {earlier.read.file} state different prices "
            "for the same days, and no clause says which one counts"
        )
        conflicts.append(words)
        mine.warnings.append(words)
        theirs.warnings.append(words)
    return conflicts


def _rivals(account: Account) -> Iterator[tuple[Placed, Placed]]:
    """Pairs of prices of one product that differ on days they share.

    They stand in two orders, or in an agreement and an order of the same day without a word on which
    of them goes first.
    """
    for earlier, later in combinations(account.ordered, 2):
        orders = {earlier.contract.kind, later.contract.kind} <= _ORDERS
        if not orders and not _of_one_day(earlier, later):
            continue
        for term in account.of_type(later, "price"):
            for other in account.of_type(earlier, "price"):
                if (
                    term.term.product
                    and has_value(other.term)
                    and differs(term.term, other.term)
                    and matching(term.term.product, [other.term], account.aliases)
                    and _overlap(term, other)
                ):
                    yield other, term


def _of_one_day(earlier: ReadDocument, later: ReadDocument) -> bool:
    kinds = {earlier.contract.kind, later.contract.kind}
    day = earlier.contract.effective_date
    return (
        bool(kinds & _ORDERS)
        and kinds <= _ORDERS | {"master", "price_schedule"}
        and day is not None
        and day == later.contract.effective_date
        and not any(decides(read.text) for read in (earlier, later))
    )


def _overlap(term: Placed, other: Placed) -> bool:
    """Whether both can apply on the same day."""
    return max(_first(term), _first(other)) <= min(_last(term), _last(other))


def _first(placed: Placed) -> date:
    return placed.starts or date.min


def _last(placed: Placed) -> date:
    return placed.term.effective_to or placed.read.contract.term_end or date.max


def deleted(account: Account, found: Found) -> list[str]:
    """Sections that a later paper strikes out without saying what stands in their place.

    The terms of such a section get a warning: whether they still apply is a person's to say.
    """
    replaced = {
        (target.read.file, target.index) for links in found.values() for target in links.replaces
    }
    said = []
    for position, paper in enumerate(account.ordered):
        if paper.kind not in CHANGING:
            continue
        for sentence in _struck_out(paper.text):
            for reference in references(sentence):
                for target in _targets(account, position, reference):
                    if (target.read.file, target.index) in replaced:
                        continue
                    words = (
                        f"{paper.file} strikes out section {target.section} of {target.read.file} "
                        f'("{" ".join(sentence.split())}"): is the {target.term.type} still in force?'
                    )
                    said.append(words)
                    found[target.read.file, target.index].warnings.append(words)
    return said


def _struck_out(text: str) -> Iterator[str]:
    """The sentences that strike something out and put nothing in its place."""
    for match in _STRIKES.finditer(text):
        begin = max(text.rfind(stop, 0, match.start()) for stop in (". ", ";", "\n")) + 1
        end = _STOPS.search(text, match.end())
        sentence = text[begin : end.start() if end else len(text)]
        if len(sentence) <= _LONGEST_SENTENCE and not _PUTS_IN_PLACE.search(sentence):
            yield sentence.strip(" .")


def _targets(account: Account, position: int, reference: Reference) -> Iterator[Placed]:
    """The payable terms of earlier papers in exactly that section."""
    for earlier in account.ordered[:position]:
        for target in account.placed[earlier.file]:
            if (
                counts(target.term)
                and of_kind(reference, earlier.contract.kind)
                and label_key(target.section or "") == reference.key
            ):
                yield target
