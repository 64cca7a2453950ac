"""Tokens are set aside before a call and settled after; retries are never free."""

from __future__ import annotations

import threading

from extractors.readers.model.budget import SMALLEST_ANSWER, Budget, tokens
from terms.contract import Usage


def test_what_a_call_may_take_is_set_aside():
    budget = Budget(10_000)
    held = budget.hold("x" * 3_000, 4_000)
    assert held.answer == 4_000
    assert budget.left == 10_000 - tokens("x" * 3_000) - 4_000


def test_what_it_did_not_take_comes_back():
    budget = Budget(10_000)
    budget.settle(
        budget.hold("x" * 3_000, 4_000), Usage(calls=1, input_tokens=900, output_tokens=100)
    )
    assert budget.left == 9_000
    assert budget.spent == Usage(calls=1, input_tokens=900, output_tokens=100)


def test_the_answer_is_shortened_to_what_is_left():
    budget = Budget(3_000)
    assert budget.hold("x" * 3_000, 4_000).answer == 3_000 - tokens("x" * 3_000)


def test_no_call_without_room_for_an_answer():
    budget = Budget(tokens("x" * 3_000) + SMALLEST_ANSWER - 1)
    assert budget.hold("x" * 3_000, 4_000) is None
    assert budget.spent == Usage()


def test_a_call_without_usage_costs_its_question():
    budget = Budget(10_000)
    budget.forfeit(budget.hold("x" * 3_000, 4_000))
    assert budget.left == 10_000 - tokens("x" * 3_000)
    assert budget.spent.calls == 1


def test_a_call_waits_for_room_that_may_come_back():
    budget = Budget(6_000)
    first = budget.hold("x" * 300, 5_000)
    got = []
    waiting = threading.Thread(target=lambda: got.append(budget.hold("x" * 300, 5_000)))
    waiting.start()
    budget.settle(first, Usage(calls=1, input_tokens=100, output_tokens=50))
    waiting.join(timeout=5)
    assert got[0].answer == 5_000
