"""Telltales never change what a pattern finds: they only say sooner that it finds nothing."""

from __future__ import annotations

import re

import pytest

from extractors.telltales import Telling, Texts, folded, telling, telltales

SENTENCES = (
    "The Fees increase by 3% each year.",
    "PRICES INCREASE WITH THE INDEX.",
    "Either party may terminate on ninety days' notice.",
    "Invoices are payable within thirty (30) days of receipt.",
    "The pri\u017fe is not a fee.",
    "",
    "Fee",
    "No fees; see § 4.2 of the Order.",
    "The uplift, if any, applies\u00a0from 1 July.",
)
PATTERNS = (
    r"\b(?:price|fee)s?\s+increase",
    r"\bpay(?:able|ment)?\b(?=.*\bdays?\b)",
    r"(?:within|after)\s+(?:thirty|ninety)",
    r"\b(?:pricing|price|prise)\b",
    r"(?<!no )fees?\b",
    r"§\s*\d",
    r"fe{2}s?",
    r"(?:up)?lift|rise",
    r"[Pp]rices?|days",
    r"x*",
    r"(?:a|an|the)\s+\w+",
    r"no(?:tice)?(?!\s+fee)",
)


@pytest.mark.parametrize("flags", [0, re.IGNORECASE])
@pytest.mark.parametrize("pattern", PATTERNS)
def test_the_answers_are_the_patterns_own(pattern: str, flags: int) -> None:
    plain = re.compile(pattern, flags)
    expected = tuple(at for at, text in enumerate(SENTENCES) if plain.search(text))
    assert Texts(SENTENCES).found(plain) == expected
    quick = telling(pattern, flags)
    assert tuple(at for at, text in enumerate(SENTENCES) if quick.search(text)) == expected


def test_a_match_is_the_patterns_own_match() -> None:
    found = telling(r"increase (by \d+%)").search(SENTENCES[0].lower())
    assert found is not None
    assert found[1] == "by 3%"


def test_what_must_stand_is_read_from_the_pattern() -> None:
    groups = telltales(re.compile(r"\b(?:price|fee)s?\s+increase"))
    assert set(groups) == {frozenset({"price", "fee"}), frozenset({"increase"})}


@pytest.mark.parametrize("pattern", [r"\d+", r"(?:fee)?", r"(?:fee|\d)", r"(?!fee)", r"."])
def test_a_pattern_that_needs_no_word_has_no_telltale(pattern: str) -> None:
    assert telltales(re.compile(pattern)) == ()


@pytest.mark.parametrize("letter", "abcdefghijklmnopqrstuvwxyz")
def test_every_letter_that_python_holds_for_another_folds_to_it(letter: str) -> None:
    either = re.compile(letter, re.IGNORECASE)
    alike = [chr(code) for code in range(0x3000) if either.match(chr(code))]
    assert {folded(each) for each in alike} == {letter}


def test_a_pattern_is_asked_once_of_the_same_texts() -> None:
    texts = Texts(["the fee", "the price"])
    pattern = re.compile("fee|price")
    assert texts.found(pattern) is texts.found(pattern)


def test_a_search_is_left_out_where_no_telltale_stands() -> None:
    """Else the quick question would cost and save nothing."""

    class Never:
        pattern, flags = r"\bfees?\b", 0

        def search(self, text: str) -> None:
            raise AssertionError(text)

    assert Telling(Never()).search("The price rises.") is None  # type: ignore[arg-type]
