"""How sure a case is, and why no surer: the confidence, what moved it, and why a person looks, in words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from agent.inert import clean
from agent.reason import Reason
from app.web.casework.plain_words import on_a_page, sentence
from store.tables import CaseRow

_AT_MOST = re.compile(r"at most (\d)\.(\d\d)")
_MOVED = re.compile(r"([+−])0\.(\d\d)")
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


def weight_of(row: CaseRow, titles: Mapping[str, str]) -> Weight:
    """The reasons of a case's present version."""
    pulls = tuple(_pull(each, titles) for each in row.reasons)
    lowering = tuple(each for each in pulls if each.lowers)
    return Weight(
        why=tuple(_why(row, lowering)),
        lowering=lowering,
        raising=tuple(each for each in pulls if not each.lowers),
        raised_by=tuple(dict.fromkeys(each.raised_by for each in lowering if each.raised_by)),
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


def _pull(kept: Mapping[str, str], titles: Mapping[str, str]) -> Pull:
    reason = Reason(kept["text"], words=kept["effect"], raised_by=kept.get("raised_by", ""))
    return Pull(
        said=pointed(reason.text, titles),
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


def _why(row: CaseRow, lowering: tuple[Pull, ...]) -> list[str]:
    """Why it was not automatic, or why it was."""
    if row.confidence is None:
        return [*(sentence(each) for each in row.blockers), "It has not been weighed yet."]
    sure, limit = int(row.confidence * 100), int(row.threshold * 100)
    if row.route == "billing":
        return [f"It went to billing without a person: its confidence is {sure}%, above {limit}%."]
    if row.route == "none":
        return ["There is nothing to send: the bill is what the contract asks for."]
    said = [f"A check failed: {sentence(each)}" for each in row.blockers]
    if row.failed:
        said.append("It broke off before its end. The next run tries it again.")
    said += [each.said.text for each in lowering if not each.effect]
    if row.confidence <= row.threshold:
        said.append(
            f"Its confidence is {sure}%, and only above {limit}% does a case go to billing without a "
            "person."
        )
    return said
