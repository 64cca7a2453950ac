"""The words about a table: its heading, what leads up to it, what follows, and from when it applies."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractors.document import Document, Table
from extractors.readers.grammar import disclaimed
from extractors.readers.grammar.effect import Effect, effect_of, leading_effect
from extractors.readers.grammar.sentences import Sentence, Setting, headings_of

_SHOWN = re.compile(r"\bfor (?:computation|illustration|example)\b", re.IGNORECASE)
_THESE = re.compile(r"\b(?:lines?|rows?|table|figures|amounts|above|these|listed)\b", re.IGNORECASE)
_REFERENCE = re.compile(
    r"\b(?:reference prices?|for (?:information|reference)(?: only)?|list prices?|price list for|published)\b",
    re.IGNORECASE,
)
_ORDER = re.compile(
    r"\b(?:have|has|had) not been (?:ordered|elected)\b|\bnot ordered\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stands around a table."""

    headings: tuple[str, ...]
    lead: str
    """The paragraph that leads up to it, or ''."""
    trail: str
    """The sentence behind it, or ''."""
    effect: Effect

    @property
    def heading(self) -> str:
        """The heading right over it."""
        return self.headings[0] if self.headings else ""

    @property
    def words(self) -> str:
        """All of them."""
        return f"{self.heading}. {self.lead} {self.trail}"

    @property
    def illustrates(self) -> bool:
        """Whether the table shows a computation and states nothing."""
        return disclaimed.is_example(self.lead, self.heading) or bool(
            _THESE.search(self.trail) and _SHOWN.search(self.trail)
        )

    @property
    def declines(self) -> bool:
        """Whether the words say that what the table prices was not bought."""
        said = f"{self.heading}. {self.lead}"
        if _THESE.search(self.trail) or _ORDER.search(self.trail):
            said = f"{said} {self.trail}"
        return disclaimed.not_ordered(said) or bool(_REFERENCE.search(said))


def surroundings_of(
    document: Document, table: Table, setting: Setting, whole: Effect
) -> Surroundings:
    """What stands around `table`; `whole` is from when all of the document applies."""
    start = (table.head or table.rows[0]).start
    end = table.rows[-1].end
    section = document.section_at(start)
    headings = headings_of(document, start)
    before, after = setting.before(start), setting.after(end)
    lead = ""
    if before is not None and start - before.end < 3 and before.section is section:
        lead = _paragraph(setting, before)
        headings = before.headings if len(before.text) > 3 else headings
    trail = after.text if after is not None and after.start - end < 3 else ""
    effect = leading_effect(lead, setting)
    if not effect.stated and before is not None and lead:
        effect = leading_effect(before.text, setting)
    if not effect.stated and re.search(r"\bfrom\b", headings[0] if headings else "", re.IGNORECASE):
        effect = effect_of(headings[0], setting)
    if not effect.stated and re.search(r"\beffective\b|\bwith effect\b", lead, re.IGNORECASE):
        effect = effect_of(lead, setting)
    return Surroundings(headings, lead, trail, effect if effect.stated else whole)


def _paragraph(setting: Setting, last: Sentence) -> str:
    """The paragraph that ends with a sentence."""
    parts = [
        s.text for s in setting.sentences if s.paragraph == last.paragraph and s.end <= last.end
    ]
    return " ".join(parts)
