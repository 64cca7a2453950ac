"""In which language a paper is written, by its commonest small words: the grammar reader knows English.

Half the words of any text are articles, prepositions and auxiliaries, and no two languages share them.
A passage in another language that speaks of money or time is told and waits; it must not look as
if nothing stood there.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from extractors.document import Document
from extractors.readers.reading import Leftover, Passage
from extractors.visible import pages_named

_SMALL_WORDS = {
    "English": "the of and to in shall is be for by any or this that with are as on will such its not",
    "German": "der die das und ist nicht wird mit für von dem den des ein eine zu auf im nach bei oder "
    "werden kann einer einem zum zur durch jeder",
    "French": "le la les des et est une du dans pour par sur que qui au aux ne sera sont ce cette",
    "Spanish": "el la los las de y en que del se por con una para al será es este esta no",
    "Italian": "il lo la gli di che è un una per con del della dei nel sarà sono questo non le",
    "Dutch": "de het een en van is dat op te voor met zijn niet wordt door aan bij deze worden",
    "Portuguese": "o os as de e do da em um uma para com não ao dos das será pelo pela este",
    "Polish": "i w z na do się nie jest oraz przez od po dla lub za o jego która który",
}
_LANGUAGES_OF = {
    word: frozenset(name for name, words in _SMALL_WORDS.items() if word in words.split())
    for words in _SMALL_WORDS.values()
    for word in words.split()
}
_SCRIPTS = {
    "CYRILLIC": "a language in Cyrillic letters",
    "GREEK": "Greek",
    "CJK": "Chinese or Japanese",
    "HIRAGANA": "Japanese",
    "KATAKANA": "Japanese",
    "HANGUL": "Korean",
    "ARABIC": "a language in Arabic letters",
    "HEBREW": "Hebrew",
    "THAI": "Thai",
    "DEVANAGARI": "a language in Devanagari letters",
}
_WORD = re.compile(r"[^\W\d_]+")
_FEWEST = 4
"""Small words of a language in one passage below which it says nothing."""
_CLEARLY = 3
"""How many times as many as English ones."""
_MOSTLY = 0.6
"""Share of the letters in passages of another language from which the whole paper is in it."""
_LEAST_LETTERS = 60
"""Letters of another language below which a paper only quotes it: a name, a motto."""
_COUNTS = re.compile(r"\d")
_WHY = "this reads as {}, and the grammar reader knows English only"


@dataclass(frozen=True, slots=True)
class Foreign:
    """A passage (flow offsets) in another language than English."""

    start: int
    end: int
    language: str


def foreign_passages(document: Document) -> list[Foreign]:
    """The passages that read as another language; [] for a paper in English."""
    found = [
        Foreign(start, end, language)
        for start, end in _passages(document.text)
        if (language := language_of(document.text[start:end])) not in {None, "English"}
    ]
    letters = sum(_letters(document.text[each.start : each.end]) for each in found)
    return found if letters >= _LEAST_LETTERS else []


def language_warning(document: Document, passages: list[Foreign]) -> str | None:
    """What is to be said of a paper with these passages."""
    if not passages:
        return None
    counts = Counter[str]()
    for each in passages:
        counts[each.language] += _letters(document.text[each.start : each.end])
    ((language, _),) = counts.most_common(1)
    remedy = "a person has to read {}, or a model (--reader model)"
    if counts.total() >= _MOSTLY * _letters(document.text):
        return f"{_WHY.format(language)}: {remedy.format('it')}."
    pages = sorted({document.page_of[each.start] for each in passages})
    return (
        f"{pages_named(pages)}: parts of it read as {language}, and the grammar reader knows English "
        f"only: {remedy.format('these')}."
    )


def waiting(document: Document, passages: list[Foreign]) -> list[Leftover]:
    """The passages with numbers, as such that nobody has understood."""
    return [
        Leftover(Passage(each.start, each.end), f"{_WHY.format(each.language)}.")
        for each in passages
        if _COUNTS.search(document.text[each.start : each.end])
    ]


def language_of(text: str) -> str | None:
    """The language that a passage reads as; None where its words do not tell."""
    if script := _script(text):
        return script
    words = [word.casefold() for word in _WORD.findall(text)]
    counts = Counter(name for word in words for name in _LANGUAGES_OF.get(word, ()))
    english = counts.pop("English", 0)
    name, most = max(counts.items(), key=lambda item: item[1], default=("", 0))
    if most >= _FEWEST and most >= _CLEARLY * english and 6 * most >= len(words):
        return name
    return "English" if english >= _FEWEST else None


def _script(text: str) -> str | None:
    """The language of letters that are not Latin, where most are."""
    if text.isascii():
        return None
    letters = [char for char in text if char.isalpha()]
    others = Counter(
        unicodedata.name(char, "").partition(" ")[0] for char in letters if ord(char) > 0x36F
    )
    known = Counter({name: count for name, count in others.items() if name in _SCRIPTS})
    if known.total() < 8 or 2 * known.total() < len(letters):
        return None
    return _SCRIPTS[known.most_common(1)[0][0]]


def _letters(text: str) -> int:
    return sum(map(str.isalpha, text))


def _passages(text: str) -> Iterator[tuple[int, int]]:
    """Paragraphs and table cells."""
    for found in re.finditer(r"[^\n\t]+", text):
        yield found.span()
