"""How sure a case is, and why no surer: the confidence, what moved it, and why a person looks, in words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from textwrap import shorten

from agent.inert import clean
from agent.reason import Reason
from app.memo_words import Words
from app.web.casework.plain_words import on_a_page, sentence
from store.tables import CaseRow

_AT_MOST = re.compile(r"at most (\d)\.(\d\d)")
_MOVED = re.compile(r"([+−])0\.(\d\d)")
_SHARE = re.compile(r"\b([Cc]onfidence|threshold|above) (\d)\.(\d\d)\b")
_FILE = re.compile(r"^\S+\.\w+(?: page \d+:|:|,)? ")
_BARE_FILE = re.compile(r"^\S+\.\w+ (?=could|was|states)")
_HEADS = ("an open question", "a check failed")
_POINTED = re.compile(r"(?P<file>\S.*?) page (?P<page>\d+): (?P<words>.+)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Pointed:
    """A sentence that may point at a page."""

    text: str
    where: str = ""
    file: str = ""
    page: int = 0


@dataclass(frozen=True, slots=True)
class Pull:
    """One thing that moved the confidence."""

    said: Pointed
    effect: str
    """'at most 85%', '−18 points'; '' where it only leads to a person."""
    lowers: bool
    raised_by: str


@dataclass(frozen=True, slots=True)
class Weight:
    """Why a case went where it went."""

    why: tuple[str, ...]
    lowering: tuple[Pull, ...]
    raising: tuple[Pull, ...]
    raised_by: tuple[str, ...]
    """What would raise it, each once."""
    cap: str = ""
    """What holds the confidence at its limit, in a few words; '' where no limit does."""


def cap_of(confidence: Decimal | None, reasons: Iterable[Mapping[str, str]]) -> str:
    """What caps a confidence: 'a passage about money is not understood'; '' where it is not capped.

    A case that is capped may read 85% beside a threshold of 85%: something open keeps it there, however
    sure the rest is.
    """
    if confidence is None:
        return ""
    for kept in reasons:
        limit = _AT_MOST.fullmatch(kept["effect"])
        if limit is not None and int(confidence * 100) >= int(limit[1] + limit[2]):
            return _short(kept["text"])
    return ""


def _short(text: str) -> str:
    """A reason without its place and its quote."""
    head = next((head for head in _HEADS if text.startswith(head)), "")
    if head:
        return head
    words = _BARE_FILE.sub("a paper ", text) if _BARE_FILE.match(text) else _FILE.sub("", text)
    before, _, after = re.split(r"; (?=it states)|: (?=“)", words)[0].partition(": ")
    said = after if after and not before.startswith(("a p", "the ")) else before
    return shorten(clean(said.partition(": ")[0]), 90, placeholder="…")


def weight_of(row: CaseRow, titles: Mapping[str, str], words: Words) -> Weight:
    """The reasons of a case's present version."""
    pulls = tuple(_pull(each, titles, words) for each in row.reasons)
    lowering = tuple(each for each in pulls if each.lowers)
    cap = cap_of(row.confidence, row.reasons)
    return Weight(
        why=tuple(_why(row, lowering, cap)),
        lowering=lowering,
        raising=tuple(each for each in pulls if not each.lowers),
        raised_by=tuple(dict.fromkeys(each.raised_by for each in lowering if each.raised_by)),
        cap=cap,
    )


def pointed(text: str, titles: Mapping[str, str]) -> Pointed:
    """'contracts/A/x.pdf page 2: …' as its words, the document's title and the page."""
    found = _POINTED.fullmatch(text)
    if found is None or found["file"] not in titles:
        for file, title in titles.items():
            text = text.replace(file, title)
        return Pointed(sentence(clean(text)))
    title, page = titles[found["file"]], int(found["page"])
    return Pointed(
        sentence(clean(found["words"])), f"{clean(title)}, page {page}", found["file"], page
    )


def as_shown(text: str, words: Words) -> str:
    """Shares and days as the rest of the page has them; a quote, and what follows it, stays as it is."""
    ours, mark, quoted = text.partition("“")
    shown = _SHARE.sub(lambda found: f"{found[1]} {int(found[2] + found[3])}%", ours)
    return words.days_in(shown) + mark + quoted


def _pull(kept: Mapping[str, str], titles: Mapping[str, str], words: Words) -> Pull:
    reason = Reason(kept["text"], words=kept["effect"], raised_by=kept.get("raised_by", ""))
    return Pull(
        said=pointed(as_shown(reason.text, words), titles),
        effect=_effect(reason.effect),
        lowers=reason.lowers,
        raised_by=on_a_page(reason.raised_by),
    )


def _effect(words: str) -> str:
    limit, moved = _AT_MOST.fullmatch(words), _MOVED.fullmatch(words)
    if limit is not None:
        return f"at most {int(limit[1] + limit[2])}%"
    if moved is not None:
        many = int(moved[2])
        return f"{moved[1]}{many} {'point' if many == 1 else 'points'}"
    return "" if words == "to a specialist" else words


def _why(row: CaseRow, lowering: tuple[Pull, ...], cap: str) -> list[str]:
    """Why it was not automatic, or why it was."""
    if row.confidence is None:
        return [*(sentence(each) for each in row.blockers), "It has not been weighed yet."]
    sure, limit = int(row.confidence * 100), int(row.threshold * 100)
    if row.route == "billing":
        return [f"It went to billing without a person: its confidence is {sure}%, above {limit}%."]
    if row.route == "none":
        if no_contract(row):
            return ["There is nothing to send: without a contract there was nothing to compare."]
        return ["There is nothing to send: the bill is what the contract asks for."]
    said = [f"A check failed: {sentence(each)}" for each in row.blockers]
    if row.failed:
        said.append("It broke off before its end. The next run tries it again.")
    said += [each.said.text for each in lowering if not each.effect]
    if cap and row.confidence <= row.threshold:
        said.append(
            f"Its confidence is capped at {sure}%: {cap}. Only above {limit}% does a case go to billing "
            "without a person."
        )
        free = row.context.get("calibrated", 0)
        if free > sure:
            said.append(f"If nothing were open, it would be {free}%.")
    elif row.confidence <= row.threshold:
        said.append(
            f"Its confidence is {sure}%, and only above {limit}% does a case go to billing without a "
            "person."
        )
    return said


def no_contract(row: CaseRow) -> bool:
    """Whether the account has neither a paper that was read nor terms given in a file."""
    context = row.context
    paper = context.get("paper")
    return paper is not None and not paper["documents"] and not context.get("terms")
