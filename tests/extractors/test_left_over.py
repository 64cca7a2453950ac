"""What a reader leaves over is held against what the others read in the same words."""

from __future__ import annotations

from extractors.left_over import held_together
from extractors.readers.reading import Draft, Leftover, Passage, Reading
from terms.price import Price


def left(start: int, end: int) -> Reading:
    return Reading(leftovers=(Leftover(Passage(start, end), "no rule understood it"),))


def read(start: int, end: int) -> Reading:
    return Reading(drafts=(Draft(Price(), (Passage(start, end),)),))


def open_passages(*readings: Reading) -> list[tuple[int, int, bool]]:
    return [
        (each.passage.start, each.passage.end, each.dismissed)
        for reading in held_together(readings)
        for each in reading.leftovers
    ]


def test_alone_a_reader_keeps_what_it_left() -> None:
    assert open_passages(left(10, 90)) == [(10, 90, False)]


def test_what_another_reader_turned_into_a_term_is_read() -> None:
    assert open_passages(left(10, 90), read(40, 120)) == []
    assert open_passages(left(10, 90), read(90, 120)) == [(10, 90, False)]


def test_the_same_passage_left_by_two_is_one() -> None:
    assert open_passages(left(10, 90), left(12, 88)) == [(10, 90, False)]


def test_what_two_others_saw_without_finding_anything_is_kept_and_dismissed() -> None:
    assert open_passages(left(10, 90), Reading(), Reading()) == [(10, 90, True)]


def test_one_silent_reader_is_not_enough() -> None:
    assert open_passages(left(10, 90), Reading()) == [(10, 90, False)]


def test_the_silence_of_a_reader_that_failed_or_was_not_shown_the_words_says_nothing() -> None:
    failed = Reading(incomplete=True)
    elsewhere = Reading(seen=(Passage(0, 40),))
    shown = Reading(seen=(Passage(0, 100),))
    assert open_passages(left(10, 90), Reading(), failed) == [(10, 90, False)]
    assert open_passages(left(10, 90), Reading(), elsewhere) == [(10, 90, False)]
    assert open_passages(left(10, 90), Reading(), shown) == [(10, 90, True)]
