"""Words that are struck through are deleted: they leave the text, and a warning says so.

A redline draws its deletions with a line through the middle of the letters and its insertions with
a line under them. The text layer holds both alike, so a struck price would read as a price.
"""

from __future__ import annotations

from bisect import bisect_left

from extractors.layout import Line, Rule, Sheet, Word


def _lines_through(line: Line, levels: list[tuple[float, Rule]], em: float) -> list[Rule]:
    first = bisect_left(levels, line.y + 0.12 * em, key=lambda pair: pair[0])
    found = []
    for height, rule in levels[first:]:
        if height > line.y + 0.55 * em:
            break
        found.append(rule)
    return found


def _is_struck(word: Word, rules: list[Rule]) -> bool:
    width = max(word.x1 - word.x0, 0.1)
    covered = sum(max(0.0, min(word.x1, rule.x1) - max(word.x0, rule.x0)) for rule in rules)
    return covered > 0.6 * width


def _closed(words: list[Word], struck: list[Word]) -> list[Word]:
    """The words that stand, each taking the room of the struck ones after it: no gap opens."""
    rest: list[Word] = []
    for word in words:
        if word not in struck:
            rest.append(word)
        elif rest:
            rest[-1].x1 = max(rest[-1].x1, word.x1)
    return rest


def remove_struck(sheet: Sheet) -> str | None:
    """Take struck words out of the page's lines; the words that went, as a warning."""
    em = sheet.char * 2
    levels = sorted(
        (((rule.y0 + rule.y1) / 2, rule) for rule in sheet.rules if rule.level),
        key=lambda pair: pair[0],
    )
    if not levels:
        return None
    gone: list[str] = []
    items: list[Line] = []
    for line in sheet.lines:
        through = _lines_through(line, levels, em)
        if not through:
            items.append(line)
            continue
        struck = [word for word in line.words if _is_struck(word, through)]
        if not struck:
            items.append(line)
            continue
        gone.append(" ".join(sheet.page.text[word.start : word.end] for word in struck))
        if rest := _closed(line.words, struck):
            items.append(line.part(rest))
    if not gone:
        return None
    sheet.items = list(items)
    shown = "; ".join(f"“{words[:60]}”" for words in gone[:5])
    more = f" and {len(gone) - 5} more" if len(gone) > 5 else ""
    return f"page {sheet.page.number}: struck-through words were left out: {shown}{more}."
